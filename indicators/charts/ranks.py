"""Regions in order: bars of one year from the largest down, and their places over the years (bump)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from indicators.chart_layout import MARGIN, Axis, build_frame, hover_text
from indicators.chart_themes import Figure
from indicators.charts.marks import GREY, HOLLOW, SERIES_COLOURS, error_bars, is_hatched, is_hollow, years_of
from indicators.series import Point, Track
from indicators.wording import (
    is_english,
    place_words,
    scaled_text,
    window_name,
    with_comparator,
)

BAR_ROOM = 26  # pixels for one region
PLACE_ROOM = 24


def at_year(track: Track, year: int) -> Point | None:
    """The value of the year: the line's own, else the one of another window."""
    return track.line.at(year) or next((point for point in track.loose if point.year == year), None)


def places_of(tracks: Sequence[Track], year: int) -> dict[int, int]:
    """The place of each track (by its index) among those with a value of the line's window; equal values share one."""
    values = {
        index: point.value for index, track in enumerate(tracks) if (point := track.line.at(year)) is not None
    }
    place_of: dict[Decimal, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), 1):
        place_of.setdefault(value, place)
    return {index: place_of[value] for index, value in values.items()}


def build_ranked_bars(tracks: Sequence[Track], axis: Axis, year: int, focus: str | None = None) -> Figure:
    """Horizontal bars of one year, the largest on top; other windows hatched below, then those without a value.

    A missing value has its name and the word for it and no bar; zero has a bar of no length and its number.
    """
    ordered = _in_order(tracks, year)
    axis = axis.fitting(point.value for _track, point in ordered if point)
    known = [(track, point) for track, point in ordered if point]
    names = [escape(track.name) for track, _point in ordered]
    layout = build_frame(axis, height=BAR_ROOM * len(ordered) + 70)
    layout["margin"] |= {"t": 30, "r": 96, "b": 12}
    layout |= {"bargap": 0.3, "barmode": "overlay", "meta": {"keeps": [1, 0.8]}}
    layout["xaxis"] = _value_axis(known, axis)
    layout["yaxis"] = {
        "type": "category", "categoryorder": "array", "categoryarray": names[::-1], "range": [-0.6, len(names) - 0.4],
        "automargin": True, "fixedrange": True, "showgrid": False, "ticks": "", "dtick": 1,
        "tickfont": {"color": "var(--text)", "size": 13},
    }  # fmt: skip
    layout["annotations"] += [_missing_note(track, axis) for track, point in ordered if point is None]
    layout["annotations"] += [_bar_label(track, point, axis) for track, point in known]
    return {"data": [_bars(known, axis, focus)], "layout": layout}


def _in_order(tracks: Sequence[Track], year: int) -> list[tuple[Track, Point | None]]:
    rows = [(track, at_year(track, year)) for track in tracks]
    return sorted(
        rows,
        key=lambda row: (
            row[1] is None,
            row[1] is not None and row[1].window != row[0].line.key.window,
            -row[1].value if row[1] else 0,
        ),
    )


def _bars(known: Sequence[tuple[Track, Point]], axis: Axis, focus: str | None) -> Figure:
    points = [point for _track, point in known]
    colours = [
        SERIES_COLOURS[0] if focus in {None, track.line.key.region} else GREY for track, _point in known
    ]
    bars = error_bars(points, "var(--text)", axis)
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "name": "",
        "x": [axis.coordinate(point.value) for point in points],
        "y": [escape(track.name) for track, _point in known],
        "customdata": [point.id for point in points],
        "text": [hover_text(point, track.name, axis) for track, point in known],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": colours,
            "line": {
                "color": [c if is_hatched(p) else HOLLOW for c, p in zip(colours, points, strict=True)],
                "width": 1,
            },
            "pattern": {
                "shape": ["/" if is_hatched(point) else "" for point in points],
                "fillmode": "replace",
                "size": 7,
                "solidity": 0.35,
            },
        },
    }  # fmt: skip
    return trace | {"error_x": bars} if bars else trace


def _value_axis(known: Sequence[tuple[Track, Point]], axis: Axis) -> Figure:
    values = [axis.coordinate(point.value) for _track, point in known]
    low, high = min([0.0, *values]), max([0.0, *values])
    reach = (high - low) or 1.0
    return {
        "range": [low - reach * 0.08 if low < 0 else 0, high + reach * 0.04],
        "fixedrange": True, "nticks": 6, "side": "top", "showticklabels": False, "gridcolor": "var(--chart-grid)",
        "zeroline": True, "zerolinecolor": "var(--chart-axis)", "ticks": "",
    }  # fmt: skip


def _bar_label(track: Track, point: Point, axis: Axis) -> Figure:
    number = with_comparator(scaled_text(point.value, axis.scale), point.comparator, axis.language)
    is_part = point.window != track.line.key.window
    beside = f" ({window_name(point.window, axis.language)})" if is_part else ""
    return {
        "name": "value",
        "text": escape(f"{number}{beside}{axis.marks.get(point.id, '')}"),
        "x": max(axis.coordinate(point.value), 0.0),
        "y": escape(track.name),
        "xanchor": "left",
        "xshift": 14 if point.is_hedged else 4,
        "showarrow": False,
        "font": {"size": 12, "color": "var(--text)"},
    }


def _missing_note(track: Track, axis: Axis) -> Figure:
    return {
        "name": "missing",
        "text": "not reported" if is_english(axis.language) else "未报送",
        "x": 0,
        "y": escape(track.name),
        "xanchor": "left",
        "xshift": 4,
        "showarrow": False,
        "font": {"size": 12, "color": "var(--text-muted)"},
    }


# --- places over the years


def build_bump_chart(tracks: Sequence[Track], axis: Axis, focus: str | None = None) -> Figure:
    """Places from 1 down over the years, one line a region; a year without a value is a gap in its line.

    Only values of the line's window are placed, among those known in that year: how many is said on pointing.
    """
    years = years_of(tracks)
    places = {year: places_of(tracks, year) for year in years}
    last = max((place for of_year in places.values() for place in of_year.values()), default=1)
    layout = build_frame(axis, height=max(300, PLACE_ROOM * last + 90))
    longest = max((len(track.name) for track in tracks), default=0)
    room = min(150, 34 + longest * (8 if is_english(axis.language) else 14))
    layout["margin"] = dict(MARGIN) | {"l": room, "r": room, "b": 34, "t": 24}
    layout |= {"annotations": [], "meta": {"keeps": [0.85, 0.85]}}
    layout["xaxis"] |= {
        "range": [years[0] - 0.15, years[-1] + 0.15] if years else [0, 1], "tick0": years[0] if years else 0,
        "dtick": max(1, -(-len(years) // 14)), "showgrid": True, "gridcolor": "var(--chart-grid)", "showline": False,
    }  # fmt: skip
    layout["yaxis"] |= {
        "range": [last + 0.6, 0.4], "showgrid": False, "showticklabels": False, "zeroline": False, "automargin": False,
    }  # fmt: skip
    traces = []
    for index, track in enumerate(tracks):
        colour, strong = _bump_colour(track, index, focus, len(tracks))
        traces.append(_bump_trace(index, track, colour, strong, places, axis))
        layout["annotations"] += _bump_names(index, track, colour, strong, places, axis)
    return {"data": sorted(traces, key=lambda trace: trace["line"]["width"]), "layout": layout}


def _bump_colour(track: Track, index: int, focus: str | None, count: int) -> tuple[str, bool]:
    if focus is None:
        return (SERIES_COLOURS[index], True) if count <= len(SERIES_COLOURS) else (GREY, False)
    return (SERIES_COLOURS[0], True) if track.line.key.region == focus else (GREY, False)


def _bump_trace(
    index: int, track: Track, colour: str, strong: bool, places: dict[int, dict[int, int]], axis: Axis
) -> Figure:
    points = track.line.points
    put = [places[year].get(index) for year in track.line.years]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(track.name),
        "x": list(track.line.years),
        "y": put,
        "customdata": [point.id if point else None for point in points],
        "text": [
            f"{hover_text(point, track.name, axis)}<br>{place_words(place, len(places[point.year]), axis.language)}"
            if point and place
            else ""
            for point, place in zip(points, put, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": 3.25 if strong else 1.75},
        "marker": {
            "size": 11 if strong else 8,
            "color": [HOLLOW if point and is_hollow(point) else colour for point in points],
            "line": {"color": colour, "width": 2},
            "opacity": 1,
        },
    }


def _bump_names(
    index: int, track: Track, colour: str, strong: bool, places: dict[int, dict[int, int]], axis: Axis
) -> list[Figure]:
    """The region's name before its first place and behind its last one."""
    years = [year for year in track.line.years if index in places[year]]
    if not years:
        return []
    name = escape(track.name)
    ends = [(years[0], "right", -11), (years[-1], "left", 11)]
    return [
        {
            "name": "end" if anchor == "left" else "start",
            "text": f"<b>{places[year][index]} {name}</b>" if strong else f"{places[year][index]} {name}",
            "x": year,
            "y": places[year][index],
            "xanchor": anchor,
            "xshift": shift,
            "showarrow": False,
            "font": {"size": 12, "color": colour if strong else "var(--text-muted)"},
        }
        for year, anchor, shift in (ends if len(years) > 1 else ends[1:])
    ]
