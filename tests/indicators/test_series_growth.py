"""Growth is told on the same window of the year before, or refused with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.series import Point, growth, growth_of, window_of
from indicators.wording import growth_text, refusal_text
from tests.indicators.test_series import build_series, named, year

WHOLE = window_of(date(2016, 1, 1), date(2016, 12, 31))
TEN_MONTHS = window_of(date(2016, 1, 1), date(2016, 10, 31))


def point(number: int, value: str, window=WHOLE, **fields: str) -> Point:
    return Point(number, number, window, Decimal(value), **fields)


def test_growth_is_percent_of_the_year_before():
    told = growth_of(point(2016, "94045"), [point(2015, "74639")])
    assert (told.change, told.unit, told.refusal) == (Decimal("26.0"), "percent", "")


def test_growth_rounds_half_up():
    assert growth_of(point(2016, "100.05"), [point(2015, "100")]).change == Decimal("0.1")


def test_a_part_grows_against_the_same_part():
    candidates = [point(2015, "500"), point(2015, "400", TEN_MONTHS)]
    assert growth_of(point(2016, "440", TEN_MONTHS), candidates).change == 10


def test_a_part_is_never_compared_with_a_whole_year():
    told = growth_of(point(2016, "440", TEN_MONTHS), [point(2015, "500")])
    assert (told.change, told.refusal) == (None, "window")
    assert refusal_text(told, "zh-hans") == "不可比：本期为1–10月，上年为全年"
    assert (
        refusal_text(told, "en") == "not compared: this value is for Jan–Oct, the year before has full year"
    )


def test_two_years_before_is_not_the_year_before():
    assert growth_of(point(2016, "440"), [point(2014, "400")]).refusal == "none"


@pytest.mark.parametrize("hedged", ["this", "earlier"])
def test_a_hedged_number_makes_no_growth(hedged):
    this = point(2016, "90000", comparator="above" if hedged == "this" else "exact")
    earlier = point(2015, "80000", comparator="above" if hedged == "earlier" else "exact")
    assert growth_of(this, [earlier]).refusal == "hedged"


def test_nothing_grows_from_zero():
    assert growth_of(point(2016, "5"), [point(2015, "0")]).refusal == "zero"


def test_percentages_change_by_points():
    told = growth_of(point(2016, "38.5", unit_kind="percent"), [point(2015, "36", unit_kind="percent")])
    assert growth_text(told, "zh-hans") == "+2.5 个百分点"


def test_a_smaller_rank_is_a_better_place():
    told = growth_of(point(2016, "9", unit_kind="rank"), [point(2015, "11", unit_kind="rank")])
    assert growth_text(told, "zh-hans") == "前进 2 位"
    assert growth_text(told, "en") == "up 2"


def test_a_fall_carries_a_minus_sign():
    assert growth_text(growth_of(point(2016, "75"), [point(2015, "100")]), "zh-hans") == "−25.0%"


def test_growth_of_a_series_is_aligned_with_its_years():
    (series,) = build_series([year(2013, 100), year(2014, 110), year(2016, 90)], named)
    told = growth(series)
    assert [one and (one.change, one.refusal) for one in told] == [
        (None, "none"),
        (Decimal("10.0"), ""),
        None,
        (None, "none"),
    ]
