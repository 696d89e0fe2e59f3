"""The values that the ledger gives out; all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.extraction.types import Span, WorkItem

STATUSES = ("done", "partly", "changed", "repeated", "not_mentioned")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the later report that speaks of the promise. ``part``: done, problems, preamble or planned."""

    span: Span
    sentence: Span
    part: str
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One promise and what became of it.

    ``score`` tells from 0 to 1 how sure the evidence speaks of the promise, or, where there is none, how sure
    nothing does. ``strength`` is ensure, strive, promote, explore or empty. ``reason`` names the rule that gave the
    status. ``unchanged``: the next plan has the sentence again, its numbers included.
    """

    item: WorkItem
    status: str
    score: float
    reason: str
    strength: str
    evidence: tuple[Evidence, ...] = ()
    indicator: str | None = None
    target: Decimal | None = None
    outcome: Decimal | None = None
    target_words: str = ""  # as the promise has them: 1.25万件、6.5件
    outcome_spans: tuple[Span, ...] = ()  # the numbers that tell the outcomes, in the later report
    unchanged: bool = False
    is_rise: bool = False  # the outcome is what was added; its span holds the level that was reached
