"""The overview put together: published values, news since a moment, and what the room of reports adds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from indicators.area import find_region, first_to_show, load_area
from indicators.changes import load_changes
from indicators.models import Region
from indicators.overview import load_overview
from indicators.prepared import prepared
from indicators.readers import bulletin_of, home_region
from trail.models import Event

USUAL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Since:
    """From when on something is news: ``basis`` is ``visit`` (the reader's last one), ``chosen``, or ``usual`` where
    the reader was never here before."""

    moment: datetime
    basis: str


def region_for(request: HttpRequest, asked: dict[str, Any]) -> Region | None:
    """The region asked for, else the reader's own, else the first with values; with those above it."""
    if asked.get("region"):
        return asked["region"]
    region = home_region(request) or first_to_show()
    return find_region(region.pk) if region else None


def load_page(
    request: HttpRequest, region: Region, asked: dict[str, Any], moment: datetime | None
) -> dict[str, Any]:
    """What the template shows of the region, as it was at the moment; now where none is given."""
    area = load_area(region)
    since = _since(request, asked.get("since"), moment)
    page = load_overview(
        area, moment, year=asked.get("year"), by=asked.get("by") or "", drafts=asked["drafts"]
    )
    return {
        "area": area,
        "page": page,
        "since": since,
        "year": asked.get("year"),
        "changes": load_changes(area, since.moment, moment),
        "bulletin": bulletin_of(request, area, since.moment, moment),
    }


def _since(request: HttpRequest, chosen: date | None, moment: datetime | None) -> Since:
    """The chosen day's beginning, else the reader's last visit, else a month ago; of a past day the month before."""
    if chosen:
        return Since(timezone.make_aware(datetime.combine(chosen, time.min)), "chosen")
    if moment is None and (visit := _visit_before(request.user)):
        return Since(visit, "visit")
    return Since((moment or timezone.now()) - USUAL, "usual")


def _visit_before(user: AbstractBaseUser) -> datetime | None:
    """When the person signed in the time before the last; None who has come only once."""
    times = _visits(user.pk, user.get_username())
    return times[1][0] if len(times) == 2 else None


@prepared(scoped=False)
def _visits(pk: int, name: str) -> QuerySet:
    return Event.objects.visits_of(pk, name).values_list("at")[:2]
