"""What the explorer asks the database, each of it once a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, When
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear

from indicators.models import DRAFT, BaseMap, Citation, Indicator, Observation, Region
from indicators.querysets import LEVELS
from indicators.questions import Question
from indicators.series import Window, window_of

HEADLINE_CODES = frozenset(
    {
        "patent_applications",
        "patent_grants",
        "valid_patents",
        "valid_invention_patents_per_10k_population",
        "pledge_financing_amount",
        "enforcement_cases",
    }
)  # what most people look for first
COLUMNS = (
    "pk", "region_id", "breakdown", "measure", "accounting", "start", "end", "value", "unit_kind", "comparator",
    "status", "published_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One published value, as a series takes it; lighter than a row of the model, since a chart has hundreds."""

    pk: int
    region_id: str
    breakdown: str
    measure: str
    accounting: str
    start: date | None
    end: date
    value: Decimal
    unit_kind: str
    comparator: str
    status: str
    published_at: datetime | None

    @property
    def shown_status(self) -> str:
        return self.status if self.published_at else DRAFT


@dataclass(frozen=True, slots=True)
class Facet:
    """How many values there are of one breakdown, measure, accounting, unit and window, and when the last ends."""

    breakdown: str
    measure: str
    accounting: str
    unit_kind: str
    window: Window
    count: int
    last: date


@dataclass(frozen=True, slots=True)
class Remark:
    """What a value's citations say beside it: a ruling, and whether a source is a sample."""

    ruling: str
    is_sample: bool


def find_facets(question: Question) -> list[Facet]:
    """Which kinds of values the question's regions have."""
    edges = {
        "from_month": ExtractMonth("start"), "from_day": ExtractDay("start"), "to_month": ExtractMonth("end"),
        "to_day": ExtractDay("end"), "span": ExtractYear("end") - ExtractYear("start"),
    }  # fmt: skip
    rows = Observation.objects.asked(question).order_by().annotate(**edges)
    found = rows.values("breakdown", "measure", "accounting", "unit_kind", *edges)
    return [
        Facet(
            row["breakdown"],
            row["measure"],
            row["accounting"],
            row["unit_kind"],
            window_of(row["first"], row["last"]),
            row["count"],
            row["last"],
        )
        for row in found.annotate(count=Count("pk"), first=Max("start"), last=Max("end"))
    ]


def find_span(indicator: str, measure: str) -> tuple[int, int] | None:
    """The first and the last year in which anything current of the indicator ends: two looks into an index, and so few
    days to ask about afterwards."""
    rows = Observation.objects.current().filter(indicator=indicator, measure=measure)
    edge = rows.aggregate(first=Min("end"), last=Max("end"))
    return (edge["first"].year, edge["last"].year) if edge["first"] else None


def find_values(question: Question, unit_kind: str = "") -> list[Value]:
    """The values that the question means, by region, breakdown and time; of one kind of unit where it is named."""
    rows = Observation.objects.asked(question).in_time()
    if unit_kind:
        rows = rows.filter(unit_kind=unit_kind)
    return [Value(*row) for row in rows.values_list(*COLUMNS)]


def find_beside(question: Question, unit_kind: str, gaps: Collection[tuple[str, int]]) -> list[Value]:
    """Values of any window for the (region, year) where a line has a gap, and of the year before each, which tells
    their growth."""
    if not gaps:
        return []
    years = {year - back for _region, year in gaps for back in (0, 1)}
    wider = replace(
        question,
        regions=tuple({region for region, _year in gaps}),
        window="",
        first=min(years),
        last=max(years),
    )
    rows = Observation.objects.asked(wider).in_time().filter(unit_kind=unit_kind, end__year__in=years)
    return [Value(*row) for row in rows.values_list(*COLUMNS)]


def find_remarks(pks: Iterable[int]) -> dict[int, Remark]:
    """Remarks by value, for those that have any."""
    telling = Q(source__is_sample=True) | ~Q(ruling="")
    rows = Citation.objects.filter(telling, observation__in=list(pks)).order_by("role", "pk")
    found: dict[int, Remark] = {}
    for pk, ruling, is_sample in rows.values_list("observation_id", "ruling", "source__is_sample"):
        before = found.get(pk, Remark("", False))
        found[pk] = Remark(before.ruling or ruling, before.is_sample or is_sample)
    return found


def find_group(code: str) -> tuple[Region | None, list[Region]]:
    """The region and those directly below it that exist today."""
    rows = list(Region.objects.filter(Q(pk=code) | Q(parent=code, abolished__isnull=True)).order_by("code"))
    above = next((region for region in rows if region.pk == code), None)
    return above, [region for region in rows if region.pk != code]


def find_provinces() -> list[Region]:
    return list(Region.objects.current().filter(level=Region.Level.PROVINCE).order_by("code"))


def regions_with_values(indicator: str, most: int) -> list[Region]:
    """Regions that have a published value of the indicator, the widest first: where to look instead."""
    places = Case(*(When(level=level, then=place) for place, level in enumerate(LEVELS)), default=len(LEVELS))
    rows = Observation.objects.published().filter(indicator=indicator).values("region")
    return list(Region.objects.filter(pk__in=rows).order_by(places, "code")[:most])


def find_peers(region: Region, question: Question) -> list[tuple[str, int, Decimal]]:
    """(region, year, value) of all regions of the region's level under the same one, for the question's window."""
    asked = replace(question, regions=(), parent=region.parent_id or "", level=region.level)
    rows = Observation.objects.asked(asked).order_by().annotate(year=ExtractYear(F("end")))
    return list(rows.values_list("region_id", "year", "value"))


def find_map(codes: Sequence[str]) -> BaseMap | None:
    """The map that has an outline for most of the regions, without its shapes; None where none has any."""
    wanted = set(codes)
    maps = BaseMap.objects.filter(codes__overlap=list(codes)).defer("shapes")
    return max(maps, key=lambda one: len(wanted & set(one.codes)), default=None)


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator with all its names, for searching."""

    code: str
    name: str
    name_zh: str
    name_en: str
    domain: str
    position: int
    is_headline: bool
    is_known: bool
    aliases: tuple[str, ...]


def find_named() -> list[Named]:
    """Every indicator with its names, in the catalogue's order, and whether anything of it is published."""
    published = Observation.objects.published().filter(indicator=OuterRef("pk"))
    rows = Indicator.objects.annotate(is_known=Exists(published)).prefetch_related("names")
    return [
        Named(
            row.pk,
            row.name,
            row.name_zh,
            row.name_en,
            row.domain,
            row.position,
            row.is_headline or row.pk in HEADLINE_CODES,
            row.is_known,
            tuple(alias.name for alias in row.names.all()),
        )
        for row in rows
    ]


def regions_by_code(codes: Sequence[str]) -> dict[str, Region]:
    return Region.objects.in_bulk(codes) if codes else {}


def codes_with_values(indicator: str, codes: Sequence[str]) -> set[str]:
    """Those of the regions that have a published value of the indicator."""
    if not indicator or not codes:
        return set()
    rows = Observation.objects.published().filter(indicator=indicator, region__in=codes)
    return set(rows.order_by().values_list("region_id", flat=True).distinct())
