"""Which reports the bureau asks for, from whom and until when; and what an office still owes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Region
from indicators.scope import prefix_of
from reports.errors import ServiceError
from reports.filing import Kind, Period, Slot
from reports.models import Expectation
from trail.actions import Action
from trail.services import record

MONTHS = tuple(period for period in Period.values if period.startswith("m"))
LAST_MONTH = {"year": 12, "half": 6, "q123": 9, "q1": 3, "q2": 6, "q3": 9, "q4": 12}
EARLIEST, LATEST = 1985, 2100


def after(period: str, year: int, day: int) -> date:
    """So many days after the period's end: day 15 of the half-year's is 15 July."""
    month = LAST_MONTH.get(period) or int(period[1:])
    following = date(year + month // 12, month % 12 + 1, 1)
    return following + timedelta(days=day - 1)


@dataclass(frozen=True, slots=True)
class Template:
    """Reports that are asked for together, each until its day."""

    words: Any
    kind: str
    periods: tuple[str, ...]
    due: Callable[[int, str], date]


TEMPLATES: dict[str, Template] = {
    "annual": Template(
        gettext_lazy("年度总结（12 月 31 日前）"), Kind.SUMMARY, ("year",), lambda year, _p: date(year, 12, 31)
    ),
    "annual_january": Template(
        gettext_lazy("年度总结（次年 1 月 15 日前）"), Kind.SUMMARY, ("year",), lambda y, p: after(p, y, 15)
    ),
    "half": Template(
        gettext_lazy("半年总结（7 月 15 日前）"), Kind.SUMMARY, ("half",), lambda y, p: after(p, y, 15)
    ),
    "quarters": Template(
        gettext_lazy("季度总结（一季度、上半年、前三季度、全年，期后 15 日内）"),
        Kind.SUMMARY, ("q1", "half", "q123", "year"), lambda y, p: after(p, y, 15),
    ),
    "months": Template(
        gettext_lazy("月报（次月 10 日前，共 12 份）"), Kind.SUMMARY, MONTHS, lambda y, p: after(p, y, 10)
    ),
    "plan": Template(
        gettext_lazy("年度计划（当年 1 月 31 日前）"), Kind.PLAN, ("year",), lambda year, _p: date(year, 1, 31)
    ),
    "bulletin": Template(
        gettext_lazy("年度公报（次年 4 月 30 日前）"), Kind.BULLETIN, ("year",),
        lambda year, _p: date(year + 1, 4, 30),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is asked: the regions of a level below a parent, or those named by code."""

    level: str = ""
    parent: Region | None = None
    codes: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        if self.codes:
            return {"level": "", "parent": None, "codes": sorted(set(self.codes))}
        return {"level": self.level, "parent": self.parent, "codes": []}


@transaction.atomic
def set_expectations(
    *, by: AbstractUser, template: str, year: int, whom: Whom, due: date | None = None
) -> list[Expectation]:
    """The template's reports of the year, asked of them from now on. Raises ServiceError.

    ``due`` moves the day of a template that asks for one report.
    """
    chosen = TEMPLATES[template]
    fields = whom.fields()
    if not fields["codes"] and not (fields["level"] and fields["parent"]):
        raise ServiceError(_("请选择级别和范围，或写出报送单位的地区。"))
    if due and len(chosen.periods) > 1:
        raise ServiceError(_("这个模板有几份报告，期限各不相同；请先保存，再逐份改期限。"))
    rows = [
        Expectation(
            kind=chosen.kind,
            year=year,
            period=period,
            due=due or chosen.due(year, period),
            set_by=by,
            **fields,
        )
        for period in chosen.periods
    ]
    try:
        with transaction.atomic():
            made = Expectation.objects.bulk_create(rows)
    except IntegrityError as error:
        raise ServiceError(
            _("其中有的报告已经向这些单位要过；请在下面改它的期限，或先撤销再重设。")
        ) from error
    for row in made:
        record(Action.SETTING_CHANGE, by=by, target=row, detail={"new": told(row)})
    return made


@transaction.atomic
def move_due(*, expectation: Expectation, by: AbstractUser, due: date) -> Expectation:
    """The expectation with another day. Raises ServiceError where it was withdrawn meanwhile."""
    expectation = _locked(expectation)
    was, expectation.due = told(expectation), due
    expectation.save(update_fields=["due"])
    record(Action.SETTING_CHANGE, by=by, target=expectation, detail={"old": was, "new": told(expectation)})
    return expectation


@transaction.atomic
def drop_expectation(*, expectation: Expectation, by: AbstractUser) -> None:
    """Ask for it no more. Raises ServiceError where it was withdrawn meanwhile."""
    expectation = _locked(expectation)
    record(Action.SETTING_CHANGE, by=by, target=expectation, detail={"old": told(expectation)})
    expectation.delete()


def _locked(expectation: Expectation) -> Expectation:
    row = Expectation.objects.select_for_update(of=("self",)).filter(pk=expectation.pk).first()
    if row is None:
        raise ServiceError(_("这项要求刚刚已被撤销，请刷新后再看。"))
    return row


def told(row: Expectation) -> dict[str, Any]:
    """The expectation as plain values, for the trail."""
    whom = {"level": row.level, "parent": row.parent_id, "codes": row.codes}
    return {"what": str(row), "due": row.due.isoformat(), **whom}


def slot(row: Expectation) -> Slot:
    return Slot(row.year, row.kind, row.period)


def is_asked(row: Expectation, code: str, level: str) -> bool:
    """Whether the region of this code and level is among those that the expectation names."""
    if row.codes:
        return code in row.codes
    return level == row.level and code.startswith(prefix_of(row.parent_id or "000000"))


def due_dates(rows: Iterable[Expectation], code: str, level: str) -> dict[Slot, date]:
    """Until when the region owes which report; who is named goes before the level, then the later day counts."""
    named: dict[Slot, tuple[bool, date]] = {}
    for row in rows:
        if is_asked(row, code, level):
            rank = (bool(row.codes), row.due)
            named[slot(row)] = max(named.get(slot(row), rank), rank)
    return {key: due for key, (_named, due) in named.items()}
