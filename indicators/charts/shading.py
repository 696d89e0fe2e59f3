"""Classes of values for what is told by shade: equal shares of the values, darker where there is more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.series import Point
from indicators.wording import period_name, with_comparator

MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Shades:
    """``classes`` are (lowest, highest) values in each class that has any, the lowest first."""

    classes: tuple[tuple[Decimal, Decimal], ...]

    def level(self, value: Decimal) -> int:
        """0 for the lowest class; values outside belong to the nearest one."""
        starts = [low for low, _high in self.classes]
        return max(bisect_right(starts, value) - 1, 0)


def build_shades(values: Iterable[Decimal], most: int = MOST_CLASSES) -> Shades:
    """At most ``most`` classes with about equally many values; equal values are never parted. Linear classes would
    leave all provinces but two in the palest one."""
    ordered = sorted(values)
    different = sorted(set(ordered))
    if len(different) <= most:
        return Shades(tuple((value, value) for value in different))
    starts = sorted({ordered[len(ordered) * part // most] for part in range(most)})
    groups: list[list[Decimal]] = [[] for _ in starts]
    for value in different:
        groups[max(bisect_right(starts, value) - 1, 0)].append(value)
    return Shades(tuple((group[0], group[-1]) for group in groups if group))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table, on a tile or on a map; ``kind`` is value, partial, hedged, missing or na (not applicable).

    ``level`` is the class of its shade, None where it has none: parts of a year are not compared with whole years.
    ``note`` is what stands beside the number (the window of a part, the sign of a footnote).
    """

    kind: str
    text: str
    title: str
    id: int | None = None
    level: int | None = None
    note: str = ""


def kind_of(point: Point, is_in_line: bool) -> str:
    """Which kind of cell a known value makes."""
    if not is_in_line:
        return "partial"
    return "hedged" if point.is_hedged else "value"


def told(point: Point, name: str, exact: str, unit: str, language: str) -> str:
    """Name, period, exact value and unit in one line, as a title says it."""
    period = period_name(point.window, point.year, language)
    return f"{name} {period} {with_comparator(exact, point.comparator, language)} {unit}".strip()
