"""Of which regions a request may see published values.

Who may see what is decided in the room that knows people; this one only keeps the answer while a request runs, and
every question about observations and targets obeys it, those of pages that nobody has written yet as well.
Commands and jobs run without a scope and see everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Scope:
    """Regions by the beginning of their codes: GB/T 2260 codes nest by pairs of digits. None is nowhere."""

    prefix: str | None

    def includes(self, code: str) -> bool:
        return self.prefix is not None and code.startswith(self.prefix)


ALL = Scope("")
NOTHING = Scope(None)
_current: ContextVar[Callable[[], Scope] | None] = ContextVar("scope", default=None)


def prefix_of(code: str) -> str:
    """How the codes of a region and of all below it begin: "36" of 360000, "3601" of 360100, "" of the nation."""
    if code == "000000":
        return ""
    prefix = code.rstrip("0")
    return code[: len(prefix) + len(prefix) % 2] if len(code) == 6 else prefix


def below(code: str) -> Scope:
    """The region and everything below it."""
    return Scope(prefix_of(code))


@contextmanager
def seen_within(scope: Callable[[], Scope]) -> Iterator[None]:
    """Everything inside sees values of the scope alone; it is asked for when the first question is put."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Scope:
    """The scope of what runs now; ALL outside requests."""
    scope = _current.get()
    return scope() if scope else ALL


class ScopedManager(models.Manager):
    """Starts every question from the rows of the regions that may be seen."""

    def get_queryset(self) -> models.QuerySet:
        rows, scope = super().get_queryset(), current()
        if scope == ALL:
            return rows
        return rows.filter(region__code__startswith=scope.prefix) if scope.prefix is not None else rows.none()
