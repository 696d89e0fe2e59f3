"""Every change to briefs: atomic, keyword-only, told who acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.composing import default_title
from briefs.edited import edit
from briefs.models import Brief, Deck, DeckSlide, MeetingNote
from briefs.work import origin_of
from indicators.models import Observation, Region
from reports.errors import ServiceError
from reports.giving import give_work
from reports.models import WorkItem
from trail.actions import Action
from trail.services import record


@transaction.atomic
def make_brief(
    *, region: Region, year: int, by: AbstractUser, title: str = "", moment: datetime | None = None
) -> Brief:
    """The new brief, on the data of the moment. Raises ServiceError where the year has no published value."""
    moment = moment or timezone.now()
    if not Observation.objects.as_of(moment).for_region(region).filter(end__year=year).exists():
        raise ServiceError(
            _("%(place)s%(year)s年还没有已发布的数据，请换一个年份，或先发布这一年的数据。")
            % {"place": region.shown_name, "year": year}
        )
    brief = Brief.objects.create(
        title=(title.strip() or default_title(region, year))[:120],
        region=region,
        year=year,
        pinned_at=moment,
        made_by=by,
    )
    record(Action.BRIEF, by=by, target=brief, detail={"new": {"region": region.pk, "year": year}})
    return brief


@transaction.atomic
def renew_brief(*, brief: Brief, by: AbstractUser) -> Brief:
    """The brief, on the data of now; what it stood on before is in its history."""
    brief = Brief.objects.select_for_update().get(pk=brief.pk)
    was, brief.pinned_at = brief.pinned_at, timezone.now()
    brief.save(update_fields=["pinned_at"])
    record(
        Action.BRIEF,
        by=by,
        target=brief,
        detail={"old": {"pinned_at": was}, "new": {"pinned_at": brief.pinned_at}},
    )
    return brief


@transaction.atomic
def edit_brief(
    *, brief: Brief, by: AbstractUser, title: str, left_out: Sequence[str] = (), remark: str = ""
) -> None:
    """Give the brief a title of its own (an empty one gives it back the usual one), say which parts it goes without,
    and add words to it. Raises ServiceError where these have numbers that the brief's data does not have."""
    was = {"title": brief.title, "left_out": brief.left_out, "remark": brief.remark}
    brief.title = (title.strip() or default_title(brief.region, brief.year))[:120]
    brief.left_out, brief.remark = list(left_out), remark.strip()
    if unknown := edit(brief).unknown:
        raise ServiceError(
            _("“%(number)s”不是这份简报里的数，里面的数字只能用简报已有的；请改写，或先发布这个数。")
            % {"number": unknown[0]}
        )
    brief.save(update_fields=list(was))
    told = {name: getattr(brief, name) for name in was}
    record(Action.BRIEF, by=by, target=brief, detail={"old": was, "new": told})


@transaction.atomic
def discard_brief(*, brief: Brief, by: AbstractUser) -> None:
    """Delete the brief; the values it was made of stay. Raises ServiceError where notes or slides would go with it."""
    brief = Brief.objects.select_for_update().get(pk=brief.pk)
    if brief.notes.exists():
        raise ServiceError(_("这份简报有会议记录，删去就丢了记录，所以不能删；不再用的可以改题名。"))
    if DeckSlide.objects.filter(brief=brief).exists():
        raise ServiceError(_("这份简报的内容已放进幻灯片集，请先从那里移出，再删去简报。"))
    record(Action.BRIEF, by=by, target=brief.title, detail={"old": {"brief": brief.pk, "year": brief.year}})
    brief.delete()


@transaction.atomic
def mark_shown(*, brief: Brief, by: AbstractUser) -> None:
    """Remember that the deck was shown now, so that the next showing can say what changed since."""
    Brief.objects.filter(pk=brief.pk).update(shown_at=timezone.now())
    record(Action.BRIEF_SHOW, by=by, target=brief)


@transaction.atomic
def take_note(*, show: Brief | Deck, by: AbstractUser, slide: str, text: str) -> MeetingNote:
    """What was written down at a slide of the brief or the deck. Raises ServiceError where nothing was."""
    if not text.strip():
        raise ServiceError(_("记录是空的，请写下内容再保存。"))
    of = {"deck": show} if isinstance(show, Deck) else {"brief": show}
    note = MeetingNote.objects.create(slide=slide[:60], text=text.strip()[:500], taken_by=by, **of)
    record(Action.BRIEF_NOTE, by=by, target=show, detail={"note": note.text})
    return note


@transaction.atomic
def make_work(
    *, note: MeetingNote, by: AbstractUser, text: str, region: Region, body: str = "", due: date | None = None
) -> WorkItem:
    """The work item made of a note, with the slide it was taken at and what that showed. Raises ServiceError where the
    note was made into one already, and where ``give_work`` does."""
    rows = MeetingNote.objects.select_for_update(of=("self",)).select_related("brief__region", "deck")
    note = rows.get(pk=note.pk)
    if note.item_id:
        raise ServiceError(_("这条记录已经交办过，请打开那件工作事项看进展。"))
    origin = origin_of(note, by)
    note.item = give_work(
        by=by, region=region, text=text, body=body, due=due,
        origin=origin.words, origin_link=origin.link, figures=origin.figures,
    )  # fmt: skip
    note.save(update_fields=["item"])
    return note.item
