"""Slips of the pen: digits swapped, one digit wrong or lost, a decimal point moved, 万 for 亿."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.hypotheses.statement import FAILS, FITS, POSSIBLE, last_place

SCALES = {"wan": Decimal(10**4), "yi": Decimal(10**8)}
SHIFTS = {"ten": Decimal(10), "hundred": Decimal(100), "thousand": Decimal(1000)}
LONG = 5  # digits from which on two numbers that differ in one are hardly two numbers


def written(one: Decimal, other: Decimal, step: Decimal | None = None) -> tuple[str, str]:
    """Both numbers as digits down to the same last place, without sign or point: 26.7 and 27 are 267 and 270."""
    step = step or min(_finest(one), _finest(other))
    return str(int(abs(one) / step)), str(int(abs(other) / step))


def _finest(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def slip(one: Decimal, other: Decimal, step: Decimal | None = None) -> tuple[str, str]:
    """The slip that makes one number of the other and how likely it is: ("swapped", "fits").

    Swapped (two neighbouring digits), wrong (one digit) or lost (one digit more or less); "" and "fails" for none.
    ``step`` is the last place that both were written to, where it is known.
    """
    if shift(one, other):
        return "", FAILS
    left, right = written(one, other, step)
    longer = max(len(left), len(right))
    if longer < 2 or one == other:
        return "", FAILS
    if len(left) == len(right):
        if right in swaps(left):
            return "swapped", FITS if longer > 2 else POSSIBLE
        if longer > 2 and sum(a != b for a, b in zip(left, right, strict=True)) == 1:
            return "wrong", FITS if longer >= LONG else POSSIBLE
    elif abs(len(left) - len(right)) == 1 and longer > 3:
        short, long = sorted((left, right), key=len)
        if any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
            return "lost", FITS if longer > LONG else POSSIBLE
    return "", FAILS


def swaps(digits: str) -> Iterator[str]:
    """The number with two neighbouring digits swapped, each way."""
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            yield digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def variants(value: Decimal) -> Iterator[tuple[str, Decimal]]:
    """Every number that a swap or one wrong digit makes of the value, with the slip's name."""
    step = min(_finest(value), Decimal(1))
    digits = str(int(abs(value) / step))
    for other in swaps(digits):
        yield "swapped", Decimal(other) * step
    for at, digit in enumerate(digits):
        for new in "0123456789":
            if new != digit and not (at == 0 and new == "0"):
                yield "wrong", Decimal(digits[:at] + new + digits[at + 1 :]) * step


def shift(one: Decimal, other: Decimal, step: Decimal = Decimal(0)) -> tuple[str, Decimal] | None:
    """The unit that was slipped by and its size: ("wan", 10000); None where the two are no such multiple.

    ``step`` is the last place that the smaller was written to: 9.4 for 94,045 is 万, rounded.
    """
    small, large = sorted((abs(one), abs(other)))
    if not small or small == large:
        return None
    for name, size in (*SCALES.items(), *SHIFTS.items()):
        rough = step or last_place(small)
        reach = rough * size / 2 if rough < 1 else Decimal(0)  # only a fraction was scaled and rounded
        if abs(small * size - large) <= (reach if name in SCALES else Decimal(0)):
            return name, size
    return None
