"""What became of plans, in the product: proposed by a job, confirmed or overruled by a person, taken back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from reports.errors import ServiceError, Stale
from reports.models import Promise, Report, YearPair
from reports.promises import decide, match_plans, plans_to_match, reopen
from reports.reextraction import reextract
from tests.factories import make_indicator, make_region, make_report, make_user
from trail.models import Event

pytestmark = pytest.mark.django_db
PLAN = (
    "江西省知识产权局2016年工作总结和2017年工作计划\n一、2016年工作总结\n专利授权2210件。举办夜校讲座36场，覆盖园区14家。\n"
    "二、2017年工作计划\n力争举办专利检索竞赛6场。\n筹建稀土专利联盟。\n修缮老区专利故事馆。\n"
)
REPORT = (
    "江西省知识产权局2017年工作总结和2018年工作计划\n一、2017年工作总结\n举办专利检索竞赛7场。举办夜校讲座36场，覆盖园区14家。\n"
    "二、2018年工作计划\n加快筹建稀土专利联盟。\n"
)


def make_years(**fields) -> tuple[Report, Report]:
    """Two reports of one region in two years, both read."""
    plan, report = make_report(PLAN, year=2016, **fields), make_report(REPORT, year=2017, **fields)
    for one in (plan, report):
        reextract(report=one)
    return plan, report


def promises_of(plan: Report) -> dict[str, str]:
    return {p.item.text: p.proposed for p in plan.promises.select_related("item")}


def test_the_next_years_report_brings_a_proposal_for_each_promise() -> None:
    plan, report = make_years()
    assert match_plans(report.pk) == 3
    assert promises_of(plan) == {
        "力争举办专利检索竞赛6场。": "done",
        "筹建稀土专利联盟。": "repeated",
        "修缮老区专利故事馆。": "not_mentioned",
    }
    first = plan.promises.first()
    assert (first.strength, first.target_words, first.outcome_words) == ("strive", "6场", "7场")
    assert first.evidence[0]["text"] == "举办专利检索竞赛7场。"


def test_what_was_added_is_told_before_the_level_that_was_reached() -> None:
    make_indicator(
        "patent_agents", name_zh="执业专利代理师", accounting="stock", unit="人", unit_kind="people"
    )
    before, after = "全省执业专利代理师336人。", "全省执业专利代理师391人。"
    plan = make_report(
        PLAN.replace("\n二、", before + "\n二、").replace("修缮老区专利故事馆", "新增执业专利代理师40人"),
        year=2016,
    )
    report = make_report(REPORT.replace("\n二、", after + "\n二、"), year=2017)
    for one in (plan, report):
        reextract(report=one)
    match_plans(report.pk)
    assert "新增55人，共391人" in plan.promises.values_list("outcome_words", flat=True)


def test_the_plan_may_come_after_the_report_that_answers_it() -> None:
    plan, _report = make_years()
    assert match_plans(plan.pk) == 3


def test_sentences_carried_over_with_their_numbers_are_kept_with_the_pair() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    assert [one["text"] for one in YearPair.objects.get(report=plan).carried] == [
        "举办夜校讲座36场，覆盖园区14家。"
    ]


def test_another_regions_report_answers_nothing() -> None:
    plan = make_report(PLAN, year=2016)
    other = make_report(REPORT, year=2017, region=make_region("430000", "湖南省"))
    reextract(report=plan)
    reextract(report=other)
    assert match_plans(other.pk) == 0
    assert not plan.promises.exists()


def test_reading_a_report_queues_the_look_behind_all_reports() -> None:
    make_years()
    jobs = ProcrastinateJob.objects.filter(task_name="reports.match_plans")
    assert {job.priority for job in jobs} == {-100_000}


def test_what_a_person_decided_is_not_proposed_anew() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    promise = plan.promises.get(proposed="repeated")
    decide(promise=promise, by=make_user("rita", "reviewer"), status="partly", note="联盟章程已备案")
    match_plans(report.pk)
    promise.refresh_from_db()
    assert (promise.status, promise.proposed, plan.promises.count()) == ("partly", "repeated", 3)
    assert Event.objects.filter(action="confirm").count() == 1


def test_another_word_than_the_proposal_needs_a_reason() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    promise, rita = plan.promises.get(proposed="done"), make_user("rita", "reviewer")
    with pytest.raises(ServiceError, match="理由"):
        decide(promise=promise, by=rita, status="partly")
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(
            decided="partly", decided_by=rita, decided_at=promise.pair.matched_at
        )
    decide(promise=promise, by=rita, status="done")


def test_a_decision_can_be_taken_back_and_leaves_both_deeds_in_the_trail() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    promise, rita = plan.promises.first(), make_user("rita", "reviewer")
    decide(promise=promise, by=rita, status="done")
    reopen(promise=promise, by=rita)
    promise.refresh_from_db()
    assert (promise.decided, promise.decided_by, promise.version) == ("", None, 3)
    assert list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:] == ["confirm", "undo"]
    with pytest.raises(ServiceError, match="无需撤销"):
        reopen(promise=promise, by=rita)


def test_the_second_of_two_people_is_told_and_changes_nothing() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    promise, rita, otto = plan.promises.first(), make_user("rita", "reviewer"), make_user("otto", "reviewer")
    decide(promise=promise, by=rita, status="done", version=1)
    with pytest.raises(Stale, match="已落实"):
        decide(promise=promise, by=otto, status="changed", note="目标下调", version=1)


def test_the_hourly_round_finds_what_no_reading_brought() -> None:
    plan, report = make_years()
    assert list(plans_to_match(9)) == [plan]
    match_plans(report.pk)
    assert list(plans_to_match(9)) == []


def test_a_new_version_of_the_later_report_is_looked_at_again() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    newer = make_report(REPORT.replace("7场", "5场"), year=2017)
    reextract(report=newer)
    Report.objects.filter(pk=report.pk).update(
        state="reviewed", replaced_by=newer, replaced_as="revision", replaced_at=newer.processed_at
    )
    assert list(plans_to_match(9)) == [plan]
    match_plans(newer.pk)
    assert promises_of(plan)["力争举办专利检索竞赛6场。"] == "partly"


def test_reading_the_plan_again_keeps_what_people_decided() -> None:
    plan, report = make_years()
    match_plans(report.pk)
    promise = plan.promises.first()
    decide(promise=promise, by=make_user("rita", "reviewer"), status="done")
    Report.objects.filter(pk=plan.pk).update(text=PLAN.replace("力争举办专利检索竞赛6场。", ""))
    reextract(report=Report.objects.get(pk=plan.pk))
    assert Promise.objects.filter(pk=promise.pk).exists()
