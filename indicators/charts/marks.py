"""What all kinds of charts share: the palette, what a marker looks like, notes that print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from indicators.chart_layout import Axis, Style
from indicators.chart_themes import Figure
from indicators.series import Point, Track
from indicators.wording import status_word

SERIES_COLOURS = tuple(f"var(--series-{number})" for number in range(1, 9))
GREY = "var(--series-other)"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
HEDGED_SHAPES = {"above": "triangle-up", "below": "triangle-down", "about": "diamond"}
HOLLOW = "var(--surface)"  # the fill of a marker that stands for no exact value of a whole year


def years_of(tracks: Sequence[Track]) -> list[int]:
    return sorted({year for track in tracks for year in track.line.years})


def styles_of(tracks: Sequence[Track], focus: str | None) -> list[Style]:
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


def markers_of(points: Sequence[Point | None], style: Style) -> Figure:
    """Filled circles for exact values of whole years; hollow ones for parts and provisional values; hollow
    triangles and diamonds for hedged values, pointing to where the true value lies."""
    return {
        "color": [HOLLOW if point and is_hollow(point) else style.colour for point in points],
        "size": [11 if point and point.is_hedged else 8 for point in points],
        "symbol": [HEDGED_SHAPES.get(point.comparator, "circle") if point else "circle" for point in points],
        "line": {"color": style.colour, "width": 2},
        "opacity": 1,
    }


def is_hatched(point: Point) -> bool:
    return point.is_hedged or not point.window.is_full


def is_hollow(point: Point) -> bool:
    return is_hatched(point) or point.status in {"P", "E", "draft"}


def status_notes(points: Sequence[Point], axis: Axis) -> list[Figure]:
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
