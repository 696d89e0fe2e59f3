"""What a person selected in a document, read as the extraction would: a number, a period, a place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.regions import load_gazetteer
from reports.annotation import Span, find_sentence
from reports.extraction.folding import fold
from reports.extraction.periods import Period, Window, find_periods
from reports.extraction.quantities import Quantity, find_quantities
from reports.extraction.region_names import find_region_names
from reports.models import Report

LONGEST = 400
SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is typed: 26.7 with the scale 亿. ``span`` is its place in the whole text, unit included."""

    span: Span
    text: str
    value: str
    scale: str
    step: str
    unit: str
    comparator: str
    percent: bool


@dataclass(frozen=True, slots=True)
class Time:
    text: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the selected text says; each part None where it says nothing of the kind."""

    text: str
    number: Number | None
    period: Time | None
    place: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_selection(report: Report, start: int, end: int) -> Reading:
    """The reading of a stretch of the text, judged within its sentence; of several the first that it touches."""
    start, end = max(0, start), min(end, len(report.text), start + LONGEST)
    first, last = find_sentence(report.text, start, end)
    folded = fold(report.text[first:last])
    inside = (start - first, end - first)
    periods = find_periods(folded, window_of_report(report))
    period = next((one for one in periods if _touch(one.span, inside) and one.known and one.end), None)
    number = next(
        (
            one
            for one in find_quantities(folded)
            if _touch(one.span, inside) and one.value is not None and not _is_time(one, periods)
        ),
        None,
    )
    names = find_region_names(folded, load_gazetteer())
    place = next((one for one in names if _touch((one.start, one.end), inside)), None)
    return Reading(
        report.text[start:end],
        _number(number, first, report.text) if number else None,
        _time(period) if period else None,
        folded[place.start : place.end] if place else None,
    )


def window_of_report(report: Report) -> Window:
    """The period that a 今年 or a month without a year is read against."""
    whole = (date(report.year, 1, 1), date(report.year, 12, 31)) if report.year else (None, None)
    return Window(report.year, report.start or whole[0], report.end or whole[1])


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_time(quantity: Quantity, periods: tuple[Period, ...]) -> bool:
    return any(_touch(quantity.span, period.span) for period in periods)


def _time(period: Period) -> Time:
    start = period.start.isoformat() if period.start and period.kind != "asof" else ""
    return Time(period.text, start, period.end.isoformat() if period.end else "")


def _number(quantity: Quantity, origin: int, text: str) -> Number:
    value, scale = quantity.value or Decimal(0), ""
    if quantity.scaled:
        for size, word in SCALES:
            if abs(value) >= size:
                value, scale = value / size, word
                break
    span = (origin + quantity.span[0], origin + quantity.span[1])
    return Number(
        span,
        text[slice(*span)],
        f"{value.normalize():f}",
        scale,
        f"{quantity.step.normalize():f}",
        quantity.unit or "",
        quantity.comparator,
        quantity.kind in ("percent", "points"),
    )
