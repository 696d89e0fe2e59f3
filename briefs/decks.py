"""A deck's slides: charts and parts of briefs, on the data of one moment, and what has changed in them since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from briefs.changes import MOST, Change, told_fresh, told_replaced
from briefs.composing import compose
from briefs.content import Content, Section
from briefs.models import Brief, Deck, DeckSlide
from briefs.prose import CHINESE
from briefs.slides import Slide, slides_of_section, title_slide
from briefs.sources import source_lines
from briefs.viewing import View, load_view
from indicators.models import Observation
from reports import access

MOST_SOURCES = 40  # lines behind one chart; a table of four hundred values has its own page


@dataclass(frozen=True, slots=True)
class Part:
    """One slide of a deck, filled: a chart (``view``) or a brief's section; neither where its reader may not see it."""

    slide: DeckSlide
    heading: str
    section: Section | None = None
    view: View | None = None

    @property
    def key(self) -> str:
        return f"slide-{self.slide.pk}"


def parts_of(deck: Deck, user: AbstractUser) -> list[Part]:
    """The deck's slides in their order, on its data; each region's brief is composed once."""
    composed: dict[int, Content] = {}
    rows = deck.slides.select_related("brief__region").order_by("position")
    return [_part(row, deck, user, composed) for row in rows]


def _part(row: DeckSlide, deck: Deck, user: AbstractUser, composed: dict[int, Content]) -> Part:
    if row.brief is None:
        view = load_view(row.query, deck.pinned_at, lambda: access.home_region(user), f"slide-{row.pk}")
        if view is None:
            return Part(row, row.title or _("这一页的图表已不可用"))
        heading = row.title or view.page.state.indicator.name
        return Part(row, heading, replace(view.section, heading=heading), view)
    section = _section_of(row, row.brief, deck, user, composed)
    if section is None:
        return Part(row, row.title or _("这一页的内容您看不到"))
    return Part(row, row.title or section.heading, section)


def _section_of(
    row: DeckSlide, brief: Brief, deck: Deck, user: AbstractUser, composed: dict[int, Content]
) -> Section | None:
    if not access.scope_of(user).includes(brief.region_id):
        return None
    if brief.pk not in composed:
        composed[brief.pk] = compose(brief.region, brief.year, deck.pinned_at, brief.title)
    found = next((one for one in composed[brief.pk].sections if one.key == row.section), None)
    if found is None:
        return None
    place = f"{brief.region.name}{brief.year}年：{found.title}"
    return replace(found, key=f"slide-{row.pk}", heading=row.title or place)


def slides_of_deck(deck: Deck, parts: Sequence[Part]) -> list[Slide]:
    """What is shown: the title, then each part, a brief's table on slides of its own."""
    slides = [title_slide(deck.title)]
    for part in parts:
        if part.view is not None:
            slides.append(slide_of_view(part.key, part.heading, part.view))
        elif part.section is not None:
            slides += slides_of_section(part.section, source_lines(part.section.refs))
        else:
            slides.append(Slide(part.key, part.heading, None, note=_("这一页没有可以放映的内容。")))
    return slides


def slide_of_view(key: str, heading: str, view: View) -> Slide:
    sources = source_lines(view.section.refs[:MOST_SOURCES])
    return Slide(key, heading, view.section, page=view.page, sources=sources, refs=view.section.refs)


def content_of_deck(deck: Deck, parts: Sequence[Part]) -> Content:
    """The same for files, in Chinese."""
    with translation.override(CHINESE):
        sections = tuple(part.section for part in parts if part.section is not None)
        refs = tuple(dict.fromkeys(ref for section in sections for ref in section.refs))
        return Content(
            title=deck.title,
            place="",
            year=0,
            pinned=pinned_words(deck.pinned_at),
            sections=sections,
            sources=source_lines(refs),
            has_samples=any("sample" in part.view.page.signs for part in parts if part.view),
        )


def pinned_words(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _joined(parts: Sequence[Part]) -> set[int]:
    """The values that the parts of briefs would show today and do not show on the deck's data."""
    composed: dict[int, Content] = {}
    found: set[int] = set()
    for part in parts:
        brief = part.slide.brief
        if brief is None or part.section is None:
            continue
        if brief.pk not in composed:
            composed[brief.pk] = compose(brief.region, brief.year, timezone.now(), brief.title)
        today = next((one for one in composed[brief.pk].sections if one.key == part.slide.section), None)
        found |= set(today.observations if today else ()) - set(part.section.observations)
    return found


def changes_in(deck: Deck, parts: Sequence[Part], since: datetime | None = None) -> list[Change]:
    """What differs between the slides' data and today's, at most MOST; only what came after ``since`` where given."""
    since = since or deck.pinned_at
    shown = tuple(dict.fromkeys(pk for part in parts if part.section for pk in part.section.observations))
    with translation.override(CHINESE):
        gone = list(Observation.objects.filter(pk__in=shown, superseded_at__gt=since).with_context())
        found = told_replaced(gone, placed=True)
        fresh: dict[int, Observation] = {}
        for part in parts:
            if part.view is not None:
                question = replace(part.view.page.state.question(), as_of=None, last=None)
                rows = Observation.objects.asked(question).filter(published_at__gt=since)
                fresh |= {row.pk: row for row in rows.with_context()[:MOST]}
        rows = Observation.objects.filter(pk__in=_joined(parts), published_at__gt=since)
        fresh |= {row.pk: row for row in rows.with_context()[:MOST]}
        found += told_fresh(fresh.values(), gone, placed=True)
    return found[:MOST]
