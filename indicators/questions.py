"""A question put to published values: which statistic, of which regions, over which time, as known on which day.

Pages, exports and the API put it in the same words; ``ObservationQuerySet.asked`` answers it. Nothing here touches
the database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1949, 2100
ANNUAL = "annual"
"""The window of whole years of a flow, and of year's ends of a stock or a cumulative value."""

_WINDOW = re.compile(
    r"(?:(?P<m1>0[1-9]|1[0-2])(?P<d1>[0-3]\d)-)?(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-3]\d)(?:\+(?P<span>\d))?\Z"
)


@dataclass(frozen=True, slots=True)
class Question:
    """Which values are asked for; every part narrows, and what is left empty does not.

    ``indicators`` are codes; () is all of them. Regions are named (``regions``), or they are those directly below one
    (``parent``), or one and everything below it (``within``), each kept to a ``level`` where that is given.
    ``breakdown`` "" is the total, ``measure`` the level; None is every one, and so with ``accounting``. ``window`` is
    ANNUAL, or a part of the year as addresses write it (0101-1031, or 1031 for a value held at a date), or "" for
    every one. ``first`` and ``last`` are years, both included. ``as_of`` is the day whose knowledge is asked for, or
    a moment of it; None is now, and then ``drafts`` puts drafts in the place of what they would replace.
    """

    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    parent: str = ""
    within: str = ""
    level: str = ""
    breakdown: str | None = ""
    measure: str | None = "level"
    accounting: str | None = None
    window: str = ANNUAL
    first: int | None = None
    last: int | None = None
    as_of: date | None = None
    drafts: bool = False

    @property
    def moment(self) -> datetime | None:
        """The end of the day asked about, or the very moment where one was told; None for now."""
        if isinstance(self.as_of, datetime):
            return self.as_of
        return timezone.make_aware(datetime.combine(self.as_of, time.max)) if self.as_of else None

    @property
    def years(self) -> range:
        """The years asked for, all that a report can name where none is said."""
        return range(self.first or FIRST_YEAR, (self.last or LAST_YEAR) + 1)


def is_window(text: str) -> bool:
    """Whether it is a window as addresses write it, "" and ANNUAL included."""
    if text in {"", ANNUAL}:
        return True
    return bool(_WINDOW.match(text)) and bool(_edges(text, (2024,)))


def edges_of(question: Question) -> list[tuple[date | None, date]]:
    """The (start, end) of the question's window in each of its years; the start is None for a value held at a date.

    A month's last day, written 31, is the last that the month has in that year. Not for the window "".
    """
    if question.window == ANNUAL:
        return [(date(year, 1, 1), date(year, 12, 31)) for year in question.years]
    return _edges(question.window, question.years)


def _edges(window: str, years: Sequence[int]) -> list[tuple[date | None, date]]:
    match = _WINDOW.match(window)
    if match is None:
        raise ValueError(f"no window of a year: {window!r}")
    m1, d1, m2, d2, span = match.groups()
    edges = []
    for year in years:
        end = _day(year, int(m2), int(d2))
        start = _day(year - int(span or 0), int(m1), int(d1)) if m1 else None
        if end and (start or not m1):
            edges.append((start, end))
    return edges


def _day(year: int, month: int, day: int) -> date | None:
    """The day; a month's last where it is written as 31; None where there is none."""
    if not 1 <= day <= 31:
        return None
    if day == 31 or (month == 2 and day == 29):
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    return date(year, month, day) if day <= 30 and (month != 2 or day <= 28) else None
