"""Sending a report back: Alice reviews, Bob's office answers; until that is closed nothing of it is published."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Observation
from reports import services
from reports.errors import ServiceError
from reports.models import Policy, Report, Return
from reports.releasing import publish_report
from reports.returning import (
    Reasons,
    answer_return,
    close_return,
    hand_in_revision,
    return_report,
)
from reports.revising import supersede_report
from tests.factories import make_claim, make_finding, make_region, make_report, make_user
from trail.actions import Action
from trail.models import Event

pytestmark = pytest.mark.django_db
TEXT = "江西省2016年工作总结\n前文申请94045件。\n后文申请93815件。"


@pytest.fixture
def alice():
    return make_user("alice")


@pytest.fixture
def bob():
    return make_user("bob", "office", make_region())


def give_back(report: Report, by, words: str = "数字前后不一", **reasons) -> Return:
    return return_report(report=report, by=by, reasons=Reasons(words=words, **reasons))


def doubted() -> tuple[Report, list, object]:
    report = make_report(TEXT)
    claims = [make_claim(report), make_claim(report, "93815件", 93815)]
    return report, claims, make_finding(report, claims)


def test_a_doubt_goes_back_with_the_sentences_that_it_is_about(alice):
    report, _claims, finding = doubted()
    returned = give_back(report, alice, words="", findings=[finding])
    (item,) = returned.items
    assert (item["finding"], item["doubt"]) == (finding.pk, finding.message)
    assert [place["sentence"] for place in item["places"]] == ["前文申请94045件。", "后文申请93815件。"]


def test_a_figure_goes_back_with_what_made_the_reviewer_doubt_it(alice):
    report, (claim, _other), _finding = doubted()
    claim.aside_note = "与快报相差太远"
    returned = give_back(report, alice, words="", claims=[claim])
    assert returned.items[0]["doubt"] == "与快报相差太远"
    assert returned.items[0]["places"][0]["start"] == claim.span_start


def test_what_was_wrong_stays_known_when_the_doubt_is_gone(alice):
    report, _claims, finding = doubted()
    returned = give_back(report, alice, findings=[finding])
    finding.delete()
    assert Return.objects.get(pk=returned.pk).items[0]["doubt"] == "同一指标有两个数值"


def test_a_return_without_a_reason_is_refused(alice):
    with pytest.raises(ServiceError, match="请写明退回原因"):
        give_back(make_report(), alice, words="  ")
    assert not Return.objects.exists()


def test_a_deadline_in_the_past_is_refused(alice):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ServiceError, match="期限已经过去"):
        return_report(report=make_report(), by=alice, reasons=Reasons("数字不一"), reply_by=yesterday)


def test_today_is_a_deadline(alice):
    today = timezone.localdate()
    returned = return_report(report=make_report(), by=alice, reasons=Reasons("数字不一"), reply_by=today)
    assert returned.reply_by == today


def test_another_reports_doubt_is_no_reason(alice):
    _report, claims, finding = doubted()
    other = make_report("别处")
    for reasons in (Reasons(findings=[finding]), Reasons(claims=claims[:1])):
        with pytest.raises(ServiceError, match="不在这份报告里"):
            return_report(report=other, by=alice, reasons=reasons)


def test_a_doubt_between_reports_goes_back_with_the_offices_own_sentence_alone(alice):
    report, (claim, _other), _finding = doubted()
    stranger = make_claim(make_report("九江市\n申请500件。"), "500件", 500)
    finding = make_finding(report, [claim, stranger], rule="published")
    returned = give_back(report, alice, words="", findings=[finding])
    assert [place["sentence"] for place in returned.items[0]["places"]] == ["前文申请94045件。"]


@pytest.mark.parametrize("state", ["queued", "processing", "cancelled"])
def test_a_report_that_was_not_read_is_not_sent_back(alice, state):
    with pytest.raises(ServiceError, match="还不能退回"):
        give_back(make_report(state=state), alice)


def test_a_report_that_could_not_be_read_is_sent_back(alice):
    assert give_back(make_report(state="failed", failure="文件已损坏。"), alice).is_open


def test_a_report_of_nobody_is_not_sent_back(alice):
    with pytest.raises(ServiceError, match="没有单位能看到"):
        give_back(make_report(region=None), alice)


def test_a_report_is_sent_back_once_at_a_time(alice):
    report = make_report()
    give_back(report, alice)
    with pytest.raises(ServiceError, match="已经退回"):
        give_back(report, alice)


def test_the_database_holds_one_open_return_a_report(alice):
    returned = give_back(make_report(), alice)
    with pytest.raises(IntegrityError, match="return_one_open"), transaction.atomic():
        Return.objects.create(report=returned.report, words="再退", returned_by=alice)


def test_the_database_holds_that_there_is_a_reason(alice):
    with pytest.raises(IntegrityError, match="return_has_a_reason"), transaction.atomic():
        Return.objects.create(report=make_report(), returned_by=alice)


def test_the_office_answers_in_words(alice, bob):
    returned = answer_return(returned=give_back(make_report(), alice), by=bob, words="后文为授权数。")
    assert (returned.state, returned.answer, returned.answered_by) == ("answered", "后文为授权数。", bob)


def test_an_answer_without_words_is_refused(alice, bob):
    returned = give_back(make_report(), alice)
    with pytest.raises(ServiceError, match="请写明答复"):
        answer_return(returned=returned, by=bob, words=" ")


def test_a_second_answer_is_refused(alice, bob):
    returned = answer_return(returned=give_back(make_report(), alice), by=bob, words="已核。")
    with pytest.raises(ServiceError, match="已经答复过"):
        answer_return(returned=returned, by=bob, words="再答。")


def test_a_new_version_is_an_answer_and_may_follow_one_in_words(alice, bob):
    returned = answer_return(returned=give_back(make_report(), alice), by=bob, words="稍后重报。")
    revision = make_report("新稿")
    returned = hand_in_revision(returned=returned, revision=revision, by=bob)
    assert (returned.state, returned.revision, returned.answer) == ("replaced", revision, "稍后重报。")


def test_the_same_file_once_more_is_no_new_version(alice, bob):
    returned = give_back(make_report(), alice)
    with pytest.raises(ServiceError, match="没有改动"):
        hand_in_revision(returned=returned, revision=returned.report, by=bob)


def test_an_unanswered_return_is_withdrawn_only_with_a_reason(alice):
    returned = give_back(make_report(), alice)
    with pytest.raises(ServiceError, match="请写明原因"):
        close_return(returned=returned, by=alice)
    assert close_return(returned=returned, by=alice, words="电话已核实").state == "closed"


def test_a_closed_return_takes_no_more(alice, bob):
    returned = give_back(make_report(), alice)
    close_return(returned=returned, by=alice, words="电话已核实")
    for verb in (
        lambda: close_return(returned=returned, by=alice, words="再办"),
        lambda: answer_return(returned=returned, by=bob, words="已核"),
        lambda: hand_in_revision(returned=returned, revision=make_report("新稿"), by=bob),
    ):
        with pytest.raises(ServiceError, match="已由 alice 办结"):
            verb()


def test_after_it_is_closed_the_report_can_be_sent_back_again(alice):
    report = make_report()
    close_return(returned=give_back(report, alice), by=alice, words="误退")
    assert give_back(report, alice).is_open


def test_nothing_of_a_returned_report_is_published(alice):
    claim = services.accept(claim=make_claim(), by=alice)
    returned = give_back(claim.report, alice)
    with pytest.raises(ServiceError, match="已退回报送单位"):
        publish_report(report=claim.report, by=alice)
    assert Observation.objects.drafts().count() == 1
    close_return(returned=returned, by=alice, words="已核实")
    assert publish_report(report=claim.report, by=alice) == 1


@pytest.mark.usefixtures("published_at_once")
def test_what_is_accepted_of_a_returned_report_stays_a_draft(alice):
    claim = make_claim()
    give_back(claim.report, alice)
    assert services.accept(claim=claim, by=alice).observation.is_draft
    assert Policy.current().publish_on_accept


def test_what_was_published_stays(alice):
    claim = services.accept(claim=make_claim(), by=alice)
    publish_report(report=claim.report, by=alice)
    give_back(claim.report, alice)
    assert Observation.objects.published().count() == 1


def test_a_revision_that_takes_the_reports_place_closes_the_return(alice, bob):
    claim, revision = make_claim(), make_report("江西省2016年工作总结\n全年专利申请94050件。")
    returned = hand_in_revision(returned=give_back(claim.report, alice), revision=revision, by=bob)
    supersede_report(report=claim.report, revision=revision, by=alice)
    returned.refresh_from_db()
    assert (returned.state, returned.closed_by) == ("closed", alice)
    assert "由修订稿取代" in returned.closing


def test_a_returned_revision_takes_nobodys_place(alice):
    report, revision = make_report(), make_report("江西省2016年工作总结\n全年专利申请94050件。")
    give_back(revision, alice)
    with pytest.raises(ServiceError, match="已退回报送单位"):
        supersede_report(report=report, revision=revision, by=alice)
    report.refresh_from_db()
    assert report.replaced_by is None


def test_every_step_is_in_the_trail(alice, bob):
    returned = give_back(make_report(), alice)
    answer_return(returned=returned, by=bob, words="已核。")
    close_return(returned=returned, by=alice)
    deeds = [(event.action, event.user_name) for event in Event.objects.about([returned])]
    assert deeds == [
        (Action.RETURN, "alice"),
        (Action.ANSWER_RETURN, "bob"),
        (Action.CLOSE_RETURN, "alice"),
    ]
