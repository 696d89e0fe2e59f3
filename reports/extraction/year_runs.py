"""A stretch of time and what it is made of: runs of years, and five-year plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.extraction.frozen import quickly_made
from reports.extraction.types import Span

FIVE_YEAR_PLANS = {
    "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026,
}  # fmt: skip
_PLAN = re.compile(
    r"(?:到|至)?[“\"']?(十[一二三四五]五|九五)[”\"']?(?P<rest>规划|计划|时期|期间)?(?P<end>末|期末|结束|收官)?"
)


_AIMED = re.compile("[^;。已累]{0,24}?(?:力争|目标|计划(?!单列)|确保|争取|预期|预计|拟)")


@dataclass(frozen=True, slots=True)
class Window:
    """What the document reports on; ``start`` and ``end`` are None where the year is not known.

    ``now`` is the year that 去年 and 今年 are told from, where it is not the one reported on.
    """

    year: int | None
    start: date | None
    end: date | None
    now: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Period:
    """One expression of time.

    ``kind``: ``span`` (from start to end), ``asof`` (at end), ``since`` (from some start up to the window's end),
    ``prior`` (the same window a year earlier), ``plan`` (a horizon), ``deadline``, ``stamp`` (a date of publishing),
    ``same`` (the period told last) or ``month`` (当月: its last month). ``known`` is False where a year would be
    needed and none is known. ``parts`` holds the quarters of 一至四季度, or the years of 2014年至2017年, when values
    are listed for them.
    """

    span: Span
    text: str
    kind: str
    start: date | None
    end: date | None
    known: bool = True
    parts: tuple[tuple[date, date], ...] = ()


def each_year(span: Span, text: str, years: Sequence[int]) -> Period:
    """Return the period from the first to the last of some years, each a part that a listed value may be of."""
    parts = tuple((date(year, 1, 1), date(year, 12, 31)) for year in years)
    return Period(span, text[slice(*span)], "years", parts[0][0], parts[-1][1], True, parts)


def plan_period(text: str, at: int, window: Window) -> Period | None:
    """Return the five-year plan told at this place (“十三五”末, “十二五”期间), or None.

    One that is over by the window's end is no horizon any more: its end is a date, and its years are a span.
    """
    match = _PLAN.match(text, at)
    if match is None or not (match.group("end") or match.group("rest") or text[at] in "“\"'到至"):
        return None
    begin = FIVE_YEAR_PLANS.get(match.group(1))
    if begin is None:
        return None
    end = date(begin + 4, 12, 31)
    over = window.end is not None and end <= window.end
    if window.end is None and text[at] not in "到至" and not _AIMED.search(text, max(0, at - 8), at + 40):
        over = True  # “十三五”末…达20.3件: told, and not aimed at
    if match.group("end"):
        return Period(match.span(), match.group(), "asof" if over else "plan", date(begin + 4, 1, 1), end)
    if over and match.group("rest") in ("时期", "期间"):
        return Period(match.span(), match.group(), "span", date(begin, 1, 1), end)
    aimed = not over and match.group("rest") in ("时期", "期间") and _AIMED.match(text, match.end())
    return Period(match.span(), match.group(), "plan" if aimed else "years", date(begin, 1, 1), end)
