"""Questions that are put together once: making the statement of a short one takes Django longer than answering it.

``prepared`` turns a function that builds a queryset of ``values_list`` into one that answers with its rows. The
function is called once for each shape, with marks in the place of its values; the statement is kept with the places
of the marks, and from then on only the values change; PostgreSQL keeps its plan. No answer is kept. What a question
obeys beside its values (the reader's scope, keyword arguments) is a part of its shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import date, datetime, timedelta, timezone
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import CharField, ForeignKey, Lookup, Model, QuerySet

from indicators.scope import NOTHING, Scope, current, seen_within

MOST_SHAPES = 1000
"""Statements kept at once, of each question; beyond it all of them are put together anew."""

PLACE = re.compile(r"(?<!%)%s")
"""Where a statement takes a parameter; ``%%`` is a sign of its own."""

Row = tuple[Any, ...]


class Written(NamedTuple):
    """A statement written by hand around what Django has put together, with its parameters; its rows come as they
    are."""

    text: str
    parameters: Sequence[Any]


class Statement(NamedTuple):
    """The text with the number of the value that each parameter is; ``turns`` are the columns that Django converts,
    with how."""

    text: str
    parameters: list[int]
    turns: dict[int, tuple[list[Callable[..., Any]], Any]]


AnyModel = TypeVar("AnyModel", bound=Model)


class NotPrepared(Exception):
    """The question cannot be kept: it does something else with its values than compare them, or asks another first."""


NEW = Statement("", [], {})


@CharField.register_lookup
@ForeignKey.register_lookup
class AnyOf(Lookup):
    """``region__any_of=codes``: as ``in``, with the whole list as one parameter, whatever its length."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        values = list(self.rhs)
        kind = "bigint" if values and isinstance(values[0], int) else "text"
        return f"{column} = any(%s::{kind}[])", [*parameters, values]


def prepared(
    *, scoped: bool = True
) -> Callable[[Callable[..., QuerySet | Written]], Callable[..., list[Row]]]:
    """Makes the function answer its question with its rows. Positional arguments are its values (text, days, times,
    whole numbers; for ``any_of`` lists of text, or of whole numbers where these are not empty), keyword arguments its
    shape; a None among the values belongs to the shape as well.

    Without ``scoped`` the question may be put before it is known who reads; values and targets are then out of its
    reach, and asking for them raises NotPrepared.
    """

    def decorate(build: Callable[..., QuerySet | Written]) -> Callable[..., list[Row]]:
        kept: dict[Any, Statement | None] = {}

        @wraps(build)
        def answer(*values: Any, **shape: Any) -> list[Row]:
            key = (current() if scoped else None, *map(_kind, values), *shape.items())
            statement = kept.get(key, NEW)
            if statement is NEW:
                if len(kept) >= MOST_SHAPES:
                    kept.clear()
                statement = kept[key] = _put_together(build, values, shape, scoped)
            return _ask(statement, values) if statement else []

        return answer

    return decorate


def _ask(statement: Statement, values: Sequence[Any]) -> list[Row]:
    with _binding_cursor() as cursor:
        cursor.execute(statement.text, [values[at] for at in statement.parameters])
        found: list[Row] = cursor.fetchall()
    return [_turned(row, statement) for row in found] if statement.turns else found


def _binding_cursor() -> Any:
    """A cursor that sends statement and values apart, so that PostgreSQL too keeps the plan of a statement that it has
    met (``prepare_threshold`` in the settings says how often); seen by Django's wrappers like any other."""
    connection.ensure_connection()
    own = connection.connection
    usual, own.cursor_factory = own.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        own.cursor_factory = usual


def _turned(row: Row, statement: Statement) -> Row:
    cells = list(row)
    for place, (turns, expression) in statement.turns.items():
        for turn in turns:
            cells[place] = turn(cells[place], expression, connection)
    return tuple(cells)


def instances(model: type[AnyModel], rows: Iterable[Row]) -> list[AnyModel]:
    """Objects of the model from rows that begin with ``columns_of`` it."""
    names = columns_of(model)
    return [model.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)]) for row in rows]


def columns_of(model: type[Model]) -> list[str]:
    """What ``values_list`` must fetch for ``instances``."""
    return [field.attname for field in model._meta.concrete_fields]


def _put_together(
    build: Callable[..., QuerySet | Written], values: Sequence[Any], shape: dict[str, Any], scoped: bool
) -> Statement | None:
    """The statement and where each of its parameters comes from; None where the question has no answer at all."""
    marks = [_mark(value, number) for number, value in enumerate(values)]
    at = {_plain(mark): number for number, mark in enumerate(marks) if mark is not None}
    with connection.execute_wrapper(_refuse), nullcontext() if scoped else seen_within(_nobody):
        try:
            text, parameters, turns = _compiled(build(*marks, **shape))
        except EmptyResultSet:
            return None
    origins = [(at.get(_plain(parameter)), parameter) for parameter in parameters]
    lost = set(at.values()) - {number for number, _fixed in origins}
    sees_nothing = scoped and current() == NOTHING  # and has some values left out of the statement
    if lost and not sees_nothing:
        raise NotPrepared(f"{build.__qualname__} does something else with its values than compare them")
    text = _with_fixed(text, origins)
    return Statement(text, [number for number, _fixed in origins if number is not None], turns)


def _compiled(question: QuerySet | Written) -> tuple[str, Sequence[Any], dict[int, Any]]:
    """Text, parameters, and the columns that Django converts."""
    if isinstance(question, Written):
        return question.text, question.parameters, {}
    compiler = question.query.get_compiler(DEFAULT_DB_ALIAS)
    text, parameters = compiler.as_sql()
    return text, parameters, compiler.get_converters([column for column, *_rest in compiler.select])


def _with_fixed(text: str, origins: Sequence[tuple[int | None, Any]]) -> str:
    """The text with what is no value of the question written into it: PostgreSQL could not tell the types of them all,
    nor that the same expression in two places is the same."""
    pieces = PLACE.split(text)
    written = [
        "%s" if at is not None else connection.ops.compose_sql("%s", [fixed]).replace("%", "%%")
        for at, fixed in origins
    ]
    return "".join(piece + told for piece, told in zip(pieces, [*written, ""], strict=True))


def _kind(value: Any) -> Any:
    """What of a value belongs to the shape: its type, and that of what a list holds."""
    return (list, type(value[0])) if isinstance(value, list) and value else type(value)


def _mark(value: Any, number: int) -> Any:
    """A value of the same type that no question has by itself."""
    if value is None:
        return None
    if isinstance(value, list):  # of two parts, so that nobody takes it for a single one
        if value and type(value[0]) is int:
            return [2_000_000_000 + number, 2_000_000_000 - number]
        return [f"\ue000{number}\ue001", f"\ue000{number}\ue002"]
    if isinstance(value, str):
        return f"\ue000{number}\ue001"
    if isinstance(value, datetime):
        return datetime(1, 1, 1, tzinfo=timezone.utc) + timedelta(hours=number)
    if isinstance(value, date):
        return date(1, 1, 1) + timedelta(days=number)
    if type(value) is int:
        return 2_000_000_000 + number
    raise NotPrepared(f"{type(value).__name__} is no value of a prepared question")


def _plain(parameter: Any) -> Any:
    """What the parameter is known by: a list by its parts, and never as one of them."""
    return tuple(parameter) if isinstance(parameter, list) else parameter


def _refuse(*_call: Any) -> Any:
    raise NotPrepared(
        "a prepared question may ask nothing while it is put together: what it learned would be kept"
    )


def _nobody() -> Scope:
    raise NotPrepared("values and targets are asked for within a scope")
