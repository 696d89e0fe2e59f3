"""Each deed leaves one row, with its fields complete."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import assigning, placing, receiving, services
from reports.models import Claim, Policy, Report
from reports.storage import store
from tests.factories import make_claim, make_finding, make_indicator, make_region, make_report, make_user
from trail.actions import Action
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("alice")


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    client.defaults["REMOTE_ADDR"] = "10.20.30.40"
    return client


def only(action: str) -> Event:
    """The one row of the action, whose fields are complete."""
    event = Event.objects.get(action=action)
    assert event.user_name == "alice"
    assert event.at.tzinfo is not None
    assert len(event.digest) == 64
    return event


def from_the_page(action: str) -> Event:
    event = only(action)
    assert (event.channel, event.address, len(event.request_id)) == ("web", "10.20.30.40", 16)
    return event


def test_an_upload(browser, settings):
    file = SimpleUploadedFile("总结.txt", "江西省2016年工作总结\n全年专利申请94045件。".encode())
    browser.post(reverse("reports:report-upload"), {"files": file})
    event = from_the_page(Action.UPLOAD)
    assert event.subject == f"reports.report:{Report.objects.get().pk}"
    assert event.detail["file"] == "总结.txt"


def test_a_refused_upload(browser):
    browser.post(reverse("reports:report-upload"), {"files": SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 50)})
    event = from_the_page(Action.UPLOAD)
    assert (event.result, event.object_words) == ("refused", "a.exe")


def test_a_download_of_the_original(browser):
    digest = store([b"bytes"], 100).digest
    report = make_report(digest=digest)
    b"".join(browser.get(reverse("reports:report-original", args=[report.pk])).streaming_content)
    assert from_the_page(Action.DOWNLOAD).subject == f"reports.report:{report.pk}"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_an_indicator(browser, kind):
    indicator = make_indicator()
    make_region()
    browser.get(reverse("indicators:indicator-export", args=[indicator.pk, kind]), {"region": "360000"})
    event = from_the_page(Action.EXPORT)
    assert event.detail == {"kind": kind, "rows": 0, "query": {"region": ["360000"]}}


def test_an_export_of_a_receipt(browser):
    browser.get(reverse("reports:report-receipt-workbook", args=[make_report().pk]))
    assert from_the_page(Action.EXPORT).detail == {"kind": "receipt"}


def test_acceptance_and_publication(browser):
    Policy.objects.create(pk=1, publish_on_accept=True)
    claim = make_claim()
    browser.post(reverse("reports:claim-accept", args=[claim.pk]), {"note": "与年鉴一致"})
    event = from_the_page(Action.ACCEPT)
    assert event.detail["note"] == "与年鉴一致"
    assert (event.detail["old"], event.detail["new"]["state"]) == ({"state": "pending"}, "accepted")
    claim.refresh_from_db()
    published = from_the_page(Action.PUBLISH)
    assert published.subjects == [
        f"indicators.observation:{claim.observation_id}",
        f"reports.claim:{claim.pk}",
    ]


def test_a_correction_with_the_old_and_the_new_value(alice):
    claim = make_claim()
    correction = services.correct(claim=claim, by=alice, note="看错一位", value=94054)
    event = only(Action.CORRECT)
    assert (event.detail["old"], event.detail["new"]) == ({"value": "94045"}, {"value": "94054"})
    assert event.subjects == [f"reports.claim:{claim.pk}", f"reports.claim:{correction.pk}"]


def test_a_rejection(browser):
    claim = make_claim()
    browser.post(reverse("reports:claim-reject", args=[claim.pk]), {"note": "不是这项指标"})
    assert from_the_page(Action.REJECT).detail["note"] == "不是这项指标"


def test_a_decision_taken_back_withdraws_what_was_published(alice):
    Policy.objects.create(pk=1, publish_on_accept=True)
    claim = services.accept(claim=make_claim(), by=alice)
    services.reopen(claim=claim, by=alice)
    assert only(Action.REOPEN).detail["old"]["state"] == "accepted"
    assert only(Action.WITHDRAW).detail["old"] == {"value": "94045"}


def test_a_ruling_and_what_it_replaced(alice):
    Policy.objects.create(pk=1, publish_on_accept=True)
    report = make_report("江西省2016年总结\n专利申请94045件。\n专利申请94054件。")
    first, second = make_claim(report), make_claim(report, "94054件", 94054)
    finding = make_finding(report, [first, second])
    services.rule_on(finding=finding, by=alice, upheld=second, ruling="附表为准")
    event = only(Action.RULE)
    assert (event.subject, event.detail["note"]) == (f"reports.finding:{finding.pk}", "附表为准")
    assert {f"reports.claim:{first.pk}", f"reports.claim:{second.pk}"} < set(event.subjects)


def test_a_replaced_value_names_its_successor(alice):
    Policy.objects.create(pk=1, publish_on_accept=True)
    report = make_report("江西省2016年总结\n专利申请94045件。\n专利申请94054件。")
    services.accept(claim=make_claim(report), by=alice)
    rival = make_claim(report, "94054件", 94054)
    finding = make_finding(report, [rival, report.claims.first()])
    services.rule_on(finding=finding, by=alice, upheld=rival, ruling="附表为准")
    events = Event.objects.filter(action__in=[Action.SUPERSEDE, Action.WITHDRAW])
    assert [e.detail["old"] for e in events] == [{"value": "94045"}]


def test_a_place_told_by_a_person(alice):
    report = make_report(region=make_region("360100", "南昌市", "prefecture"))
    placing.place_report(report=report, by=alice, region=make_region(), year=2015, note="封面写明")
    event = only(Action.PLACE)
    assert event.detail == {
        "old": {"region": "360100", "year": 2016},
        "new": {"region": "360000", "year": 2015},
        "note": "封面写明",
    }


def test_a_figure_given_an_indicator_is_one_deed(alice):
    report = make_report("全年甲乙丙94045件。")
    figure = {"span": [5, 11], "text": "94045件", "value": "94045", "unit": "件", "unit_kind": "count"}
    figure["role"] = "unassigned"
    report.figures = [figure]
    report.save()
    claim = assigning.assign(report=report, figure=figure, by=alice, indicator=make_indicator())
    assert only(Action.ASSIGN).subject == f"reports.claim:{claim.pk}"
    assert not Event.objects.filter(action=Action.ACCEPT).exists()


@pytest.mark.parametrize(("verb", "before"), [(receiving.retry, "failed"), (receiving.cancel, "queued")])
def test_a_retry_and_a_cancellation(alice, verb, before):
    report = make_report(state=before, failure="坏了" if before == "failed" else "")
    verb(report=report, by=alice)
    assert only(verb.__name__).detail["old"] == {"state": before}


def test_a_change_of_the_catalogue_with_its_old_and_new_words(client):
    """Made in Django's admin, whose own log names no values and is kept by nobody."""
    indicator = make_indicator(name_zh="专利申请量")
    kept, dropped = (indicator.names.create(name=name) for name in ("专利申请", "申请专利"))
    client.force_login(make_user("ed", "editor"))
    page = client.get(f"/admin/indicators/indicator/{indicator.pk}/change/")
    form = page.context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    fields = {name: value for name, value in shown.items() if value is not None and value is not False}
    fields["name_zh"] = "专利申请件数"
    names = [(kept, {}), (dropped, {"DELETE": "on"})]
    rows = {"names-TOTAL_FORMS": 3, "names-INITIAL_FORMS": 2, "names-2-name": "专利申报"}
    for n, (row, more) in enumerate(names):
        said = {"id": row.pk, "indicator": indicator.pk, "name": row.name} | more
        rows |= {f"names-{n}-{key}": value for key, value in said.items()}
    answer = client.post(f"/admin/indicators/indicator/{indicator.pk}/change/", fields | rows)
    assert answer.status_code == 302
    event = Event.objects.get(action=Action.CATALOGUE_CHANGE)
    assert event.detail == {
        "old": {"name_zh": "专利申请量", "names": "申请专利"},
        "new": {"name_zh": "专利申请件数", "names": "专利申报"},
    }
    assert event.subject == f"indicators.indicator:{indicator.pk}"


def test_a_page_that_is_not_theirs(browser, alice):
    alice.membership.role = "leader"
    alice.membership.save()
    browser.get(reverse("reports:report-upload"))
    event = from_the_page(Action.DENY)
    assert (event.result, event.object_words) == ("refused", reverse("reports:report-upload"))


def test_what_is_accepted_at_once_is_a_row_each(alice):
    lines = "\n".join(f"第{n}项{1000 + n}件。" for n in range(30))
    report = make_report(lines)
    for n in range(30):
        make_claim(report, f"{1000 + n}件", 1000 + n, indicator=make_indicator(f"i{n}"))
    services.accept_all(report=report, by=alice, threshold=0)
    assert (
        Event.objects.filter(action=Action.ACCEPT).count()
        == Claim.objects.filter(state="accepted").count()
        == 30
    )


def test_a_self_check_tells_how_much_and_nothing_of_it(browser):
    browser.post(reverse("reports:self-check"), {"text": "江西省2016年工作总结\n某公司专利申请94045件。"})
    event = from_the_page(Action.SELF_CHECK)
    assert set(event.detail) == {"bytes", "count"}
    assert event.object_words == ""
