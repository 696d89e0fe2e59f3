"""What was found in one document, as its office reads it: on the receipt, and in a self-check before filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.models import Indicator
from reports.extraction.types import Extraction
from reports.models import Claim, Finding, Report, WorkItem
from reports.quotes import Parts, quote_parts, quotes_at
from reports.reading.document import Document
from reports.review_page import claims_between
from reports.rows import claims_of, fill, finding_of
from reports.work_items import work_items_of

SHOWN = 500
"""Rows of each list that a page shows; the download has them all."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    claim: Claim
    parts: Parts


@dataclass(frozen=True, slots=True)
class DoubtLine:
    finding: Finding
    sentences: Sequence[Parts]


@dataclass(frozen=True, slots=True)
class Found:
    """Claims with their sentences, work items, doubts with theirs, and the figures that no indicator took."""

    report: Report
    claims: Sequence[ClaimLine]
    items: Sequence[WorkItem]
    doubts: Sequence[DoubtLine]
    loose: Sequence[Parts]

    @property
    def figures(self) -> int:
        return len(self.report.figures)

    @property
    def is_cut(self) -> bool:
        """Whether a page leaves rows out."""
        return max(len(self.claims), len(self.items), len(self.doubts), len(self.loose)) > SHOWN

    @property
    def head(self) -> Found:
        """As much of each list as a page shows."""
        return Found(
            self.report,
            claims=self.claims[:SHOWN],
            items=self.items[:SHOWN],
            doubts=self.doubts[:SHOWN],
            loose=self.loose[:SHOWN],
        )


def found_in(report: Report) -> Found:
    """What is stored of a report that was read, with what people have decided since. Four queries."""
    claims = claims_between(report, 0, len(report.text) + 1)
    doubts = report.findings.doubts().select_related("indicator").order_by("state", "severity", "pk")
    return _found(report, claims, list(report.work_items.all()), list(doubts))


def found_at_once(document: Document, extraction: Extraction, report: Report) -> Found:
    """What would be stored of a document; nothing is. ``report`` is the unsaved row to tell it of."""
    fill(report, document, extraction)
    indicators = Indicator.objects.in_bulk()
    claims = claims_of(report, extraction.values, set(indicators))
    for claim in claims:
        claim.indicator = indicators[claim.indicator_id]
    checks = [check for check in extraction.checks if check.severity != Finding.Severity.INFO]
    doubts = [finding_of(report, check, set(indicators)) for check in checks]
    for doubt in doubts:
        doubt.indicator = indicators.get(doubt.indicator_id)
    return _found(report, claims, work_items_of(report, extraction.work_items), doubts)


def _found(
    report: Report, claims: Sequence[Claim], items: Sequence[WorkItem], doubts: Sequence[Finding]
) -> Found:
    text = report.text
    sentences = {(c.span_start, c.span_end): (c.sentence_start, c.sentence_end) for c in claims}
    loose = [tuple(figure["span"]) for figure in report.figures if figure["role"] == "unassigned"]
    return Found(
        report=report,
        claims=[
            ClaimLine(c, quote_parts(text, (c.sentence_start, c.sentence_end), [(c.span_start, c.span_end)]))
            for c in claims
        ],
        items=items,
        doubts=[DoubtLine(d, quotes_at(text, [tuple(span) for span in d.spans], sentences)) for d in doubts],
        loose=quotes_at(text, loose, {}),
    )
