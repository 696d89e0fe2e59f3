"""A region with what lies around it: the regions above, those below, as far as the reader may see their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.db.models import QuerySet

from indicators.models import Region
from indicators.place_names import shown_name
from indicators.prepared import columns_of, instances, prepared
from indicators.querysets import LEVELS
from indicators.scope import current


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the area, without its row."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Area:
    """``above`` goes from the widest region down; ``places`` are the region itself and those two levels below it.

    Both hold regions alone of which the reader may see values: a region that the reader may not see has no places.
    """

    region: Region
    above: tuple[Region, ...]
    places: tuple[Place, ...]

    @cached_property
    def children(self) -> tuple[Place, ...]:
        """The regions directly below."""
        own = self.region.pk
        return tuple(place for place in self.places if place.parent == own)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(place.code for place in self.places)

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {place.code: place.name for place in self.places}


def load_area(region: Region) -> Area:
    """The region's area, in one query; expects the region with its ``parent__parent``."""
    scope = current()
    rows = _around(region.pk)
    own = (region.pk, region.name, region.level, region.parent_id)
    places = tuple(_shown(*row) for row in (own, *rows) if scope.includes(row[0]))
    return Area(region, tuple(one for one in _above(region) if scope.includes(one.pk)), places)


def _shown(code: str, name: str, level: str, parent: str | None) -> Place:
    return Place(code, shown_name(code, name), level, parent)


def find_region(code: str) -> Region | None:
    """The region with its ``parent__parent``, in one query; None where there is none of this code."""
    size = len(columns_of(Region))
    for row in _with_those_above(code):
        chain = [
            instances(Region, [part])[0]
            for part in (row[:size], row[size : 2 * size], row[2 * size :])
            if part[0]
        ]
        for lower, upper in pairwise(chain):
            lower.parent = upper
        return chain[0]
    return None


def first_to_show() -> Region | None:
    """Whose overview opens where none is asked for; None where nothing is published.

    Level by level: there are few provinces, and counting every district's sources takes longer than the page.
    """
    for level in LEVELS:
        for region in instances(Region, _issuing(level)):
            return region
    return Region.objects.reporting().first()


@prepared(scoped=False)
def _issuing(level: str) -> QuerySet:
    return Region.objects.filter(level=level).issuing().values_list(*columns_of(Region))[:1]


def find_regions(codes: Iterable[str]) -> list[Region]:
    """The regions of these codes, in no order; those that there are not are left out. One query."""
    named = list(codes)
    return instances(Region, _named(named)) if named else []


@prepared(scoped=False)
def _named(codes: list[str]) -> QuerySet:
    return Region.objects.filter(pk__any_of=codes).values_list(*columns_of(Region))


@prepared(scoped=False)
def _with_those_above(code: str) -> QuerySet:
    names = columns_of(Region)
    every = [f"{way}{name}" for way in ("", "parent__", "parent__parent__") for name in names]
    return Region.objects.filter(pk=code).values_list(*every)


@prepared(scoped=False)
def _around(code: str) -> QuerySet:
    return Region.objects.around(code).values_list("pk", "name", "level", "parent_id")


def _above(region: Region) -> list[Region]:
    """The regions above, the widest first."""
    first = region.parent
    second = first.parent if first else None
    return [one for one in (second, first) if one]
