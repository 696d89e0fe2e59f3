"""The sum or the growth behind a finding, worked out from the claims it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.models import Claim, Finding


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``terms`` give ``computed``, against which the report says ``stated``."""

    kind: str
    terms: Sequence[Claim]
    computed: Decimal
    stated: Claim

    @property
    def gap(self) -> Decimal:
        """How far the stated value is from the computed one, either way."""
        return abs(self.stated.value - self.computed)


def work_out(finding: Finding, claims: Sequence[Claim]) -> Arithmetic | None:
    """The Arithmetic of a sum or growth finding; None for other rules or where the claims don't make it up."""
    if finding.rule == Finding.Rule.SUM:
        return _sum(claims)
    if finding.rule == Finding.Rule.GROWTH:
        return _growth(claims)
    return None


def _sum(claims: Sequence[Claim]) -> Arithmetic | None:
    totals = [claim for claim in claims if not claim.breakdown]
    parts = [claim for claim in claims if claim.breakdown]
    if len(totals) != 1 or len(parts) < 2:
        return None
    return Arithmetic("sum", parts, sum((part.value for part in parts), Decimal(0)), totals[0])


def _growth(claims: Sequence[Claim]) -> Arithmetic | None:
    levels = sorted(
        (claim for claim in claims if claim.measure == "level" and claim.end), key=lambda claim: claim.end
    )
    stated = [claim for claim in claims if claim.measure in {"yoy", "change"}]
    if len(levels) != 2 or len(stated) != 1 or (stated[0].measure == "yoy" and not levels[0].value):
        return None
    before, after = levels[0].value, levels[1].value
    computed = after - before
    if stated[0].measure == "yoy":
        computed = (computed / before * 100).quantize(Decimal("0.01"))
    return Arithmetic("growth", [levels[1], levels[0]], computed, stated[0])
