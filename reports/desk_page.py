"""One figure at the review desk: its document, its reading, its doubts, and what makes it plausible or not.

A fixed number of queries, however many claims the report has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from indicators import labels
from indicators.models import Observation
from indicators.series import Growth, Point, growth_of, window_of
from indicators.wording import growth_text, period_name, refusal_text
from reports.annotation import Node, Reading, build_marks, build_nodes, find_windows, window_at
from reports.candidates import MOST, Candidate, find_candidates
from reports.hypotheses import Trial, explain
from reports.hypothesis_words import Told, tell_all
from reports.models import Claim, Finding, Report
from reports.neighbours import claims_near, published_near, statement_of, statement_of_published
from reports.review_page import claims_between, prepare, reading_of
from reports.wording import value_words

PAGE = 6_000
YEARS = 6
LEAP = Decimal(50)
MOST_LIKELY = 2


@dataclass(frozen=True, slots=True)
class Known:
    """A published value of the claim's series, as a line of the panel."""

    period: str
    value: str
    observation: int
    is_last_year: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was published before, and how the claim stands to it; ``leaps`` says that a person should look twice."""

    known: Sequence[Known]
    growth: str
    refusal: str
    stated: str
    leaps: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding, the ways that may explain it, and the value that would settle it, by the claim that would have it."""

    finding: Finding
    likely: Sequence[Told]
    needed: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class DeskItem:
    """Everything that the template needs, fetched."""

    claim: Claim
    report: Report
    nodes: Sequence[Node]
    comparison: Comparison
    doubts: Sequence[Doubt]
    candidates: Sequence[tuple[Candidate, Claim]]
    alike: int
    selected: int

    @property
    def first_doubt(self) -> Finding | None:
        """The open finding to go to for a ruling."""
        return next((one.finding for one in self.doubts if one.finding.state == Finding.State.OPEN), None)


def build_desk_item(claim: Claim, waiting: QuerySet[Claim]) -> DeskItem:
    """The claim's page; ``waiting`` are the pending claims its reader may decide on."""
    report = claim.report
    claim = prepare(_with_findings(report.claims.with_context().filter(pk=claim.pk)).get(), report)
    near, published = claims_near(report, [claim.indicator_id]), published_near(report, [claim.indicator_id])
    doubts = [_doubt(finding, near, published, report) for finding in claim.doubts]
    candidates = _candidates(claim, published, doubts) if claim.state == Claim.State.PENDING else []
    return DeskItem(
        claim=claim,
        report=report,
        nodes=draw(report, claim),
        comparison=compare(claim, near, published),
        doubts=doubts,
        candidates=[(candidate, candidate.shown(claim)) for candidate in candidates],
        alike=waiting.filter(alike_to(claim)).count(),
        selected=claim.pk,
    )


def _with_findings(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    doubts = Finding.objects.doubts().select_related("indicator").prefetch_related("claims")
    return rows.prefetch_related(Prefetch("findings", queryset=doubts, to_attr="doubts"))


def _candidates(claim: Claim, published: Sequence[Observation], doubts: Sequence[Doubt]) -> list[Candidate]:
    """Other readings, those in front that would settle an open doubt."""
    settling = [
        Candidate(f"value-{needed.normalize():f}", "value", {"value": needed, "step": None})
        for doubt in doubts
        if doubt.finding.state == Finding.State.OPEN and (needed := doubt.needed.get(claim.pk))
    ]
    return [*settling, *find_candidates(claim, published)][:MOST]


def alike_to(claim: Claim) -> Q:
    """Claims of the same indicator, measure, rule and first reason."""
    same = Q(indicator=claim.indicator_id, measure=claim.measure, rule=claim.rule)
    return same & (Q(reasons__0=claim.reasons[0]) if claim.reasons else Q(reasons__len=0))


def draw(report: Report, claim: Claim) -> list[Node]:
    """The part of the document around the claim, with everything known about it laid over."""
    windows = find_windows(report.text, report.blocks, PAGE)
    window = windows[window_at(windows, claim.span_start)]
    standing = claims_between(report, *window)
    figures = [figure for figure in report.figures if window[0] <= figure["span"][0] < window[1]]
    readings: list[Reading] = [reading_of(one) for one in standing]
    if claim.pk not in {one.pk for one in standing}:
        readings.append(reading_of(claim))
    marks = build_marks(figures, readings, report.noise)
    lit = (claim.sentence_start, claim.sentence_end)
    return build_nodes(report.text, report.blocks, marks, window, title=report.title, lit=lit)


def compare(claim: Claim, near: Sequence[Claim], published: Sequence[Observation]) -> Comparison:
    """The claim beside the published values of its series; growth over the same window only, else why not."""
    language = labels.language()
    series = [one for one in published if _in_series(one, claim)]
    growth = _growth(claim, series)
    stated = next((one for one in near if _is_stated_growth(one, claim)), None)
    change = growth.change if growth else None
    return Comparison(
        known=[_known(one, claim) for one in series[:YEARS]],
        growth=growth_text(growth, language) if growth else "",
        refusal=refusal_text(growth, language) if growth else "",
        stated=value_words(stated) if stated else "",
        leaps=bool(growth and growth.unit == "percent" and change is not None and abs(change) > LEAP),
    )


def _in_series(one: Observation, claim: Claim) -> bool:
    own = (claim.breakdown, claim.measure, claim.accounting)
    return (one.breakdown, one.measure, one.accounting) == own and one.pk != claim.observation_id


def _growth(claim: Claim, series: Sequence[Observation]) -> Growth | None:
    """Against the same window of the year before; None where the claim itself enters no series."""
    if claim.end is None or claim.entity or claim.area:
        return None
    points = [_point(one) for one in series]
    return growth_of(_point(claim), points)


def _point(one: Claim | Observation) -> Point:
    window = window_of(one.start, one.end)
    return Point(one.pk, one.end.year, window, one.value, one.unit_kind, one.comparator, "A")


def _known(one: Observation, claim: Claim) -> Known:
    window, language = window_of(one.start, one.end), labels.language()
    is_last = bool(
        claim.end and one.end.year == claim.end.year - 1 and window == window_of(claim.start, claim.end)
    )
    return Known(period_name(window, one.end.year, language), value_words(one), one.pk, is_last)


def _is_stated_growth(one: Claim, claim: Claim) -> bool:
    """The growth that the report itself tells of the level."""
    key = (claim.breakdown, claim.accounting, claim.start, claim.end, claim.area, claim.entity)
    own = (one.breakdown, one.accounting, one.start, one.end, one.area, one.entity)
    return one.measure == "yoy" and claim.measure == "level" and own == key


def _doubt(
    finding: Finding, near: Sequence[Claim], published: Sequence[Observation], report: Report
) -> Doubt:
    """The finding with the ways that may explain it, judged by what is at hand."""
    claims = list(finding.claims.all())
    own = {claim.pk for claim in claims}
    spoken = [_spoken(claim, report) for claim in claims]
    others = [statement_of(claim) for claim in near if claim.pk not in own]
    others += [statement_of_published(one) for one in published]
    trials = explain(finding.rule, spoken, others)
    likely = [one for one in tell_all(trials) if one.is_likely]
    return Doubt(finding, likely[:MOST_LIKELY], needed_by(trials))


def needed_by(trials: Sequence[Trial]) -> dict[int, Decimal]:
    """What a figure would have to be, where that fits, by the key of its claim; the first way wins."""
    found: dict[int, Decimal] = {}
    for trial in trials:
        key = trial.witness.key if trial.witness else None
        if trial.fits and key is not None and "needed" in trial.numbers:
            found.setdefault(key, trial.numbers["needed"])
    return found


def _spoken(claim: Claim, report: Report):
    """With its own words where it stands in this report."""
    if claim.report_id != report.pk:
        return statement_of(claim)
    text = report.text
    return statement_of(
        claim,
        text[claim.sentence_start : claim.sentence_end],
        text[claim.span_start : claim.span_end],
    )
