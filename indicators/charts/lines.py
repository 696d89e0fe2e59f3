"""Lines over the years."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from indicators.chart_layout import Axis, Style, build_layout, hover_text, label_ends
from indicators.chart_themes import Figure
from indicators.charts.marks import (
    GREY,
    MOST_DASHED,
    error_bars,
    markers_of,
    status_notes,
    styles_of,
    years_of,
)
from indicators.series import Point, Track
from indicators.wording import window_name


def build_line_chart(
    tracks: Sequence[Track], axis: Axis, focus: str | None = None, height: int = 400
) -> Figure:
    """Lines over the years, one a track; ``focus`` is the region drawn strong among grey ones.

    Gaps stay open; values of other windows are open circles beside the line, hedged values open shapes.
    """
    axis = axis.fitting(point.value for track in tracks for point in track.everything)
    styles = styles_of(tracks, focus)
    traces: list[Figure] = []
    for track, style in zip(tracks, styles, strict=True):
        for number, piece in enumerate(_pieces(track, axis)):
            named = {"showlegend": False} if number else {}
            traces.append(_line_trace(piece, track, style, axis) | named)
            traces += _provisional_traces(piece, track, style, axis)
        if track.loose:
            traces.append(_loose_trace(track, style, axis))
    if len(tracks) > MOST_DASHED:  # the strong ones in front of the crowd
        traces.sort(key=lambda trace: trace["marker"]["line"]["color"] != GREY)
        for trace in traces:  # nor names the crowd in a legend: each says its name where one points at it
            trace.setdefault("showlegend", trace["marker"]["line"]["color"] != GREY)
    values = [point.value for track in tracks for point in track.everything]
    layout = build_layout(years_of(tracks), values, axis, height)
    label_ends(layout, tracks, styles, axis)
    strong = [track for track, style in zip(tracks, styles, strict=True) if style.is_strong]
    layout["annotations"] += status_notes(_noted(strong, tracks, axis), axis)
    return {"data": traces, "layout": layout}


def _pieces(track: Track, axis: Axis) -> list[tuple[Point | None, ...]]:
    """The line's points, over the same years, in one piece for each stretch without a break; one at least."""
    line = track.line
    cuts = [at for at, year in enumerate(line.years) if at and axis.breaks.at(line.key.region, year)]
    ends = zip([0, *cuts], [*cuts, len(line.years)], strict=True)
    pieces = [
        tuple(point if first <= at < end else None for at, point in enumerate(line.points))
        for first, end in ends
    ]
    return [piece for piece in pieces if any(piece)] or pieces[:1]


def _line_trace(piece: Sequence[Point | None], track: Track, style: Style, axis: Axis) -> Figure:
    points = tuple(None if point and _is_provisional(point) else point for point in piece)
    trace = _trace(points, track.name, style, axis) | {"x": list(track.line.years)}
    return trace | {"line": {"color": style.colour, "width": style.width, "dash": style.dash}}


def _provisional_traces(line: Sequence[Point | None], track: Track, style: Style, axis: Axis) -> list[Figure]:
    """Provisional and estimated values, joined by dashes to the values before and after them; [] without any."""
    if not any(point and _is_provisional(point) for point in line):
        return []
    near = [
        point
        if point and any(other and _is_provisional(other) for other in line[max(at - 1, 0) : at + 2])
        else None
        for at, point in enumerate(line)
    ]
    trace = _trace(near, track.name, style, axis)
    for at, point in enumerate(near):
        if point and not _is_provisional(point):  # stands in the line's own trace already
            trace["customdata"][at], trace["text"][at], trace["marker"]["size"][at] = None, "", 0
    dashes = {"color": style.colour, "width": style.width, "dash": "dot"}
    return [trace | {"x": list(track.line.years), "line": dashes, "showlegend": False}]


def _is_provisional(point: Point) -> bool:
    return point.status in {"P", "E"}


def _trace(points: Sequence[Point | None], name: str, style: Style, axis: Axis) -> Figure:
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(name),
        "y": [axis.coordinate(point.value) if point else None for point in points],
        "customdata": [point.id if point else None for point in points],
        "text": [hover_text(point, name, axis) if point else "" for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "marker": markers_of(points, style),
    }
    bars = error_bars(points, style.colour, axis)
    return trace | {"error_y": bars} if bars else trace


def _loose_trace(track: Track, style: Style, axis: Axis) -> Figure:
    """Open circles for parts of a year, named where they stand, joined to nothing."""
    bars = error_bars(track.loose, style.colour, axis)
    return ({"error_y": bars} if bars else {}) | {
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
            window_name(point.window, axis.language) + axis.marks.get(point.id, "") if style.is_strong else ""
            for point in track.loose
        ],
        "textposition": "top center",
        "textfont": {"size": 11, "color": "var(--text-muted)"},
        "cliponaxis": False,
        "marker": markers_of(track.loose, style),
    }


def _noted(strong: Sequence[Track], tracks: Sequence[Track], axis: Axis) -> list[Point]:
    """The points with words above them: of strong lines the highest of each year, of all what has a footnote."""
    highest = _highest_a_year(strong)
    marked = [point for track in tracks for point in track.line.known if point.id in axis.marks]
    return highest + [point for point in marked if point not in highest]


def _highest_a_year(tracks: Sequence[Track]) -> list[Point]:
    """Of each year the highest point of the lines: one note above it is enough."""
    highest: dict[int, Point] = {}
    for track in tracks:
        for point in track.line.known:
            if point.year not in highest or point.value > highest[point.year].value:
                highest[point.year] = point
    return list(highest.values())
