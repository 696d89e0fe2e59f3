"""Other readings of a figure that are at hand: each a correction that one key makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Accounting, Measure, Observation
from indicators.regions import load_gazetteer
from reports.extraction.entities import find_entities
from reports.extraction.folding import fold
from reports.extraction.periods import Period, find_periods
from reports.extraction.region_names import find_region_names
from reports.hypotheses.statement import year_before
from reports.models import Claim
from reports.selections import window_of_report

MOST = 6
FACTORS = (
    Decimal(10**4),
    Decimal(10**8),
    Decimal(100),
    Decimal(1) / 10**4,
    Decimal(1) / 10**8,
    Decimal(1) / 100,
)
CLOSE = Decimal(2)
FAR = Decimal(20)


@dataclass(frozen=True, slots=True)
class Candidate:
    """``changes`` are the fields of a correction; ``code`` names it in an address, ``kind`` says what it changes."""

    code: str
    kind: str
    changes: dict[str, Any]

    def shown(self, claim: Claim) -> Claim:
        """The claim as it would read; not to be stored."""
        twin = Claim(**{f.attname: getattr(claim, f.attname) for f in Claim._meta.concrete_fields})
        twin.indicator, twin.report = claim.indicator, claim.report
        for name, value in self.changes.items():
            setattr(twin, name, value)
        return twin


def find_candidates(claim: Claim, published: Sequence[Observation]) -> list[Candidate]:
    """The likeliest other readings first, each once; ``published`` are values of the claim's indicator and region."""
    found: dict[tuple[tuple[str, Any], ...], Candidate] = {}
    for candidate in (*_by_size(claim, published), *_by_year(claim, published), *_by_sentence(claim)):
        found.setdefault(tuple(sorted(candidate.changes.items(), key=lambda pair: pair[0])), candidate)
    return list(found.values())[:MOST]


def _by_size(claim: Claim, published: Sequence[Observation]) -> Iterator[Candidate]:
    """In another unit, where the published values say so: far from the last as it is, and near it when scaled."""
    last = next(
        (one for one in published if _same_series(one, claim) and one.end < (claim.end or date.max)), None
    )
    if last is None or not last.value or not claim.value or claim.measure != Measure.LEVEL:
        return
    if _apart(claim.value, last.value) < FAR:
        return
    for factor in FACTORS:
        scaled = (claim.value * factor).quantize(Decimal("0.000001"))
        if scaled and abs(scaled) < 10**18 and _apart(scaled, last.value) <= CLOSE:
            yield Candidate(f"unit-{factor:f}", "unit", {"value": scaled})


def _apart(one: Decimal, other: Decimal) -> Decimal:
    """How many times the one is the other, never below 1."""
    small, large = sorted((abs(one), abs(other)))
    return large / small


def _same_series(one: Observation, claim: Claim) -> bool:
    return (one.breakdown, one.measure, one.accounting) == (claim.breakdown, claim.measure, claim.accounting)


def _by_year(claim: Claim, published: Sequence[Observation]) -> Iterator[Candidate]:
    """Of the year before, where just this value was published for it."""
    start, end = year_before(claim.start), year_before(claim.end)
    for one in published:
        if _same_series(one, claim) and (one.start, one.end, one.value) == (start, end, claim.value):
            yield Candidate(f"year-{end}", "period", {"start": start, "end": end})


def _by_sentence(claim: Claim) -> Iterator[Candidate]:
    """Of the other periods and places that its sentence names."""
    folded = fold(claim.sentence)
    at = (claim.span_start - claim.sentence_start, claim.span_end - claim.sentence_start)
    periods = find_periods(folded, window_of_report(claim.report))
    for period in sorted(periods, key=lambda one: abs(one.span[0] - at[0])):
        if dates := _dates(period, claim):
            yield Candidate(f"period-{dates['start']}-{dates['end']}", "period", dates)
    names = find_region_names(folded, load_gazetteer())
    home = claim.report.region.name if claim.report.region else ""
    for entity in find_entities(folded, names):
        name = folded[slice(*entity.name)]
        if name != claim.entity and not _touches(entity.span, at):
            yield Candidate(f"entity-{entity.span[0]}", "entity", {"entity": name[:120], "area": ""})
    for name in names:
        text = folded[name.start : name.end]
        if text not in (claim.area, home) and not _touches((name.start, name.end), at):
            yield Candidate(f"area-{name.start}", "area", {"area": text[:60], "entity": ""})
    if claim.area or claim.entity:
        yield Candidate("own", "area", {"area": "", "entity": ""})


def _touches(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _dates(period: Period, claim: Claim) -> dict[str, date | None] | None:
    """The claim's dates if it were of the period; None where that changes nothing or makes no sense."""
    if not period.known or period.end is None or period.kind not in ("span", "asof", "since", "prior"):
        return None
    is_flow = claim.accounting == Accounting.FLOW
    start = period.start if is_flow else None
    if (is_flow and start is None) or (start, period.end) == (claim.start, claim.end):
        return None
    return {"start": start, "end": period.end}


def pick(candidates: Sequence[Candidate], code: str) -> Candidate | None:
    """The candidate of that name."""
    return next((one for one in candidates if one.code == code), None)
