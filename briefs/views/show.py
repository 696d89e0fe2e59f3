"""The full screen on which briefs, decks and single charts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from briefs.changes import Change
from briefs.forms import WorkForm
from briefs.models import Brief
from briefs.slides import Slide
from briefs.work import regions_for
from reports import access


@dataclass(frozen=True, slots=True)
class Show:
    """What is shown, and where its keys lead; without ``note_url`` nothing can be noted, without ``shown_url`` nothing
    is remembered. ``brief`` is the one that the notes are of."""

    title: str
    slides: Sequence[Slide]
    back: str
    pinned: str = ""
    about: str = ""
    shown_url: str = ""
    note_url: str = ""
    keep_url: str = ""
    changes: Sequence[Change] = ()
    has_samples: bool = False
    brief: Brief | None = None


def shown(request: HttpRequest, show: Show) -> HttpResponse:
    """The page; whoever may give work finds the form for it beside the note."""
    context = {"show": show}
    if show.note_url and access.can_record_progress(request.user):
        first = {"region": show.brief.region_id if show.brief else None}
        regions = regions_for(request.user, show.brief)
        context["work_form"] = WorkForm(regions=regions, initial=first, auto_id="deck-%s")
    return render(request, "briefs/slides.html", context)
