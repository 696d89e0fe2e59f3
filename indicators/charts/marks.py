"""What all kinds of charts share: the palette, what a marker looks like, notes that print."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from indicators.chart_layout import Axis, Style
from indicators.chart_themes import Figure
from indicators.series import Point, Track
from indicators.wording import status_word

SERIES_COLOURS = tuple(f"var(--series-{number})" for number in range(1, 9))
GREY = "var(--series-other)"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
HEDGED_SHAPES = {"above": "triangle-up", "below": "triangle-down", "about": "diamond"}
MOST_DASHED = 7  # lines; of more than these nobody tells the dashes apart
HOLLOW = "var(--surface)"  # the fill of a marker that stands for no exact value of a whole year


def years_of(tracks: Sequence[Track]) -> list[int]:
    return sorted({year for track in tracks for year in track.line.years})


def styles_of(tracks: Sequence[Track], focus: str | None) -> list[Style]:
    """Colours in the palette's order; with a focus among several regions, that one strong and the others
    grey."""
    regions = {track.line.key.region for track in tracks}
    if focus not in regions and len(regions) > MOST_DASHED:
        return [_crowd() for _track in tracks]
    if focus not in regions or len(regions) < 2:
        rounds = len(SERIES_COLOURS)
        return [
            Style(SERIES_COLOURS[index % rounds], dash=DASHES[index // rounds % len(DASHES)])
            for index in range(len(tracks))
        ]
    is_crowded = len(tracks) > MOST_DASHED
    styles, others = [], 0
    for track in tracks:
        if track.line.key.region == focus:
            styles.append(Style(SERIES_COLOURS[0], width=3.25))
        else:
            styles.append(_crowd() if is_crowded else _other(others))
            others += 1
    return styles


def _other(place: int) -> Style:
    """One of few lines that are there for comparison: told apart by its dashes, since it has no colour."""
    return Style(GREY, width=2, dash=DASHES[place % len(DASHES)], is_strong=False)


def _crowd() -> Style:
    """One of many: thin and plain, named where one points at it."""
    return Style(GREY, width=1.25, is_strong=False, marker=4)


def markers_of(points: Sequence[Point | None], style: Style) -> Figure:
    """Filled circles for exact values of whole years; hollow ones for parts and provisional values; hollow
    triangles and diamonds for hedged values, pointing to where the true value lies."""
    return {
        "color": [HOLLOW if point and is_hollow(point) else style.colour for point in points],
        "size": [style.marker * 1.375 if point and point.is_hedged else style.marker for point in points],
        "symbol": [HEDGED_SHAPES.get(point.comparator, "circle") if point else "circle" for point in points],
        "line": {"color": style.colour, "width": 2},
        "opacity": 1,
    }


def is_hatched(point: Point) -> bool:
    return point.is_hedged or not point.window.is_full


def is_hollow(point: Point) -> bool:
    return is_hatched(point) or point.status in {"P", "E", "draft"}


def reach_of(point: Point) -> tuple[Decimal, Decimal]:
    """How far a hedged value may lie below and above what is written: a step of its last written digit.

    超过 9 万 reaches from 90,000 up, 不足 9 万 down, 约 9 万 half a step both ways; an exact value nowhere. The step
    is a tenth where that digit alone would double the value (10 万), so that a bar tells the side and no size.
    """
    if not point.is_hedged or not point.value:
        return Decimal(0), Decimal(0)
    exponent = int(point.value.normalize().as_tuple().exponent)
    step = Decimal(1).scaleb(exponent)
    if step > abs(point.value) / 5:
        step /= 10
    half = step / 2
    return {"above": (Decimal(0), step), "below": (step, Decimal(0))}.get(point.comparator, (half, half))


def error_bars(points: Sequence[Point | None], colour: str, axis: Axis) -> Figure:
    """One-sided bars for hedged values, as Plotly's ``error_y``; {} where every value is exact."""
    if not any(point and point.is_hedged for point in points):
        return {}
    reaches = [reach_of(point) if point else (Decimal(0), Decimal(0)) for point in points]
    return {
        "type": "data",
        "symmetric": False,
        "array": [axis.coordinate(above) for _, above in reaches],
        "arrayminus": [axis.coordinate(below) for below, _ in reaches],
        "color": colour,
        "thickness": 1.5,
        "width": 5,
    }


def status_notes(points: Sequence[Point], axis: Axis) -> list[Figure]:
    """What a status says, above its point, and the sign of its footnote: a provisional value looks provisional in
    print, too."""
    return [
        {
            "name": "status",
            "text": escape(words),
            "x": point.year,
            "y": axis.coordinate(point.value),
            "yshift": 14,
            "showarrow": False,
            "font": {"size": 11, "color": "var(--text-muted)"},
        }
        for point in points
        if (words := f"{status_word(point.status, axis.language)}{axis.marks.get(point.id, '')}")
    ]
