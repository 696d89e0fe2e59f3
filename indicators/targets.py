"""Targets as the indicator page lists them: apart from what was achieved, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from indicators import labels
from indicators.models import Citation, Target
from indicators.prepared import prepared
from indicators.selection import Selection
from indicators.series import window_of
from indicators.wording import format_exact, period_name, scale_for, unit_with, with_comparator


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target as it is written; ``citations`` are the sentences that set it."""

    id: int
    region: str
    breakdown: str
    period: str
    shown: str
    citations: tuple[Citation, ...]


def load_targets(chosen: Selection) -> Sequence[TargetRow]:
    """The targets set for what the page shows, the latest first; one query where there are none, else three."""
    codes = [region.pk for region in chosen.regions]
    if not _any(chosen.moment, chosen.indicator.pk, codes, drafts=chosen.drafts):
        return []
    found = Target.objects.as_of(chosen.moment, drafts=chosen.drafts).of_selection(
        chosen.indicator, chosen.regions, chosen.breakdown, chosen.first, chosen.last
    )
    return [_row(target, chosen) for target in found.with_evidence()]


@prepared()
def _any(moment: datetime | None, indicator: str, codes: list[str], *, drafts: bool) -> QuerySet:
    rows = Target.objects.as_of(moment, drafts=drafts)
    return rows.filter(indicator=indicator, region__any_of=codes).order_by().values_list("pk")[:1]


def _row(target: Target, chosen: Selection) -> TargetRow:
    language = labels.language()
    unit = labels.unit_name(chosen.indicator, target.unit_kind, target.value)
    scale = scale_for(target.value, "money" if target.unit_kind == "money" else "", language)
    number = with_comparator(format_exact(target.value / scale.divisor), target.comparator, language)
    return TargetRow(
        id=target.pk,
        region=target.region.shown_name,
        breakdown=labels.breakdown_name(target.breakdown),
        period=period_name(window_of(target.start, target.end), target.end.year, language),
        shown=f"{number} {unit_with(scale.word, unit, language)}",
        citations=tuple(target.citations.all()),
    )
