"""How much of one text stands in another, and a key by which nearly equal texts are found without comparing all.

A text is folded to its letters and digits, so that layout, width and punctuation of another format change nothing,
and cut into overlapping pieces. The signature is a MinHash of the pieces in bands: two texts that share three quarters
of their pieces share a band almost surely, two strangers almost never, and an index finds who shares a band.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

Span = tuple[int, int]

PIECE = 4  # characters
ROWS, BANDS = 3, 24
BINS = ROWS * BANDS
ONE_IN = (
    3  # pieces that the signature is made of: those beginning with every third character of the code table
)
MOST_CHARACTERS = 200_000  # that are compared; a report beyond it is told by its beginning
_NO_WORD = re.compile(r"[^\w.%]+|_+")
_WIDTHS = {0xFF01 + n: 0x21 + n for n in range(94)}
_EMPTY = 1 << 32
_CODES = f"utf-32-{sys.byteorder[0]}e"
_MIX = 0x9E3779B1


def fold(text: str, noise: Iterable[Span] = ()) -> str:
    """The text's letters and digits alone, in half width, without the spans that belong to the page."""
    kept, at = [], 0
    for start, end in sorted(noise):
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    return _NO_WORD.sub("", "".join(kept)[:MOST_CHARACTERS].translate(_WIDTHS)).lower()


def signature_of(folded: str) -> list[int]:
    """One number a band, the same in any process; texts that share a number may be twins. Empty for no text."""
    codes = memoryview(folded.encode(_CODES, "surrogatepass")).cast(
        "I"
    )  # faster than to ask each sign for its own
    pieces = {folded[at : at + PIECE] for at, code in enumerate(codes) if code % ONE_IN == 0}
    least = [_EMPTY] * BINS
    told = pieces or ({folded} if folded else set())
    keys = [zlib.crc32(piece.encode("utf-8", "surrogatepass")) * _MIX & 0xFFFFFFFF for piece in told]
    keys.sort(reverse=True)
    for key in keys:  # the least of each bin comes last
        least[key % BINS] = key // BINS
    if not folded:
        return []
    _borrow(least)
    return [
        zlib.crc32(repr((band, least[band * ROWS : band * ROWS + ROWS])).encode()) for band in range(BANDS)
    ]


def _borrow(least: list[int]) -> None:
    """Give an empty bin what the next filled one holds: a short text fills few."""
    last = next(value for value in least if value < _EMPTY)
    for place in range(BINS - 1, -1, -1):
        if least[place] == _EMPTY:
            least[place] = last
        last = least[place]


def likeness(one: str, other: str) -> Decimal:
    """The share of two folded texts' pieces that stand in both, in thousandths; 1 only where they are the same.

    Repeats count as often as they occur, order counts only within a piece, so a moved paragraph is no change.
    """
    if one == other:
        return Decimal(1) if one else Decimal(0)
    first, second = _pieces(one), _pieces(other)
    shared = sum((first & second).values())
    both = sum(first.values()) + sum(second.values())
    return min(Decimal(2 * shared * 1000 // both), Decimal(999)) / 1000 if both else Decimal(0)


def most_likeness(one: int, other: int) -> Decimal:
    """What the likeness of texts of these lengths can be at most."""
    return Decimal(2 * min(one, other)) / (one + other) if one + other else Decimal(0)


def _pieces(folded: str) -> Counter[str]:
    return Counter(folded[at : at + PIECE] for at in range(max(len(folded) - PIECE + 1, 1)))
