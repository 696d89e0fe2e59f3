"""What a rounded or hedged number may have been said of: 突破9万 of 94045, 8.2亿元 of 820350000."""

from __future__ import annotations

import re
from decimal import Decimal

Interval = tuple[Decimal, Decimal]

_SCALED = re.compile(r"[\d,]+(?:\.(\d{1,6}))?\s?(亿|百万|千万|万)")
_SCALES = {"万": 4, "百万": 6, "千万": 7, "亿": 8}


def rounding_step(quote: str) -> Decimal | None:
    """The unit of the last digit of a number written in 万 or 亿 (8.2亿 → 10000000); None for one written out."""
    match = _SCALED.search(quote)
    if match is None:
        return None
    return Decimal(1).scaleb(_SCALES[match[2]] - len(match[1] or ""))


def last_digit(value: Decimal) -> Decimal:
    """The unit of the last digit that is not zero: 90000 → 10000, 2.37 → 0.01; 1 for zero."""
    return Decimal(1).scaleb(value.normalize().as_tuple().exponent) if value else Decimal(1)  # type: ignore[arg-type]


def interval_of(value: Decimal, comparator: str, quote: str = "") -> Interval:
    """The lowest and the highest number that the words can be true of.

    ``above`` reaches up to the next value that would be named instead, ``below`` down to the one before it, ``about``
    half a step to both sides; an exact number written in 万 or 亿 is taken as rounded, any other as itself.
    """
    if comparator == "exact":
        step = rounding_step(quote)
        half = step / 2 if step else Decimal(0)
        return value - half, value + half
    step = last_digit(value)
    if comparator == "above":
        return value, value + step
    if comparator == "below":
        return value - step, value
    return value - step / 2, value + step / 2


def compatible(
    value: Decimal,
    comparator: str,
    other: Decimal,
    other_comparator: str,
    quote: str = "",
    other_quote: str = "",
) -> bool:
    """Whether both statements can be true of one number."""
    low, high = interval_of(value, comparator, quote)
    other_low, other_high = interval_of(other, other_comparator, other_quote)
    if low == high or other_low == other_high:
        return low <= other_high and other_low <= high
    return low < other_high and other_low < high  # two ranges that only touch would have been named alike
