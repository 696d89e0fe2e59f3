"""The regions below one, ahead and behind: whose value grew most and least against the same window a year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from indicators import labels
from indicators.area import Area, Place
from indicators.models import Indicator, Observation
from indicators.prepared import prepared
from indicators.series import NO_BREAKS, Breaks, Point, Window, growth_of, window_of
from indicators.wording import growth_text, period_name

EACH = 3
LOOK_BACK = 2  # years


@dataclass(frozen=True, slots=True)
class Standing:
    """One region's growth, as it is written."""

    place: Place
    change: Decimal
    growth: str
    direction: str
    number: str
    unit: str
    observation: int


@dataclass(frozen=True, slots=True)
class Districts:
    """Of ``asked`` regions ``reported`` have a value for the ``period``, and ``compared`` of them one a year before.

    ``ahead`` goes from the largest growth down, ``behind`` from the smallest up; nobody stands in both.
    """

    indicator: Indicator
    period: str
    asked: int
    reported: int
    compared: int
    other_windows: int
    ahead: tuple[Standing, ...]
    behind: tuple[Standing, ...]


def load_districts(
    area: Area,
    indicator: Indicator,
    year: int,
    moment: datetime | None,
    *,
    drafts: bool = False,
    is_last_word: bool = False,
    breaks: Breaks = NO_BREAKS,
) -> Districts:
    """How the regions directly below stand in the year; one query. The window is that which most of them have.

    Of years before it the latest is taken that is about as full as any, unless the year ``is_last_word``: the region's
    own half-year must not hide how its districts ended the year before.
    """
    earliest = year if is_last_word else year - LOOK_BACK
    codes = [place.code for place in area.children]
    rows = _values(
        moment, codes, indicator.pk, indicator.accounting, years=(earliest - 1, year), drafts=drafts
    )
    found = [Value(*row) for row in rows]
    year = _fullest_year(found, range(year, earliest - 1, -1))
    window = _common_window(found, year)
    ours = {row.region_id: row for row in found if row.end.year == year and row.window == window}
    before: dict[str, list[Point]] = {}
    for row in found:
        if row.end.year == year - 1:
            before.setdefault(row.region_id, []).append(row.point)
    others = len({row.region_id for row in found if row.end.year == year}) - len(ours)
    told = [
        _standing(indicator, place, ours[place.code].point, before.get(place.code, ()))
        for place in area.children
        if place.code in ours and not breaks.at(place.code, year)
    ]
    compared = sorted((one for one in told if one), key=lambda one: (-one.change, one.place.code))
    ahead = compared[:EACH]
    return Districts(
        indicator=indicator,
        period=period_name(window, year, labels.language()) if window else "",
        asked=len(codes),
        reported=len(ours),
        compared=len(compared),
        other_windows=others,
        ahead=tuple(ahead),
        behind=tuple(compared[max(len(compared) - EACH, len(ahead)) :][::-1]),
    )


class Value(NamedTuple):
    """What is asked of a district's value; its fields are the columns fetched."""

    pk: int
    region_id: str
    start: date | None
    end: date
    value: Decimal
    unit_kind: str
    comparator: str

    @property
    def window(self) -> Window:
        return window_of(self.start, self.end)

    @property
    def point(self) -> Point:
        return Point(self.pk, self.end.year, self.window, self.value, self.unit_kind, self.comparator)


@prepared()
def _values(
    moment: datetime | None,
    codes: list[str],
    indicator: str,
    usual: str,
    *,
    years: tuple[int, int],
    drafts: bool,
) -> QuerySet:
    rows = Observation.objects.as_of(moment, drafts=drafts)
    return rows.of_children(codes, indicator, usual, years).values_list(*Value._fields)


def _fullest_year(found: Iterable[Value], years: range) -> int:
    """The latest year with values of at least half as many regions as the year that has most; else the first."""
    known = {(row.end.year, row.region_id) for row in found}
    of_year = Counter(year for year, _region in known)
    count = {year: of_year[year] for year in years}
    most = max(count.values())
    return next(year for year in years if count[year] * 2 >= most)


def _common_window(found: Iterable[Value], year: int) -> Window | None:
    """The window of the year that most regions have a value for; of equals the longest."""
    count = Counter(row.window for row in found if row.end.year == year)
    return max(count, key=lambda one: (count[one], one.is_full, one.length, one.last), default=None)


def _standing(indicator: Indicator, place: Place, point: Point, known: Sequence[Point]) -> Standing | None:
    """The region's growth against the same window a year before; None where there is nothing to compare."""
    growth = growth_of(point, known)
    if growth.change is None:
        return None
    number, unit = labels.short_words(indicator, point)
    return Standing(
        place=place,
        change=growth.change,
        growth=growth_text(growth, labels.language()),
        direction="up" if growth.change > 0 else "down" if growth.change < 0 else "",
        number=number,
        unit=unit,
        observation=point.id,
    )
