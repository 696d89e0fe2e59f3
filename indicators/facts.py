"""Published values as plain rows: what charts need and no more, without the cost of a model's instance each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import DRAFT
from indicators.querysets import ObservationQuerySet

FIELDS = (
    "pk", "indicator_id", "breakdown", "measure", "accounting", "region_id", "start", "end", "value", "unit_kind",
    "comparator", "status", "published_at", "is_sample",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One published value; a ``series.Row``."""

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


def load_facts(rows: ObservationQuerySet) -> list[Fact]:
    """The rows as facts in their order, in one query."""
    return [_fact(row) for row in rows.with_sample_mark().values_list(*FIELDS)]


def stream_facts(rows: ObservationQuerySet) -> Iterator[Fact]:
    """The same, fetched while they are used: for more rows than one wants in memory."""
    for row in rows.with_sample_mark().values_list(*FIELDS).iterator(chunk_size=2000):
        yield _fact(row)


def _fact(row: tuple[Any, ...]) -> Fact:
    return Fact(*row[:11], DRAFT if row[12] is None else row[11], row[13])
