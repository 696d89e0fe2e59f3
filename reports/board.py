"""The board of planned work: a column for each stage, the nearest day first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db.models import Count
from django.utils.module_loading import import_string

from indicators.models import Observation
from reports.models import Claim, WorkItem
from reports.querysets import ClaimQuerySet, WorkItemQuerySet

SHOWN = 20  # cards of a column; the table has the rest


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its first items, and how many there are in all."""

    code: str
    name: str
    items: Sequence[WorkItem]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def columns_of(rows: WorkItemQuerySet) -> list[Column]:
    """The four columns of the items in ``rows``: five queries, however many items there are."""
    counts = dict(rows.order_by().values_list("progress").annotate(Count("pk")))
    return [
        Column(code, str(name), list(rows.filter(progress=code).by_urgency()[:SHOWN]), counts.get(code, 0))
        for code, name in WorkItem.Progress.choices
    ]


def figures_in(item: WorkItem, claims: ClaimQuerySet) -> list[Claim]:
    """Those of the claims that stand in the item's words, in reading order: its targets among them."""
    if item.report_id is None:
        return []
    inside = claims.standing().filter(
        report=item.report_id, span_start__gte=item.span_start, span_end__lte=item.span_end
    )
    return list(inside.exclude(state="rejected").select_related("indicator").order_by("span_start", "pk"))


def values_shown(item: WorkItem) -> list[Observation]:
    """The published values that were on the screen when the item was given, those that its reader may see."""
    return list(item.figures.with_context().order_by("region_id", "indicator__position", "end", "pk"))


def may_open_origin(user: AbstractUser, item: WorkItem) -> bool:
    """Whether the user may open the page on which the item was given; the room of meetings knows."""
    return bool(item.origin_link and import_string(settings.WORK_ORIGIN_SEEN)(user, item))
