"""Which report is of which kind and period, in the terms in which the bureau asks for reports. Pure of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.models import Expectation

Kind, Period = Expectation.Kind, Expectation.Period
KIND_OF = {"summary": "summary", "report": "summary", "plan": "plan", "bulletin": "bulletin"}
"""A report's kind → the kind that is asked for: 工作总结 and 工作报告 are two names of one thing."""

SPANS = {
    (1, 12): Period.YEAR, (1, 6): Period.HALF, (1, 9): Period.THREE_QUARTERS,
    (1, 3): Period.QUARTER_1, (4, 6): Period.QUARTER_2, (7, 9): Period.QUARTER_3, (10, 12): Period.QUARTER_4,
}  # fmt: skip
MONTHLY = {"m03": "q1", "m06": "half", "m09": "q123", "m12": "year"}
"""What a month's report is told as, where it covers the year so far: 1—6月 is a half-year."""

KINDS = {
    "summary": gettext_lazy("总结"),
    "plan": pgettext_lazy("kind of report", "计划"),
    "bulletin": gettext_lazy("公报"),
}
PERIODS = {
    "year": gettext_lazy("年度"),
    "half": gettext_lazy("上半年"),
    "q123": gettext_lazy("前三季度"),
    "q1": gettext_lazy("一季度"),
    "q2": gettext_lazy("二季度"),
    "q3": gettext_lazy("三季度"),
    "q4": gettext_lazy("四季度"),
}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One report that an office files: of which year, kind and period."""

    year: int
    kind: str
    period: str

    @property
    def label(self) -> str:
        """Kind and period without the year: 上半年总结, 5月总结."""
        return _("%(period)s%(kind)s") % {"period": self._period, "kind": KINDS[self.kind]}

    @property
    def words(self) -> str:
        """The slot with its year: 2016年度总结, 2016年上半年总结."""
        names = {"year": self.year, "period": self._period, "kind": KINDS[self.kind]}
        if self.period == Period.YEAR:
            return _("%(year)s%(period)s%(kind)s") % names
        return _("%(year)s年%(period)s%(kind)s") % names

    @property
    def _period(self) -> str:
        if self.period in PERIODS:
            return str(PERIODS[self.period])
        return _("%(month)d月") % {"month": int(self.period[1:])}

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands among others: by year, kind, then the period in the year's order."""
        return self.year, Kind.values.index(self.kind), ORDER.index(self.period)


ORDER = [
    "m01", "m02", "m03", "q1", "m04", "m05", "m06", "q2", "half", "m07", "m08", "m09", "q3", "q123",
    "m10", "m11", "m12", "q4", "year",
]  # fmt: skip


def period_of(start: date | None, end: date | None) -> str:
    """The period's code; a month's for the year so far as well (1—5月), the year's where nothing is known."""
    if end is None:
        return Period.YEAR.value
    first = start.month if start else 1
    known = SPANS.get((first, end.month))
    if known is None and first not in (1, end.month):
        return Period.YEAR.value
    return known.value if known else f"m{end.month:02}"


def slot_of(
    kind: str, year: int, start: date | None, end: date | None, asked: Collection[Slot]
) -> Slot | None:
    """The slot that a report fills: the one asked for where it fits; None for a kind that nobody is asked for."""
    if kind not in KIND_OF:
        return None
    slot = Slot(year, KIND_OF[kind], period_of(start, end))
    if slot in asked:
        return slot
    other = next((Slot(year, slot.kind, m) for m, told in MONTHLY.items() if told == slot.period), slot)
    return other if other in asked else slot
