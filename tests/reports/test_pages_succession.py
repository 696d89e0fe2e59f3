"""The pages of twins and revisions: what differs, what a revision changes, who may decide."""

import pytest
from django.urls import reverse

from reports import services
from reports.models import Finding, Report, Twin
from reports.policies import set_policy
from reports.revising import supersede_report
from tests.factories import make_claim, make_region, make_report, make_user

pytestmark = pytest.mark.django_db
OLD = "江西省2016年工作总结\n全年专利申请94045件。"
NEW = "江西省2016年工作总结\n全年专利申请94054件。"


@pytest.fixture
def alice(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def pair(alice) -> tuple[Report, Report]:
    """A published report and its revision, not decided on yet."""
    set_policy(by=alice, accept_from=None, publish_on_accept=True)
    old, new = make_report(OLD, title="初稿"), make_report(NEW, title="修订稿")
    services.accept(claim=make_claim(old), by=alice)
    make_claim(new, "94054件", 94054)
    return old, new


@pytest.fixture
def twin(pair) -> Twin:
    old, new = pair
    finding = Finding.objects.create(
        report=new, rule="twin", severity="warning", message="与《初稿》（2016-01-03 收到）正文 97% 相同"
    )
    return Twin.objects.create(report=new, earlier=old, likeness="0.975", finding=finding)


def page(name: str, *numbers: int) -> str:
    return reverse(f"reports:{name}", args=numbers)


def test_the_doubt_leads_to_the_two_reports_side_by_side(client, twin):
    answer = client.get(page("finding-rule", twin.finding_id))
    assert answer["Location"] == page("report-compare", twin.report_id, twin.earlier_id)


def test_the_comparison_shows_both_values_with_their_sentences(client, twin):
    text = client.get(page("report-compare", twin.report_id, twin.earlier_id)).content.decode()
    assert all(part in text for part in ("正文 97% 相同", "94,045 件", "94,054 件", "<mark>94045件</mark>"))


def test_a_reviewer_sees_the_three_ways_to_decide(client, twin):
    text = client.get(page("report-compare", twin.report_id, twin.earlier_id)).content.decode()
    assert all(f">{word}</" in text for word in ("是修订稿", "是另一份报告", "重复"))


def test_an_office_sees_the_difference_and_decides_nothing(client, twin):
    client.force_login(make_user("bob", "office", make_region()))
    answer = client.get(page("report-compare", twin.report_id, twin.earlier_id))
    assert (answer.status_code, "是修订稿" in answer.content.decode()) == (200, False)
    assert client.post(page("twin-keep", twin.pk)).status_code == 403
    assert client.post(page("report-supersede", twin.report_id, twin.earlier_id)).status_code == 403


def test_a_stranger_sees_neither(client, twin):
    client.force_login(make_user("eve", "office", make_region("430000", "湖南省")))
    assert client.get(page("report-compare", twin.report_id, twin.earlier_id)).status_code == 404
    assert client.post(page("twin-withdraw", twin.pk)).status_code == 404


def test_both_can_be_kept(client, twin):
    client.post(page("twin-keep", twin.pk))
    twin.refresh_from_db()
    assert twin.verdict == "separate"


def test_a_duplicate_can_be_withdrawn(client, twin):
    client.post(page("twin-withdraw", twin.pk))
    assert Report.objects.get(pk=twin.report_id).replaced_as == "duplicate"


def test_what_changes_is_shown_before_anything_is_done(client, pair):
    old, new = pair
    text = client.get(page("report-supersede", new.pk, old.pk)).content.decode()
    assert all(part in text for part in ("换成新值", "94,045 件", "<strong>94,054 件</strong>", "2016年"))
    old.refresh_from_db()
    assert old.replaced_by is None


def test_confirming_what_was_shown_replaces_the_report(client, pair):
    old, new = pair
    shown = client.get(page("report-supersede", new.pk, old.pk)).context["page"].plan.mark
    answer = client.post(page("report-supersede", new.pk, old.pk), {"seen": shown, "note": "复核"})
    old.refresh_from_db()
    assert answer["Location"] == page("report-detail", new.pk)
    assert (old.replaced_by, old.replaced_note) == (new, "复核")


@pytest.mark.parametrize("seen", ["", "another list"])
def test_what_was_not_shown_is_not_done(client, pair, seen):
    old, new = pair
    answer = client.post(page("report-supersede", new.pk, old.pk), {"seen": seen})
    old.refresh_from_db()
    assert (answer.status_code, old.replaced_by) == (422, None)
    assert "又有变化" in answer.content.decode()


def test_both_reports_lead_to_each_other(client, pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    before = client.get(page("report-detail", old.pk)).content.decode()
    after = client.get(page("report-detail", new.pk)).content.decode()
    assert "已被修订稿取代" in before
    assert f'href="{page("report-detail", new.pk)}"' in before
    assert f'href="{page("report-compare", new.pk, old.pk)}"' in after


def test_the_list_tells_the_replaced_and_filters_them(client, pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    shown = {
        standing: [
            r.record.pk for r in client.get(page("report-list"), {"standing": standing}).context["table"].rows
        ]
        for standing in ("current", "revision")
    }
    assert shown == {"current": [new.pk], "revision": [old.pk]}
    assert "已被修订稿取代" in client.get(page("report-list")).content.decode()


def test_a_person_finds_the_predecessor_that_the_product_did_not(client, pair):
    old, new = pair
    make_report("江西省2015年工作总结", year=2015)
    assert client.get(page("report-predecessor", new.pk)).context["rows"] == [old]


def test_a_report_is_not_compared_with_itself(client, pair):
    assert client.get(page("report-compare", pair[0].pk, pair[0].pk)).status_code == 404


def test_a_report_that_is_still_read_is_not_compared(client, pair):
    old, new = pair
    Report.objects.filter(pk=new.pk).update(state="processing")
    assert client.get(page("report-compare", new.pk, old.pk))["Location"] == page("report-detail", new.pk)
