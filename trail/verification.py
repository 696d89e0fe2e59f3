"""Walking the chain: is every row as it was written, in its place, and is none missing?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from trail.actions import Action
from trail.chain import FIELDS, GENESIS, digest_of, hash_of
from trail.models import Event, Head, Seal

MOST_FAULTS = 20
AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the number of the link, the row's key, and a sentence."""

    number: int | None
    event_id: int | None
    words: str


@dataclass(slots=True)
class Verdict:
    """What a walk found: the range of links walked, the hash at its end, and the faults (the first 20)."""

    first: int = 0
    last: int = 0
    hash: str = GENESIS
    count: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults

    def add(self, number: int | None, event_id: int | None, words: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(number, event_id, words))


def verify(*, newest: int | None = None, expect: str = "") -> Verdict:
    """The verdict on the whole chain, or on its ``newest`` links.

    Every row's fingerprint is computed again, every link's hash too; numbers must follow each other without a gap,
    the last must be the head, and a chain that does not begin at 1 must begin where a recorded purge ended.
    ``expect`` is an end of the chain, ``number:hash``, that somebody noted outside: it must still stand there, which
    shows that the chain was not made anew behind everybody's back.
    """
    verdict = _walk(newest)
    if expect:
        number, _colon, noted = expect.partition(":")
        seal = Seal.objects.filter(number=int(number)).first() if number.isdigit() else None
        if seal is None or seal.hash != noted.strip():
            verdict.add(None, None, _("记下的链尾 %(noted)s 已不在链上。") % {"noted": expect[:90]})
    return verdict


def _walk(newest: int | None) -> Verdict:
    verdict = Verdict()
    head = Head.objects.filter(pk=1).first()
    end = head.number if head else 0  # read first: what is sealed while we walk is left to the next walk
    seals = (
        Seal.objects.filter(number__lte=end).order_by("number") if head else Seal.objects.order_by("number")
    )
    if newest and head:
        seals = seals.filter(number__gt=head.number - newest)
    before: Seal | None = None
    for seal, row in _rows(seals):
        if before is None:
            _check_start(verdict, seal, partial=bool(newest))
        elif seal.number != before.number + 1:
            _missing(verdict, before.number + 1, seal.number - 1)
        elif seal.previous != before.hash:
            verdict.add(seal.number, seal.event_id, _("第 %(n)s 环与前一环接不上。") % {"n": seal.number})
        _check_row(verdict, seal, row)
        verdict.last, verdict.hash, verdict.count, before = seal.number, seal.hash, verdict.count + 1, seal
    _check_end(verdict, head)
    _check_unsealed(verdict, newest)
    return verdict


def _rows(seals: Any) -> Iterator[tuple[Seal, dict[str, Any] | None]]:
    """Each link with its row's values, None where the row is gone."""
    batch: list[Seal] = []
    for seal in seals.iterator(chunk_size=AT_A_TIME):
        batch.append(seal)
        if len(batch) == AT_A_TIME:
            yield from _with_rows(batch)
            batch = []
    yield from _with_rows(batch)


def _with_rows(batch: list[Seal]) -> Iterator[tuple[Seal, dict[str, Any] | None]]:
    rows = Event.objects.filter(pk__in=[s.event_id for s in batch]).order_by().values("id", "digest", *FIELDS)
    found = {row["id"]: row for row in rows}
    for seal in batch:
        yield seal, found.get(seal.event_id)


def _check_start(verdict: Verdict, seal: Seal, *, partial: bool) -> None:
    verdict.first = seal.number
    if partial:
        return
    if seal.number == 1:
        if seal.previous != GENESIS:
            verdict.add(1, seal.event_id, _("第 1 环不是链的起点。"))
        return
    purges = Event.objects.filter(action=Action.PURGE, detail__through=seal.number - 1)
    if not any(event.detail.get("hash") == seal.previous for event in purges):
        _missing(verdict, 1, seal.number - 1)


def _missing(verdict: Verdict, first: int, last: int) -> None:
    words = _("第 %(first)s 至 %(last)s 环不见了，也没有相应的清理记录。")
    verdict.add(first, None, words % {"first": first, "last": last})


def _check_row(verdict: Verdict, seal: Seal, row: dict[str, Any] | None) -> None:
    names = {"n": seal.number, "id": seal.event_id}
    if row is None:
        verdict.add(seal.number, seal.event_id, _("第 %(n)s 环的记录（编号 %(id)s）不见了。") % names)
        return
    if digest_of(row) != row["digest"]:
        verdict.add(seal.number, seal.event_id, _("第 %(n)s 环的记录（编号 %(id)s）内容被改动。") % names)
    elif hash_of(seal.previous, seal.number, row["digest"]) != seal.hash:
        verdict.add(seal.number, seal.event_id, _("第 %(n)s 环的记录（编号 %(id)s）与封印不符。") % names)


def _check_end(verdict: Verdict, head: Head | None) -> None:
    end = head.number if head else 0
    beyond = Seal.objects.filter(number=end + 1).first() if head else None
    if beyond is not None and beyond.previous != verdict.hash:
        verdict.add(beyond.number, beyond.event_id, _("第 %(n)s 环与前一环接不上。") % {"n": beyond.number})
    if end > verdict.last:
        _missing(verdict, verdict.last + 1, end)
    elif end < verdict.last or (head and head.hash != verdict.hash):
        verdict.add(verdict.last, None, _("链尾与最后一环不符。"))


def _check_unsealed(verdict: Verdict, newest: int | None) -> None:
    if newest:
        return
    for event_id in (
        Event.objects.filter(seal__isnull=True).order_by("pk").values_list("pk", flat=True)[:MOST_FAULTS]
    ):
        verdict.add(None, event_id, _("记录 %(id)s 没有封印：它不是经系统写入的。") % {"id": event_id})
