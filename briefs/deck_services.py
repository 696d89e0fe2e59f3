"""Every change to decks: atomic, keyword-only, told who acts; the owner's alone, which the views see to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.models import Brief, Deck, DeckSlide
from briefs.viewing import address_of
from indicators.pinned import LONGEST_QUERY
from reports.errors import ServiceError
from trail.actions import Action
from trail.services import record

MOST_SLIDES = 60


@transaction.atomic
def make_deck(*, title: str, by: AbstractUser, shared: bool = False, moment: datetime | None = None) -> Deck:
    """The new deck without slides, on the data of the moment. Raises ServiceError where it has no title."""
    title = title.strip()[:120]
    if not title:
        raise ServiceError(_("没有题名，不能新建；请给这套幻灯片起个题名。"))
    deck = Deck.objects.create(title=title, is_shared=shared, made_by=by, pinned_at=moment or timezone.now())
    record(Action.DECK, by=by, target=deck, detail={"new": {"title": title, "shared": shared}})
    return deck


@transaction.atomic
def change_deck(*, deck: Deck, by: AbstractUser, title: str, shared: bool) -> None:
    """Give the deck another title, or other readers. Raises ServiceError where it has no title."""
    title = title.strip()[:120]
    if not title:
        raise ServiceError(_("题名是空的，没有保存；请写下题名再保存。"))
    was = {"title": deck.title, "shared": deck.is_shared}
    deck.title, deck.is_shared = title, shared
    deck.save(update_fields=["title", "is_shared"])
    record(Action.DECK, by=by, target=deck, detail={"old": was, "new": {"title": title, "shared": shared}})


@transaction.atomic
def discard_deck(*, deck: Deck, by: AbstractUser) -> None:
    """Delete the deck with its slides. Raises ServiceError where notes would go with it."""
    deck = Deck.objects.select_for_update().get(pk=deck.pk)
    if deck.notes.exists():
        raise ServiceError(_("这套幻灯片有会议记录，删去就丢了记录，所以不能删；不再用的可以改题名。"))
    told = {"deck": deck.pk, "slides": deck.slides.count()}
    record(Action.DECK, by=by, target=deck.title, detail={"old": told})
    deck.delete()


@transaction.atomic
def add_slide(
    *,
    deck: Deck,
    by: AbstractUser,
    query: str = "",
    brief: Brief | None = None,
    section: str = "",
    title: str = "",
) -> DeckSlide:
    """The new last slide: a chart (``query``, an address of the explorer), or a brief's section.

    Raises ServiceError where the deck is full or the address names no indicator.
    """
    deck = Deck.objects.select_for_update(no_key=True).get(pk=deck.pk)
    held = deck.slides.aggregate(last=Max("position"))["last"]
    if deck.slides.count() >= MOST_SLIDES:
        raise ServiceError(
            _("一套最多 %(most)d 页，已经放满；请先删去不用的，或另建一套。") % {"most": MOST_SLIDES}
        )
    address = address_of(query)
    if brief is None and not address.get("indicator"):
        raise ServiceError(_("这个视图没有选指标，放不进幻灯片；请先在图表页选一项指标。"))
    if len(address.query) > LONGEST_QUERY:
        raise ServiceError(_("这个视图的地区太多，放不进幻灯片；请减少地区，或比较“各地”。"))
    slide = DeckSlide.objects.create(
        deck=deck,
        position=0 if held is None else held + 1,
        title=title.strip()[:120],
        query="" if brief else address.query,
        brief=brief,
        section=section[:60],
    )
    told = {"brief": brief.pk, "section": section} if brief else {"query": slide.query}
    record(Action.DECK, by=by, target=deck, detail={"new": told})
    return slide


@transaction.atomic
def put_in(*, deck: Deck | None, new_title: str, by: AbstractUser, **slide: Any) -> Deck:
    """The deck with its new slide, as ``add_slide`` takes it; a new deck where none is given. Raises ServiceError, and
    makes neither then."""
    deck = deck or make_deck(title=new_title, by=by)
    add_slide(deck=deck, by=by, **slide)
    return deck


@transaction.atomic
def move_slide(*, slide: DeckSlide, by: AbstractUser, up: bool) -> None:
    """Let the slide change places with its neighbour; nothing happens at the end of the row."""
    deck = Deck.objects.select_for_update(no_key=True).get(pk=slide.deck_id)
    slide = deck.slides.get(pk=slide.pk)
    row = deck.slides.order_by("-position" if up else "position")
    beside = (
        row.filter(position__lt=slide.position) if up else row.filter(position__gt=slide.position)
    ).first()
    if beside is None:
        return
    DeckSlide.objects.filter(pk=slide.pk).update(position=beside.position)
    DeckSlide.objects.filter(pk=beside.pk).update(position=slide.position)
    told = {"old": {"slide": slide.position}, "new": {"slide": beside.position}}
    record(Action.DECK, by=by, target=deck, detail=told)


@transaction.atomic
def remove_slide(*, slide: DeckSlide, by: AbstractUser) -> None:
    """Take the slide out; those behind it move up."""
    deck = Deck.objects.select_for_update(no_key=True).get(pk=slide.deck_id)
    told = {"query": slide.query} if slide.query else {"brief": slide.brief_id, "section": slide.section}
    slide.delete()
    deck.slides.filter(position__gt=slide.position).update(position=F("position") - 1)
    record(Action.DECK, by=by, target=deck, detail={"old": told})


@transaction.atomic
def rename_slide(*, slide: DeckSlide, by: AbstractUser, title: str) -> None:
    """Give the slide a title of its own; an empty one gives it back the chart's."""
    was, slide.title = slide.title, title.strip()[:120]
    slide.save(update_fields=["title"])
    record(
        Action.DECK, by=by, target=slide.deck, detail={"old": {"title": was}, "new": {"title": slide.title}}
    )


@transaction.atomic
def renew_deck(*, deck: Deck, by: AbstractUser) -> Deck:
    """The deck, on the data of now; what it stood on before is in its history."""
    deck = Deck.objects.select_for_update().get(pk=deck.pk)
    was, deck.pinned_at = deck.pinned_at, timezone.now()
    deck.save(update_fields=["pinned_at"])
    told = {"old": {"pinned_at": was}, "new": {"pinned_at": deck.pinned_at}}
    record(Action.DECK, by=by, target=deck, detail=told)
    return deck


@transaction.atomic
def mark_deck_shown(*, deck: Deck, by: AbstractUser) -> None:
    """Remember that the deck was shown now, so that the next showing can say what changed since."""
    Deck.objects.filter(pk=deck.pk).update(shown_at=timezone.now())
    record(Action.BRIEF_SHOW, by=by, target=deck)
