"""Notes beside a series: written by those who answer for the figures, and taken away by them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.annotations import SeriesNote
from indicators.models import Indicator, Region
from trail.actions import Action
from trail.services import record

MOST_NOTES = 60  # of one indicator; more than that is a text and no note


class NoteError(Exception):
    """Why a note was not written or taken away: one sentence for the person who tried."""


@transaction.atomic
def add_note(
    *, by: AbstractUser, indicator: Indicator, region: Region | None, year: int, kind: str, text: str
) -> SeriesNote:
    """The note written. Raises NoteError where the indicator has too many, or the break of that year is known."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.notes.count() >= MOST_NOTES:
        raise NoteError(_("这项指标的注记已有 %(most)s 条；请先删去不用的。") % {"most": MOST_NOTES})
    note = SeriesNote(
        indicator=indicator, region=region, year=year, kind=kind, text=text.strip(), written_by=by
    )
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError as error:
        raise NoteError(_("这一年的口径变化已有注记；请先删去原来的，再写新的。")) from error
    record(Action.CATALOGUE_CHANGE, by=by, target=note, detail={"new": _told(note)})
    return note


@transaction.atomic
def remove_note(*, by: AbstractUser, indicator: Indicator, pk: int) -> SeriesNote:
    """The note that was taken away. Raises NoteError where it is gone already."""
    note = SeriesNote.objects.select_for_update().filter(indicator=indicator, pk=pk).first()
    if note is None:
        raise NoteError(_("这条注记刚刚已被删去，请刷新后再看。"))
    record(Action.CATALOGUE_CHANGE, by=by, target=note, detail={"old": _told(note)})
    note.delete()
    return note


def _told(note: SeriesNote) -> dict[str, object]:
    return {"region": note.region_id or "", "year": note.year, "kind": note.kind, "text": note.text}
