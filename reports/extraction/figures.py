"""Every number of the text with the role it plays; none is dropped."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from reports.extraction.frozen import maker
from reports.extraction.periods import Period
from reports.extraction.quantities import Quantity
from reports.extraction.types import Figure, Span, StatedValue, Structure

KINDS = frozenset({"count", "people", "money", "percent", "rank"})
ROLES = {"identifier": "identifier", "ordinal": "ordinal"}
_make_figure = maker(Figure)
_NUMERAL = re.compile(r"[\d〇零一二两三四五六七八九十×*]")


def find_figures(
    text: str,
    folded: str,
    structure: Structure,
    quantities: Sequence[Quantity],
    periods: Sequence[Period],
    values: Sequence[StatedValue],
) -> tuple[Figure, ...]:
    """Return all numbers in reading order, each with its role: observation, date, ordinal, … or unassigned."""
    stated = {value.span for value in values}
    noise = _Holder(structure.noise)
    headings = {section.heading[0] for section in structure.sections}
    headings.update([sentence.span[0] for sentence in structure.sentences])
    figures = []
    for period in periods:
        if _NUMERAL.search(period.text):
            role = "noise" if noise.holds(period.span) else "date"
            words = period.text.rstrip()
            span = (period.span[0], period.span[0] + len(words))
            figures.append(Figure(span, _shown(text, span, words), None, None, None, role))
    for quantity in quantities:
        span, kind, told = quantity.span, quantity.kind, quantity.text
        figures.append(
            _make_figure(
                span,
                told if text.startswith(told, span[0]) else text[span[0] : span[1]],  # as ``_shown``
                quantity.value,
                quantity.unit,
                kind if kind in KINDS else None,
                "observation" if span in stated else _role(quantity, noise, headings, folded),
                quantity.comparator,
            )
        )
    figures.sort(key=attrgetter("span"))
    return tuple(figures)


def _shown(text: str, span: Span, folded: str) -> str:
    """The text as it stands in the document; where folding changed nothing, the string that is there already."""
    return folded if text.startswith(folded, span[0]) else text[span[0] : span[1]]


def _role(quantity: Quantity, noise: _Holder, headings: set[int], folded: str) -> str:
    if noise.spans and noise.holds(quantity.span):
        return "noise"
    if quantity.kind in ROLES:
        return ROLES[quantity.kind]
    if _numbers_a_heading(quantity, headings, folded):
        return "heading"
    return "unassigned"


def _numbers_a_heading(quantity: Quantity, headings: set[int], folded: str) -> bool:
    if quantity.kind != "bare":
        return False
    start, end = quantity.span
    at = start
    while at > 0 and folded[at - 1] in "( 第":
        at -= 1
    after = folded[end : end + 2].lstrip(" ")[:1]
    return (at in headings or at == 0 or folded[at - 1] == "\n") and after in (".", ")", "、", ",")


class _Holder:
    """Ordered spans that are asked whether one of them touches another."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [span[0] for span in self.spans]

    def holds(self, span: Span) -> bool:
        at = bisect_left(self.starts, span[1]) - 1
        return at >= 0 and self.spans[at][1] > span[0]
