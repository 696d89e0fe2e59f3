"""Writing to the trail: the one verb that every other verb calls, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, models
from django.utils import timezone
from django.utils.translation import override

from trail.actions import Action, Result
from trail.chain import digest_of
from trail.circumstances import current
from trail.cleaning import clean, clean_detail, one_line
from trail.errors import NotRecorded
from trail.models import Event
from trail.querysets import subject
from trail.verification import Verdict

MANY = 500  # rows in one statement


def record(
    action: str,
    *,
    by: AbstractBaseUser | str | None,
    target: models.Model | str | None = None,
    detail: Mapping[str, Any] | None = None,
    result: str = "ok",
    also: Iterable[models.Model] = (),
) -> Event:
    """The new row of the trail, written in the caller's transaction: both stand or neither does.

    ``by`` is the person, or a name as text where there is no such user (never what was typed into a password
    field), or None for the machine; ``target`` the row that it was done to, or words for what is no row; ``also``
    other rows in whose story it belongs (a published value beside its claim). ``detail`` holds plain values: put
    what was and what is under ``old`` and ``new``, the person's reason under ``note``. Secrets and personal
    numbers are hidden, times, address and request come from ``trail.circumstances``. A row that is the target may
    say its own words as ``trail_words``.

    Raises NotRecorded where the row can't be written: let it pass, so that the deed is undone with it.
    """
    event = _event(action, by=by, target=target, detail=detail or {}, result=result, also=also)
    try:
        event.save(force_insert=True)
    except DatabaseError as error:
        raise NotRecorded(str(Action(action).label)) from error
    return event


Deed = tuple[models.Model, Mapping[str, Any], Iterable[models.Model]]


def record_many(action: str, *, by: AbstractBaseUser | str | None, deeds: Iterable[Deed]) -> list[Event]:
    """The new rows of one action done to many at once, each with its target, detail and other rows; one statement.

    As ``record``, and raises as it does.
    """
    rows = [_event(action, by=by, target=target, detail=told, also=also) for target, told, also in deeds]
    try:
        return Event.objects.bulk_create(rows, batch_size=MANY)
    except DatabaseError as error:
        raise NotRecorded(str(Action(action).label)) from error


def _event(
    action: str,
    *,
    by: AbstractBaseUser | str | None,
    target: models.Model | str | None,
    detail: Mapping[str, Any],
    result: str = "ok",
    also: Iterable[models.Model] = (),
) -> Event:
    """The row, not stored yet."""
    where = current()
    person = by if isinstance(by, AbstractBaseUser) else None
    name = by if isinstance(by, str) else person.get_username() if person else ""
    row = {
        "at": timezone.now(),
        "action": str(Action(action)),
        "result": str(Result(result)),
        "channel": str(where.channel),
        "user_id": person.pk if person else None,
        "user_name": one_line(name)[:150],
        "address": where.address,
        "request_id": where.request_id,
        **_name_of(target),
        "subjects": [subject(r) for r in (target, *also) if isinstance(r, models.Model)],
        "detail": clean_detail(detail),
    }
    return Event(**row, digest=digest_of(row))


def _name_of(target: models.Model | str | None) -> dict[str, str]:
    """The object's columns: which row it is, and what people call it."""
    if not isinstance(target, models.Model):
        return {
            "object_app": "",
            "object_model": "",
            "object_pk": "",
            "object_words": clean(target or "", 200),
        }
    with override(settings.LANGUAGE_CODE):  # names are kept in the language of record, whoever's deed it is
        words = getattr(target, "trail_words", None) or str(target)
    return {
        "object_app": target._meta.app_label,
        "object_model": target._meta.model_name or "",
        "object_pk": str(target.pk),
        "object_words": clean(words, 200),
    }


def record_verdict(verdict: Verdict, *, by: AbstractBaseUser | None) -> Event:
    """The row that says that the chain was walked, how far, and whether it was sound."""
    detail = {
        "first": verdict.first,
        "through": verdict.last,
        "hash": verdict.hash,
        "count": verdict.count,
        "faults": [fault.words for fault in verdict.faults],
    }
    return record(Action.VERIFY, by=by, detail=detail, result="ok" if verdict.is_sound else "failed")
