"""Published values as plain rows: what charts need and no more, without the cost of a model's instance each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import NamedTuple

from django.db.models import Case, F, Value, When

from indicators.models import DRAFT
from indicators.querysets import ObservationQuerySet


class Fact(NamedTuple):
    """One published value; a ``series.Row``. Its fields are the columns fetched."""

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
    shown_status: str
    is_sample: bool
    ruling: str | None = None


def load_facts(rows: ObservationQuerySet, *, ruled: bool = False) -> list[Fact]:
    """The rows as facts in their order, in one query; with what was ruled on each where that is asked for."""
    if ruled:
        rows = rows.with_ruling()
    return [Fact(*row) for row in _columns(rows, Fact._fields if ruled else PLAIN)]


def stream_facts(rows: ObservationQuerySet) -> Iterator[Fact]:
    """The same, fetched while they are used: for more rows than one wants in memory."""
    return starmap(Fact, _columns(rows, PLAIN).iterator(chunk_size=2000))


def _columns(rows: ObservationQuerySet, names: Sequence[str]) -> ObservationQuerySet:
    """The status is put together by the database: the day of publishing would have to be made an object for each."""
    shown = Case(When(published_at__isnull=True, then=Value(DRAFT)), default=F("status"))
    return rows.with_sample_mark().annotate(shown_status=shown).values_list(*names)


PLAIN = tuple(name for name in Fact._fields if name != "ruling")
