"""Questions to the trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from trail.actions import Action, Result

NEAR = 200
"""A request's rows stand close together."""
SLACK = 2000
"""Rows are numbered as they are written; transactions that overlap, and clocks, may change places by some."""


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

    def before(self, pk: int | None) -> EventQuerySet:
        """The rows written before that one; all where none is named."""
        return self if pk is None else self.filter(pk__lt=pk)

    def since(self, day: date) -> EventQuerySet:
        """From the beginning of that day on."""
        return self._from(_midnight(day), "gte", ("at",), -SLACK)

    def until(self, day: date) -> EventQuerySet:
        """To the end of that day."""
        return self._from(_midnight(day + timedelta(days=1)), "lt", ("-at",), SLACK)

    def _from(self, moment: datetime, side: str, order: tuple[str, ...], slack: int) -> EventQuerySet:
        """Rows on one side of the moment; the key's range is told as well, so that the newest-first walk starts there
        and not at today."""
        edge = (
            self.model.objects.filter(**{f"at__{side}": moment})
            .order_by(*order)
            .values_list("pk", flat=True)
            .first()
        )
        if edge is None:
            return self.none()
        return self.filter(**{f"at__{side}": moment, f"pk__{side.replace('lt', 'lte')}": edge + slack})

    def visits_of(self, user: int, name: str) -> EventQuerySet:
        """When the person signed in under the name, the last first."""
        signed_in = self.filter(user_name=name, user=user, action=Action.LOG_IN, result=Result.OK)
        return signed_in.order_by("-pk")

    def of_request(self, event: models.Model) -> EventQuerySet:
        """The other rows of the same request, job or command, oldest first."""
        if not event.request_id:
            return self.none()
        near = self.filter(pk__range=(event.pk - NEAR, event.pk + NEAR), request_id=event.request_id)
        return near.exclude(pk=event.pk).order_by("pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
