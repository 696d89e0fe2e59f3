"""Series → Plotly figures: plain dicts that turn into JSON as they are. No data is fetched, no number is
made up.

Colours are written as CSS variables (``var(--series-1)``), which the page resolves in the theme it is
shown in;
``chart_themes.paint`` resolves them for pictures made without a page. A value stays Decimal until it
becomes a
coordinate. Each marker's ``customdata`` is the id of the observation that it stands for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Any

from indicators.chart_layout import Axis, Style, build_layout, hover_text, label_ends
from indicators.chart_themes import Figure
from indicators.series import Point, Track, Window
from indicators.wording import is_english, rest_words, status_word, window_name

SERIES_COLOURS = tuple(f"var(--series-{number})" for number in range(1, 9))
GREY = "var(--series-other)"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
HEDGED_SHAPES = {"above": "triangle-up", "below": "triangle-down", "about": "diamond"}
HOLLOW = "var(--surface)"  # the fill of a marker that stands for no exact value of a whole year


def build_line_chart(
    tracks: Sequence[Track], axis: Axis, focus: str | None = None, height: int = 400
) -> Figure:
    """Lines over the years, one a track; ``focus`` is the region drawn strong among grey ones.

    Gaps stay open; values of other windows are open circles beside the line, hedged values open shapes.
    """
    axis = axis.fitting(point.value for track in tracks for point in track.everything)
    styles = _styles(tracks, focus)
    traces: list[Figure] = []
    for track, style in zip(tracks, styles, strict=True):
        traces.append(_line_trace(track, style, axis))
        if track.loose:
            traces.append(_loose_trace(track, style, axis))
    values = [point.value for track in tracks for point in track.everything]
    layout = build_layout(_years(tracks), values, axis, height)
    label_ends(layout, tracks, styles, axis)
    strong = [track for track, style in zip(tracks, styles, strict=True) if style.is_strong]
    layout["annotations"] += _status_notes(_highest_a_year(strong), axis)
    return {"data": traces, "layout": layout}


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
    layout = build_layout(_years(tracks), list(heights.values()), axis, height)
    layout |= {"barmode": "stack", "bargap": 0.38}
    if len([trace for trace in traces if trace.get("showlegend", True)]) > 1:
        layout["showlegend"] = True
        is_long = is_english(axis.language)  # English names need a row of their own, above the unit
        layout["legend"] |= {"x": 1, "xanchor": "right", "y": 1.12 if is_long else 1.03}
        layout["margin"]["t"] += 28 if is_long else 8
    layout["annotations"] += _window_notes(windows, heights, axis)
    noted = {point.year: point for track in tracks for point in _of_windows(track, windows)}
    layout["annotations"] += _status_notes(
        [replace(point, value=heights[year]) for year, point in noted.items() if point.window.is_full], axis
    )
    return {"data": traces, "layout": layout}


def build_sparkline(track: Track, width: int = 120, height: int = 32) -> str:
    """The path of a small line (SVG's ``d``) over the track's years, broken at gaps; "" for fewer than two
    values."""
    points = track.line.points
    known = [point.value for point in points if point]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    reach = (high - low) or Decimal(1)
    step = Decimal(width - 4) / max(len(points) - 1, 1)
    commands, pen = [], "M"
    for position, point in enumerate(points):
        if point is None:
            pen = "M"
            continue
        x, y = 2 + step * position, height - 3 - (point.value - low) * (height - 6) / reach
        commands.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
    return " ".join(commands)


def _years(tracks: Sequence[Track]) -> list[int]:
    return sorted({year for track in tracks for year in track.line.years})


# --- lines


def _styles(tracks: Sequence[Track], focus: str | None) -> list[Style]:
    """Colours in the palette's order; with a focus among several regions, that one strong and the others
    grey."""
    regions = {track.line.key.region for track in tracks}
    if focus not in regions or len(regions) < 2:
        rounds = len(SERIES_COLOURS)
        return [
            Style(SERIES_COLOURS[index % rounds], dash=DASHES[index // rounds % len(DASHES)])
            for index in range(len(tracks))
        ]
    styles, others = [], 0
    for track in tracks:
        if track.line.key.region == focus:
            styles.append(Style(SERIES_COLOURS[0], width=3.25))
        else:
            styles.append(Style(GREY, width=2, dash=DASHES[others % len(DASHES)], is_strong=False))
            others += 1
    return styles


def _line_trace(track: Track, style: Style, axis: Axis) -> Figure:
    points = track.line.points
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(track.name),
        "x": list(track.line.years),
        "y": [axis.coordinate(point.value) if point else None for point in points],
        "customdata": [point.id if point else None for point in points],
        "text": [hover_text(point, track.name, axis) if point else "" for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": style.colour, "width": style.width, "dash": style.dash},
        "marker": _markers(points, style),
    }


def _loose_trace(track: Track, style: Style, axis: Axis) -> Figure:
    """Open circles for parts of a year, named where they stand, joined to nothing."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": escape(track.name),
        "showlegend": False,
        "x": [point.year for point in track.loose],
        "y": [axis.coordinate(point.value) for point in track.loose],
        "customdata": [point.id for point in track.loose],
        "hovertext": [hover_text(point, track.name, axis) for point in track.loose],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "text": [
            window_name(point.window, axis.language) if style.is_strong else "" for point in track.loose
        ],
        "textposition": "top center",
        "textfont": {"size": 11, "color": "var(--text-muted)"},
        "cliponaxis": False,
        "marker": _markers(track.loose, style),
    }


def _markers(points: Sequence[Point | None], style: Style) -> Figure:
    """Filled circles for exact values of whole years; hollow ones for parts and provisional values; hollow
    triangles and diamonds for hedged values, pointing to where the true value lies."""
    return {
        "color": [HOLLOW if point and _is_hollow(point) else style.colour for point in points],
        "size": [11 if point and point.is_hedged else 8 for point in points],
        "symbol": [HEDGED_SHAPES.get(point.comparator, "circle") if point else "circle" for point in points],
        "line": {"color": style.colour, "width": 2},
        "opacity": 1,
    }


def _is_hatched(point: Point) -> bool:
    return point.is_hedged or not point.window.is_full


def _is_hollow(point: Point) -> bool:
    return _is_hatched(point) or point.status in {"P", "E", "draft"}


# --- bars


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


def _bar_trace(name: str, points: Sequence[Point], colour: str, axis: Axis) -> Figure:
    return {
        "type": "bar",
        "name": escape(name),
        "x": [point.year for point in points],
        "y": [axis.coordinate(point.value) for point in points],
        "customdata": [point.id for point in points],
        "text": [hover_text(point, name, axis) for point in points],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": colour,
            "line": {"color": [colour if _is_hatched(point) else HOLLOW for point in points], "width": 1},
            "pattern": {
                "shape": ["/" if _is_hatched(point) else "" for point in points],
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
        replace(point, value=point.value - known.get(point.year, Decimal(0)))
        for point in points
        if point.value > known.get(point.year, Decimal(0)) and not (point.is_hedged and point.year in known)
    ]
    traces = [_rest_trace(name, rest, known, axis)] if rest else []
    beside = [point for point in points if point.year in known]
    return [*traces, _total_marks(name, beside, axis)] if beside else traces


def _rest_trace(name: str, rest: Sequence[Point], known: dict[int, Decimal], axis: Axis) -> Figure:
    """What is not broken down; it leads to the total's sentence, and says so where it is a difference."""
    label, derived = rest_words(axis.language)
    trace = _bar_trace(label, rest, GREY, axis)
    trace["text"] = [
        f"{hover_text(point, label, axis)}<br>{derived}"
        if point.year in known
        else hover_text(point, name, axis)
        for point in rest
    ]
    return trace


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


def _highest_a_year(tracks: Sequence[Track]) -> list[Point]:
    """Of each year the highest point of the lines: one note above it is enough."""
    highest: dict[int, Point] = {}
    for track in tracks:
        for point in track.line.known:
            if point.year not in highest or point.value > highest[point.year].value:
                highest[point.year] = point
    return list(highest.values())


def _status_notes(points: Sequence[Point], axis: Axis) -> list[Figure]:
    """What a status says, above its point: a provisional value looks provisional in print, too."""
    return [
        {
            "name": "status",
            "text": escape(word),
            "x": point.year,
            "y": axis.coordinate(point.value),
            "yshift": 14,
            "showarrow": False,
            "font": {"size": 11, "color": "var(--text-muted)"},
        }
        for point in points
        if (word := status_word(point.status, axis.language))
    ]
