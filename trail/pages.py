"""What the auditor's pages show, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trail.actions import Action
from trail.chain import FIELDS, digest_of, hash_of
from trail.models import Event, Head, Seal
from trail.wording import field_words, value_words


@dataclass(frozen=True, slots=True)
class Side:
    """One field before and after."""

    name: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class EventPage:
    """One row with what stands around it. ``is_sound`` is None while the row has no seal yet."""

    event: Event
    sides: tuple[Side, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    seal: Seal | None
    is_sound: bool | None
    same_request: tuple[Event, ...]
    same_object: tuple[Event, ...]


def event_page(event: Event) -> EventPage:
    """The page of the row."""
    old, new = event.detail.get("old") or {}, event.detail.get("new") or {}
    names = [*old, *(name for name in new if name not in old)]
    rest = {k: v for k, v in event.detail.items() if k not in {"old", "new", "note"}}
    seal = Seal.objects.filter(event=event).first()
    return EventPage(
        event=event,
        sides=tuple(Side(field_words(n), value_words(old.get(n)), value_words(new.get(n))) for n in names),
        facts=tuple((field_words(k), value_words(v)) for k, v in rest.items()),
        note=str(event.detail.get("note") or ""),
        seal=seal,
        is_sound=_is_sound(event, seal) if seal else None,
        same_request=tuple(Event.objects.of_request(event)[:20]),
        same_object=tuple(Event.objects.about([event.subject]).exclude(pk=event.pk).order_by("-pk")[:20])
        if event.subject
        else (),
    )


def _is_sound(event: Event, seal: Seal) -> bool:
    row = {name: getattr(event, name) for name in FIELDS}
    return digest_of(row) == event.digest and hash_of(seal.previous, seal.number, event.digest) == seal.hash


@dataclass(frozen=True, slots=True)
class ChainState:
    """How the chain stands: its length and end, and the last time that it was walked."""

    number: int
    hash: str
    checked: Event | None

    @property
    def is_sound(self) -> bool:
        return self.checked is not None and self.checked.result == "ok"


def chain_state() -> ChainState:
    head = Head.objects.filter(pk=1).first()
    checked = Event.objects.filter(action=Action.VERIFY).order_by("-pk").first()
    return ChainState(head.number if head else 0, head.hash if head else "", checked)


def query_of(data: Any, **changes: Any) -> str:
    """The address's query with some names changed; None takes a name away."""
    query = data.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return str(query.urlencode())
