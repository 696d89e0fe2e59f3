"""Frozen values that are made as fast as those that anybody may change."""

from __future__ import annotations

from dataclasses import MISSING, fields, make_dataclass
from typing import Any, TypeVar

Made = TypeVar("Made")
_MAKERS: dict[type, Any] = {}
_COPIERS: dict[type, Any] = {}  # what makes the twin of a value, as long as it may be changed


def quickly_made(cls: type[Made]) -> type[Made]:
    """Return a frozen dataclass with slots whose instances are filled first and frozen afterwards.

    The constructor of a frozen dataclass asks ``object.__setattr__`` once for each field, which takes four times as
    long as plain assignments, and a report is read into thousands of values. Here an instance is made of a twin with
    the same slots, which may be changed, and then becomes what was asked for: nobody else ever sees the twin. Worth
    it for four fields and more, where many are made.
    """
    told = fields(cls)  # type: ignore[arg-type]
    names = [each.name for each in told]
    twin = make_dataclass(cls.__name__, [(each.name, each.type, each) for each in told], slots=True)

    def take_apart(self: Made) -> tuple[type[Made], tuple[Any, ...]]:
        return cls, tuple(getattr(self, name) for name in names)

    cls.__new__, _MAKERS[cls], _COPIERS[cls] = _constructors(cls, twin)  # type: ignore[method-assign]
    cls.__reduce__ = take_apart  # type: ignore[assignment, method-assign]
    del cls.__init__
    return cls


def maker(cls: type[Made]) -> type[Made]:
    """Return what makes values of a quickly made class, and is called as the class itself.

    Calling a class costs a third of what making its value costs: worth it where a report is read into hundreds.
    """
    return _MAKERS[cls]  # type: ignore[no-any-return]


def _constructors(cls: type[Made], twin: type) -> tuple[Any, Any, Any]:
    """Functions with one parameter for each field, written out as ``dataclasses`` writes a constructor out: the first
    is for the class, which hands itself over, the second is called alone. The third one makes a value's twin.

    One that took any arguments and handed them on would be called in half of its time for nothing else.
    """
    told = fields(cls)  # type: ignore[arg-type]
    defaults = {f"_default_{each.name}": each.default for each in told if each.default is not MISSING}
    parameters = ", ".join(
        each.name if each.default is MISSING else f"{each.name}=_default_{each.name}" for each in told
    )
    lines = [
        " made = _new(_twin)",
        *(f" made.{each.name} = {each.name}" for each in told),
        " made.__class__ = _cls",
        " return made",
    ]
    copied = [f" made.{each.name} = value.{each.name}" for each in told]
    lines = [
        *(f"def make(_kind, {parameters}):", *lines),
        *(f"def make_alone({parameters}):", *lines),
        *("def copy(value):", " made = _new(_twin)", *copied, " return made"),
    ]
    names: dict[str, Any] = {"_new": object.__new__, "_twin": twin, "_cls": cls, **defaults}
    exec("\n".join(lines), names)  # noqa: S102 - made of the names of fields alone
    return names["make"], names["make_alone"], names["copy"]


def changed(value: Made, /, **changes: Any) -> Made:
    """Return a copy of a quickly made value with some fields changed; as ``dataclasses.replace``, in a fraction of its
    time. AttributeError for a field that nobody knows."""
    kind = type(value)
    made = _COPIERS[kind](value)
    for name, told in changes.items():
        setattr(made, name, told)
    made.__class__ = kind
    return made  # type: ignore[no-any-return]
