"""The questions that pages ask of published values; each chains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, Subquery, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, Rank

from indicators.asking import MOST_PLACES, Asked
from indicators.questions import Question

if TYPE_CHECKING:
    from indicators.models import Indicator, Region

_NEWEST = """
    select newest.id
    from unnest(%s::text[]) as place(code),
        lateral (
            select id, {column} from indicators_observation
            where region_id = place.code and {column} > %s and {column} <= %s
            order by {column} desc limit %s
        ) as newest
    order by newest.{column} desc limit %s
"""
LEVELS = ("province", "prefecture", "county", "zone", "nation")


class RegionQuerySet(models.QuerySet):
    def current(self) -> RegionQuerySet:
        """Regions that exist today."""
        return self.filter(abolished__isnull=True)

    def reporting(self, moment: datetime | None = None) -> RegionQuerySet:
        """Regions with at least one observation that is published, or was at that moment; by code."""
        from indicators.models import Observation

        return self.filter(pk__in=Observation.objects.as_of(moment).values("region")).order_by("code")

    def within(self, code: str) -> RegionQuerySet:
        """The region and everything below it: GB/T 2260 codes nest by pairs of digits."""
        if code == "000000":
            return self
        prefix = code.rstrip("0")
        if len(code) == 6:
            prefix = code[: len(prefix) + len(prefix) % 2]
        return self.filter(code__startswith=prefix)

    def asked(self, question: Question) -> RegionQuerySet:
        """Those that the question means: the ones it names, the ones below its parent, or all; kept to its level."""
        rows = self.within(question.within) if question.within else self
        if question.regions:
            rows = rows.filter(code__in=question.regions)
        if question.parent:
            rows = rows.filter(parent=question.parent)
        return rows.filter(level=question.level) if question.level else rows

    def around(self, code: str) -> RegionQuerySet:
        """Of today's regions those directly below it, and those below these; by code. An ``or`` over the join would
        read all regions."""
        above = RawSQL(
            "select %s union all select code from indicators_region where parent_id = %s", (code, code)
        )
        return self.current().filter(parent__in=above).order_by("code")

    def with_values_of(self, indicator: Indicator, words: str, moment: datetime | None) -> RegionQuerySet:
        """Those whose name holds the words and that have values of the indicator, or had them at that moment; the
        wider ones first, no more than a list takes."""
        from indicators.models import Observation

        values = Observation.objects.as_of(moment).filter(indicator=indicator, region=OuterRef("pk"))
        places = (When(level=level, then=place) for place, level in enumerate(LEVELS))
        rows = self.filter(Exists(values), name__contains=words) if words else self.none()
        rows = rows.select_related("parent").order_by(Case(*places, default=len(LEVELS)), "code")
        return rows[:MOST_PLACES]

    def issuing(self) -> RegionQuerySet:
        """Regions whose own sources are cited, with their ``source_count``: provinces before districts, of one
        level those with most sources. A region that others only mention is none of them."""
        places = (When(level=level, then=place) for place, level in enumerate(LEVELS))
        rows = self.annotate(breadth=Case(*places, default=len(LEVELS)), source_count=Count("sources"))
        return rows.filter(source_count__gt=0).order_by("breadth", "-source_count", "code")


class IndicatorQuerySet(models.QuerySet):
    def named(self, text: str) -> IndicatorQuerySet:
        """Indicators whose Chinese or English name or alias holds the text, each once."""
        match = Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(names__name__icontains=text)
        return self.filter(match).distinct()

    def with_reach(self, moment: datetime | None = None) -> IndicatorQuerySet:
        """With ``is_known``, whether anything is published, or was at that moment, and the first and the last year of
        its levels.

        Each is a look into an index, not a count: counting takes seconds where there are millions of values.
        """
        from indicators.models import Observation

        published = Observation.objects.as_of(moment).filter(indicator=OuterRef("pk"))
        years = published.levels().values(year=ExtractYear("end"))
        return self.annotate(
            is_known=Exists(published),
            first_year=Subquery(years.order_by("end")[:1]),
            last_year=Subquery(years.order_by("-end")[:1]),
        )

    def of_overview(
        self, codes: Iterable[str], region: Region | str, moment: datetime | None, *, drafts: bool
    ) -> IndicatorQuerySet:
        """The indicators named and those that staff chose, with ``first_end`` and ``last_end`` of the region's levels;
        None where nothing is known. A look into the index each."""
        from indicators.models import Observation

        rows = Observation.objects.as_of(moment, drafts=drafts).for_region(region).levels()
        ends = rows.filter(indicator=OuterRef("pk")).values("end")
        return self.filter(Q(pk__any_of=list(codes)) | Q(is_headline=True)).annotate(
            first_end=Subquery(ends.order_by("end")[:1]), last_end=Subquery(ends.order_by("-end")[:1])
        )

    def listed(self, text: str, *, only_known: bool, moment: datetime | None = None) -> IndicatorQuerySet:
        """With their reach, in the catalogue's order; those named by the text, those with values, where
        asked."""
        rows = self.filter(pk__in=self.named(text).values("pk")) if text else self
        rows = rows.with_reach(moment).order_by("position", "code")
        return rows.filter(is_known=True) if only_known else rows


class CitationQuerySet(models.QuerySet):
    def of_observations(self, pks: Iterable[int]) -> CitationQuerySet:
        """Evidence and support of the values, by value, with source and office."""
        rows = self.filter(observation__in=pks).select_related("source__issuer")
        return rows.order_by("observation_id", "role", "pk")


class SourceQuerySet(models.QuerySet):
    def cited_by(self, pks: Iterable[int]) -> SourceQuerySet:
        """The documents that the values rest on, each once, the latest year first."""
        from indicators.models import Citation

        cited = Citation.objects.filter(observation__any_of=list(pks)).values("source")
        return self.filter(pk__in=cited).order_by(F("year").desc(nulls_last=True), "title")


class PublishedQuerySet(models.QuerySet):
    def current(self) -> PublishedQuerySet:
        """What is shown now, and the drafts beside it."""
        return self.filter(superseded_at__isnull=True)

    def published(self) -> PublishedQuerySet:
        """What the bureau stands behind now."""
        return self.current().filter(published_at__isnull=False)

    def drafts(self) -> PublishedQuerySet:
        """What was accepted and is not shown to all yet."""
        return self.filter(published_at__isnull=True)

    def with_drafts(self) -> PublishedQuerySet:
        """As it would be if every draft were published: a draft stands in the place of what it replaces."""
        key = {name: OuterRef(name) for name in self.model.KEY if name != "start"}
        drafts = self.model.objects.drafts().filter(**key)
        same = drafts.filter(Q(start=OuterRef("start")) | Q(start__isnull=True))
        return self.current().filter(Q(published_at__isnull=True) | ~Exists(same))

    def seen(self, drafts: bool) -> PublishedQuerySet:
        """All that was ever published, and the drafts where they may be seen."""
        return self if drafts else self.filter(published_at__isnull=False)

    def as_of(self, moment: datetime | None, *, drafts: bool = False) -> PublishedQuerySet:
        """What it stood behind at that moment; now where none is given, with the drafts where they are asked for."""
        if moment is None:
            return self.with_drafts() if drafts else self.published()
        return self.filter(published_at__lte=moment).exclude(superseded_at__lte=moment)

    def for_region(self, region: Region | str) -> PublishedQuerySet:
        return self.filter(region=region)

    def annual(self) -> PublishedQuerySet:
        """Whole calendar years of a flow; year's ends of a stock or a cumulative value."""
        whole = Q(start__month=1, start__day=1, start__year=F("end__year")) | Q(start__isnull=True)
        return self.filter(whole, end__month=12, end__day=31)

    def in_time(self) -> PublishedQuerySet:
        """In the order of a chart: region, breakdown, end, then the longer window first."""
        return self.order_by("region_id", "breakdown", "end", "start")

    def with_context(self) -> PublishedQuerySet:
        """With indicator and region in the same query."""
        return self.select_related("indicator", "region")


class ObservationQuerySet(Asked, PublishedQuerySet):
    def levels(self) -> ObservationQuerySet:
        return self.filter(measure="level")

    def latest(self) -> ObservationQuerySet:
        """One row a key: of each (indicator, breakdown, measure, accounting, region) the one that ends last;
        of windows that end on one day the longest."""
        key = ("indicator_id", "breakdown", "measure", "accounting", "region_id")
        return self.order_by(*key, "-end", "start").distinct(*key)

    def of_indicators(self, codes: Iterable[str]) -> ObservationQuerySet:
        """Levels and reported growth of the indicators."""
        return self.filter(indicator__any_of=list(codes), measure__in=["level", "yoy"])

    def of_year_and_before(self, year: int) -> ObservationQuerySet:
        return self.filter(end__range=(date(year - 1, 1, 1), date(year, 12, 31)))

    def of_years_and_latest(self, year: int) -> ObservationQuerySet:
        """Whole years up to the year, and every window of the year and the one before it."""
        whole = Q(start__month=1, start__day=1, start__year=F("end__year")) | Q(start__isnull=True)
        whole &= Q(end__month=12, end__day=31)
        return self.filter(whole | Q(end__gte=date(year - 1, 1, 1)), end__lte=date(year, 12, 31))

    def of_children(
        self, codes: Sequence[str], indicator: str, accounting: str, years: tuple[int, int]
    ) -> ObservationQuerySet:
        """The indicator's totals in the accounting for the regions, from the first of the years to the last."""
        usual = {"breakdown": "", "measure": "level", "accounting": accounting}
        days = (date(years[0], 1, 1), date(years[1], 12, 31))
        return self.filter(indicator=indicator, region__any_of=list(codes), end__range=days, **usual)

    def changed_in(
        self, codes: Sequence[str], what: str, since: datetime, until: datetime, most_each: int, most: int
    ) -> ObservationQuerySet:
        """Values of the regions that were published, or superseded, after ``since`` and not after ``until``; of each
        region the newest ``most_each``, the newest ``most`` of all.

        A look into the index a region: what it costs does not grow with how much was published.
        """
        column = {"published": "published_at", "superseded": "superseded_at"}[what]
        values = (list(codes), since, until, most_each, most)
        return self.filter(pk__in=RawSQL(_NEWEST.format(column=column), values))  # noqa: S611 - one of two columns

    def of_selection(
        self, regions: Iterable[str], breakdown: str, measure: str, accounting: str, every: str
    ) -> ObservationQuerySet:
        """Values of the regions (codes) in one measure and accounting, of one breakdown or of ``every`` one."""
        rows = self.filter(region__any_of=list(regions), measure=measure, accounting=accounting)
        return rows if breakdown == every else rows.filter(breakdown=breakdown)

    def with_sample_mark(self) -> ObservationQuerySet:
        """With ``is_sample``, whether any source of the value is a sample."""
        from indicators.models import Citation

        samples = Citation.objects.filter(observation=OuterRef("pk"), source__is_sample=True)
        return self.annotate(is_sample=Exists(samples))

    def with_ruling(self) -> ObservationQuerySet:
        """With ``ruling``, what was ruled on a contradiction that the value rests on; None where there was none."""
        from indicators.models import Citation

        ruled = Citation.objects.filter(observation=OuterRef("pk")).exclude(ruling="")
        return self.annotate(ruling=Subquery(ruled.order_by("role", "pk").values("ruling")[:1]))

    def facets(self) -> ObservationQuerySet:
        """As dicts: which (region, breakdown, measure, accounting) there are, and ``count`` of each."""
        key = ("region_id", "breakdown", "measure", "accounting")
        return self.order_by().values(*key).annotate(count=Count("pk"))

    def years_by_indicator(self) -> ObservationQuerySet:
        """As pairs: indicator's code and a year in which it has values."""
        return self.order_by().values_list("indicator_id", ExtractYear("end")).distinct()

    def with_evidence(self) -> ObservationQuerySet:
        """With what stands behind each value: people, citations, sources and their offices."""
        from indicators.models import Citation

        citations = Citation.objects.select_related("source__issuer")
        return (
            self.with_context()
            .select_related("published_by", "superseded_by")
            .prefetch_related(Prefetch("citations", citations))
        )

    def ranked(self) -> ObservationQuerySet:
        """With ``place``, 1 for the largest value among the rows asked for; equal values share a place."""
        return self.annotate(place=Window(Rank(), order_by=F("value").desc())).order_by("place", "region_id")

    def at(self, end: date) -> ObservationQuerySet:
        return self.filter(end=end)

    def years(self) -> list[int]:
        """First to last year that any row ends in; empty where there is none."""
        edge = self.aggregate(first=Min(ExtractYear("end")), last=Max(ExtractYear("end")))
        return list(range(edge["first"], edge["last"] + 1)) if edge["first"] else []

    def windows(self) -> ObservationQuerySet:
        """With the window's edges as month and day, so that like is compared with like."""
        return self.annotate(
            from_month=ExtractMonth("start"),
            to_month=ExtractMonth("end"),
            to_day=ExtractDay("end"),
            year=ExtractYear("end"),
        )


class TargetQuerySet(PublishedQuerySet):
    def of_selection(
        self,
        indicator: Indicator,
        regions: Iterable[Region],
        breakdown: str,
        first: int | None,
        last: int | None,
    ) -> TargetQuerySet:
        """Targets of the indicator for the regions, the latest first; of one breakdown, or of "all"; in years."""
        rows = self.filter(indicator=indicator, region__in=regions).order_by(
            "-end", "region_id", "breakdown", "pk"
        )
        if breakdown != "all":
            rows = rows.filter(breakdown=breakdown)
        if first:
            rows = rows.filter(end__year__gte=first)
        return rows.filter(end__year__lte=last) if last else rows

    def with_evidence(self) -> TargetQuerySet:
        """With region, citations and their sources."""
        from indicators.models import Citation

        citations = Citation.objects.select_related("source__issuer")
        return self.select_related("region").prefetch_related(Prefetch("citations", citations))
