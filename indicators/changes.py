"""What is shown otherwise than it was: published, revised and taken back since a moment, in a region and below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from indicators import labels
from indicators.area import Area
from indicators.models import Indicator, Measure, Observation
from indicators.prepared import prepared
from indicators.series import window_of
from indicators.wording import period_name

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
    """What changed after ``since``, and not after ``until`` where that is given; at most three queries."""
    end = until or timezone.now()
    came, gone = _rows("published", area, since, end), _rows("superseded", area, since, end)
    found = [
        turn
        for fresh, old in _by_key(came, gone).values()
        if (turn := _turn(fresh, old, since, end)) is not None
    ]
    found.sort(key=lambda turn: (turn.at, turn.row.pk), reverse=True)
    count = Counter(turn.kind for turn in found)
    other = [turn for turn in found if turn.kind != "new"][:SHOWN]
    fresh = [turn for turn in found if turn.kind == "new"][:SHOWN]
    indicators = Indicator.objects.in_bulk({turn.row.indicator_id for turn in other + fresh})
    names = area.names
    return Changes(
        new=count["new"],
        revised=count["revised"],
        withdrawn=count["withdrawn"],
        is_more=_is_cut(came) or _is_cut(gone),
        other=tuple(_told(turn, names, indicators[turn.row.indicator_id]) for turn in other),
        fresh=tuple(_told(turn, names, indicators[turn.row.indicator_id]) for turn in fresh),
    )


class Row(NamedTuple):
    """What is asked of a value that came or went; its fields are the columns fetched."""

    pk: int
    indicator_id: str
    breakdown: str
    measure: str
    accounting: str
    region_id: str
    start: date | None
    end: date
    value: Decimal
    unit_kind: str
    comparator: str
    status: str
    published_at: datetime
    superseded_at: datetime | None
    supersede_reason: str

    @property
    def key(self) -> Key:
        return tuple(getattr(self, name) for name in Observation.KEY)


class Turn(NamedTuple):
    """What became of one statistic: ``before`` and ``now`` as it stood at both ends."""

    kind: str
    before: Row | None
    now: Row | None

    @property
    def row(self) -> Row:
        """The value that stands for it."""
        row = self.now or self.before
        assert row is not None
        return row

    @property
    def at(self) -> datetime:
        ended = self.row.superseded_at if self.now is None else None
        return ended or self.row.published_at


def _rows(what: str, area: Area, since: datetime, until: datetime) -> list[Row]:
    return [Row(*row) for row in _changed(list(area.codes), since, until, MOST_OF_A_REGION, MOST, what=what)]


@prepared()
def _changed(
    codes: list[str], since: datetime, until: datetime, most_each: int, most: int, *, what: str
) -> QuerySet:
    rows = Observation.objects.changed_in(codes, what, since, until, most_each, most)
    return rows.order_by(f"-{what}_at", "-pk").values_list(*Row._fields)


def _is_cut(rows: list[Row]) -> bool:
    """Whether there may be more than was looked at."""
    each = Counter(row.region_id for row in rows)
    return len(rows) >= MOST or any(count >= MOST_OF_A_REGION for count in each.values())


def _by_key(came: Iterable[Row], gone: Iterable[Row]) -> dict[Key, tuple[list[Row], list[Row]]]:
    """What came and what went of each statistic, the newest first."""
    found: dict[Key, tuple[list[Row], list[Row]]] = {}
    for place, rows in enumerate((came, gone)):
        for row in rows:
            found.setdefault(row.key, ([], []))[place].append(row)
    return found


def _turn(came: list[Row], gone: list[Row], since: datetime, until: datetime) -> Turn | None:
    """What stood before against what stands at the end; None where these are one."""
    now = next((row for row in came if not (row.superseded_at and row.superseded_at <= until)), None)
    before = next((row for row in reversed(gone) if row.published_at <= since), None)
    if now and before:
        is_same = (now.value, now.comparator, now.status) == (before.value, before.comparator, before.status)
        return None if is_same else Turn("revised", before, now)
    if now:
        return Turn("new", None, now)
    return Turn("withdrawn", before, None) if before else None


def _told(turn: Turn, names: Mapping[str, str], indicator: Indicator) -> Change:
    row = turn.row
    return Change(
        kind=turn.kind,
        observation=row.pk,
        indicator=indicator.name,
        code=row.indicator_id,
        breakdown=row.breakdown and labels.breakdown_name(row.breakdown),
        measure="" if row.measure == Measure.LEVEL else str(Measure(row.measure).label),
        region=names[row.region_id],
        region_code=row.region_id,
        period=period_name(window_of(row.start, row.end), row.end.year, labels.language()),
        before=_value(turn.before, indicator),
        now=_value(turn.now, indicator),
        at=turn.at,
        reason=turn.before.supersede_reason if turn.before else "",
    )


def _value(row: Row | None, indicator: Indicator) -> str:
    if row is None:
        return ""
    number, unit = labels.short_words(indicator, row)
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"
