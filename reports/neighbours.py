"""What stands near a figure: the same indicator elsewhere in the report, and what was published of it before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.models import Observation
from reports.hypotheses import Statement
from reports.models import Claim, Finding, Report

MOST_CLAIMS = 200
MOST_PUBLISHED = 60


def statement_of(claim: Claim, sentence: str = "", quote: str = "") -> Statement:
    """The claim as the hypotheses take it; its own words where the caller has them."""
    return Statement(
        value=claim.value,
        measure=claim.measure,
        unit_kind=claim.unit_kind,
        accounting=claim.accounting,
        step=claim.step,
        start=claim.start,
        end=claim.end,
        breakdown=claim.breakdown,
        area=claim.area,
        entity=claim.entity,
        sentence=sentence,
        quote=quote,
        key=claim.pk,
    )


def statement_of_published(observation: Observation) -> Statement:
    """The published value as the hypotheses take it."""
    return Statement(
        value=observation.value,
        measure=observation.measure,
        unit_kind=observation.unit_kind,
        accounting=observation.accounting,
        start=observation.start,
        end=observation.end,
        breakdown=observation.breakdown,
    )


def claims_near(report: Report, indicators: Iterable[str]) -> list[Claim]:
    """What the report says of the indicators, the readings that stand."""
    rows = report.claims.standing().exclude(state=Claim.State.REJECTED).filter(indicator__in=indicators)
    return list(rows.defer("section", "reasons").order_by("span_start", "pk")[:MOST_CLAIMS])


def published_near(report: Report, indicators: Iterable[str]) -> list[Observation]:
    """What was published of the indicators for the report's region, the latest first."""
    if not report.region_id:
        return []
    rows = Observation.objects.published().filter(region=report.region_id, indicator__in=indicators)
    return list(rows.select_related("indicator").order_by("-end", "start", "pk")[:MOST_PUBLISHED])


def neighbours_of(finding: Finding, claims: Sequence[Claim]) -> list[Statement]:
    """What the figures of a finding may have been taken for; two queries."""
    indicators = {claim.indicator_id for claim in claims}
    own = {claim.pk for claim in claims}
    resting = {claim.observation_id for claim in claims} - {None}
    near = [statement_of(claim) for claim in claims_near(finding.report, indicators) if claim.pk not in own]
    published = published_near(finding.report, indicators)
    return near + [statement_of_published(value) for value in published if value.pk not in resting]
