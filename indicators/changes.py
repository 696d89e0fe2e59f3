"""What is shown otherwise than it was: published, revised and taken back since a moment, in a region and below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from indicators import labels
from indicators.area import Area
from indicators.models import Measure, Observation
from indicators.series import window_of
from indicators.wording import format_short, period_name, unit_with, with_comparator

MOST_OF_A_REGION = 40
MOST = 400
SHOWN = 8

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One statistic that is shown otherwise; ``before`` and ``now`` are values as they are written, "" for none."""

    kind: str
    observation: int
    indicator: str
    code: str
    breakdown: str
    measure: str
    region: str
    region_code: str
    period: str
    before: str
    now: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How many statistics are new, revised and withdrawn, at least as many where ``is_more``.

    ``other`` are the newest of those that stand otherwise than before, ``fresh`` the newest of those that are new.
    """

    new: int = 0
    revised: int = 0
    withdrawn: int = 0
    is_more: bool = False
    other: tuple[Change, ...] = ()
    fresh: tuple[Change, ...] = ()

    @property
    def is_any(self) -> bool:
        return bool(self.new or self.revised or self.withdrawn)


def load_changes(area: Area, since: datetime, until: datetime | None = None) -> Changes:
    """What changed after ``since``, and not after ``until`` where that is given; two queries."""
    end = until or timezone.now()
    limits = (area.codes, since, end)
    came, gone = (
        list(_rows(what, limits).select_related("indicator").order_by(f"-{what}_at", "-pk"))
        for what in ("published", "superseded")
    )
    names = area.names
    found = [
        change
        for fresh, old in _by_key(came, gone).values()
        if (change := _change(names, fresh, old, since, end))
    ]
    found.sort(key=lambda change: (change.at, change.observation), reverse=True)
    count = Counter(change.kind for change in found)
    return Changes(
        new=count["new"],
        revised=count["revised"],
        withdrawn=count["withdrawn"],
        is_more=_is_cut(came) or _is_cut(gone),
        other=tuple(change for change in found if change.kind != "new")[:SHOWN],
        fresh=tuple(change for change in found if change.kind == "new")[:SHOWN],
    )


def _rows(what: str, limits: tuple[tuple[str, ...], datetime, datetime]) -> Any:
    codes, since, until = limits
    return Observation.objects.changed_in(codes, what, since, until, MOST_OF_A_REGION, MOST)


def _is_cut(rows: list[Observation]) -> bool:
    """Whether there may be more than was looked at."""
    each = Counter(row.region_id for row in rows)
    return len(rows) >= MOST or any(count >= MOST_OF_A_REGION for count in each.values())


def _by_key(
    came: Iterable[Observation], gone: Iterable[Observation]
) -> dict[Key, tuple[list[Observation], list[Observation]]]:
    """What came and what went of each statistic, the newest first."""
    found: dict[Key, tuple[list[Observation], list[Observation]]] = {}
    for place, rows in enumerate((came, gone)):
        for row in rows:
            key = tuple(getattr(row, name) for name in Observation.KEY)
            found.setdefault(key, ([], []))[place].append(row)
    return found


def _change(
    names: Mapping[str, str],
    came: list[Observation],
    gone: list[Observation],
    since: datetime,
    until: datetime,
) -> Change | None:
    """What became of the statistic: what stood before against what stands at the end; None where these are one."""
    now = next((row for row in came if not (row.superseded_at and row.superseded_at <= until)), None)
    before = next((row for row in reversed(gone) if row.published_at and row.published_at <= since), None)
    if now and before:
        is_same = (now.value, now.comparator, now.status) == (before.value, before.comparator, before.status)
        return None if is_same else _told("revised", names, now, before, now)
    if now:
        return _told("new", names, now, None, now)
    return _told("withdrawn", names, before, before, None) if before else None


def _told(
    kind: str,
    names: Mapping[str, str],
    row: Observation,
    before: Observation | None,
    now: Observation | None,
) -> Change:
    at = row.superseded_at if kind == "withdrawn" else row.published_at
    assert at is not None
    return Change(
        kind=kind,
        observation=row.pk,
        indicator=row.indicator.name,
        code=row.indicator_id,
        breakdown=row.breakdown and labels.breakdown_name(row.breakdown),
        measure="" if row.measure == Measure.LEVEL else row.get_measure_display(),
        region=names[row.region_id],
        region_code=row.region_id,
        period=period_name(window_of(row.start, row.end), row.end.year, labels.language()),
        before=_value(before),
        now=_value(now),
        at=at,
        reason=before.supersede_reason if before else "",
    )


def _value(row: Observation | None) -> str:
    if row is None:
        return ""
    language = labels.language()
    number, word = format_short(row.value, row.unit_kind, language)
    unit = unit_with(word, labels.unit_name(row.indicator, row.unit_kind, row.value), language)
    space = "" if unit == "%" else " "
    return f"{with_comparator(number, row.comparator, language)}{space}{unit}"
