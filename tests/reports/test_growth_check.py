"""A growth stated by one report is held against the levels that others state, once it is adopted."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from reports import publishing
from reports.models import Claim, Finding
from reports.reextraction import reextract
from tests.factories import make_claim, make_region, make_report

pytestmark = pytest.mark.django_db


def year(number: int) -> dict[str, date]:
    return {"start": date(number, 1, 1), "end": date(number, 12, 31)}


def adopt(quote: str, value: str | int, when: int = 2016, report=None, **fields) -> Claim:
    """An accepted claim of a report of its own whose value is a draft now."""
    report = report or make_report(f"江西省{when}年工作总结\n全年{quote}。", year=when)
    decided = {"state": "accepted", "decided_at": timezone.now()}
    claim = make_claim(report, quote, value, **year(when) | decided | fields)
    publishing.adopt(claim=claim, by=None, at_once=False)
    return claim


def grown(quote: str, value: str, **fields) -> Claim:
    return adopt(quote, value, **{"measure": "yoy", "unit_kind": "percent"} | fields)


def doubts() -> list[Finding]:
    return list(Finding.objects.filter(rule="growth"))


def test_a_growth_that_cannot_follow_from_two_reports_is_a_doubt():
    before = adopt("申请80000件", 80000, 2015)
    now = adopt("申请94045件", 94045)
    stated = grown("增长26.5%", "26.5")
    (doubt,) = doubts()
    assert (doubt.severity, doubt.state, doubt.report) == ("warning", "open", stated.report)
    assert set(doubt.claims.all()) == {before, now, stated}
    assert doubt.values == [Decimal("26.5"), Decimal("17.6")]


def test_the_doubt_is_said_in_one_sentence():
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    grown("增长26.5%", "26.5")
    (doubt,) = doubts()
    assert doubt.message == "所述增幅 26.5% 与按已有数值计算的 17.6% 不符：本期 94,045，上年同期 80,000"


def test_whichever_of_the_three_comes_last_raises_it():
    grown("增长26.5%", "26.5")
    adopt("申请94045件", 94045)
    assert not doubts()
    base = adopt("申请80000件", 80000, 2015)
    assert doubts()[0].report == base.report


@pytest.mark.parametrize("stated", ["17.6", "17.5563", "18", "17.56"])
def test_a_growth_rounded_to_any_place_follows(stated):
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    grown(f"增长{stated}%", stated)
    assert not doubts()


@pytest.mark.parametrize("stated", ["17.4", "17.7", "-17.6", "19"])
def test_a_growth_next_to_the_true_one_is_a_doubt(stated):
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    grown(f"增长{stated}%", stated)
    assert len(doubts()) == 1


def test_rounded_levels_leave_their_growth_room():
    money = {"unit_kind": "money", "step": Decimal(10**7)}
    adopt("融资8.2亿元", 820_000_000, 2015, **money)
    adopt("融资9.1亿元", 910_000_000, **money)
    grown("增长12.1%", "12.1")
    assert not doubts()


def test_rounding_does_not_excuse_what_lies_beyond_it():
    money = {"unit_kind": "money", "step": Decimal(10**7)}
    adopt("融资8.2亿元", 820_000_000, 2015, **money)
    adopt("融资9.1亿元", 910_000_000, **money)
    grown("增长13.5%", "13.5")
    assert len(doubts()) == 1


def test_a_decimal_level_is_read_to_its_last_place():
    ratio = {"unit_kind": "ratio"}
    adopt("拥有2.9件", "2.9", 2015, **ratio)
    adopt("拥有3.2件", "3.2", **ratio)
    grown("增长13.1%", "13.1")
    assert not doubts()


def test_a_hedged_level_leaves_its_reach():
    adopt("申请突破8万件", 80000, 2015, comparator="above")
    adopt("申请94045件", 94045)
    grown("增长11.5%", "11.5")
    assert not doubts()


def test_a_growth_of_more_than_so_much_holds_for_any_above_it():
    adopt("申请50000件", 50000, 2015)
    adopt("申请94045件", 94045)
    grown("增长超过20%", "20", comparator="above")
    assert not doubts()


def test_a_growth_of_more_than_so_much_fails_below_it():
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    grown("增长超过20%", "20", comparator="above")
    assert len(doubts()) == 1


def test_percentage_points_are_no_growth():
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    grown("提高3个百分点", "3", measure="change")
    assert not doubts()


def test_the_growth_of_a_share_may_mean_points_and_is_not_judged():
    adopt("结案率80%", 80, 2015, unit_kind="percent")
    adopt("结案率90%", 90, unit_kind="percent")
    grown("增长10%", "10")
    assert not doubts()


def test_another_window_is_no_base():
    adopt("申请40000件", 40000, 2015, start=date(2015, 1, 1), end=date(2015, 6, 30))
    adopt("申请94045件", 94045)
    grown("增长26.5%", "26.5")
    assert not doubts()


@pytest.mark.parametrize("fields", [{"breakdown": "invention"}, {"area": "南昌市"}])
def test_another_statistic_is_no_base(fields):
    make_region("360100", "南昌市", "prefecture")
    adopt("申请40000件", 40000, 2015, **fields)
    adopt("申请94045件", 94045)
    grown("增长26.5%", "26.5")
    assert not doubts()


def test_a_base_of_nothing_has_no_growth():
    adopt("申请0件", 0, 2015)
    adopt("申请94045件", 94045)
    grown("增长26.5%", "26.5")
    assert not doubts()


def test_what_one_document_says_of_all_three_was_checked_when_it_was_read():
    report = make_report("江西省2016年工作总结\n去年申请80000件，今年申请94045件，增长26.5%。")
    adopt("申请80000件", 80000, 2015, report=report)
    adopt("申请94045件", 94045, report=report)
    grown("增长26.5%", "26.5", report=report)
    assert not doubts()


def test_the_same_three_are_held_against_each_other_once():
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    stated = grown("增长26.5%", "26.5")
    Finding.objects.update(state="ruled", ruling="口径不同", ruled_at=stated.report.uploaded_at)
    publishing.withdraw(claim=stated, by=None, reason="再看")
    publishing.adopt(claim=stated, by=None, at_once=False)
    assert len(doubts()) == 1


def test_reading_the_document_again_leaves_the_doubt_between_reports():
    adopt("申请80000件", 80000, 2015)
    adopt("申请94045件", 94045)
    stated = grown("增长26.5%", "26.5")
    reextract(report=stated.report)
    assert len(doubts()) == 1
