"""Figures in their sentences, cut for reading: what stands in lists, receipts and self-checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.annotation import Span, find_sentence

Parts = Sequence[tuple[str, bool]]
"""A text, cut; each part with whether it is a figure in question."""

AROUND = 80
LONGEST = 240
ELISION = "……"


def quote_parts(text: str, sentence: Span, spans: Iterable[Span]) -> Parts:
    """The sentence with its figures told apart; of one longer than ``LONGEST`` only what stands around them."""
    marks = _apart(sorted({span for span in spans if sentence[0] <= span[0] < span[1] <= sentence[1]}))
    start, end = sentence
    if end - start > LONGEST and marks:
        start, end = max(start, marks[0][0] - AROUND), min(end, marks[-1][1] + AROUND)
    parts = [(ELISION, False)] if start > sentence[0] else []
    at = start
    for first, last in marks:
        parts += [(text[at:first], False), (text[first:last], True)]
        at = last
    parts += [(text[at:end], False), (ELISION if end < sentence[1] else "", False)]
    return [(part.replace("\n", " "), is_figure) for part, is_figure in parts if part]


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that reach into the one before."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def quotes_at(text: str, spans: Iterable[Span], sentences: dict[Span, Span]) -> list[Parts]:
    """The sentences of the spans, each once, in order; ``sentences`` names those that are known by their span."""
    found: dict[Span, list[Span]] = {}
    for span in spans:
        sentence = sentences.get(span) or find_sentence(text, *span)
        found.setdefault(sentence, []).append(span)
    return [quote_parts(text, sentence, inside) for sentence, inside in sorted(found.items())]


def plain_text(parts: Parts) -> str:
    """The quote as one line of text."""
    return "".join(part for part, _is_figure in parts).strip()
