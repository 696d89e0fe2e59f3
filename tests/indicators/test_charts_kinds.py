"""Every kind of chart over made-up values: a gap is never filled, a part of a year never passes for one, and what
would be nonsense is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from indicators.chart_layout import Axis
from indicators.charts import (
    HOLLOW,
    build_bump_chart,
    build_heat_table,
    build_line_chart,
    build_map,
    build_multiples,
    build_parts_chart,
    build_ranked_bars,
    build_slope_chart,
    build_tile_grid,
)
from indicators.charts.kinds import KINDS, Subject, default_kind, why_not
from indicators.charts.ranks import places_of
from indicators.charts.shading import build_shades
from indicators.charts.tiles import LAYOUT
from indicators.series import Track, build_series, build_tracks
from tests.indicators.test_series import Value, year

AXIS = Axis("件", "count", "zh-hans")
CODES = tuple(sorted(LAYOUT))[:12]
SEEDS = range(6)


def tracks_of(*rows: Value) -> list[Track]:
    return build_tracks(build_series(rows, lambda row: f"地区{row.region_id}"))


def part(number: int, value: int, **fields) -> Value:
    """A value of January to October."""
    return replace(year(number, value, **fields), end=date(number, 10, 31))


def make_rows(seed: int) -> list[Value]:
    """Values of twelve regions with gaps, parts of years, hedged and provisional ones; no two on one key."""
    rng, rows = Random(seed), []
    for code in CODES:
        for at in range(2012, 2020):
            fate, pk = rng.random(), len(rows) + 1
            if fate < 0.2:
                continue
            fields = {"pk": pk, "region_id": code}
            if fate < 0.35:
                rows.append(part(at, rng.randint(0, 9000), **fields))
                continue
            comparator = rng.choice(["exact"] * 8 + ["above", "below", "about"])
            status = rng.choice(["A"] * 8 + ["P", "draft"])
            rows.append(year(at, rng.randint(0, 90000), **fields, comparator=comparator, shown_status=status))
    return rows


def plotly_figures(tracks: list[Track]):
    yield build_line_chart(tracks, AXIS, CODES[0])
    yield build_bump_chart(tracks, AXIS, CODES[0])
    yield build_slope_chart(tracks, AXIS, 2013, 2018)
    yield build_ranked_bars(tracks, AXIS, 2015, CODES[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_figure_shows_published_values_alone(seed: int):
    rows = {row.pk: row for row in make_rows(seed)}
    for figure in plotly_figures(tracks_of(*rows.values())):
        assert json.loads(json.dumps(figure)) == figure
        for trace in figure["data"]:
            assert trace.get("connectgaps", False) is False
            shown = [pk for pk in trace["customdata"] if pk]
            assert set(shown) <= set(rows)
            assert len(shown) == len(set(shown))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_holds_the_very_values_and_nothing_between(seed: int):
    rows = {row.pk: row for row in make_rows(seed)}
    for trace in build_line_chart(tracks_of(*rows.values()), AXIS)["data"]:
        for x, y, pk in zip(trace["x"], trace["y"], trace["customdata"], strict=True):
            if pk:
                assert (rows[pk].end.year, float(rows[pk].value / 10000)) == (x, y)
    known = [
        pk
        for trace in build_line_chart(tracks_of(*rows.values()), AXIS)["data"]
        for pk in trace["customdata"]
        if pk
    ]
    assert sorted(known) == sorted(rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_of_a_year_are_open_or_hatched_and_never_placed(seed: int):
    rows = {row.pk: row for row in make_rows(seed)}
    parts = {pk for pk, row in rows.items() if row.end.month != 12}
    tracks = tracks_of(*rows.values())
    for trace in build_line_chart(tracks, AXIS)["data"]:
        for pk, colour in zip(trace["customdata"], trace["marker"]["color"], strict=True):
            assert pk not in parts or colour == HOLLOW
    bars = build_ranked_bars(tracks, AXIS, 2015)["data"][0]
    for pk, shape in zip(bars["customdata"], bars["marker"]["pattern"]["shape"], strict=True):
        assert pk not in parts or shape == "/"
    for figure in (build_bump_chart(tracks, AXIS), build_slope_chart(tracks, AXIS, 2013, 2018)):
        placed = {
            pk for trace in figure["data"] for pk, y in zip(trace["customdata"], trace["y"], strict=True) if y
        }
        assert not placed & parts


@pytest.mark.parametrize("seed", SEEDS)
def test_places_are_those_that_counting_gives(seed: int):
    tracks = tracks_of(*make_rows(seed))
    for at in range(2012, 2020):
        values = {index: track.line.at(at).value for index, track in enumerate(tracks) if track.line.at(at)}
        slowly = {
            index: 1 + sum(other > value for other in values.values()) for index, value in values.items()
        }
        assert places_of(tracks, at) == slowly


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cell_says_what_kind_of_value_it_is(seed: int):
    rows = {row.pk: row for row in make_rows(seed)}
    heat = build_heat_table(tracks_of(*rows.values()), AXIS, not_applicable=frozenset(CODES[:1]))
    for row in heat.rows:
        for at, cell in zip(heat.years, row.cells, strict=True):
            known = [one for one in rows.values() if (one.region_id, one.end.year) == (row.region, at)]
            if not known:
                assert cell.kind == ("na" if row.region == CODES[0] else "missing")
                assert (cell.id, cell.level) == (None, None)
            else:
                assert (cell.id, cell.level is None) == (known[0].pk, known[0].end.month != 12)


def test_zero_missing_and_not_applicable_look_different():
    tracks = tracks_of(year(2015, 0, pk=1), year(2016, 5, pk=2), year(2016, 7, pk=3, region_id="110000"))
    heat = build_heat_table(tracks, AXIS, not_applicable=frozenset({"110000"}))
    assert [[(cell.kind, cell.text) for cell in row.cells] for row in heat.rows] == [
        [("value", "0"), ("value", "5")],
        [("na", "不适用"), ("value", "7")],
    ]
    assert build_heat_table(tracks, AXIS).rows[1].cells[0].kind == "missing"


def test_under_each_year_stands_how_many_reported_and_their_sum():
    rows = [year(2015, 4, pk=1), year(2016, 5, pk=2), year(2016, 7, pk=3, region_id="110000")]
    assert build_heat_table(tracks_of(*rows), AXIS).reported == ((1, "4"), (2, "12"))


def test_what_is_no_exact_number_is_not_added_up():
    rows = [year(2016, 5, pk=2), year(2016, 7, pk=3, region_id="110000", comparator="above")]
    assert build_heat_table(tracks_of(*rows), AXIS).reported == ((2, ""),)


def test_shares_are_not_added_up():
    rows = [
        year(2016, 5, pk=2, unit_kind="percent"),
        year(2016, 7, pk=3, region_id="110000", unit_kind="percent"),
    ]
    assert build_heat_table(tracks_of(*rows), Axis("%", "percent", "zh")).reported == ((2, ""),)


def test_more_is_never_paler():
    shades = build_shades([Decimal(n * n) for n in range(1, 40)])
    levels = [shades.level(Decimal(n * n)) for n in range(1, 40)]
    assert levels == sorted(levels)
    assert set(levels) == {0, 1, 2, 3, 4}


def test_equal_values_have_one_shade():
    shades = build_shades([Decimal(1)] * 30 + [Decimal(9)] * 3)
    assert shades.classes == ((1, 1), (9, 9))


def test_a_missing_region_has_a_word_and_no_bar():
    rows = [year(2015, 4, pk=1), year(2016, 5, pk=2), year(2016, 0, pk=3, region_id="110000")]
    figure = build_ranked_bars(tracks_of(*rows), AXIS, 2015)
    assert figure["data"][0]["customdata"] == [1]
    assert [n["text"] for n in figure["layout"]["annotations"] if n["name"] == "missing"] == ["未报送"]


def test_zero_is_a_bar_of_no_length_with_its_number():
    figure = build_ranked_bars(
        tracks_of(year(2016, 5, pk=2), year(2016, 0, pk=3, region_id="110000")), AXIS, 2016
    )
    assert figure["data"][0]["x"] == [5, 0]
    assert [n["text"] for n in figure["layout"]["annotations"] if n["name"] == "value"] == ["5", "0"]


def test_a_hedged_value_has_a_bar_to_the_side_where_the_truth_lies():
    above, below = (
        year(2016, 90000, comparator="above"),
        year(2016, 90000, comparator="below", region_id="110000"),
    )
    bars = [trace["error_y"] for trace in build_line_chart(tracks_of(above, below), AXIS)["data"]]
    assert [(bar["array"], bar["arrayminus"]) for bar in bars] == [([1], [0]), ([0], [1])]


def test_a_provisional_value_is_reached_by_dashes():
    rows = [year(2014, 3, pk=1), year(2015, 4, pk=2), year(2016, 5, pk=3, shown_status="P")]
    solid, dashed = build_line_chart(tracks_of(*rows), AXIS)["data"]
    assert solid["y"] == [3, 4, None]
    assert (dashed["y"], dashed["customdata"]) == ([None, 4, 5], [None, None, 3])
    assert dashed["line"]["dash"] == "dot"


def test_places_stand_with_the_first_on_top():
    figure = build_line_chart(
        tracks_of(year(2015, 3, unit_kind="rank"), year(2016, 1, unit_kind="rank")), Axis("位", "rank", "zh")
    )
    low, high = figure["layout"]["yaxis"]["range"]
    assert low > high


def test_a_slope_compares_one_window_and_leaves_out_what_has_another():
    rows = [
        year(2015, 4, pk=1),
        part(2018, 9, pk=2),
        year(2015, 5, pk=3, region_id="110000"),
        year(2018, 6, pk=4, region_id="110000"),
    ]
    figure = build_slope_chart(tracks_of(*rows), AXIS, 2015, 2018)
    assert [trace["y"] for trace in figure["data"]] == [[4, None], [5, 6]]
    ends = [note["text"] for note in figure["layout"]["annotations"] if note["name"] == "end"]
    assert ends == ["<b>地区110000 6（+20.0%）</b>"]


def test_a_slope_tells_no_growth_from_a_hedged_value():
    rows = [year(2015, 4, pk=1, comparator="above"), year(2018, 6, pk=2)]
    (end,) = [
        n["text"]
        for n in build_slope_chart(tracks_of(*rows), AXIS, 2015, 2018)["layout"]["annotations"]
        if n["name"] == "end"
    ]
    assert "%" not in end


def test_small_charts_share_their_axes_and_break_at_gaps():
    rows = [
        year(2014, 4, pk=1),
        year(2015, 6, pk=2),
        year(2017, 8, pk=3),
        year(2014, 80, pk=4, region_id="110000"),
    ]
    one, other = build_multiples(tracks_of(*rows), AXIS).panels
    assert one.paths[0][0].count("M") == 1
    assert len(one.marks) == 3
    assert one.marks[0].x == other.marks[0].x
    assert float(one.marks[2].y) > float(other.marks[0].y)


def test_a_stack_that_would_pass_for_the_whole_is_left_out():
    rows = [
        year(2015, 4, pk=1, breakdown="invention"),
        year(2016, 5, pk=2, breakdown="invention"),
        year(2016, 9, pk=3),
    ]
    tracks = tracks_of(*rows)
    parts = [track for track in tracks if track.line.key.breakdown]
    total = next(track for track in tracks if not track.line.key.breakdown)
    figure = build_parts_chart(parts, AXIS, total, members=3)
    shown = {x for trace in figure["data"] for x, y in zip(trace["x"], trace["y"], strict=True) if y}
    assert shown == {2016}


def test_every_province_has_a_tile_of_its_own():
    assert len(LAYOUT) == 34
    assert len(set(LAYOUT.values())) == 34
    grid = build_tile_grid(tracks_of(year(2016, 5, region_id="360000")), AXIS, 2016)
    assert (len(grid.tiles), grid.known) == (34, 1)
    assert all(tile.name for tile in grid.tiles if tile.code in {"710000", "810000", "820000"})


def test_a_map_names_the_regions_that_it_can_not_show():
    outlines = {"width": 1000, "height": 800, "shapes": [{"code": "110000", "path": "M0 0Z", "x": 1, "y": 2}]}
    drawn = build_map(tracks_of(year(2016, 5), year(2016, 7, pk=3, region_id="110000")), AXIS, 2016, outlines)
    assert [(shape.code, shape.cell.text) for shape in drawn.shapes] == [("110000", "7")]
    assert drawn.missing == ("地区360000",)


ONE = tracks_of(year(2015, 4, pk=1), year(2016, 5, pk=2))
TWO = tracks_of(year(2015, 4, pk=1), year(2016, 5, pk=2), year(2015, 6, pk=3, region_id="110000"))
CITY = tracks_of(year(2016, 5, region_id="360100"))
REFUSALS = {
    "line of one year": ("line", Subject(tuple(tracks_of(year(2016, 5))), "count"), "one_year"),
    "bars of places": ("bar", Subject(tuple(ONE), "rank"), "rank_bars"),
    "parts of what has none": ("parts", Subject(tuple(ONE), "count"), "no_dimension"),
    "parts of a rate": ("parts", Subject(tuple(ONE), "ratio", members=3), "not_additive"),
    "parts of a growth": ("parts", Subject(tuple(ONE), "percent", "yoy", members=3), "not_additive"),
    "parts not reported": ("parts", Subject(tuple(ONE), "count", members=3), "no_parts"),
    "places of one region": ("bump", Subject(tuple(ONE), "count"), "one_region"),
    "places of places": ("bump", Subject(tuple(TWO), "rank"), "rank_ranked"),
    "slope without a pair": ("slope", Subject(tuple(TWO), "count", first=2016, last=2018), "no_pair"),
    "slope of one year": ("slope", Subject(tuple(TWO), "count", first=2016, last=2016), "no_pair"),
    "small charts of one": ("multiples", Subject(tuple(ONE), "count"), "one_region"),
    "cells of one row": ("heat", Subject(tuple(ONE), "count"), "one_region"),
    "tiles of a city": ("tiles", Subject(tuple(CITY), "count"), "not_provinces"),
    "a map without outlines": ("map", Subject(tuple(TWO), "count"), "no_map"),
    "nothing": ("line", Subject((), "count"), "empty"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "subject", "code"), REFUSALS.values(), ids=REFUSALS)
def test_nonsense_is_refused_with_its_reason(kind: str, subject: Subject, code: str):
    assert why_not(kind, subject) == code


def test_what_two_provinces_over_two_years_allow_is_drawn():
    subject = Subject(tuple(TWO), "count", first=2015, last=2016, has_map=True)
    assert [kind for kind in KINDS if not why_not(kind, subject)] == [
        "line", "bar", "bump", "slope", "multiples", "heat", "tiles", "map",
    ]  # fmt: skip


def test_one_year_opens_as_bars_and_more_as_lines():
    assert default_kind(Subject(tuple(ONE), "count")) == "line"
    assert default_kind(Subject(tuple(tracks_of(year(2016, 5))), "count")) == "bar"
