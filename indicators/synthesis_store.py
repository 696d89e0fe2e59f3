"""Puts made-up values into an empty database by COPY, fast: indexes and references are made once, at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import connection, transaction

from indicators import synthesis
from indicators.models import Citation, Observation, Source
from indicators.synthesis import Value

BATCH = 20_000  # rows between two words about the progress
OBSERVATIONS = (
    "id", "indicator_id", "breakdown", "accounting", "region_id", "start", '"end"', "value", "unit_kind",
    "comparator", "replaces_because", "published_at", "published_by_id", "superseded_at", "superseded_by_id",
    "supersede_reason", "measure", "status",
)  # fmt: skip
SOURCES = ("id", "key", "title", "issuer_id", "year", "digest", "received_at", "is_sample")
CITATIONS = (
    "observation_id", "source_id", "role", "sentence", "quote_start", "quote_end", "section", "link", "ruling",
    "ruling_link", "created_at",
)  # fmt: skip
TABLES = tuple(model._meta.db_table for model in (Observation, Citation))


def holds_values() -> bool:
    """Whether anything was published here, or cited as a source: then nothing made up comes beside it."""
    return Observation.objects.exists() or Source.objects.exists()


def fill(wanted: int, *, seed: int = 1, tell: Callable[[int], None] = lambda count: None) -> int:
    """Stores that many values, each region's sources and every tenth value's sentence; how many there are now.

    All of it stands in one transaction: broken off, it leaves nothing. ``tell`` hears the count now and then.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local maintenance_work_mem = '512MB'; set local synchronous_commit = off")
        with _without_indexes(cursor), tempfile.TemporaryFile("w+", encoding="utf-8") as sentences:
            count, reports = _copy_values(cursor, wanted, seed, sentences, tell)
            _copy(cursor, Source, SOURCES, (_source(number, *key) for key, number in reports.items()))
            sentences.seek(0)
            _copy(cursor, Citation, CITATIONS, iter(sentences))
        for model in (Observation, Source, Citation):
            table = model._meta.db_table
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"  # noqa: S608
            )
    with connection.cursor() as cursor:  # outside of a transaction, as VACUUM demands
        cursor.execute("vacuum (analyze) " + ", ".join((*TABLES, Source._meta.db_table)))
    return count


Report = tuple[str, str, int]  # a region's code, its name and a year


def _copy_values(
    cursor: Any, wanted: int, seed: int, sentences: IO[str], tell: Callable[[int], None]
) -> tuple[int, dict[Report, int]]:
    """How many values were stored, and the source's number of each region and year; their sentences are written to
    the file."""
    reports: dict[Report, int] = {}
    count = 0

    def rows() -> Iterator[str]:
        nonlocal count
        for value in synthesis.values(wanted, seed):
            count += 1
            if value.sentence:
                key = (value.region.code, value.region.name, value.year)
                sentences.write(_citation(value, reports.setdefault(key, len(reports) + 1)))
            if count % BATCH == 0:
                tell(count)
            yield value.row

    _copy(cursor, Observation, OBSERVATIONS, rows())
    return count, reports


def _copy(cursor: Any, model: type, columns: tuple[str, ...], rows: Iterator[str]) -> None:
    names = ", ".join(columns)
    with cursor.copy(f"copy {model._meta.db_table} ({names}) from stdin") as copy:
        held: list[str] = []
        for row in rows:
            held.append(row)
            if len(held) == 500:
                copy.write("".join(held))
                held.clear()
        copy.write("".join(held))


def _source(number: int, code: str, name: str, year: int) -> str:
    title = f"{name}{year}年知识产权工作总结（合成数据）"
    return f"{number}\tsynthetic:{code}:{year}\t{title}\t{code}\t{year}\t\t{year + 1}-01-20 09:00:00+08\tt\n"


def _citation(value: Value, source: int) -> str:
    at = value.sentence.index("为" + value.quote) + 1
    end = at + len(value.quote)
    link, cited_at = f"/observations/{value.id}/evidence/", f"{value.year + 1}-03-15 09:00:00+08"
    return f"{value.id}\t{source}\tevidence\t{value.sentence}\t{at}\t{end}\t\t{link}\t\t\t{cited_at}\n"


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Takes the tables' indexes and references away and makes them again at the end, as they were."""
    indexes = _pairs(
        cursor,
        "select indexname, indexdef from pg_indexes where schemaname = current_schema() and tablename = any(%s)"
        " and indexname not in (select conname from pg_constraint)",
    )
    constraints = _pairs(
        cursor,
        "select conrelid::regclass || ' ' || quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint"
        " where conrelid::regclass::text = any(%s) and contype in ('f', 'u')",
    )
    for name, _definition in constraints:
        table, constraint = name.split(" ", 1)
        cursor.execute(f"alter table {table} drop constraint {constraint}")
    for name, _definition in indexes:
        cursor.execute(f'drop index "{name}"')
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        table, constraint = name.split(" ", 1)
        cursor.execute(f"alter table {table} add constraint {constraint} {definition}")


def _pairs(cursor: Any, statement: str) -> list[tuple[str, str]]:
    return cursor.execute(statement, [list(TABLES)]).fetchall()
