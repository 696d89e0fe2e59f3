"""The questions that pages ask of published values; each chains."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Max, Min, Q, Window
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, Rank

if TYPE_CHECKING:
    from indicators.models import Region


class RegionQuerySet(models.QuerySet):
    def current(self) -> RegionQuerySet:
        """Regions that exist today."""
        return self.filter(abolished__isnull=True)

    def reporting(self) -> RegionQuerySet:
        """Regions with at least one published observation, by code."""
        from indicators.models import Observation

        return self.filter(pk__in=Observation.objects.published().values("region")).order_by("code")

    def within(self, code: str) -> RegionQuerySet:
        """The region and everything below it: GB/T 2260 codes nest by pairs of digits."""
        if code == "000000":
            return self
        prefix = code.rstrip("0")
        if len(code) == 6:
            prefix = code[: len(prefix) + len(prefix) % 2]
        return self.filter(code__startswith=prefix)


class IndicatorQuerySet(models.QuerySet):
    def named(self, text: str) -> IndicatorQuerySet:
        """Indicators whose Chinese or English name or alias holds the text, each once."""
        match = Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(names__name__icontains=text)
        return self.filter(match).distinct()


class PublishedQuerySet(models.QuerySet):
    def published(self) -> PublishedQuerySet:
        """What the bureau stands behind now."""
        return self.filter(superseded_at__isnull=True)

    def as_of(self, moment: datetime | None) -> PublishedQuerySet:
        """What it stood behind at that moment; now where none is given."""
        if moment is None:
            return self.published()
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


class ObservationQuerySet(PublishedQuerySet):
    def levels(self) -> ObservationQuerySet:
        return self.filter(measure="level")

    def latest(self) -> ObservationQuerySet:
        """One row a key: of each (indicator, breakdown, measure, accounting, region) the one that ends last;
        of windows that end on one day the longest."""
        key = ("indicator_id", "breakdown", "measure", "accounting", "region_id")
        return self.order_by(*key, "-end", "start").distinct(*key)

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
    pass
