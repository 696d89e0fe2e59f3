"""Published values as aligned series: one line a region, breakdown, measure, accounting and window.

A year without a value is a gap, never a zero; a part of a year has its own line; a flow, a stock and a cumulative
value never share one. Values are Decimal throughout.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

MONTH_END = 31  # stands for the last day of any month, so that 28 and 29 February are the same window


class Valued(Protocol):
    """A value with its kind of unit and the word that hedges it; a Row, a Point."""

    @property
    def value(self) -> Decimal: ...
    @property
    def unit_kind(self) -> str: ...
    @property
    def comparator(self) -> str: ...


class Row(Valued, Protocol):
    """What a published value offers; ``indicators.models.Observation`` does."""

    @property
    def pk(self) -> int: ...
    @property
    def region_id(self) -> str: ...
    @property
    def breakdown(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def accounting(self) -> str: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date: ...
    @property
    def shown_status(self) -> str: ...


class Window(NamedTuple):
    """The part of a year that a value covers, without its year: equal windows may be compared.

    ``first`` and ``last`` are (month, day), a month's last day written as 31; ``first`` is None for a value held at a
    date. ``span`` is the number of new years between the two ends, 0 within one year.
    """

    first: tuple[int, int] | None
    last: tuple[int, int]
    span: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it is a whole calendar year, or the end of one."""
        return self.last == (12, MONTH_END) and self.span == 0 and self.first in {None, (1, 1)}

    @property
    def length(self) -> int:
        """About how many days it covers, 0 for a date; only for telling the longer of two."""
        if self.first is None:
            return 0
        return self.span * 366 + (self.last[0] - self.first[0]) * 31 + self.last[1] - self.first[1] + 1


@lru_cache(maxsize=4096)  # a chart has hundreds of values and a dozen windows
def window_of(start: date | None, end: date) -> Window:
    """The window between two dates, both included; no start means a value held at the end."""
    month_end = calendar.monthrange(end.year, end.month)[1]
    last = (end.month, MONTH_END if end.day == month_end else end.day)
    if start is None:
        return Window(None, last)
    return Window((start.month, start.day), last, end.year - start.year)


class Point(NamedTuple):
    """One value of a series; ``id`` names the observation that it stands for."""

    id: int
    year: int
    window: Window
    value: Decimal
    unit_kind: str = "count"
    comparator: str = "exact"
    status: str = "A"

    @property
    def is_hedged(self) -> bool:
        return self.comparator != "exact"


class Key(NamedTuple):
    """What all values of a line share."""

    region: str
    breakdown: str
    measure: str
    accounting: str
    unit_kind: str
    window: Window


@dataclass(frozen=True)
class Series:
    """Values of one key over ``years``; ``points`` is as long as ``years`` and holds None where nothing is
    known."""

    key: Key
    name: str
    years: tuple[int, ...]
    points: tuple[Point | None, ...]

    @cached_property
    def known(self) -> tuple[Point, ...]:
        """The points that there are, oldest first."""
        return tuple(point for point in self.points if point)

    def within(self, years: range) -> Series:
        """The same over these years alone, which lie within its own."""
        if len(years) == len(self.years):
            return self
        first = years.start - self.years[0] if years else 0
        kept = slice(first, first + len(years))
        return Series(self.key, self.name, self.years[kept], self.points[kept])

    def at(self, year: int) -> Point | None:
        """The point of the year, None for a gap or a year outside."""
        return (
            self.points[year - self.years[0]]
            if self.years and self.years[0] <= year <= self.years[-1]
            else None
        )


@dataclass(frozen=True)
class Track:
    """A line to draw, and the values of other windows that stand beside it where it has a gap."""

    line: Series
    loose: tuple[Point, ...] = ()

    @property
    def name(self) -> str:
        return self.line.name

    @cached_property
    def everything(self) -> tuple[Point, ...]:
        """Points of the line and loose ones, by year."""
        return tuple(sorted((*self.line.known, *self.loose), key=lambda point: point.year))

    @cached_property
    def latest(self) -> Point | None:
        """The last value; where a year has more than one, the line's."""
        return max(
            self.everything,
            key=lambda point: (point.year, point.window == self.line.key.window),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Growth:
    """The change against the same window a year before, or the reason why none is told.

    ``change`` is in ``unit``: ``percent`` (of the earlier value), ``points`` (percentage points) or ``places`` (of a
    ranking; negative is upwards). ``refusal`` is ``""``, ``none`` (no earlier value), ``window`` (the earlier year
    has other windows only), ``break`` (from this year on the values count something else), ``hedged`` (one of the two
    is no exact number) or ``zero`` (nothing to divide by).
    """

    change: Decimal | None
    unit: str
    refusal: str
    window: Window
    earlier: Point | None = None


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where series break (SDMX: time series break): (region's code, "" for all regions; first year that counts
    otherwise)."""

    places: frozenset[tuple[str, int]] = frozenset()

    def at(self, region: str, year: int) -> bool:
        """Whether the region's value of the year can't be compared with the one of the year before."""
        return bool(self.places) and ((region, year) in self.places or ("", year) in self.places)

    def within(self, region: str, first: int, last: int) -> bool:
        """Whether the region's values of the two years can't be compared with each other."""
        return any(self.at(region, year) for year in range(first + 1, last + 1))


NO_BREAKS = Breaks()


def build_series(
    rows: Iterable[Row], name: Callable[[Row], str], years: Sequence[int] | None = None
) -> list[Series]:
    """One Series a key, in the order in which keys first appear, all over the same years.

    ``years`` defaults to first to last year of the rows; rows outside are left out.
    """
    found: dict[tuple[str, str, str, str, str, Window], dict[int, Point]] = {}
    names: list[str] = []
    for row in rows:
        window, year, kind = window_of(row.start, row.end), row.end.year, row.unit_kind
        key = (row.region_id, row.breakdown, row.measure, row.accounting, kind, window)
        points = found.get(key)
        if points is None:
            points = found[key] = {}
            names.append(name(row))
        points[year] = Point(row.pk, year, window, row.value, kind, row.comparator, row.shown_status)
    span = _full_range(years if years is not None else [year for points in found.values() for year in points])
    return [
        Series(Key(*key), named, span, tuple(map(points.get, span)))
        for (key, points), named in zip(found.items(), names, strict=True)
    ]


def _full_range(years: Sequence[int]) -> tuple[int, ...]:
    return tuple(range(min(years), max(years) + 1)) if years else ()


def main_window(series: Iterable[Series]) -> Window | None:
    """The window for lines: whole years where any are known, else the one with most values, the longest of
    equals."""
    count: Counter[Window] = Counter()
    for one in series:
        count[one.key.window] += len(one.known)
    if not count:
        return None
    full = [window for window in count if window.is_full]
    return max(full or count, key=lambda window: (count[window], window.length, window.last))


def build_tracks(series: Sequence[Series], window: Window | None = None) -> list[Track]:
    """One Track for each line's region, breakdown, measure and accounting, in the order given.

    The line has the window asked for, else the main one of all; of other windows the longest known value stands
    beside it in each year in which the line has a gap.
    """
    chosen = window or main_window(series)
    groups: dict[tuple[str, ...], list[Series]] = {}
    for one in series:
        key = one.key
        groups.setdefault((key.region, key.breakdown, key.measure, key.accounting, key.unit_kind), []).append(
            one
        )
    return [_track(group, chosen) for group in groups.values()] if chosen else []


def _track(group: list[Series], window: Window) -> Track:
    model = group[0]
    key = Key(
        model.key.region,
        model.key.breakdown,
        model.key.measure,
        model.key.accounting,
        model.key.unit_kind,
        window,
    )
    empty = Series(key, model.name, model.years, (None,) * len(model.years))
    line = next((one for one in group if one.key.window == window), empty)
    others = [one for one in group if one is not line]
    loose = []
    for position in (index for index, point in enumerate(line.points) if point is None):
        there = [point for one in others if (point := one.points[position])]
        if there:
            loose.append(max(there, key=lambda point: (point.window.length, point.window.last)))
    return Track(line, tuple(loose))


def growth(series: Series) -> tuple[Growth | None, ...]:
    """The growth at each point against the year before, aligned with ``years``; None at a gap."""
    return tuple(
        growth_of(point, [before] if (before := series.at(point.year - 1)) else []) if point else None
        for point in series.points
    )


def growth_of(point: Point, candidates: Iterable[Point], *, is_break: bool = False) -> Growth:
    """The growth of a point against that of the candidates which has its window in the year before; none where the
    series breaks between the two."""
    unit = {"percent": "points", "rank": "places"}.get(point.unit_kind, "percent")
    year_before = [
        one for one in candidates if one.year == point.year - 1 and one.unit_kind == point.unit_kind
    ]
    same = next((one for one in year_before if one.window == point.window), None)
    if same is None:
        other = max(year_before, key=lambda one: one.window.length, default=None)
        return Growth(None, unit, "window" if other else "none", point.window, other)
    if is_break:
        return Growth(None, unit, "break", point.window, same)
    if point.is_hedged or same.is_hedged:
        return Growth(None, unit, "hedged", point.window, same)
    difference = point.value - same.value
    if unit != "percent":
        return Growth(difference.normalize() + 0, unit, "", point.window, same)
    if same.value <= 0:
        return Growth(None, unit, "zero", point.window, same)
    share = (difference * 100 / same.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Growth(share, unit, "", point.window, same)
