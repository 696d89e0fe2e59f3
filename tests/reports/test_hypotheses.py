"""Each way in which two figures come to contradict each other, beside a near miss that must not be taken for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reports.hypotheses import FAILS, FITS, POSSIBLE, UNTRIED, Statement, Trial, explain
from reports.hypotheses.digits import slip

YEAR = {"start": date(2016, 1, 1), "end": date(2016, 12, 31)}
BEFORE = {"start": date(2015, 1, 1), "end": date(2015, 12, 31)}
THOUSAND = Decimal(1000)
TEN_MONTHS = {"start": date(2016, 1, 1), "end": date(2016, 10, 31)}


def say(value: str | int, **fields: Any) -> Statement:
    return Statement(Decimal(value), **YEAR | fields)


def growth(value: str, **fields: Any) -> Statement:
    place = Decimal(1).scaleb(-len(value.partition(".")[2]))
    return say(value, measure="yoy", unit_kind="percent", step=place, **fields)


def trial(trials: tuple[Trial, ...], code: str) -> Trial:
    return next(t for t in trials if t.code.split("_")[0] == code.split("_")[0] and t.code.startswith(code))


CONFLICTS = [
    ("a rounded number", "rounding", FITS, say(94045), say(94000, step=Decimal(1000)), []),
    ("a number cut off", "rounding", POSSIBLE, say(94745), say(94000, step=Decimal(1000)), []),
    ("too far for rounding", "rounding", FAILS, say(95600), say(94000, step=Decimal(1000)), []),
    ("two exact numbers", "rounding", FAILS, say(94045), say(94046), []),
    ("last year's number", "last_year", FITS, say(74639), say(94045), [say(74639, **BEFORE)]),
    ("another last year", "last_year", FAILS, say(74640), say(94045), [say(74639, **BEFORE)]),
    ("no last year known", "last_year", UNTRIED, say(74639), say(94045), []),
    (
        "last year named in one clause",
        "last_year",
        POSSIBLE,
        say(74639, sentence="上年申请74639件", quote="74639件"),
        say(94045, sentence="申请94045件", quote="94045件"),
        [],
    ),
    ("one to ten months", "other_window", FITS, say(70120), say(94045), [say(70120, **TEN_MONTHS)]),
    ("other ten months", "other_window", FAILS, say(70121), say(94045), [say(70120, **TEN_MONTHS)]),
    (
        "months told with the smaller",
        "other_window",
        POSSIBLE,
        say(70120, sentence="1-10月申请70120件", quote="70120件"),
        say(94045, sentence="申请94045件", quote="94045件"),
        [],
    ),
    (
        "months told with the larger",
        "other_window",
        FAILS,
        say(94045, sentence="上半年申请94045件", quote="94045件"),
        say(70120, sentence="申请70120件", quote="70120件"),
        [],
    ),
    ("a park's number", "other_scope", FITS, say(3508), say(94045), [say(3508, entity="某高新区")]),
    ("another park's", "other_scope", FAILS, say(3507), say(94045), [say(3508, entity="某高新区")]),
    (
        "the city proper",
        "other_scope",
        POSSIBLE,
        say(812, sentence="市本级申请812件", quote="812件"),
        say(2400, sentence="全市申请2400件", quote="2400件"),
        [],
    ),
    (
        "percent beside points",
        "percent_or_points",
        FITS,
        say("2.1", unit_kind="percent", quote="2.1个百分点"),
        say("2.3", unit_kind="percent", quote="2.3%"),
        [],
    ),
    ("counts have no points", "percent_or_points", UNTRIED, say(21), say(23), []),
    ("piled up over two years", "cumulative", FITS, say(200), say(350), [say(150, **BEFORE)]),
    ("piled up otherwise", "cumulative", FAILS, say(200), say(351), [say(150, **BEFORE)]),
    (
        "累计 told with the larger",
        "cumulative",
        POSSIBLE,
        say(200, sentence="新增200件", quote="200件"),
        say(351, sentence="累计351件", quote="351件"),
        [],
    ),
    ("two digits swapped", "digits", FITS, say(94045), say(94405), []),
    ("of two digits both", "digits", POSSIBLE, say(12), say(21), []),
    ("one digit wrong", "digits", FITS, say(94045), say(94745), []),
    ("one of three wrong", "digits", POSSIBLE, say(945), say(975), []),
    ("one digit lost", "digits", POSSIBLE, say(94045), say(9405), []),
    ("two digits wrong", "digits", FAILS, say(94045), say(95145), []),
    ("swapped over a distance", "digits", FAILS, say(94045), say(54049), []),
    ("a single digit", "digits", UNTRIED, say(6), say(9), []),
    ("万 left out", "unit", FITS, say("26.7"), say(267000), []),
    ("万 left out of a rounded number", "unit", FITS, say("9.4"), say(94045), []),
    ("亿 left out", "unit", FITS, say("26.7", unit_kind="money"), say(2670000000, unit_kind="money"), []),
    ("a point moved", "unit", FITS, say("36.23"), say("362.3"), []),
    ("no multiple", "unit", FAILS, say("26.8"), say(267000), []),
    ("a whole number is not rounded to 万", "unit", FAILS, say(9), say(94045), []),
    ("pieces beside companies", "counted", POSSIBLE, say(120, quote="120件"), say(112, quote="112家"), []),
    ("one part left out", "missing_part", FITS, say(900), say(1020), [say(120, breakdown="design")]),
    ("another part", "missing_part", FAILS, say(900), say(1020), [say(121, breakdown="design")]),
]


@pytest.mark.parametrize(
    ("code", "verdict", "one", "other", "near"), [c[1:] for c in CONFLICTS], ids=[c[0] for c in CONFLICTS]
)
def test_a_conflict_is_tried(code: str, verdict: str, one: Statement, other: Statement, near: list) -> None:
    found = trial(explain("conflict", [one, other], near), code)
    assert found.verdict == verdict


def parts(*values: int) -> list[Statement]:
    names = ("invention", "utility_model", "design", "other")
    return [say(value, breakdown=name) for value, name in zip(values, names, strict=False)]


SUMS = [
    ("parts in 万, rounded", "rounding", FITS, say("2.9", step=Decimal("0.1")), "rounded", []),
    ("exact parts", "rounding", FAILS, say(101), parts(50, 30, 20), []),
    ("a part told elsewhere", "missing_part", FITS, say(1120), parts(500, 300, 200), [say(120, breakdown="x")]),
    ("no other part known", "missing_part", UNTRIED, say(1120), parts(500, 300, 200), []),
    ("a part counted twice", "counted_twice", FITS, say(650), parts(350, 300, 350), []),
    ("nearly counted twice", "counted_twice", FAILS, say(651), parts(350, 300, 350), []),
    ("digits of a part swapped", "digits_swapped", FITS, say(1000), parts(532, 300, 177), []),
    ("the total in another unit", "unit", FITS, say("10.5"), parts(50000, 30000, 25000), []),
    ("last year's part", "last_year", FITS, say(1000), parts(555, 300, 200),
     [say(555, breakdown="invention", **BEFORE)]),
    ("another year's total", "other_window", FITS, say(990), parts(500, 300, 200), [say(1000, **BEFORE)]),
    ("the city's total", "other_scope", FITS, say(990), parts(500, 300, 200), [say(1000, area="某市")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "verdict", "total", "told", "near"), [c[1:] for c in SUMS], ids=[c[0] for c in SUMS]
)
def test_a_sum_is_tried(code: str, verdict: str, total: Statement, told: Any, near: list) -> None:
    if told == "rounded":
        tenth = {"step": Decimal("0.1")}
        told = [say("1.2", breakdown="invention", **tenth), say("1.6", breakdown="design", **tenth)]
    found = trial(explain("sum", [total, *told], near), code)
    assert found.verdict == verdict


NOW, THEN = say(94045), say(74639, **BEFORE)  # +26.0 %
TWO_YEARS_BACK = {"start": date(2014, 1, 1), "end": date(2014, 12, 31)}
GROWTHS = [
    ("of rounded levels", "rounding", FITS, growth("26.0"),
     say(94000, step=THOUSAND), say(75000, step=THOUSAND, **BEFORE), []),
    ("of exact levels", "rounding", FAILS, growth("27.0"), NOW, THEN, []),
    ("points called percent", "percent_or_points", FITS, growth("4.5"),
     say("64.5", unit_kind="percent"), say("60", unit_kind="percent", **BEFORE), []),
    ("counts are no points", "percent_or_points", UNTRIED, growth("4.5"), NOW, THEN, []),
    ("divided by this year", "base_swapped", FITS, growth("20.6"), NOW, THEN, []),
    ("nearly divided by this year", "base_swapped", FAILS, growth("20.8"), NOW, THEN, []),
    ("to and not by", "to_not_by", FITS, growth("126.0"), NOW, THEN, []),
    ("a fall told as a rise", "sign_lost", FITS, growth("20.6"), say(74639), say(94045, **BEFORE), []),
    ("a rise is a rise", "sign_lost", FAILS, growth("26.0"), NOW, THEN, []),
    ("last year's growth", "last_year", FITS, growth("17.2"), NOW, THEN, [say(63685, **TWO_YEARS_BACK)]),
    ("last year's growth as told", "last_year", FITS, growth("17.2"), NOW, THEN, [growth("17.2", **BEFORE)]),
    ("not last year's", "last_year", FAILS, growth("19.2"), NOW, THEN, [say(63685, **TWO_YEARS_BACK)]),
    ("of ten months", "other_window", FITS, growth("12.5"), NOW, THEN,
     [say(900, **TEN_MONTHS), say(800, start=date(2015, 1, 1), end=date(2015, 10, 31))]),
    ("of another place", "other_scope", FITS, growth("12.5"), NOW, THEN,
     [say(900, area="某市"), say(800, area="某市", **BEFORE)]),
    ("digits of the growth swapped", "digits_swapped", FITS, growth("62.0"), NOW, THEN, []),
    ("digits of a level swapped", "digits_swapped", FITS, growth("26.0"), say(90445), THEN, []),
    ("a point moved", "unit", FITS, growth("2.6"), NOW, THEN, []),
    ("a level in 万", "unit", FITS, growth("26.0"), say("9.4045"), THEN, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "verdict", "stated", "now", "then", "near"),
    [c[1:] for c in GROWTHS],
    ids=[c[0] for c in GROWTHS],
)
def test_a_growth_is_tried(
    code: str, verdict: str, stated: Statement, now: Statement, then: Statement, near: list
) -> None:
    found = trial(explain("growth", [now, then, stated], near), code)
    assert found.verdict == verdict


def test_the_fresh_number_holds_where_the_other_is_last_years() -> None:
    stale, fresh = say(74639, key=1), say(94045, key=2)
    found = explain("conflict", [stale, fresh], [say(74639, **BEFORE)])[0]
    assert (found.code, found.holds) == ("last_year", 2)


def test_an_equality_of_short_numbers_is_only_possible() -> None:
    found = explain("conflict", [say(6), say(9)], [say(6, **BEFORE)])
    assert trial(found, "last_year").verdict == POSSIBLE


def test_what_fits_comes_first_and_what_was_not_tried_last() -> None:
    verdicts = [t.verdict for t in explain("conflict", [say(94045), say(94405)])]
    assert verdicts[0] == FITS
    assert verdicts == sorted(verdicts, key=[FITS, POSSIBLE, FAILS, UNTRIED].index)


def test_a_share_above_a_hundred_may_have_lost_its_point() -> None:
    share = say("362.3", measure="share", unit_kind="percent")
    assert explain("range", [share])[0].verdict == POSSIBLE
    assert explain("range", [say(0, measure="rank", unit_kind="rank")])[0].verdict == FAILS


def test_other_rules_and_single_statements_have_no_trials() -> None:
    assert explain("year", [say(2016), say(2015)]) == ()
    assert explain("conflict", [say(5), say(5)]) == ()


def test_a_moved_point_is_no_lost_digit() -> None:
    assert slip(Decimal(1200), Decimal(120)) == ("", FAILS)
    assert slip(Decimal(120), Decimal(102))[0] == "swapped"
