"""Found things in order of place, cut out for one sentence after another."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Generic, TypeVar

from reports.extraction.periods import Period
from reports.extraction.places import Place
from reports.extraction.quantities import Quantity

_SPAN = attrgetter("span")
NOWHERE = sys.maxsize  # behind any text
Spanned = TypeVar("Spanned", Quantity, Period, Place)


class Within(Generic[Spanned]):
    """Found things in order of place, cut out for one sentence after another."""

    def __init__(self, found: Sequence[Spanned]) -> None:
        self.found: Sequence[Spanned] = found
        self.starts = [one.span[0] for one in found]
        self.left, self.next = 0, 0  # between these two places nothing begins: most sentences lie there whole

    def __call__(self, start: int, end: int) -> Sequence[Spanned]:
        if self.left <= start and end <= self.next:
            return ()
        starts = self.starts
        low = bisect_left(starts, start)
        high = bisect_left(starts, end, low)
        self.left, self.next = end, starts[high] if high < len(starts) else NOWHERE
        if low == high:
            return ()
        if self.found[high - 1].span[1] > end:  # they lie apart: only the last one may reach beyond
            high -= 1
        return self.found[low:high]


def apart(quantities: Sequence[Quantity], others: Sequence[Period] | Sequence[Place]) -> list[Quantity]:
    """The quantities that share no character with a date, or with a place's name; both come in order."""
    spans = list(map(_SPAN, quantities))
    kept: list[Quantity] = []
    free = 0
    for other in others:  # they are fewer than the quantities, most of which nothing is near to
        begin, end = other.span
        low = bisect_left(spans, (begin,), free)
        if low > free and spans[low - 1][1] > begin:
            low -= 1
        high = bisect_left(spans, (end,), low)
        if low < high:
            kept += quantities[free:low]
            free = high
    kept += quantities[free:]
    return kept
