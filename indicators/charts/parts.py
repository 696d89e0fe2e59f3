"""What a total is made of: parts stacked, only where they are complete or what they leave can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indicators.chart_layout import Axis
from indicators.chart_themes import Figure
from indicators.charts.bars import build_bar_chart
from indicators.series import Series, Track


def years_with_loose_ends(parts: Sequence[Track], total: Track | None, members: int) -> tuple[int, ...]:
    """Years whose parts are fewer than the dimension's members and have no total: a stack of them would pass for
    the whole."""
    known: dict[int, int] = {}
    for part in parts:
        for year in {point.year for point in part.everything}:
            known[year] = known.get(year, 0) + 1
    with_total = {point.year for point in total.everything} if total else set()
    return tuple(sorted(year for year, count in known.items() if count < members and year not in with_total))


def build_parts_chart(
    parts: Sequence[Track], axis: Axis, total: Track | None, members: int, height: int = 400
) -> Figure:
    """Stacked bars; what the parts leave of a total is grey, and years with loose ends are left out."""
    loose = set(years_with_loose_ends(parts, total, members))
    whole = [_without(part, loose) for part in parts]
    return build_bar_chart([part for part in whole if part.everything], axis, total, height)


def _without(track: Track, years: set[int]) -> Track:
    line: Series = replace(
        track.line,
        points=tuple(None if point and point.year in years else point for point in track.line.points),
    )
    return Track(line, tuple(point for point in track.loose if point.year not in years))
