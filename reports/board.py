"""The board of planned work: a column for each stage, the nearest day first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db.models import Count
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from indicators.models import Observation
from reports.following import ENDED
from reports.ledger_page import SIGNS
from reports.models import Claim, Promise, WorkItem
from reports.promise_queryset import PromiseQuerySet
from reports.querysets import ClaimQuerySet, WorkItemQuerySet

FOLLOWS = {"done": WorkItem.Progress.DONE, "partly": WorkItem.Progress.GOING}
"""Which stage a confirmed outcome means."""

MOST_WORDS = 500
SHOWN = 20  # cards of a column; the table has the rest


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its first items, each with what the ledger says of it, and how many there are in all."""

    code: str
    name: str
    items: Sequence[tuple[WorkItem, Outcome | None]]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item by the ledger, and the mark of its status."""

    promise: Promise
    sign: str


def columns_of(rows: WorkItemQuerySet, promises: PromiseQuerySet) -> list[Column]:
    """The four columns of the items in ``rows``, beside them those of ``promises``: six queries, however many items
    there are."""
    counts = dict(rows.order_by().values_list("progress").annotate(Count("pk")))
    stages = {
        code: list(rows.filter(progress=code).by_urgency()[:SHOWN]) for code in WorkItem.Progress.values
    }
    there = [item.pk for items in stages.values() for item in items]
    told = {one.item_id: Outcome(one, SIGNS[one.status]) for one in promises.filter(item__in=there)}
    return [
        Column(code, str(name), [(item, told.get(item.pk)) for item in stages[code]], counts.get(code, 0))
        for code, name in WorkItem.Progress.choices
    ]


def first_words(item: WorkItem, promise: Promise | None) -> dict[str, Any]:
    """What the form of an item begins with: how far it is; where a person has confirmed what the next report says, and
    nobody has recorded that yet, the stage and the sentence that follow from it."""
    begun = {"progress": item.progress, "version": item.version}
    stage = FOLLOWS.get(promise.decided) if promise else None
    if promise is None or stage in (None, item.progress) or item.progress in ENDED:
        return begun
    said = "".join(dict.fromkeys(str(piece["text"]) for piece in promise.evidence))
    words = _("《%(title)s》：%(words)s") % {"title": promise.pair.later.title, "words": said}
    return begun | {"progress": stage, "evidence": words[:MOST_WORDS]}


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
