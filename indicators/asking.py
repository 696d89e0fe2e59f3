"""How published values answer a Question: as filters that the database's indexes serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from indicators.prepared import Written
from indicators.questions import ANNUAL, Question, edges_of
from indicators.scope import ALL, Scope

MOST_PLACES = 60
"""So many regions can be shown as a list at once; of more, a reader types a part of the name."""


class Asked(models.QuerySet):
    """What observations are asked; the manager has kept them to the scope already."""

    def asked(self, question: Question) -> Any:
        """The values that the question means, in no order. Regions that it does not name are looked up at once, so
        that the index is asked for each of them."""
        rows = self.as_of(question.moment, drafts=question.drafts)
        if len(question.indicators) == 1:
            rows = rows.filter(indicator=question.indicators[0])
        elif question.indicators:
            rows = rows.filter(indicator__any_of=question.indicators)
        for name in ("breakdown", "measure", "accounting"):
            if (value := getattr(question, name)) is not None:
                rows = rows.filter(**{name: value})
        codes = places_of(question)
        if codes is not None:
            rows = rows.filter(region=codes[0]) if len(codes) == 1 else rows.filter(region__any_of=codes)
        return rows.of_times(question)

    def of_times(self, question: Question) -> Any:
        """Of the question's window in each of its years, or of every window."""
        years = question.years
        if not years:
            return self.none()
        rows = self.filter(end__range=(date(years[0], 1, 1), date(years[-1], 12, 31)))
        if question.window == ANNUAL:
            return rows.annual()
        if not question.window:
            return rows
        edges = edges_of(question)
        rows = rows.filter(end__in=[end for _start, end in edges])
        starts = [start for start, _end in edges if start]
        if not starts:
            return rows.filter(start__isnull=True)
        span = edges[0][1].year - starts[0].year
        return rows.filter(start__in=starts, start__year=F("end__year") - span)

    def seen_by(self, reader: Scope) -> Any:
        """Those of the reader's regions, whatever the rows were before: it narrows and never widens."""
        if reader == ALL:
            return self
        return (
            self.filter(region__code__startswith=reader.prefix) if reader.prefix is not None else self.none()
        )

    def after(self, region: str, end: str, pk: int) -> Any:
        """Those that follow a value by region, last day and number; the index is entered at the region."""
        later = Q(region__gt=region) | Q(end__gt=end) | Q(end=end, pk__gt=pk)
        return self.filter(later, region__gte=region)

    def latest_end(self, codes: Sequence[str] | None) -> date | None:
        """The last day of any of these rows that is of one of the regions, or of any region: a look into the index
        for each."""
        from indicators.models import Region

        if codes is None:
            return self.order_by("-end").values_list("end", flat=True).first()
        ends = self.filter(region=OuterRef("pk")).order_by("-end").values("end")[:1]
        regions = Region.objects.filter(pk__any_of=codes).annotate(last=Subquery(ends))
        return regions.aggregate(latest=Max("last"))["latest"]

    def places(self, most: int = MOST_PLACES) -> list[str]:
        """The codes of the first regions that any of these rows is of, in their order, no more than ``most``."""
        try:
            text, parameters = self.stepping(most)
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(text, parameters)
            return [code for (code,) in cursor.fetchall()]

    def stepping(self, most: int) -> Written:
        """The statement that answers ``places``; EmptyResultSet where no row can be meant.

        It steps through the index from one region to the next: counting would read every row.
        """
        first = self.order_by("region").values("region")[:1]
        after = self.filter(region__gt=RawSQL("step.code", ())).order_by("region").values("region")[:1]
        (one, one_params), (more, more_params) = (rows.query.sql_with_params() for rows in (first, after))
        statement = (
            f"with recursive step(code) as ((select ({one}) as code) union all"  # noqa: S608 - compiled by Django
            f" select ({more}) from step where step.code is not null)"
            " select code from step where code is not null limit %s"
        )
        return Written(statement, [*one_params, *more_params, most])


def places_of(question: Question) -> Sequence[str] | None:
    """The codes of the regions that the question means; None where it means all of them."""
    from indicators.models import Region

    if question.parent or question.within or question.level:
        return list(Region.objects.asked(question).values_list("pk", flat=True))
    return question.regions or None


def settled(question: Question) -> Question | None:
    """The question with the regions that it means named; None where there are none of that kind."""
    codes = places_of(question)
    if codes is None:
        return question
    return replace(question, regions=tuple(codes), parent="", within="", level="") if codes else None
