"""Two years side by side, a line from the one to the other for each region (slope)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from indicators.chart_layout import LABEL_GAP, MARGIN, Axis, Style, build_frame, hover_text, spread
from indicators.chart_themes import Figure
from indicators.charts.marks import GREY, SERIES_COLOURS, error_bars, markers_of
from indicators.series import Point, Track, growth_of
from indicators.wording import (
    growth_text,
    is_english,
    period_name,
    scaled_text,
    with_comparator,
)

Named = tuple[Track, Point, "Point | None", Style]


def pairs_of(
    tracks: Sequence[Track], first: int, last: int
) -> list[tuple[Track, Point | None, Point | None]]:
    """The values of the line's window in the two years, of those tracks that have at least one of them."""
    rows = [(track, track.line.at(first), track.line.at(last)) for track in tracks]
    return [row for row in rows if row[1] or row[2]]


def build_slope_chart(
    tracks: Sequence[Track], axis: Axis, first: int, last: int, focus: str | None = None
) -> Figure:
    """Lines between two years; who has one of them only is a point without a line.

    Values of one window alone, so that nothing is compared with a part of a year. Names and values stand at both
    ends where there is room, the strong ones first; growth at the right end where it may be told.
    """
    pairs = pairs_of(tracks, first, last)
    values = [point.value for _track, *ends in pairs for point in ends if point]
    axis = axis.fitting(values)
    layout = build_frame(axis, height=max(360, min(760, 100 + 28 * len(pairs))))
    low, high = _reach(values, axis)
    layout["yaxis"] |= {"range": [low, high], "showgrid": False, "showticklabels": False, "automargin": False}
    if axis.unit_kind == "rank":
        layout["yaxis"]["range"] = [high, low]
    layout["xaxis"] |= {
        "range": [-0.03, 1.03], "tickvals": [0, 1], "tickmode": "array", "showline": False, "ticks": "",
        "ticktext": _period_names(pairs, first, last, axis), "showgrid": True, "gridcolor": "var(--chart-axis)",
    }  # fmt: skip
    room = 250 if is_english(axis.language) else 196
    layout["margin"] = dict(MARGIN) | {"l": room - 36, "r": room + 24, "b": 34, "t": 40}
    layout["meta"] = {"keeps": [0.5, 0.62]}
    styles = _styles(pairs, focus)
    layout["annotations"] += _names(pairs, styles, axis, layout, first_end=True)
    layout["annotations"] += _names(pairs, styles, axis, layout, first_end=False)
    traces = [_trace(pair, style, axis) for pair, style in zip(pairs, styles, strict=True)]
    return {"data": sorted(traces, key=lambda trace: trace["line"]["width"]), "layout": layout}


def _reach(values: Sequence[Decimal], axis: Axis) -> tuple[float, float]:
    """From the lowest value to the highest: a slope compares changes, its axis has no zero to stand on."""
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
    margin = (high - low) * Decimal("0.07") or Decimal(1) * axis.scale.divisor
    return axis.coordinate(low - margin), axis.coordinate(high + margin)


def _period_names(pairs: Sequence[Any], first: int, last: int, axis: Axis) -> list[str]:
    window = next((point.window for _track, *ends in pairs for point in ends if point), None)
    if window is None:
        return [str(first), str(last)]
    return [escape(period_name(window, year, axis.language)) for year in (first, last)]


def _styles(pairs: Sequence[tuple[Track, Point | None, Point | None]], focus: str | None) -> list[Style]:
    regions = {track.line.key.region for track, _first, _last in pairs}
    if focus in regions and len(pairs) > 1:
        return [
            Style(SERIES_COLOURS[0], 3.25) if track.line.key.region == focus else Style(GREY, 1.75, is_strong=False)
            for track, _first, _last in pairs
        ]  # fmt: skip
    if len(pairs) <= len(SERIES_COLOURS):
        return [Style(colour) for colour, _pair in zip(SERIES_COLOURS, pairs, strict=False)]
    return [Style(GREY, 1.75, is_strong=False) for _pair in pairs]


def _trace(pair: tuple[Track, Point | None, Point | None], style: Style, axis: Axis) -> Figure:
    track, *ends = pair
    bars = error_bars(ends, style.colour, axis)
    trace: Figure = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(track.name),
        "x": [0, 1],
        "y": [axis.coordinate(point.value) if point else None for point in ends],
        "customdata": [point.id if point else None for point in ends],
        "text": [hover_text(point, track.name, axis) if point else "" for point in ends],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": style.colour, "width": style.width},
        "marker": markers_of(ends, style),
    }
    return trace | {"error_y": bars} if bars else trace


def _names(
    pairs: Sequence[tuple[Track, Point | None, Point | None]],
    styles: Sequence[Style],
    axis: Axis,
    layout: Figure,
    *,
    first_end: bool,
) -> list[Figure]:
    """Names with values at one end, those that find room, none on top of another."""
    low, high = layout["yaxis"]["range"]
    pixels = (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (high - low)
    known: list[Named] = []
    for (track, before, after), style in zip(pairs, styles, strict=True):
        if (point := before if first_end else after) is not None:
            known.append((track, point, before, style))
    known = _with_room(known, [axis.coordinate(point.value) * pixels for _, point, _, _ in known])
    shifts = spread([axis.coordinate(point.value) * pixels for _, point, _, _ in known])
    notes = []
    for (track, point, before, style), shift in zip(known, shifts, strict=True):
        number = with_comparator(scaled_text(point.value, axis.scale), point.comparator, axis.language)
        grown = _grown(track, point, before, axis) if not first_end else ""
        words = escape(f"{track.name} {number}{axis.marks.get(point.id, '')}{grown}")
        notes.append(
            {
                "name": "start" if first_end else "end",
                "text": f"<b>{words}</b>" if style.is_strong else words,
                "x": 0 if first_end else 1,
                "y": axis.coordinate(point.value),
                "xanchor": "right" if first_end else "left",
                "xshift": -9 if first_end else 9,
                "yshift": shift,
                "showarrow": False,
                "font": {"size": 12, "color": style.colour if style.is_strong else "var(--text-muted)"},
            }
        )
    return notes


def _with_room(known: list[Named], heights: Sequence[float]) -> list[Named]:
    """As many names as stand without moving far: the strong ones, then those that keep a distance."""
    order = sorted(range(len(known)), key=lambda index: (not known[index][3].is_strong, -heights[index]))
    taken: list[int] = []
    for index in order:
        near = sum(abs(heights[index] - heights[other]) < LABEL_GAP for other in taken)
        if known[index][3].is_strong or not near:
            taken.append(index)
    return [known[index] for index in sorted(taken)]


def _grown(track: Track, point: Point, before: Point | None, axis: Axis) -> str:
    """The change from the earlier of the two years, in brackets; "" where it may not be told."""
    if before is None or before.year == point.year:
        return ""
    is_break = axis.breaks.within(track.line.key.region, before.year, point.year)
    told = growth_of(_moved(point, before), [before], is_break=is_break)
    return _bracketed(growth_text(told, axis.language), axis.language)


def _moved(point: Point, before: Point) -> Point:
    """The later value as if it were of the year after the earlier one: its change is worked out by the same rule."""
    return point._replace(year=before.year + 1)


def _bracketed(text: str, language: str) -> str:
    if not text:
        return ""
    return f" ({text})" if is_english(language) else f"（{text}）"
