"""Figures for Plotly: gaps, open markers, scales, exact words on hover, and the way back to each value."""

import json
from datetime import date
from decimal import Decimal

from indicators.chart_layout import Axis
from indicators.charts import HOLLOW, build_bar_chart, build_line_chart, build_sparkline
from indicators.series import build_series, build_tracks
from tests.indicators.test_series import Value, part, year

AXIS = Axis("件", "count", "zh-hans")
NAMES = {"360000": "江西省", "360100": "南昌市", "360400": "九江市"}


def tracks_of(*rows: Value):
    return build_tracks(build_series(rows, lambda row: row.breakdown or NAMES[row.region_id]))


def line(*rows: Value, **options):
    return build_line_chart(tracks_of(*rows), AXIS, **options)


def notes(figure, name: str) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"] if note["name"] == name]


def test_a_figure_is_json_as_it_is():
    figure = line(year(2015, 5), part(2016, 10, 31, 3))
    assert json.loads(json.dumps(figure)) == figure


def test_a_gap_breaks_the_line():
    trace = line(year(2014, 5), year(2016, 7))["data"][0]
    assert trace["y"] == [5, None, 7]
    assert trace["connectgaps"] is False


def test_each_marker_knows_its_observation():
    assert line(year(2014, 5, pk=41), year(2016, 7, pk=43))["data"][0]["customdata"] == [41, None, 43]


def test_the_axis_is_in_wan_where_values_are_large():
    figure = line(year(2016, 94045))
    assert figure["data"][0]["y"] == [9.4045]
    assert notes(figure, "unit") == ["万件"]


def test_hover_has_the_exact_value_with_unit_and_both_writings():
    (text,) = line(year(2016, 118203))["data"][0]["text"]
    assert text == "<b>江西省</b> 2016年<br>118,203 件（11.82万件）"


def test_hover_says_the_word_of_a_hedged_value():
    assert "超过 90,000 件" in line(year(2016, 90000, comparator="above"))["data"][0]["text"][0]


def test_hedged_values_are_hollow_and_point_to_where_the_truth_lies():
    marker = line(year(2015, 8), year(2016, 9, comparator="above"))["data"][0]["marker"]
    assert marker["symbol"] == ["circle", "triangle-up"]
    assert marker["color"][1] == HOLLOW
    assert marker["color"][0] != HOLLOW


def test_a_part_of_a_year_is_a_hollow_named_point_off_the_line():
    whole, loose = line(year(2015, 90), part(2016, 10, 31, 80))["data"]
    assert whole["y"] == [90, None]
    assert (loose["mode"], loose["x"], loose["text"]) == ("markers+text", [2016], ["1–10月"])
    assert loose["marker"]["color"] == [HOLLOW]


def test_a_line_of_parts_is_hollow_all_along():
    figure = line(part(2015, 10, 31, 70), part(2016, 10, 31, 80))
    assert figure["data"][0]["marker"]["color"] == [HOLLOW, HOLLOW]


def test_a_provisional_value_says_so_in_print_too():
    assert notes(line(year(2015, 1), year(2016, 5, shown_status="P")), "status") == ["初步数"]


def test_a_draft_is_a_hollow_point_that_says_so():
    figure = line(year(2015, 1), year(2016, 5, shown_status="draft"))
    assert notes(figure, "status") == ["草稿"]
    assert figure["data"][0]["marker"]["color"][1] == HOLLOW


def test_the_region_in_focus_is_strong_and_the_others_grey():
    rows = [year(2016, 9), year(2016, 3, region_id="360100"), year(2016, 2, region_id="360400")]
    strong, one, other = (trace["line"] for trace in line(*rows, focus="360000")["data"])
    assert strong["width"] > one["width"]
    assert one["color"] == other["color"] == "var(--series-other)"
    assert one["dash"] != other["dash"]


def test_few_lines_are_named_at_their_ends_and_need_no_legend():
    figure = line(year(2016, 9), year(2016, 3, region_id="360100"))
    assert notes(figure, "end") == ["<b>江西省</b>", "<b>南昌市</b>"]
    assert figure["layout"]["showlegend"] is False


def test_names_of_lines_that_end_together_stand_apart():
    figure = line(year(2016, 900), year(2016, 901, region_id="360100"), year(2016, 902, region_id="360400"))
    shifts = [note["yshift"] for note in figure["layout"]["annotations"] if note["name"] == "end"]
    assert shifts[1] - shifts[0] >= 16
    assert shifts[2] - shifts[1] >= 16


def test_many_lines_have_a_legend_instead():
    rows = [year(2016, 9, pk=n, region_id="360000", breakdown=f"part {n}") for n in range(1, 10)]
    figure = line(*rows)
    assert figure["layout"]["showlegend"] is True
    assert notes(figure, "end") == []


def test_a_name_cannot_bring_markup_into_the_chart():
    tracks = build_tracks(build_series([year(2016, 9)], lambda row: "<img src=x>"))
    assert "<img" not in json.dumps(build_line_chart(tracks, AXIS))


def test_negative_growth_stays_inside_the_frame():
    low, high = line(year(2015, 12), year(2016, -30))["layout"]["yaxis"]["range"]
    assert low < -30
    assert high > 12


def parts(number: int, *values: int) -> list[Value]:
    names = ("invention", "utility_model", "design")
    return [
        year(number, value, pk=number * 10 + place, breakdown=name)
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    ]


def bars(*rows: Value):
    tracks = tracks_of(*rows)
    total = next((track for track in tracks if not track.line.key.breakdown), None)
    return build_bar_chart([track for track in tracks if track is not total], AXIS, total)


def test_parts_are_stacked_and_their_total_is_a_mark_across():
    figure = bars(year(2016, 60, pk=7), *parts(2016, 10, 20, 30))
    assert figure["layout"]["barmode"] == "stack"
    assert [trace["y"] for trace in figure["data"]] == [[10], [20], [30], [60]]
    assert (figure["data"][3]["type"], figure["data"][3]["customdata"]) == ("scatter", [7])


def test_a_total_without_parts_is_a_grey_bar():
    rest = bars(year(2015, 50, pk=5), *parts(2016, 10, 20, 30))["data"][3]
    assert (rest["type"], rest["x"], rest["y"], rest["customdata"]) == ("bar", [2015], [50], [5])
    assert rest["marker"]["color"] == "var(--series-other)"
    assert rest["text"] == ["<b>江西省</b> 2015年<br>50 件"]


def test_what_the_parts_leave_of_the_total_is_grey_and_says_that_it_is_a_difference():
    *_, design = parts(2016, 10, 20, 30)
    rest, mark = bars(year(2016, 60, pk=7), design)["data"][1:]
    assert (rest["y"], rest["customdata"]) == ([30], [7])
    assert rest["text"][0].endswith("合计减去已报各类")
    assert mark["y"] == [60]


def test_parts_that_exceed_their_total_leave_nothing():
    figure = bars(year(2016, 50, pk=7), *parts(2016, 10, 20, 30))
    assert [trace["type"] for trace in figure["data"]] == ["bar", "bar", "bar", "scatter"]


def test_nothing_is_taken_from_a_hedged_total():
    *_, design = parts(2016, 10, 20, 30)
    figure = bars(year(2016, 60, pk=7, comparator="above"), design)
    assert [trace["type"] for trace in figure["data"]] == ["bar", "scatter"]


def test_a_part_of_a_year_is_hatched_and_named():
    figure = build_bar_chart([], AXIS, tracks_of(year(2015, 90), part(2016, 6, 30, 40))[0])
    assert figure["data"][0]["marker"]["pattern"]["shape"] == ["", "/"]
    assert notes(figure, "window") == ["上半年"]


def test_different_windows_are_never_stacked():
    half = [
        Value(place, Decimal(4), date(2016, 6, 30), date(2016, 1, 1), breakdown=name)
        for place, name in enumerate(("invention", "design"), 1)
    ]
    ten_months = Value(9, Decimal(8), date(2016, 10, 31), date(2016, 1, 1), breakdown="utility_model")
    assert [trace["name"] for trace in bars(*half, ten_months)["data"]] == ["invention", "design"]


def test_the_bar_reaches_as_high_as_its_parts_together():
    figure = bars(*parts(2016, 40, 40, 40))
    assert figure["layout"]["yaxis"]["range"][1] > 120


def test_a_sparkline_is_broken_at_a_gap():
    (track,) = tracks_of(year(2013, 1), year(2014, 2), year(2016, 3), year(2017, 5))
    spark = build_sparkline(track)
    assert (spark.line.count("M"), spark.dots, spark.is_open) == (2, "", False)


def test_a_value_alone_between_gaps_is_a_dot_of_the_sparkline():
    (track,) = tracks_of(year(2010, 1), year(2012, 2), year(2014, 3), year(2015, 5))
    spark = build_sparkline(track)
    assert (spark.line.count("M"), spark.dots.count("h0")) == (1, 2)


def test_a_sparkline_ends_open_where_the_last_value_is_a_part_of_a_year():
    (track,) = tracks_of(year(2015, 9), part(2016, 6, 30, 8))
    spark = build_sparkline(track)
    assert spark.is_open
    assert spark.last.startswith("M116")


def test_one_value_makes_no_sparkline():
    (track,) = tracks_of(year(2016, 9))
    assert build_sparkline(track) is None
