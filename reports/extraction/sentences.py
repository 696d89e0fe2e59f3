"""Paragraphs cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reports.extraction.types import Sentence, Span

BLANKS = " \n\ufeff\u200b"
FULL_STOP = re.compile(r"[。!?]+[”’」』\"')】]*")
# Old pages write a period for the full stop; only where no full stop stands in the paragraph.
PERIOD = re.compile(r"(?<=[\u4e00-\u9fff)%])\.(?=[\u4e00-\u9fff ]|$)")
LONGEST_SENTENCE = 600
GROWN = re.compile("同比|[比较](?:上年|去年)")
FEWEST_GROWN = 4


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


def told_as_done(folded: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences, those of a plan as done where they compare with the year before: no plan goes on to tell growth.

    A line that was taken for a plan's heading would else turn every figure of a report into a goal.
    """
    planned = [one for one in sentences if one.part == "planned"]
    grown = sum(GROWN.search(folded, *one.span) is not None for one in planned)
    if grown < FEWEST_GROWN or FEWEST_GROWN * grown < len(planned):
        return tuple(sentences)
    return tuple(replace(one, part="done") if one.part == "planned" else one for one in sentences)


def trimmed(folded: str, start: int, end: int) -> Span | None:
    """The span without blanks and line ends at its edges; None where nothing is left."""
    while start < end and folded[start] in BLANKS:
        start += 1
    while start < end and folded[end - 1] in BLANKS:
        end -= 1
    return (start, end) if start < end else None


def pieces(folded: str, sentence: Sentence) -> Iterable[Sentence]:
    """A sentence, or pieces of it at clause ends where it is longer than anybody's: time stays linear."""
    start, end = sentence.span
    return (sentence,) if end - start <= LONGEST_SENTENCE else _cut(folded, sentence)


def _cut(folded: str, sentence: Sentence) -> Iterator[Sentence]:
    start, end = sentence.span
    while end - start > LONGEST_SENTENCE:
        cut = max(folded.rfind(sign, start + 1, start + LONGEST_SENTENCE) for sign in ";,、")
        stop = cut + 1 if cut > start else start + LONGEST_SENTENCE
        yield replace(sentence, span=(start, stop))
        start = stop
    yield replace(sentence, span=(start, end))
