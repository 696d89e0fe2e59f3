"""Whether a target was reached: two numbers with their one-sided words, and what can be said of them and what not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

ABOVE, BELOW = "above", "below"


@dataclass(frozen=True, slots=True)
class Bound:
    """A number as it was told: exact, about, above (超过, 以上) or below (不足, 以内)."""

    value: Decimal
    comparator: str = "exact"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``kind`` is reached, missed, open (the words do not decide it) or none (no value for the same period).

    ``gap`` is how far beyond the target, or short of it; None where one of the numbers is no exact one. ``share`` is
    the value as a percentage of the target, rounded down, so that 99.96 is never 100.
    """

    kind: str
    gap: Decimal | None = None
    share: Decimal | None = None


NOTHING = Verdict("none")


def judge(target: Bound, actual: Bound | None, *, fewer_is_better: bool = False) -> Verdict:
    """The verdict on a target by the value that was told for it.

    A target is something to reach, unless it is a ceiling (不足, 以内) or a place in a ranking: these are kept by a
    value that is not greater. A value told as more than 90,000 reaches every target up to 90,000 and says nothing
    about those beyond.
    """
    if actual is None:
        return NOTHING
    ceiling = fewer_is_better or target.comparator == BELOW
    reaches = actual.value <= target.value if ceiling else actual.value >= target.value
    sure = {True: BELOW if ceiling else ABOVE, False: ABOVE if ceiling else BELOW}
    if actual.comparator in {ABOVE, BELOW} and actual.comparator != sure[reaches]:
        return Verdict("open")
    kind = "reached" if reaches else "missed"
    if actual.comparator in {ABOVE, BELOW}:
        return Verdict(kind)
    share = None
    if target.value > 0 and actual.value >= 0:
        share = (actual.value * 100 / target.value).quantize(Decimal("0.1"), ROUND_DOWN)
    return Verdict(kind, abs(actual.value - target.value), share)
