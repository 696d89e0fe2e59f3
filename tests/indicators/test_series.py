"""Published values become lines: aligned, with gaps, one window and one accounting a line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.series import Window, build_series, build_tracks, main_window, window_of


@dataclass(frozen=True)
class Value:
    pk: int
    value: Decimal
    end: date
    start: date | None = None
    region_id: str = "360000"
    breakdown: str = ""
    measure: str = "level"
    accounting: str = "flow"
    unit_kind: str = "count"
    comparator: str = "exact"
    shown_status: str = "A"


def year(number: int, value: int, pk: int = 0, **fields: str) -> Value:
    return Value(pk or number, Decimal(value), date(number, 12, 31), date(number, 1, 1), **fields)


def part(number: int, month: int, day: int, value: int) -> Value:
    return Value(number * 100 + month, Decimal(value), date(number, month, day), date(number, 1, 1))


def named(row: Value) -> str:
    return row.region_id


def test_a_missing_year_is_a_gap_and_not_a_zero():
    (series,) = build_series([year(2014, 5), year(2016, 7)], named)
    assert series.years == (2014, 2015, 2016)
    assert [point and point.value for point in series.points] == [Decimal(5), None, Decimal(7)]


def test_a_part_of_a_year_has_a_line_of_its_own():
    whole, partial = build_series([year(2015, 90), part(2016, 10, 31, 80)], named)
    assert whole.key.window.is_full
    assert partial.key.window == Window((1, 1), (10, 31))
    assert whole.points[1] is None


def test_flow_stock_and_cumulative_never_share_a_line():
    rows = [
        year(2016, 5),
        Value(2, Decimal(50), date(2016, 12, 31), accounting="stock"),
        Value(3, Decimal(500), date(2016, 12, 31), accounting="cumulative"),
    ]
    assert [one.key.accounting for one in build_series(rows, named)] == ["flow", "stock", "cumulative"]
    assert len(build_tracks(build_series(rows, named))) == 3


def test_regions_are_aligned_on_the_same_years():
    first, second = build_series([year(2012, 1), year(2015, 2, region_id="360100")], named)
    assert first.years == second.years == (2012, 2013, 2014, 2015)


def test_years_asked_for_cut_the_series():
    (series,) = build_series([year(2012, 1), year(2013, 2), year(2014, 3)], named, [2013, 2014])
    assert [point.value for point in series.known] == [2, 3]


def test_a_hedged_value_carries_its_word():
    (series,) = build_series([year(2016, 90000, comparator="above")], named)
    assert series.known[0].comparator == "above"
    assert series.known[0].is_hedged


def test_the_end_of_february_is_one_window_in_every_year():
    assert window_of(date(2015, 1, 1), date(2015, 2, 28)) == window_of(date(2016, 1, 1), date(2016, 2, 29))


def test_the_28th_of_a_leap_february_is_no_months_end():
    assert window_of(date(2016, 1, 1), date(2016, 2, 28)).last == (2, 28)


def test_ends_of_a_year_are_full_and_ends_of_november_are_not():
    assert window_of(None, date(2016, 12, 31)).is_full
    assert not window_of(None, date(2016, 11, 30)).is_full
    assert not window_of(date(2011, 1, 1), date(2015, 12, 31)).is_full


def test_whole_years_make_the_line_however_few_they_are():
    rows = [year(2013, 9), part(2014, 10, 31, 1), part(2015, 10, 31, 2)]
    assert main_window(build_series(rows, named)).is_full


def test_without_whole_years_the_commonest_window_makes_the_line():
    rows = [part(2014, 6, 30, 1), part(2015, 10, 31, 2), part(2016, 10, 31, 3)]
    assert main_window(build_series(rows, named)).last == (10, 31)


def test_nothing_known_has_no_window_and_no_track():
    assert main_window([]) is None
    assert build_tracks([]) == []


def test_of_several_parts_the_longest_stands_in_the_gap():
    rows = [year(2015, 90), part(2016, 6, 30, 40), part(2016, 10, 31, 80)]
    (track,) = build_tracks(build_series(rows, named))
    assert [point.value for point in track.loose] == [80]


def test_a_part_is_not_drawn_beside_its_whole_year():
    (track,) = build_tracks(build_series([year(2016, 90), part(2016, 10, 31, 80)], named))
    assert track.loose == ()


def test_a_region_without_the_window_keeps_its_values_beside_an_empty_line():
    rows = [year(2016, 90), Value(7, Decimal(3), date(2016, 6, 30), date(2016, 1, 1), region_id="360100")]
    tracks = build_tracks(build_series(rows, named))
    assert tracks[1].line.known == ()
    assert [point.id for point in tracks[1].loose] == [7]


def test_a_window_asked_for_makes_the_line():
    rows = [year(2016, 90), part(2016, 10, 31, 80)]
    (track,) = build_tracks(build_series(rows, named), Window((1, 1), (10, 31)))
    assert [point.value for point in track.line.known] == [80]


def test_the_latest_value_is_the_last_year_known():
    (track,) = build_tracks(build_series([year(2015, 90), part(2016, 10, 31, 80)], named))
    assert track.latest.value == 80
