"""Giving many accepted claims of one report their values in a fixed number of queries.

The rules are those of ``publishing.adopt``. What is plain is done for all at once: a statistic that has no value yet,
and a claim that says again what stands there. A claim that another value meets is given to ``adopt`` by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import F
from django.utils import timezone

from indicators.models import Citation, Observation, Region, Target
from reports import publishing
from reports.citing import rulings_on
from reports.growth_check import check_growths
from reports.models import Claim
from reports.places import regions_named
from reports.publishing import Place, Published, Unpublishable
from trail.actions import Action
from trail.services import record_many

Key = tuple[Any, ...]


@dataclass
class Sorted:
    """The claims by what becomes of them."""

    fresh: dict[Key, tuple[Claim, Place]] = field(
        default_factory=dict
    )  # the first on a statistic without a value
    echoes: list[tuple[Claim, Key]] = field(
        default_factory=list
    )  # says what stands there, or what a fresh one says
    met: list[Claim] = field(
        default_factory=list
    )  # another value stands there, or a draft that is to be published
    kept: list[Claim] = field(default_factory=list)  # enters no series, and its note says why


def adopt_all(*, claims: Sequence[Claim], by: AbstractUser | None, at_once: bool) -> None:
    """The accepted claims of one report, each with the value that rests on it or a note that says why none does.

    ``at_once`` publishes new values. Reports and places are locked by the caller.
    """
    if not claims:
        return
    report = claims[0].report
    at_once = at_once and not report.returns.open().exists()  # what was sent back stays a draft
    known = regions_named(claims)
    places = _places(claims, known)
    standing = _standing([place for place in places.values() if isinstance(place, Place)])
    found = _sort(claims, places, standing, at_once)
    made = _enter(found.fresh, known, by, at_once)
    _attach(found, made, standing)
    _settle_one_by_one(found.met, by, at_once)
    entered = [(made[key], claim) for key, (claim, _place) in found.fresh.items() if key[0] is Observation]
    check_growths(_still_standing(entered) if found.met else entered)


def _settle_one_by_one(claims: Iterable[Claim], by: AbstractUser | None, at_once: bool) -> None:
    for claim in claims:
        try:
            publishing.adopt(claim=claim, by=by, at_once=at_once)
        except Unpublishable as error:
            claim.note = noted(claim, error)
            claim.save(update_fields=["note"])


def _still_standing(entered: Sequence[tuple[Published, Claim]]) -> list[tuple[Published, Claim]]:
    """Those that none of the same report's claims has taken the place of since."""
    rows = Observation.objects.current().filter(pk__in=[value.pk for value, _claim in entered])
    standing = set(rows.values_list("pk", flat=True))
    return [(value, claim) for value, claim in entered if value.pk in standing]


def noted(claim: Claim, error: Unpublishable) -> str:
    """The claim's note with why it enters no series."""
    return f"{claim.note} {error}".strip()[:300]


def _places(claims: Iterable[Claim], known: Mapping[str, Region]) -> dict[int, Place | Unpublishable]:
    """Where each claim's value goes, by the claim's number, or why it goes nowhere."""
    found: dict[int, Place | Unpublishable] = {}
    for claim in claims:
        try:
            found[claim.pk] = publishing.place_of(claim, known)
        except Unpublishable as error:
            found[claim.pk] = error
    return found


def _key(model: type[Published], row: Mapping[str, Any]) -> Key:
    return (model, *(row[name] for name in model.KEY))


def _standing(places: Sequence[Place]) -> dict[Key, Published]:
    """What stands at the places, locked: the draft before what is shown. A query a table."""
    found: dict[Key, Published] = {}
    for model in (Observation, Target):
        keys = [place.key for place in places if place.model is model]
        if not keys:
            continue
        near = {f"{name}__in": {key[name] for key in keys} for name in ("indicator_id", "region_id", "end")}
        rows = model.objects.current().select_for_update().filter(**near)
        wanted = {_key(model, key) for key in keys}
        for row in rows.order_by(F("published_at").asc(nulls_last=True), "pk"):
            if (key := _key(model, vars(row))) in wanted:
                found[key] = row
    return found


def _sort(
    claims: Iterable[Claim],
    places: Mapping[int, Place | Unpublishable],
    standing: Mapping[Key, Published],
    at_once: bool,
) -> Sorted:
    found = Sorted()
    for claim in claims:
        place = places[claim.pk]
        if isinstance(place, Unpublishable):
            claim.note = noted(claim, place)
            found.kept.append(claim)
            continue
        key = _key(place.model, place.key)
        there = standing.get(key)
        said = there or (found.fresh[key][0] if key in found.fresh else None)
        if said is None:
            found.fresh[key] = (claim, place)
        elif _says(said, claim) and not (at_once and there is not None and there.is_draft):
            found.echoes.append((claim, key))
        else:
            found.met.append(claim)
    return found


def _says(said: Published | Claim, claim: Claim) -> bool:
    return (said.value, said.comparator) == (claim.value, claim.comparator)


def _enter(
    fresh: Mapping[Key, tuple[Claim, Place]],
    known: Mapping[str, Region],
    by: AbstractUser | None,
    at_once: bool,
) -> dict[Key, Published]:
    """The new values, stored, and told in the trail where they are public at once."""
    made: dict[Key, Published] = {}
    for key, (claim, place) in fresh.items():
        value = publishing.value_of(place, claim)
        value.indicator, value.region = claim.indicator, known[value.region_id]
        if at_once:
            value.published_at, value.published_by = timezone.now(), by
        made[key] = value
    for model in (Observation, Target):
        model.objects.bulk_create([value for value in made.values() if isinstance(value, model)])
    if at_once:
        told = [(made[key], publishing.told_of(made[key]), [claim]) for key, (claim, _place) in fresh.items()]
        record_many(Action.PUBLISH, by=by, deeds=told)
    return made


def _attach(found: Sorted, made: Mapping[Key, Published], standing: Mapping[Key, Published]) -> None:
    """Tie claims to their values and the values to their sentences: one statement each."""
    values = {**standing, **made}
    pairs = [(claim, values[key]) for key, (claim, _place) in found.fresh.items()]
    pairs += [(claim, values[key]) for claim, key in found.echoes]
    if pairs:
        rulings = rulings_on([claim for claim, _value in pairs])
        source = publishing.source_of(pairs[0][0].report)
        told = [
            publishing.citation_of(claim, value, source, Citation.Role.EVIDENCE, rulings[claim.pk])
            for claim, value in pairs
        ]
        Citation.objects.bulk_create(told, ignore_conflicts=True)  # the same claim is cited once
    for claim, value in pairs:
        setattr(claim, publishing.field_of(value), value)
    changed = [claim for claim, _value in pairs] + found.kept
    if changed:
        Claim.objects.bulk_update(changed, ["observation", "target", "note"], batch_size=500)
