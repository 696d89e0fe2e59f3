"""Lines over the years."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from indicators.chart_layout import Axis, Style, build_layout, hover_text, label_ends
from indicators.chart_themes import Figure
from indicators.charts.marks import markers_of, status_notes, styles_of, years_of
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
        traces.append(_line_trace(track, style, axis))
        if track.loose:
            traces.append(_loose_trace(track, style, axis))
    values = [point.value for track in tracks for point in track.everything]
    layout = build_layout(years_of(tracks), values, axis, height)
    label_ends(layout, tracks, styles, axis)
    strong = [track for track, style in zip(tracks, styles, strict=True) if style.is_strong]
    layout["annotations"] += status_notes(_highest_a_year(strong), axis)
    return {"data": traces, "layout": layout}


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
        "marker": markers_of(points, style),
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
        "marker": markers_of(track.loose, style),
    }


def _highest_a_year(tracks: Sequence[Track]) -> list[Point]:
    """Of each year the highest point of the lines: one note above it is enough."""
    highest: dict[int, Point] = {}
    for track in tracks:
        for point in track.line.known:
            if point.year not in highest or point.value > highest[point.year].value:
                highest[point.year] = point
    return list(highest.values())
