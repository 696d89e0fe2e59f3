"""Values read from pictures: a machine made out their digits, so that a person has to compare each with its page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reports.extraction.types import StatedValue

if TYPE_CHECKING:
    from reports.reading.document import Block

RECOGNISED: Final = "its digits were recognised from a picture"
"""The reason that such a value carries; what carries it is never accepted unseen."""
MOST: Final = 0.7
"""The most confidence it can have: far below any line above which values are accepted by rule."""


def doubt_recognised(values: Iterable[StatedValue], blocks: Sequence[Block]) -> tuple[StatedValue, ...]:
    """Return the values, those that stand in a recognised block with a reason and at most 0.7 of confidence.

    Said after the checks have spoken: sums and growth are held against each other all the same.
    """
    recognised = [(block.start, block.end) for block in blocks if block.recognised]
    if not recognised:
        return tuple(values)
    starts = [start for start, _ in recognised]

    def doubted(value: StatedValue) -> StatedValue:
        at = bisect_right(starts, value.span[0]) - 1
        if at < 0 or recognised[at][1] <= value.span[0]:
            return value
        return replace(value, confidence=min(value.confidence, MOST), reasons=(*value.reasons, RECOGNISED))

    return tuple(map(doubted, values))
