"""Bars over the years: parts stacked, their total as a mark across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from indicators.chart_layout import Axis, build_layout, hover_text
from indicators.chart_themes import Figure
from indicators.charts.marks import (
    GREY,
    HOLLOW,
    SERIES_COLOURS,
    is_hatched,
    status_notes,
    years_of,
)
from indicators.series import Point, Track, Window
from indicators.wording import is_english, rest_words, window_name


def build_bar_chart(
    parts: Sequence[Track], axis: Axis, total: Track | None = None, height: int = 320
) -> Figure:
    """Stacked bars over the years, one colour a part; the ``total`` as a bar of its own where no parts are
    known.

    A year shows one window only, the whole year where that is known; parts of a year are hatched and named.
    Where parts are known, their total is a short line across the bar, and what they leave of it is grey.
    """
    tracks = [*parts, total] if total else list(parts)
    windows = _one_window_a_year(tracks)
    stacks = [(part, _of_windows(part, windows)) for part in parts]
    total_points = _of_windows(total, windows) if total else ()
    heights = _heights([points for _, points in stacks], total_points)
    axis = axis.fitting(heights.values())
    traces = [
        _bar_trace(part.name, points, colour, axis)
        for (part, points), colour in zip(stacks, SERIES_COLOURS, strict=False)
        if points
    ]
    if total:
        traces += _total_traces(total.name, total_points, stacks, axis)
    layout = build_layout(years_of(tracks), list(heights.values()), axis, height)
    layout |= {"barmode": "stack", "bargap": 0.38}
    if len([trace for trace in traces if trace.get("showlegend", True)]) > 1:
        layout["showlegend"] = True
        is_long = is_english(axis.language)  # English names need a row of their own, above the unit
        layout["legend"] |= {"x": 1, "xanchor": "right", "y": 1.12 if is_long else 1.03}
        layout["margin"]["t"] += 28 if is_long else 8
    layout["annotations"] += _window_notes(windows, heights, axis)
    shown = [points for _part, points in stacks] + [total_points]
    noted = {point.year: point for points in shown for point in points}
    layout["annotations"] += status_notes(
        [point._replace(value=heights[year]) for year, point in noted.items() if point.window.is_full], axis
    )
    return {"data": traces, "layout": layout}


def _one_window_a_year(tracks: Sequence[Track]) -> dict[int, Window]:
    """The window that a year's bar stands for: the whole year, else the one that most tracks have."""
    known: dict[int, Counter[Window]] = {}
    for track in tracks:
        for point in track.everything:
            known.setdefault(point.year, Counter())[point.window] += 1
    return {
        year: max(counts, key=lambda window: (window.is_full, counts[window], window.length, window.last))
        for year, counts in known.items()
    }


def _of_windows(track: Track, windows: dict[int, Window]) -> tuple[Point, ...]:
    return tuple(point for point in track.everything if point.window == windows[point.year])


def _heights(stacks: Sequence[tuple[Point, ...]], total: tuple[Point, ...]) -> dict[int, Decimal]:
    """How high each year's bar, or the line of its total, reaches."""
    heights: dict[int, Decimal] = {}
    for points in stacks:
        for point in points:
            heights[point.year] = heights.get(point.year, Decimal(0)) + point.value
    for point in total:
        heights[point.year] = max(heights.get(point.year, Decimal(0)), point.value)
    return heights


def _bar_trace(
    name: str, points: Sequence[Point], colour: str, axis: Axis, texts: list[str] | None = None
) -> Figure:
    """One colour's bars; ``texts`` stand in the place of what a value usually says where it is pointed at."""
    hatched = [is_hatched(point) for point in points]
    return {
        "type": "bar",
        "name": escape(name),
        "x": [point.year for point in points],
        "y": [axis.coordinate(point.value) for point in points],
        "customdata": [point.id for point in points],
        "text": texts or [hover_text(point, name, axis) for point in points],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": colour,
            "line": {"color": [colour if one else HOLLOW for one in hatched], "width": 1},
            "pattern": {
                "shape": ["/" if one else "" for one in hatched],
                "fillmode": "replace",
                "size": 7,
                "solidity": 0.35,
            },
        },
    }


def _total_traces(
    name: str, points: Sequence[Point], stacks: Sequence[tuple[Track, tuple[Point, ...]]], axis: Axis
) -> list[Figure]:
    """Totals as bars where nothing has parts; else what the parts leave of each total as a grey bar above them,
    and the totals of years with parts as short lines across."""
    if not any(part_points for _, part_points in stacks):
        return [_bar_trace(name, points, SERIES_COLOURS[0], axis)] if points else []
    known = _heights([part_points for _, part_points in stacks], ())
    rest = [
        point._replace(value=point.value - known.get(point.year, Decimal(0)))
        for point in points
        if point.value > known.get(point.year, Decimal(0)) and not (point.is_hedged and point.year in known)
    ]
    traces = [_rest_trace(name, rest, known, axis)] if rest else []
    beside = [point for point in points if point.year in known]
    return [*traces, _total_marks(name, beside, axis)] if beside else traces


def _rest_trace(name: str, rest: Sequence[Point], known: dict[int, Decimal], axis: Axis) -> Figure:
    """What is not broken down; it leads to the total's sentence, and says so where it is a difference."""
    label, derived = rest_words(axis.language)
    texts = [
        f"{hover_text(point, label, axis)}<br>{derived}"
        if point.year in known
        else hover_text(point, name, axis)
        for point in rest
    ]
    return _bar_trace(label, rest, GREY, axis, texts)


def _total_marks(name: str, points: Sequence[Point], axis: Axis) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(name),
        "showlegend": False,
        "x": [point.year for point in points],
        "y": [axis.coordinate(point.value) for point in points],
        "customdata": [point.id for point in points],
        "text": [hover_text(point, name, axis) for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": "line-ew-open",
            "size": 26,
            "color": "var(--text)",
            "line": {"color": "var(--text)", "width": 2},
        },
    }


def _window_notes(windows: dict[int, Window], heights: dict[int, Decimal], axis: Axis) -> list[Figure]:
    """The window's name above each bar that is no whole year."""
    return [
        {
            "name": "window",
            "text": escape(window_name(window, axis.language)),
            "x": year,
            "y": axis.coordinate(heights[year]),
            "yshift": 10,
            "showarrow": False,
            "font": {"size": 11, "color": "var(--text-muted)"},
        }
        for year, window in windows.items()
        if not window.is_full and year in heights
    ]
