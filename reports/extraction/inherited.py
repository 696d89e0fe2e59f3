"""What a value takes over from its document: its region, its year, its issuer; told by weak evidence, it is doubted.

One fact that was inferred wrongly makes every value of a text wrong at once, however clearly each is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.extraction.folding import fold
from reports.extraction.frozen import changed
from reports.extraction.report_year import CHINESE_DIGITS
from reports.extraction.types import ReportFacts, Span, StatedValue, Structure

REGION_INFERRED = "its region was inferred from the text"
YEAR_INFERRED = "its year was inferred"
YEAR_OPEN = "its year could not be told though the text names years"
PERIOD_OPEN = "its period may be the months that the text runs through"
ISSUER_INFERRED = "whom it is about was inferred from the opening"
MOST, MOST_WITH_TWO = 0.88, 0.85  # below 0.9, above which values may be accepted unread

_YEAR = re.compile(r"((?:19|20)\d{2}|二[〇零][〇零一二三四五六七八九]{2})(?! ?年?(?:以来|来|-|至|到))")


def doubt_inherited(
    values: Iterable[StatedValue], folded: str, structure: Structure, facts: ReportFacts
) -> tuple[StatedValue, ...]:
    """Return the values, those that take over an inferred fact with its reason and at most 0.88, with two 0.85.

    A value that names its own place, or its own year, does not take over the report's. Said after the checks have
    spoken: what is doubted only for its document's sake is held against its neighbours all the same.
    """
    if not facts.inferred:
        return tuple(values)
    headers = {cell.span: " ".join((*cell.row_headers, *cell.column_headers)) for cell in structure.cells}

    def doubted(value: StatedValue) -> StatedValue:
        doubts = _doubts(value, folded, headers, facts)
        if not doubts:
            return value
        most = MOST if len(doubts) == 1 else MOST_WITH_TWO
        return changed(value, confidence=min(value.confidence, most), reasons=(*value.reasons, *doubts))

    return tuple(map(doubted, values))


def _doubts(value: StatedValue, folded: str, headers: dict[Span, str], facts: ReportFacts) -> list[str]:
    doubts: list[str] = []
    own_place = value.entity is not None or (value.area is not None and _names_place(folded, value))
    if "region" in facts.inferred and not own_place:
        doubts.append(REGION_INFERRED)
    if "year" in facts.inferred:
        own = " ".join((folded[slice(*value.sentence)], *value.section, headers.get(value.span, "")))
        if facts.year is None:
            if value.end is None:
                doubts.append(YEAR_OPEN)
        elif value.end is not None and not _names_year(fold(own), value):
            doubts.append(YEAR_INFERRED)
    if "period" in facts.inferred and value.end == facts.end:
        own = folded[slice(*value.sentence)]
        if value.end is not None and "年" not in own and "12月" not in own:
            doubts.append(PERIOD_OPEN)
    takes_issuer = "entity" in facts.inferred and value.entity == facts.entity
    if takes_issuer and (facts.entity or "") not in folded[slice(*value.sentence)]:
        doubts.append(ISSUER_INFERRED)
    return doubts


def _names_place(folded: str, value: StatedValue) -> bool:
    """Whether a value's own clause, list or row names its place; one that goes on about a place takes it over.

    Where the report's own region is in doubt, what stands for a part of it may be the whole.
    """
    if value.rule in ("by-place", "table"):
        return True
    if (
        value.area and value.area[0] in "全我本"
    ):  # 全市, which is the region's own where the region is another
        return False
    before = folded[value.sentence[0] : value.span[0]]
    clause = re.split("[,;。]", before)[-1]
    return (value.area or "")[:2] in clause


def _names_year(text: str, value: StatedValue) -> bool:
    """Whether the words around a value write one of the years that it is dated to."""
    told = {match[1].translate(CHINESE_DIGITS).replace("零", "0") for match in _YEAR.finditer(text)}
    return any(day is not None and str(day.year) in told for day in (value.start, value.end))
