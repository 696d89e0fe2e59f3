"""Which numbers of the later report may tell what became of a promised number, the best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.extraction.types import Figure, Span, StatedValue
from reports.ledger.counting import MERE, closeness, counts_otherwise, fits
from reports.ledger.matching import Counted, Pool
from reports.ledger.targets import GROWS, TIMES_SPENT, Target, is_beginning

OF_LAST_YEAR = re.compile(
    r"(?:上年|去年|前一年|上一年)(?:同期)?(?:的|为|是|仅|只有|办理|仅为)?[^,。;\d]{0,4}\Z"
)
INTENT = re.compile(r"意向")
ENOUGH = 0.42
RARE_UNIT = 0.3
OTHER_COUNT = 0.4
ABOUT = (Decimal("0.5"), Decimal("2.5"))
FAR = (Decimal("0.15"), Decimal(8))
VERY_FAR = (Decimal("0.1"), Decimal(12))
OF_ITS_SIZE = 0.1
OF_NO_SIZE = 0.3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target: the value in the target's terms, whether it is met, and where it stands."""

    value: Decimal
    met: bool
    spans: tuple[Span, ...]
    score: float
    is_rise: bool = False  # the report tells the level: the value is what was added to the level before


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be the outcome, and how sure it counts what the target counts."""

    number: Counted
    score: float

    @property
    def value(self) -> Decimal:
        return self.number.value

    @property
    def figure(self) -> Figure:
        return self.number.figure

    @property
    def stated(self) -> StatedValue | None:
        return self.number.stated


def make_outcome(target: Target, value: Decimal, figures: Sequence[Figure], score: float) -> Outcome:
    met = value <= target.value if target.kind == "fall" else value >= target.value
    if len(figures) == 1 and figures[0].comparator == "below" and target.kind != "fall":
        met = value > target.value
    return Outcome(value, met, tuple(figure.span for figure in figures), score)


def find_candidates(target: Target, pool: Pool, near: frozenset[int], *, grown: bool) -> list[Candidate]:
    """The numbers that may be the outcome, the best first."""
    found = []
    for one in pool.numbers:
        if not fits(target.figure, one.figure):
            continue
        is_grown = one.figure.unit_kind == "percent" and GROWS.search(one.before[-12:]) is not None
        if is_grown != grown or (not grown and OF_LAST_YEAR.search(one.before)):
            continue
        if is_beginning(pool.paper.folded, one.figure):
            continue
        score = closeness(target, one)
        score += RARE_UNIT if one.figure.unit in TIMES_SPENT else 0.0
        score += 0.15 if one.clause in near and score > MERE else 0.0
        score -= OTHER_COUNT if INTENT.search(one.before) and not INTENT.search(target.words) else 0.0
        score -= OTHER_COUNT if one.stated is None and counts_otherwise(target, one) else 0.0
        if score >= ENOUGH:
            found.append(Candidate(one, score))
    return sorted(
        found,
        key=lambda one: (
            -round(one.score + of_its_size(target, one.value), 3),
            one.figure.comparator != "exact",
            one.figure.span,
        ),
    )


def of_its_size(target: Target, value: Decimal) -> float:
    """What speaks for a number of about the promised size, and against one far from it (5家机构承保 for 200家)."""
    if target.kind != "level" or target.figure.unit_kind == "percent" or not target.value:
        return 0.0
    ratio = value / target.value
    if ABOUT[0] <= ratio <= ABOUT[1]:
        return OF_ITS_SIZE
    if ratio < VERY_FAR[0] or ratio > VERY_FAR[1]:
        return -OF_NO_SIZE
    return -OF_ITS_SIZE if ratio < FAR[0] or ratio > FAR[1] else 0.0


def level_before(target: Target, earlier: Pool) -> Decimal | None:
    """The level of the year before, as the plan's own report tells it."""
    found = find_candidates(target, earlier, frozenset(), grown=False)
    return found[0].value if found else None
