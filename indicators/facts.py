"""Published values as plain rows: what charts need and no more, without the cost of a model's instance each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any, NamedTuple

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
    return to_facts(fact_rows(rows, ruled=ruled))


def stream_facts(rows: ObservationQuerySet) -> Iterator[Fact]:
    """The same, fetched while they are used: for more rows than one wants in memory."""
    return starmap(Fact, fact_rows(rows).iterator(chunk_size=2000))


def to_facts(rows: Iterable[tuple[Any, ...]]) -> list[Fact]:
    """What ``fact_rows`` fetches, as facts."""
    return list(starmap(Fact, rows))


def fact_rows(rows: ObservationQuerySet, *, ruled: bool = False) -> ObservationQuerySet:
    """The rows with a fact's columns, and with what was ruled on each where that is asked for.

    The status is put together by the database: the day of publishing would have to be made an object for each.
    """
    shown = Case(When(published_at__isnull=True, then=Value(DRAFT)), default=F("status"))
    rows = rows.with_sample_mark().annotate(shown_status=shown)
    return rows.with_ruling().values_list(*Fact._fields) if ruled else rows.values_list(*PLAIN)


PLAIN = tuple(name for name in Fact._fields if name != "ruling")
