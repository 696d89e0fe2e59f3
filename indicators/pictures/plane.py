"""The plane of a figure: where a value lies in pixels, and which ticks its axes bear."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.pictures.lettering import plain, width_of

TICK_SIZE = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: its values from ``low`` to ``high`` lie from ``start`` to ``end``, in pixels."""

    low: float
    high: float
    start: float
    end: float
    categories: tuple[str, ...] = ()

    def at(self, value: Any) -> float:
        """Where the value lies; a category by its name."""
        number = self.categories.index(str(value)) if self.categories else float(value)
        return self.start + (number - self.low) * (self.end - self.start) / ((self.high - self.low) or 1)

    @property
    def unit(self) -> float:
        """The length of one unit of the axis."""
        return abs((self.end - self.start) / ((self.high - self.low) or 1))


@dataclass(frozen=True, slots=True)
class Plane:
    """Both axes of a figure."""

    x: Scale
    y: Scale


def ticks_of(axis: dict[str, Any], categories: Sequence[str] = ()) -> list[tuple[float, str]]:
    """The axis's ticks as (value, label) inside its range."""
    low, high = sorted(axis["range"])
    if categories:
        return [(place, plain(name)) for place, name in enumerate(categories)]
    if axis.get("tickmode") == "array" or "tickvals" in axis:
        return [
            (value, plain(str(name))) for value, name in zip(axis["tickvals"], axis["ticktext"], strict=True)
        ]
    step, first = axis.get("dtick"), axis.get("tick0", 0)
    if step is None or axis.get("tickmode") != "linear":
        step, first = step or _nice_step((high - low) / max(int(axis.get("nticks", 6)), 1)), first or 0
    number = math.ceil((low - first) / step - 1e-9)
    found = []
    while (value := first + number * step) <= high + step * 1e-9:
        found.append((value, label_of(value, str(axis.get("tickformat", "")))))
        number += 1
    return found


def label_of(value: float, style: str) -> str:
    """The number as a tick shows it: thousands apart where the axis asks for it, no zeros at the end."""
    shown = f"{value:,.6f}" if style.startswith(",") else f"{value:.6f}"
    shown = shown.rstrip("0").rstrip(".")
    return f"−{shown[1:]}" if shown.startswith("-") else shown


def _nice_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10 … that is no less."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - 1e-9))


def widest(ticks: Sequence[tuple[float, str]], size: float = TICK_SIZE) -> float:
    return max((width_of(label, size) for _value, label in ticks), default=0)
