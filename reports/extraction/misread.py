"""Tables whose arithmetic says that their headers were misread: all of their cells are doubted, not those that clash.

A cell takes everything but its number from headers, so that one header put over the wrong column makes a whole
column wrong at once, each of its values as sure as any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from reports.extraction.board import Stated
from reports.extraction.frozen import changed
from reports.extraction.types import Check, Sentence, Span, StatedValue, TableCell

MISREAD = "its table contradicts itself, so its headers may be misread"
MOST = 0.8
FEWEST = 2  # growths that do not fit their levels: one may be the office's slip


def doubt_columns(told: Sequence[tuple[Stated, Sentence, Span]]) -> list[tuple[Stated, Sentence, Span]]:
    """Return what the cells of a table state, each with the doubt, and so with too little to be accepted unread."""
    return [(replace(one, reasons=(*one.reasons, MISREAD)), row, span) for one, row, span in told]


def doubt_misread(
    values: Iterable[StatedValue], checks: Sequence[Check], cells: Sequence[TableCell]
) -> tuple[StatedValue, ...]:
    """Return the values, those of a table in which growths fail that its own levels give, with at most 0.8.

    Said after the checks have spoken, once two growths or more fail and no more of them hold.
    """
    wrong, right = (
        [c.spans for c in checks if (c.rule, c.severity) == ("growth", severity)]
        for severity in ("warning", "info")
    )
    if len(wrong) < FEWEST or not cells:
        return tuple(values)
    bounds = [(g[0].span[0], max(c.span[1] for c in g)) for g in _by_table(cells)]

    def count(told: Sequence[tuple[Span, ...]]) -> Counter[Span]:
        return Counter(
            b for spans in told for b in bounds if all(b[0] <= s[0] and s[1] <= b[1] for s in spans)
        )

    failed, held = count(wrong), count(right)
    shut = [b for b, times in failed.items() if times >= FEWEST and times > held[b]]
    if not shut:
        return tuple(values)
    return tuple(
        changed(v, confidence=min(v.confidence, MOST), reasons=(*v.reasons, MISREAD))
        if v.rule == "table" and any(b[0] <= v.span[0] and v.span[1] <= b[1] for b in shut)
        else v
        for v in values
    )


def _by_table(cells: Sequence[TableCell]) -> list[list[TableCell]]:
    ordered = sorted(cells, key=lambda cell: (cell.table, cell.span))
    return [list(group) for _, group in groupby(ordered, key=lambda cell: cell.table)]
