"""Whose coverage is looked at: the regions that make the rows, and the choices that lead to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet

from indicators.area import first_to_show
from indicators.models import Region
from reports import access
from reports.models import Expectation

Level = Region.Level
BELOW = {
    Level.NATION: (Level.PROVINCE,),
    Level.PROVINCE: (Level.PREFECTURE, Level.COUNTY),
    Level.PREFECTURE: (Level.COUNTY, Level.ZONE),
}
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Area:
    """The rows, in the order of their codes; ``parents`` and ``levels`` are what else may be chosen."""

    parent: Region | None
    level: str
    regions: Sequence[Region]
    parents: QuerySet

    @property
    def codes(self) -> list[str]:
        return [region.pk for region in self.regions]


def choose_area(
    user: AbstractUser, parent: Region | None = None, level: str = "", since: int | None = None
) -> Area:
    """The area asked for, as far as the user sees it: an office its own region and below. At most five queries.

    Where nothing is asked, the user's own region, else the province with data; of the levels below it the first one
    that has regions. Those abolished before ``since`` are left out.
    """
    seen, parents = seen_regions(user), parents_of(user)
    if parent is None or not seen.filter(pk=parent.pk).exists():
        parent = _first(user, seen)
    if parent is None:
        return Area(None, level, [], parents)
    rows = seen.filter(Q(abolished__isnull=True) | Q(abolished__gte=since or 9999))
    found = list(rows.within(parent.pk).select_related("parent").order_by("code"))
    level = level if level in (*Level.values, EVERY) else _level(parent, found)
    return Area(parent, level, [one for one in found if level in (EVERY, one.level)], parents)


def seen_regions(user: AbstractUser) -> Any:
    """The regions whose coverage the user sees."""
    prefix = access.scope_of(user).prefix
    return Region.objects.none() if prefix is None else Region.objects.filter(code__startswith=prefix)


def parents_of(user: AbstractUser) -> QuerySet:
    """The regions that may be chosen as an area: those with others below them, and an office's own."""
    own = access.home_region(user)
    rows = seen_regions(user).current().filter(Q(children__isnull=False) | Q(pk=own.pk if own else None))
    return rows.distinct().order_by("code")


def _first(user: AbstractUser, seen: Any) -> Region | None:
    """The user's own region, else the province of what is published, asked for or filed."""
    if home := access.home_region(user):
        return home
    known = first_to_show() or _asked() or _filed(user)
    if known is None:
        return None
    return seen.filter(pk=f"{known.pk[:2]}0000").first() or known


def _asked() -> Region | None:
    row = Expectation.objects.filter(parent__isnull=False).select_related("parent").first()
    return row.parent if row else None


def _filed(user: AbstractUser) -> Region | None:
    filed = access.filed_reports(user).filter(region__isnull=False)
    return Region.objects.filter(pk__in=filed.order_by("-pk").values("region")[:1]).first()


def _level(parent: Region, found: Sequence[Region]) -> str:
    """The first level below the parent that has regions; the parent's own where it has none below."""
    there = {region.level for region in found if region != parent}
    return next((level for level in BELOW.get(parent.level, ()) if level in there), parent.level)
