"""Notes taken in the meeting that become work: what was on the slide goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.urls import reverse

from briefs.decks import parts_of, slides_of_deck
from briefs.edited import content_of
from briefs.models import Brief, Deck, MeetingNote
from briefs.slides import Slide, slides_of
from indicators.models import Region
from reports import access
from reports.models import WorkItem


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a note was taken: in words, as a path of this site, and the published values that were shown."""

    words: str
    link: str
    figures: Sequence[int]


def origin_of(note: MeetingNote, user: AbstractUser) -> Origin:
    """Of the slide that the note was taken at, as the user sees it; of the whole show where that slide is there no
    more."""
    return _of_deck(note, note.deck, user) if note.deck else _of_brief(note, note.brief)


def _of_deck(note: MeetingNote, deck: Deck, user: AbstractUser) -> Origin:
    slides = slides_of_deck(deck, parts_of(deck, user))
    return _of_slide(note.slide, slides, deck.title, reverse("briefs:deck-slides", args=[deck.pk]))


def _of_brief(note: MeetingNote, brief: Brief) -> Origin:
    slides = slides_of(content_of(brief))
    return _of_slide(note.slide, slides, brief.title, reverse("briefs:brief-slides", args=[brief.pk]))


def _of_slide(key: str, slides: Sequence[Slide], title: str, page: str) -> Origin:
    """The slide at which the note was taken; the show where that was its title, or where the slide is there no more."""
    slide = next((one for one in slides[1:] if one.key == key), None)
    if slide is None:
        return Origin(title, page, ())
    return Origin(f"{title} · {slide.heading}", f"{page}#{key}", slide.observations)


def regions_for(user: AbstractUser, brief: Brief | None) -> QuerySet:
    """To which regions work may be given from a brief: its own and those directly below, where the user sees them."""
    scope = access.scope_of(user)
    if scope.prefix is None:
        return Region.objects.none()
    rows = Region.objects.current().filter(code__startswith=scope.prefix)
    if brief is None:
        return rows.reporting()
    return (rows.filter(pk=brief.region_id) | rows.filter(parent=brief.region_id)).order_by("code")


def may_open_origin(user: AbstractUser, item: WorkItem) -> bool:
    """Whether the user may open the show at which the item was given."""
    note = MeetingNote.objects.filter(item=item).first()
    if note is None or not access.can_brief(user):
        return False
    if note.deck_id:
        return Deck.objects.seen_by(user).filter(pk=note.deck_id).exists()
    return Brief.objects.seen_by(access.scope_of(user)).filter(pk=note.brief_id).exists()
