"""The ledger's pages put together: offices with their counts, and one office's promises as cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet

from indicators.models import Region
from reports import access
from reports.models import Claim, Promise, YearPair
from reports.promise_queryset import PromiseQuerySet
from reports.querysets import long_columns

CARDS = 20
OFFICES = 60
SIGNS = {
    "done": "accepted",
    "partly": "pending",
    "changed": "corrected",
    "repeated": "returned",
    "not_mentioned": "doubt",
}
"""What marks a status: a colour with a sign of its own (static/css/components.css)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises have a status."""

    code: str
    name: str
    sign: str
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """A status's stretch of a bar that is a hundred units wide."""

    code: str
    start: float
    width: float


@dataclass(slots=True)
class Office:
    """A region, how many promises it has of each status, and how many nobody has confirmed."""

    region: Region
    counts: dict[str, int] = field(default_factory=dict)
    open: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def tallies(self) -> list[Tally]:
        return tallies_of(self.counts)

    @property
    def parts(self) -> list[Part]:
        """The statuses side by side, for a bar of a hundred units."""
        parts, start = [], 0.0
        for tally in self.tallies:
            width = 100 * tally.count / (self.total or 1)
            parts.append(Part(tally.code, round(start, 2), round(width, 2)))
            start += width
        return parts


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in three pieces, the middle one marked; where it stands, and whether it is itself a plan."""

    before: str
    marked: str
    after: str
    place: str
    part: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in pieces (words, whether they are evidence), where the first of them stands, and which part it is."""

    pieces: Sequence[tuple[str, bool]]
    place: str
    part: str


@dataclass(frozen=True, slots=True)
class Card:
    """One promise as it is shown. ``published`` are the claims whose published values tell the outcomes."""

    promise: Promise
    sign: str
    passages: Sequence[Passage]
    published: Sequence[Claim] = ()


def tallies_of(counts: Mapping[str, int]) -> list[Tally]:
    """A tally for every status, in the order in which they are told."""
    return [Tally(code, str(name), SIGNS[code], counts.get(code, 0)) for code, name in Promise.Status.choices]


def offices_of(promises: PromiseQuerySet) -> list[Office]:
    """The regions that promised something, by code; two queries."""
    rows = list(promises.by_office())
    regions = Region.objects.in_bulk({row["report__region"] for row in rows} - {None})
    found: dict[str, Office] = {}
    for row in rows:
        region = regions.get(row["report__region"])
        if region is None:
            continue
        office = found.setdefault(region.pk, Office(region))
        office.counts[row["holding"]] = row["count"]
        office.open += row["open"]
    return list(found.values())


def cards_of(promises: Iterable[Promise], user: AbstractUser) -> list[Card]:
    """The promises with their sentences and published outcomes; one query more."""
    promises = list(promises)
    published = _published(promises, user)
    return [
        Card(promise, SIGNS[promise.status], passages_of(promise), published.get(promise.pk, ()))
        for promise in promises
    ]


def passages_of(promise: Promise) -> list[Passage]:
    """The evidence by its sentences, each once, with everything marked in it that counts."""
    found: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for piece in promise.evidence:
        found.setdefault(tuple(piece["sentence"]), []).append(piece)
    return [_passage(pieces) for pieces in found.values()]


def _passage(pieces: Sequence[Mapping[str, Any]]) -> Passage:
    text, first = pieces[0]["text"], pieces[0]["sentence"][0]
    told: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(piece["span"] for piece in pieces):
        start, end = max(at, start - first), max(at, end - first)
        told += [(text[at:start], False), (text[start:end], True)]
        at = end
    told.append((text[at:], False))
    start, end = pieces[0]["span"]
    return Passage([piece for piece in told if piece[0]], f"{start}-{end}", pieces[0]["part"])


def quotes_of(promise: Promise) -> list[Quote]:
    """The evidence piece by piece, as files tell it."""
    return [_quote(piece) for piece in promise.evidence]


def _quote(piece: Mapping[str, Any]) -> Quote:
    (start, end), (first, _last), text = piece["span"], piece["sentence"], piece["text"]
    a, b = max(0, start - first), max(0, end - first)
    return Quote(text[:a], text[a:b], text[b:], f"{start}-{end}", piece["part"])


def _published(promises: Sequence[Promise], user: AbstractUser) -> dict[int, list[Claim]]:
    """The claims at the outcomes' places whose value is published, in reading order, as far as the user may know."""
    at = {
        (promise.pair.later_id, *span): promise.pk for promise in promises for span in promise.outcome_spans
    }
    if not at:
        return {}
    reports, starts = {key[0] for key in at}, {key[1] for key in at}
    rows = Claim.objects.standing().filter(report__in=reports, span_start__in=starts)
    rows = rows.filter(observation__published_at__isnull=False, observation__superseded_at__isnull=True)
    scope = access.scope_of(user)
    found: dict[int, list[Claim]] = {}
    for claim in rows.select_related("observation__indicator").order_by("span_start", "pk"):
        key = (claim.report_id, claim.span_start, claim.span_end)
        if key in at and scope.includes(claim.observation.region_id):
            found.setdefault(at[key], []).append(claim)
    return found


def carried_in(promises: QuerySet) -> list[YearPair]:
    """The pairs of years of the promises in which sentences were carried over, the newest first."""
    pairs = YearPair.objects.filter(Q(pk__in=promises.order_by().values("pair")), ~Q(carried=[]))
    rows = pairs.select_related("later").defer(*long_columns("later"))
    return list(rows.order_by("-later__year", "-pk"))
