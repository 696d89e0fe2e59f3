"""Questions to the trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models


def subject(row: models.Model) -> str:
    """The name under which the trail finds a row again: ``reports.claim:5``."""
    return f"{row._meta.label_lower}:{row.pk}"


class EventQuerySet(models.QuerySet):
    def about(self, rows: Iterable[models.Model | str]) -> EventQuerySet:
        """What happened to any of the rows (or of their ``subject`` names), in the order in which it happened."""
        names = [row if isinstance(row, str) else subject(row) for row in rows]
        return self.filter(subjects__overlap=names).order_by("pk")

    def in_order(self) -> EventQuerySet:
        """The newest first, by the order of writing: clocks may jump."""
        return self.order_by("-pk")

    def by_person(self, user: Any) -> EventQuerySet:
        return self.filter(user_id=getattr(user, "pk", user))
