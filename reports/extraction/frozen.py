"""Frozen values that are made as fast as those that anybody may change."""

from __future__ import annotations

from dataclasses import fields, make_dataclass
from typing import Any, TypeVar

Made = TypeVar("Made")


def quickly_made(cls: type[Made]) -> type[Made]:
    """Return a frozen dataclass with slots whose instances are filled first and frozen afterwards.

    The constructor of a frozen dataclass asks ``object.__setattr__`` once for each field, which takes four times as
    long as plain assignments, and a report is read into thousands of values. Here an instance is made of a twin with
    the same slots, which may be changed, and then becomes what was asked for: nobody else ever sees the twin. Worth
    it for four fields and more, where many are made.
    """
    names = [each.name for each in fields(cls)]  # type: ignore[arg-type]
    twin: Any = make_dataclass(
        cls.__name__,
        [(each.name, each.type, each) for each in fields(cls)],  # type: ignore[arg-type]
        slots=True,
    )

    def make(_kind: type[Made], /, *values: Any, **named: Any) -> Made:
        made = twin(*values, **named)
        made.__class__ = cls
        return made  # type: ignore[no-any-return]

    def take_apart(self: Made) -> tuple[type[Made], tuple[Any, ...]]:
        return cls, tuple(getattr(self, name) for name in names)

    cls.__new__ = make  # type: ignore[assignment]
    cls.__reduce__ = take_apart  # type: ignore[assignment, method-assign]
    del cls.__init__
    return cls
