"""What the report page shows: the drawn text and, beside it, what was read from it. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q

from reports.annotation import Node, Reading, Span, build_marks, build_nodes, find_windows, window_at
from reports.models import Claim, Finding, Report, WorkItem
from reports.numbers import read_number

THRESHOLD = Decimal("0.9")
CARDS = 60  # claims shown at once beside the text; the others come when they are scrolled to
PANELS = ("claims", "doubts", "items", "figures")
SHOWN = {
    "all": Q(),
    "waiting": Q(state=Claim.State.PENDING),
    "decided": ~Q(state=Claim.State.PENDING),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the address of the page asks for; anything senseless in it is taken as not asked."""

    claim: int | None = None
    at: Span | None = None
    page: int | None = None
    panel: str = "claims"
    show: str = "all"
    cards: int | None = None

    @classmethod
    def read(cls, query: Any) -> Request:
        """The request of a QueryDict."""
        panel, show = query.get("panel", ""), query.get("show", "")
        return cls(
            claim=read_number(query.get("claim", "")),
            at=_read_span(query.get("at", "")),
            page=read_number(query.get("page", "")),
            panel=panel if panel in PANELS else "claims",
            show=show if show in SHOWN else "all",
            cards=read_number(query.get("cards", "")),
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review has come: counts of claims by state, and how many could be accepted at once."""

    total: int
    waiting: int
    accepted: int
    corrected: int
    rejected: int
    ready: int
    drafts: int
    doubts: int

    @property
    def decided(self) -> int:
        return self.total - self.waiting


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that the template needs, fetched."""

    report: Report
    asked: Request
    nodes: Sequence[Node]
    number: int
    windows: int
    claims: Sequence[Claim]
    progress: Progress
    selected: int | None = None
    doubts: Sequence[Finding] = ()
    items: Sequence[WorkItem] = ()
    cards_before: int | None = None
    cards_after: int | None = None
    figures: Sequence[dict[str, Any]] = field(default=())

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.windows else None


def _read_span(text: str) -> Span | None:
    start, _separator, end = text.partition("-")
    first, last = read_number(start), read_number(end)
    return (first, last) if first is not None and last is not None and first < last else None


def build_review_page(report: Report, asked: Request) -> ReviewPage:
    """The page of a settled report; long documents come a window at a time, with the claims of that window."""
    windows = find_windows(report.text, report.blocks)
    selected = find_selected(report, asked.claim)
    index = _window_asked(windows, asked, selected)
    window = windows[index]
    standing = claims_between(report, *window)
    figures = [figure for figure in report.figures if window[0] <= figure["span"][0] < window[1]]
    marks = build_marks(figures, [reading_of(claim) for claim in standing], report.noise)
    lit = (selected.sentence_start, selected.sentence_end) if selected else asked.at
    listed = [claim for claim in standing if is_shown(claim, asked.show, selected)]
    return ReviewPage(
        report=report,
        asked=asked,
        nodes=build_nodes(report.text, report.blocks, marks, window, title=report.title, lit=lit),
        number=index + 1,
        windows=len(windows),
        **_cards(listed, asked, selected),
        progress=count_progress(report),
        selected=selected.pk if selected else None,
        **_panel(report, asked.panel, figures, window),
    )


def _cards(listed: Sequence[Claim], asked: Request, selected: Claim | None) -> dict[str, Any]:
    """The stretch of claims that is asked for, or that holds the selected one, and which others there are."""
    keys = [claim.pk for claim in listed]
    at = keys.index(selected.pk) // CARDS if selected and selected.pk in keys else 0
    number = asked.cards if asked.cards is not None else at
    return {
        "claims": listed[number * CARDS : (number + 1) * CARDS],
        "cards_before": number - 1 if number and listed else None,
        "cards_after": number + 1 if (number + 1) * CARDS < len(listed) else None,
    }


def find_selected(report: Report, pk: int | None) -> Claim | None:
    """The claim asked for, or the correction that took its place; None where the report has no such claim."""
    if pk is None:
        return None
    claims = report.claims.filter(Q(pk=pk) | Q(corrects=pk)).order_by("-corrects_id", "-pk")
    claim = next((c for c in claims if not is_superseded(c)), None)
    return claim or next((c for c in claims if c.pk == pk), None)


def is_superseded(claim: Claim) -> bool:
    """Whether another claim speaks in its place: a correction for the machine's, the machine's for a withdrawn one."""
    withdrawn = claim.corrects_id is not None and claim.state == Claim.State.REJECTED
    return withdrawn or claim.state == Claim.State.CORRECTED


def _window_asked(windows: Sequence[Span], asked: Request, selected: Claim | None) -> int:
    if selected:
        return window_at(windows, selected.span_start)
    if asked.at:
        return window_at(windows, asked.at[0])
    return min(max((asked.page or 1) - 1, 0), len(windows) - 1)


def claims_between(report: Report, start: int, end: int) -> list[Claim]:
    """The claims that speak for their places between two offsets, with their open doubts as ``doubts``."""
    rows = report.claims.with_context().standing().filter(span_start__gte=start, span_start__lt=end)
    return [prepare(claim, report) for claim in with_doubts(rows) if not is_superseded(claim)]


def with_doubts(rows: Any) -> Any:
    doubts = Finding.objects.doubts().select_related("indicator").defer("spans")
    return rows.prefetch_related(Prefetch("findings", queryset=doubts, to_attr="doubts"))


def prepare(claim: Claim, report: Report) -> Claim:
    """The claim with ``shown_state``, ``open_doubt`` and ``chart_region``, tied to the report that holds its quote."""
    claim.report = report
    claim.open_doubt = next((doubt for doubt in claim.doubts if doubt.state == Finding.State.OPEN), None)
    published = claim.observation or claim.target
    claim.chart_region = published.region_id if published else ""
    claim.is_draft = published is not None and published.is_draft
    claim.shown_state = shown_state(claim)
    return claim


def shown_state(claim: Claim) -> str:
    """The state that a reader sees: a waiting claim under an open finding is in doubt, a correction is corrected."""
    if claim.state == Claim.State.PENDING and any(
        doubt.state == Finding.State.OPEN for doubt in claim.doubts
    ):
        return "doubt"
    if claim.state == Claim.State.ACCEPTED and claim.corrects_id:
        return "corrected"
    return claim.state


def reading_of(claim: Claim) -> Reading:
    return Reading(claim.span_start, claim.span_end, claim.shown_state, claim.pk)


def is_shown(claim: Claim, show: str, selected: Claim | None) -> bool:
    """Whether the panel's filter lets the claim through; the selected one is always there."""
    waiting = claim.state == Claim.State.PENDING
    wanted = {"waiting": waiting, "decided": not waiting}.get(show, True)
    return wanted or (selected is not None and claim.pk == selected.pk)


def load_card(report: Report, pk: int) -> Claim:
    """One claim as its card shows it, after a decision."""
    return prepare(with_doubts(report.claims.with_context().filter(pk=pk)).get(), report)


def count_progress(report: Report, threshold: Decimal = THRESHOLD) -> Progress:
    """The report's Progress, in two queries."""
    machine, person = Q(corrects__isnull=True), Q(corrects__isnull=False)
    counts = report.claims.aggregate(
        total=Count("pk", filter=machine),
        waiting=Count("pk", filter=Q(state=Claim.State.PENDING)),
        accepted=Count("pk", filter=machine & Q(state=Claim.State.ACCEPTED)),
        corrected=Count("pk", filter=person & Q(state=Claim.State.ACCEPTED)),
        rejected=Count("pk", filter=machine & Q(state=Claim.State.REJECTED)),
        ready=Count("pk", filter=Q(pk__in=ready_claims(report, threshold).values("pk"))),
        drafts=Count("pk", filter=Q(pk__in=report.claims.resting_on_drafts().values("pk"))),
    )
    return Progress(**counts, doubts=report.findings.doubts().open().count())


def ready_claims(report: Report, threshold: Decimal) -> Any:
    """Claims that may be accepted unseen: waiting, confident and free of doubt."""
    return report.claims.acceptable(threshold)


def _panel(report: Report, panel: str, figures: Sequence[dict[str, Any]], window: Span) -> dict[str, Any]:
    """What the chosen tab lists beside the claims."""
    if panel == "doubts":
        return {"doubts": list(report.findings.with_context().prefetch_related("claims__indicator"))}
    if panel == "items":
        return {"items": list(report.work_items.all())}
    if panel == "figures":
        loose = [figure for figure in figures if figure["role"] == "unassigned"]
        return {"figures": [_with_surroundings(report.text, figure, window) for figure in loose]}
    return {}


def _with_surroundings(text: str, figure: dict[str, Any], window: Span) -> dict[str, Any]:
    start, end = figure["span"]
    before = text[max(start - 16, window[0]) : start].rsplit("\n", 1)[-1]
    after = text[end : min(end + 16, window[1])].split("\n", 1)[0]
    return {"start": start, "end": end, "before": before, "quote": text[start:end], "after": after}
