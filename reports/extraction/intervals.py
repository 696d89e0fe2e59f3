"""What a stated number leaves open: rounding and bounds as intervals, and arithmetic over them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.extraction.types import StatedValue

# 突破9万 holds for every value that would still be told as nine ten-thousands and something
_REACH = Decimal("0.12")


@dataclass(frozen=True, slots=True)
class Interval:
    """Every value that a statement allows, ends included."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether some value fits both."""
        return self.low <= other.high and other.low <= self.high

    def plus(self, other: Interval) -> Interval:
        """All sums of a value of each."""
        return Interval(self.low + other.low, self.high + other.high)


def interval_of(value: StatedValue, step: Decimal) -> Interval:
    """Return what a stated value allows: half a step of rounding for an exact one, its reach for a bound.

    A whole count leaves no room: what is counted one by one was not rounded.
    """
    number = value.value
    counted = value.unit_kind in ("count", "people") and step == 1  # 8436件 was counted, 8.4万件 was rounded
    half = Decimal(0) if counted else step / 2
    if value.comparator == "above":
        return Interval(number, number + max(abs(number) * _REACH, _next(number, step)))
    if value.comparator == "below":
        return Interval(number - max(abs(number) * _REACH, step), number)
    if value.comparator == "about":
        reach = max(abs(number) * _REACH, step)
        return Interval(number - reach, number + reach)
    return Interval(number - half, number + half)


def _next(number: Decimal, step: Decimal) -> Decimal:
    """One in the first digit of a round number: above 20000 reaches to 30000."""
    if not number:
        return step
    return Decimal(1).scaleb(number.adjusted())


def growth(now: Interval, before: Interval) -> Interval | None:
    """Return the growth in percent that two intervals allow, or None where the base may be nothing."""
    if before.low <= 0 or now.low < 0:
        return None
    return Interval((now.low / before.high - 1) * 100, (now.high / before.low - 1) * 100)
