"""Sentences that a report took over from the year before with their numbers unchanged."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from reports.extraction.types import Span
from reports.ledger.paper import Paper
from reports.ledger.terms import LEAD

TOLD = frozenset(("done", "problems"))
SHORTEST = 10
ALIKE = 0.85
YEAR = re.compile(r"(?:19|20)\d{2}年?|二[〇○0][〇○0-9一二三四五六七八九]{2}年?|[今去上前本]年|本年度|年度")
SIGNS = re.compile(r"[\s,;。:、!?()\"“”]")
Numbers = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence of the later report, and the one of the earlier that it repeats."""

    earlier: Span
    later: Span


def carried_over(earlier: Paper, later: Paper) -> list[Carried]:
    """What the later summary says in the earlier one's words with the earlier one's numbers, in reading order.

    Names of years and what numbers a sentence are no difference; a sentence without a count is none of these.
    """
    known: dict[Numbers, list[tuple[Span, set[str]]]] = defaultdict(list)
    for span, numbers, pairs in _sentences(earlier):
        known[numbers].append((span, pairs))
    found = []
    for span, numbers, pairs in _sentences(later):
        alike = ((_share(pairs, others), place) for place, others in known.get(numbers, ()))
        share, place = max(alike, default=(0.0, (0, 0)))
        if share >= ALIKE:
            found.append(Carried(place, span))
    return found


def _sentences(paper: Paper) -> list[tuple[Span, Numbers, set[str]]]:
    spans: dict[int, Span] = {}
    for clause in paper.clauses:
        if clause.part in TOLD:
            spans[clause.sentence] = clause.sentence_span
    return [
        (span, numbers, _pairs(words))
        for span in spans.values()
        if (numbers := _numbers(paper, span)) and len(words := _bare(paper.words(span))) >= SHORTEST
    ]


def _numbers(paper: Paper, span: Span) -> Numbers:
    return tuple(
        figure.value
        for figure in paper.figures
        if figure.value is not None and span[0] <= figure.span[0] and figure.span[1] <= span[1]
    )


def _bare(text: str) -> str:
    lead = LEAD.match(text)
    return SIGNS.sub("", YEAR.sub("", text[lead.end() :] if lead else text))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))
