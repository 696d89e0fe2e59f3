"""Paragraphs cut into sentences, and sentences into clauses."""

from __future__ import annotations

import re

from reports.extraction.types import Span

BLANKS = " \n\ufeff\u200b"
FULL_STOP = re.compile(r"[。!?]+[”’」』\"')】]*")
# Old pages write a period for the full stop; only where no full stop stands in the paragraph.
PERIOD = re.compile(r"(?<=[\u4e00-\u9fff)%])\.(?=[\u4e00-\u9fff ]|$)")
CLAUSE_END = re.compile(r"(?<![0-9])[,:]|[,:](?![0-9])|;")


def split_sentences(folded: str, start: int, end: int) -> list[Span]:
    """The sentences between two places of folded text, without the blanks around them."""
    stops = [match.end() for match in FULL_STOP.finditer(folded, start, end)]
    if not stops:
        stops = [match.end() for match in PERIOD.finditer(folded, start, end)]
    if not stops or stops[-1] != end:
        stops.append(end)
    spans, left = [], start
    for stop in stops:
        span = trimmed(folded, left, stop)
        if span is not None:
            spans.append(span)
        left = stop
    return spans


def split_clauses(folded: str, start: int, end: int) -> tuple[Span, ...]:
    """The clauses of a sentence: what stands between its commas, colons and semicolons, signs left out."""
    spans, left = [], start
    stops = [match.span() for match in CLAUSE_END.finditer(folded, start, end)]
    stops.append((end, end))
    for right, following in stops:
        if right > left:
            if folded[left] in BLANKS or folded[right - 1] in BLANKS:
                span = trimmed(folded, left, right)
                if span is not None:
                    spans.append(span)
            else:
                spans.append((left, right))
        left = following
    return tuple(spans)


def trimmed(folded: str, start: int, end: int) -> Span | None:
    """The span without blanks and line ends at its edges; None where nothing is left."""
    piece = folded[start:end]
    text = piece.strip(BLANKS)
    if not text:
        return None
    left = start + piece.index(text[0])
    return left, left + len(text)
