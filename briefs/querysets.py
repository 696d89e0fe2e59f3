"""The questions that pages ask of briefs."""

from __future__ import annotations

from django.db import models
from django.db.models import Count

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
