"""The questions that pages ask of briefs, decks and exports."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Count, Q

from indicators.scope import Scope


class BriefQuerySet(models.QuerySet):
    def seen_by(self, reader: Scope) -> BriefQuerySet:
        """Those of the regions that the reader may see; the numbers in them are asked for anew by every reader."""
        return (
            self.filter(region__code__startswith=reader.prefix) if reader.prefix is not None else self.none()
        )

    def with_context(self) -> BriefQuerySet:
        rows = self.select_related("region", "made_by").annotate(note_count=Count("notes"))
        return rows.order_by("-made_at", "-pk")


class DeckQuerySet(models.QuerySet):
    def seen_by(self, user: models.Model) -> DeckQuerySet:
        """The user's own, and those that others share; what a slide shows is asked for anew by every reader."""
        return self.filter(Q(made_by=user) | Q(is_shared=True))

    def with_context(self) -> DeckQuerySet:
        """With who made it, and how many slides and notes it has."""
        counts = {
            "slide_count": Count("slides", distinct=True),
            "note_count": Count("notes", distinct=True),
        }
        return self.select_related("made_by").annotate(**counts).order_by("-made_at", "-pk")


class ExportQuerySet(models.QuerySet):
    def of(self, user: models.Model) -> ExportQuerySet:
        """The user's own, the newest first: nobody sees another's."""
        return self.filter(owner=user).select_related("brief", "deck")

    def under_way(self) -> ExportQuerySet:
        return self.filter(state__in=["waiting", "making"])

    def past(self, moment: datetime) -> ExportQuerySet:
        """Whose file has outlived its time."""
        return self.filter(state="ready", expires_at__lte=moment)
