"""What became of a brief since it was pinned: numbers revised, withdrawn or joined by others, plans decided on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from briefs.models import Brief
from briefs.prose import CHINESE, number_of, period_words
from briefs.sources import name_of, target_words
from indicators import labels
from indicators.models import Measure, Observation, Target
from indicators.series import Point, window_of
from reports.models import Promise

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One value: as the brief has it (``before``, "" where it has none) and as it is now ("" where withdrawn)."""

    what: str
    before: str
    after: str
    reason: str


def changes_since(brief: Brief, observations: Sequence[int], since: datetime | None = None) -> list[Change]:
    """What differs between the brief's data and today's, at most MOST; only what came after ``since`` where given."""
    since = since or brief.pinned_at
    gone = Observation.objects.filter(pk__in=observations, superseded_at__gt=since).select_related(
        "indicator", "region"
    )
    with translation.override(CHINESE):
        gone = list(gone)
        found = told_replaced(gone)
        fresh = Observation.objects.published().for_region(brief.region_id).levels()
        fresh = fresh.filter(end__year=brief.year, published_at__gt=since).select_related(
            "indicator", "region"
        )
        found += told_fresh(fresh, gone)
        found += _targets(brief, since)
    return [*found, *_decisions(brief, since)][:MOST]


def _targets(brief: Brief, since: datetime) -> list[Change]:
    """Targets of the year and the next that were set, or taken back, since."""
    rows = Target.objects.for_region(brief.region_id).filter(end__year__in=(brief.year, brief.year + 1))
    rows = rows.select_related("indicator", "region").order_by("indicator__position", "end", "pk")
    new = rows.published().filter(published_at__gt=since)
    gone = rows.filter(superseded_at__gt=since, published_at__lte=since)
    told = [Change(_aim(row), target_words(row), "", row.supersede_reason) for row in gone]
    return told + [Change(_aim(row), "", target_words(row), "") for row in new]


def _aim(row: Target) -> str:
    return f"{period_words(_point(row))}{name_of(row.indicator, row.breakdown)}目标"


def _decisions(brief: Brief, since: datetime) -> list[Change]:
    """What a person decided of the year's promises since."""
    rows = Promise.objects.standing().of_regions([brief.region_id]).confirmed()
    rows = rows.filter(year=brief.year, decided_at__gt=since).select_related("item")
    return [
        Change(_("计划“%(text)s”") % {"text": row.item.text[:40]}, "", str(row.status_words), row.note)
        for row in rows
    ]


def told_replaced(gone: Iterable[Observation], *, placed: bool = False) -> list[Change]:
    """Values that others took the place of, or nothing; ``placed`` where they are of more than one place."""
    return [_replaced(row, placed) for row in gone]


def told_fresh(
    fresh: Iterable[Observation], gone: Iterable[Observation], *, placed: bool = False
) -> list[Change]:
    """Values of which there was none before: those that replaced one are told as replacements."""
    keys = {_key(row) for row in gone}
    return [Change(_what(row, placed), "", _text(row), "") for row in fresh if _key(row) not in keys]


def _replaced(row: Observation, placed: bool) -> Change:
    now = Observation.objects.published().filter(
        indicator=row.indicator_id, breakdown=row.breakdown, measure=row.measure, accounting=row.accounting,
        region=row.region_id, start=row.start, end=row.end,
    ).select_related("indicator").first()  # fmt: skip
    return Change(_what(row, placed), _text(row), _text(now) if now else "", row.supersede_reason)


def _key(row: Observation) -> tuple[object, ...]:
    return row.indicator_id, row.breakdown, row.measure, row.accounting, row.region_id, row.start, row.end


def _point(row: Observation | Target) -> Point:
    window = window_of(row.start, row.end)
    return Point(row.pk, row.end.year, window, row.value, row.unit_kind, row.comparator)


def _what(row: Observation, placed: bool) -> str:
    measure = "" if row.measure == Measure.LEVEL else row.get_measure_display()
    place = row.region.name if placed else ""
    return f"{place}{period_words(_point(row))}{name_of(row.indicator, row.breakdown)}{measure}"


def _text(row: Observation) -> str:
    return number_of(_point(row), labels.unit_name(row.indicator, row.unit_kind)).text
