"""The card of one report: what was found in it, or why nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from reports.incoming import Outcome
from reports.models import Finding, Report

LONG_WAIT = timedelta(minutes=1)
DOUBTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ReportCard:
    """Counts and doubts of a report; ``outcome`` where the card answers an upload."""

    report: Report | None
    figures: int = 0
    claims: int = 0
    items: int = 0
    doubts: Sequence[Finding] = ()
    doubt_count: int = 0
    outcome: Outcome | None = None

    @property
    def more_doubts(self) -> int:
        return self.doubt_count - len(self.doubts)

    @property
    def phase(self) -> str:
        """What a waiting card shows, in one word: a card is drawn anew only where it would look different."""
        report = self.report
        return f"{report.state}-{report.attempt}-{int(self.waits_long)}-{report.pages_done}" if report else ""

    @property
    def page(self) -> int:
        """The page that is being recognised, counted from 1."""
        return min(self.report.pages_done + 1, self.report.pages_total) if self.report else 0

    @property
    def waits_long(self) -> bool:
        """Whether it has been queued for so long that the worker may not be running."""
        report = self.report
        return bool(
            report and report.state == Report.State.QUEUED and timezone.now() - report.state_since > LONG_WAIT
        )


def report_card(report: Report, outcome: Outcome | None = None) -> ReportCard:
    """The card of a report, in three queries where it is settled and none before."""
    if not report.processed_at or not report.is_settled:
        return ReportCard(report, outcome=outcome)
    doubts = list(report.findings.doubts().open().select_related("indicator"))
    return ReportCard(
        report=report,
        figures=len(report.figures),
        claims=report.claims.machine_made().count(),
        items=report.work_items.count(),
        doubts=doubts[:DOUBTS_SHOWN],
        doubt_count=len(doubts),
        outcome=outcome,
    )


def outcome_card(outcome: Outcome) -> ReportCard:
    """The card that answers an upload; a refusal has no report."""
    return report_card(outcome.report, outcome) if outcome.report else ReportCard(None, outcome=outcome)
