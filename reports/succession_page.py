"""What the pages of twins and revisions show, put together once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop

from indicators.models import Observation
from reports.comparison import Comparison, compare
from reports.likeness import fold, likeness
from reports.models import Claim, Report, Twin
from reports.querysets import ReportQuerySet
from reports.revising import Effect, Plan
from reports.wording import period_words, value_words

SHOWN = 200
"""Rows of each list that a page shows."""

OUTCOMES = {
    "revised": (gettext_noop("换成新值"), gettext_noop("图表上的旧值由新值取代，标为修订数。")),
    "withdrawn": (gettext_noop("撤下，没有新值"), gettext_noop("修订稿没有写这个数字，图表上不再显示。")),
    "contested": (
        gettext_noop("另有报告支持旧值"),
        gettext_noop("旧值仍由另一份报告支持，先不换，列为疑点等待裁定。"),
    ),
    "waits": (gettext_noop("撤下，新值待核实"), gettext_noop("修订稿的新值还有疑点，裁定以后才会显示。")),
    "held": (gettext_noop("保留"), gettext_noop("修订稿不支持这个数字，但另一份报告写明了它。")),
    "kept": (gettext_noop("不变"), gettext_noop("两份写的一样，改为引用修订稿。")),
}


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two reports side by side; ``twin`` where the product found the pair, ``share`` how much they have in common."""

    earlier: Report
    comparison: Comparison
    share: Decimal
    twin: Twin | None
    shown: int = SHOWN

    @property
    def is_cut(self) -> bool:
        parts = self.comparison
        return max(map(len, (parts.changed, parts.added, parts.removed))) > SHOWN


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One value on the page of what changes: which chart, what it shows now, and what then."""

    effect: Effect
    old: str
    new: str
    chart: str
    period: str


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """The values with one outcome, under its name and what that means."""

    name: str
    title: str
    explanation: str
    lines: Sequence[EffectLine]
    count: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: Plan
    groups: Sequence[OutcomeGroup]

    @property
    def new_figures(self) -> int:
        """How many figures of the revision still wait for a person afterwards."""
        taken = {e.new.pk for e in self.plan.effects if e.new and e.outcome in {"revised", "contested"}}
        carried = {c.new.pk for c in self.plan.carried if c.new}
        found = self.plan.comparison
        rows = [c.new for c in (*found.changed, *found.added, *found.same) if c.new]
        waiting = [c for c in rows if c.state == Claim.State.PENDING]
        return sum(claim.pk not in taken | carried for claim in waiting)


def build_comparison_page(report: Report, earlier: Report) -> ComparisonPage:
    """The page of two reports that were read, the earlier one on the left."""
    pair = Q(report=report, earlier=earlier) | Q(report=earlier, earlier=report)
    twin = Twin.objects.filter(pair).select_related("decided_by").first()
    share = (
        twin.likeness
        if twin
        else likeness(fold(report.text, report.noise), fold(earlier.text, earlier.noise))
    )
    return ComparisonPage(earlier, compare(earlier, report), share, twin)


def build_plan_page(plan: Plan) -> PlanPage:
    """What the succession would change, grouped by what becomes of a value."""
    groups = []
    for name, effects in plan.by_outcome:
        title, explanation = OUTCOMES[name]
        lines = [effect_line(effect) for effect in effects[:SHOWN]]
        groups.append(OutcomeGroup(name, gettext(title), gettext(explanation), lines, len(effects)))
    return PlanPage(plan, groups)


def effect_line(effect: Effect) -> EffectLine:
    value = effect.value
    new = effect.new if effect.outcome in {"revised", "contested", "waits"} else None
    return EffectLine(
        effect=effect,
        old=value_words(effect.claim),
        new=value_words(new) if new else "",
        chart=chart_of(effect),
        period=period_words(value.start, value.end),
    )


def chart_of(effect: Effect) -> str:
    """The address of the chart that shows the value."""
    value = effect.value
    query = {"region": value.region_id}
    if value.breakdown:
        query["breakdown"] = value.breakdown
    if isinstance(value, Observation) and value.measure != "level":
        query["measure"] = value.measure
    if value.accounting != value.indicator.accounting:
        query["accounting"] = value.accounting
    return f"{reverse('indicators:indicator-detail', args=[value.indicator_id])}?{urlencode(query)}"


def predecessors(report: Report, visible: ReportQuerySet) -> Sequence[Report]:
    """The standing reports that this one may be a revision of: of its region or office and year, the latest first."""
    home = Q(region=report.region_id) if report.region_id else Q()
    if report.office_id:
        home |= Q(office=report.office_id)
    read = visible.standing().filter(home, state__in=["review", "reviewed"], year=report.year)
    return list(read.exclude(pk=report.pk).without_text().select_related("region")[:SHOWN])
