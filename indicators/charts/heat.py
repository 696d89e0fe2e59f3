"""A table of region × year whose cells are shaded by their value and say it as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.chart_layout import Axis
from indicators.charts.ranks import at_year
from indicators.charts.shading import Cell, Shades, build_shades, kind_of, told
from indicators.series import Point, Track
from indicators.wording import (
    format_exact,
    is_english,
    scaled_text,
    status_word,
    window_name,
    with_comparator,
)

ADDITIVE = frozenset({"count", "people", "money"})


@dataclass(frozen=True, slots=True)
class HeatRow:
    region: str
    name: str
    is_focus: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """``reported`` are, for each year, how many of the regions have a value of the line's window, and what those
    add up to; the sum is "" where values do not add up (shares, places, rates) or one of them is no exact number."""

    years: tuple[int, ...]
    rows: tuple[HeatRow, ...]
    unit: str
    legend: tuple[tuple[int, str], ...]
    reported: tuple[tuple[int, str], ...]
    count: int

    @property
    def has_sums(self) -> bool:
        """Whether any year adds up."""
        return any(total for _count, total in self.reported)


def build_heat_table(
    tracks: Sequence[Track],
    axis: Axis,
    focus: str | None = None,
    not_applicable: frozenset[str] = frozenset(),
) -> HeatTable:
    """The table, rows in the order of the tracks. Only whole-line values are shaded: a part of a year has its window
    beside it and no shade; missing, not applicable and zero look different."""
    years = tuple(sorted({year for track in tracks for year in track.line.years}))
    axis = axis.fitting(point.value for track in tracks for point in track.everything)
    shades = build_shades(point.value for track in tracks for point in track.line.known)
    rows = tuple(
        HeatRow(
            track.line.key.region,
            track.name,
            track.line.key.region == focus,
            tuple(cell_at(track, year, axis, shades, not_applicable) for year in years),
        )
        for track in tracks
    )
    return HeatTable(
        years=years,
        rows=rows,
        unit=axis.title,
        legend=legend_of(shades, axis),
        reported=tuple(_reported(tracks, year, axis) for year in years),
        count=len(tracks),
    )


def cell_at(
    track: Track, year: int, axis: Axis, shades: Shades, not_applicable: frozenset[str] = frozenset()
) -> Cell:
    """What stands for the track's value of the year."""
    point = at_year(track, year)
    if point is None:
        return _without_value(track, year, axis, not_applicable)
    in_line = point.window == track.line.key.window
    beside = "" if in_line else window_name(point.window, axis.language)
    status = status_word(point.status, axis.language)
    number = with_comparator(scaled_text(point.value, axis.scale), point.comparator, axis.language)
    exact = told(point, track.name, format_exact(point.value), axis.unit, axis.language)
    return Cell(
        kind=kind_of(point, in_line),
        text=number,
        title=" · ".join([exact, *([status] if status else []), *axis.remarks.get(point.id, ())]),
        id=point.id,
        level=shades.level(point.value) if in_line else None,
        note=" ".join(filter(None, (beside, status))) + axis.marks.get(point.id, ""),
    )


def _without_value(track: Track, year: int, axis: Axis, not_applicable: frozenset[str]) -> Cell:
    english = is_english(axis.language)
    if track.line.key.region in not_applicable:
        word = "not applicable" if english else "不适用"
        return Cell("na", "n/a" if english else "不适用", f"{track.name} {year} {word}")
    word = "not reported" if english else "未报送"
    return Cell("missing", "–", f"{track.name} {year} {word}")


def legend_of(shades: Shades, axis: Axis) -> tuple[tuple[int, str], ...]:
    """(level, "1.2–3.4") of each class, the lowest first."""
    texts = [(scaled_text(low, axis.scale), scaled_text(high, axis.scale)) for low, high in shades.classes]
    return tuple((level, low if low == high else f"{low}–{high}") for level, (low, high) in enumerate(texts))


def _reported(tracks: Sequence[Track], year: int, axis: Axis) -> tuple[int, str]:
    points: list[Point] = [point for track in tracks if (point := track.line.at(year))]
    adds_up = axis.unit_kind in ADDITIVE and points and not any(point.is_hedged for point in points)
    total = sum((point.value for point in points), Decimal(0))
    return len(points), scaled_text(total, axis.scale) if adds_up else ""
