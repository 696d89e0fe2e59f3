"""The questions that the ledger's pages ask of promises."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Case, Count, F, Q, When

from reports.querysets import long_columns


class PromiseQuerySet(models.QuerySet):
    def standing(self) -> PromiseQuerySet:
        """Without those of reports that a later version took the place of."""
        return self.filter(report__replaced_by__isnull=True)

    def confirmed(self) -> PromiseQuerySet:
        """Those on which a person has decided."""
        return self.exclude(decided="")

    def unconfirmed(self) -> PromiseQuerySet:
        return self.filter(decided="")

    def of_regions(self, codes: Iterable[str]) -> PromiseQuerySet:
        """Of reports about the regions."""
        return self.filter(report__region__in=codes)

    def with_status(self) -> PromiseQuerySet:
        """With ``holding``: a person's word where there is one, else the proposal."""
        told = Case(When(decided="", then=F("proposed")), default=F("decided"))
        return self.annotate(holding=told)

    def with_context(self) -> PromiseQuerySet:
        """With all that a card shows, and without the reports' long texts."""
        rows = self.select_related("item", "indicator", "decided_by", "report__region", "pair__later")
        return rows.defer(*long_columns("report", "pair__later"))

    def tallies(self) -> dict[str, int]:
        """How many promises have each status; one query."""
        rows = self.with_status().order_by().values_list("holding").annotate(Count("pk"))
        return dict(rows)

    def by_office(self) -> PromiseQuerySet:
        """As dicts: for each region and status ``count``, and ``open``, how many of them nobody has confirmed."""
        rows = self.with_status().order_by("report__region").values("report__region", "holding")
        return rows.annotate(count=Count("pk"), open=Count("pk", filter=Q(decided="")))
