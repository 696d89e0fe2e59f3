"""Work that a meeting gives: no report says it, so it says itself where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Region
from reports.errors import ServiceError
from reports.models import WorkItem
from trail.actions import Action
from trail.services import record

MOST_FIGURES = 60


@transaction.atomic
def give_work(
    *,
    by: AbstractUser,
    region: Region,
    text: str,
    origin: str,
    origin_link: str = "",
    body: str = "",
    due: date | None = None,
    figures: Sequence[int] = (),
) -> WorkItem:
    """The new item, not started, for the region's office; ``figures`` are ids of published values that were shown.

    Raises ServiceError where the words are missing, or the day is already past.
    """
    text, today = text.strip(), timezone.localdate()
    if not text:
        raise ServiceError(_("没有写要办的事，请写下内容再交办。"))
    if due and due < today:
        raise ServiceError(_("时限 %(day)s 已经过去，请改为今天或以后的日子，或先不写时限。") % {"day": due})
    item = WorkItem.objects.create(
        kind=WorkItem.Kind.PLANNED,
        year=(due or today).year,
        text=text,
        region=region,
        body=body.strip()[:60],
        due=due,
        origin=origin[:200],
        origin_link=origin_link[:200],
        given_by=by,
        given_at=timezone.now(),
    )
    item.figures.set(list(figures)[:MOST_FIGURES])
    record(Action.GIVE_WORK, by=by, target=item, detail={"new": {"region": region.pk, "origin": item.origin}})
    return item
