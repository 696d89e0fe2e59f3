"""Where claims' values go, for many claims at once, and the locks that keep two people from meeting there.

Everybody takes locks in one order: reports, places, claims, values, each kind by its number. Before there is a row of a
statistic there is nothing to lock but its place, so places are locked by their names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.db import connection

from indicators.models import Observation, Region, Target
from reports.models import Claim
from reports.publishing import NATION, Place, Published, Unpublishable, place_of, resolve_area


def places_of(claims: Iterable[Claim], *, known: Mapping[str, Region] | None = None) -> list[Place]:
    """Where the claims' values would go; those that enter no series have no place."""
    found = []
    for claim in claims:
        try:
            found.append(place_of(claim, known))
        except Unpublishable:
            continue
    return found


def place_under(value: Published) -> Place:
    """The place that a value stands at."""
    return Place(type(value), {name: getattr(value, name) for name in value.KEY})


def regions_named(claims: Iterable[Claim]) -> dict[str, Region]:
    """The regions that the claims may speak of, by code, in one query."""
    codes: set[str] = set()
    for claim in claims:
        home = claim.report.region_id
        codes |= (
            {home} if not claim.area else {NATION if claim.area == "全国" else resolve_area(claim.area, home)}
        )
    return Region.objects.in_bulk([code for code in codes if code])


def lock_places(places: Iterable[Place]) -> None:
    """Let those who change the value of one statistic follow one another; of several the same one first for all."""
    numbers = sorted({_number(place) for place in places})
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(number) from unnest(%s::bigint[]) number", [numbers])


def _number(place: Place) -> int:
    """The lock's name: 64 bits of the statistic's whole key."""
    key = repr((place.model._meta.label_lower, [str(place.key[name]) for name in place.model.KEY]))
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def lock_places_of(claims: Iterable[Claim], also: Iterable[Place] = ()) -> None:
    """Lock where the claims' values would go, where those stand that they rest on now, and other places."""
    claims = list(claims)
    links = {
        field: {getattr(claim, f"{field}_id") for claim in claims} - {None}
        for field in ("observation", "target")
    }
    standing: list[Published] = []
    for model, field in ((Observation, "observation"), (Target, "target")):
        if links[field]:
            standing += model._base_manager.filter(pk__in=links[field])
    known = regions_named(claims) if any(claim.area for claim in claims) else None
    lock_places([*also, *places_of(claims, known=known), *(place_under(value) for value in standing)])
