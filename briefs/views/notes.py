"""Notes taken at slides, and the work that is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from briefs import services
from briefs.forms import NoteForm, WorkForm
from briefs.models import Brief, Deck, MeetingNote
from briefs.work import regions_for
from reports import access
from reports.errors import ServiceError
from reports.models import WorkItem


def get_note(request: HttpRequest, pk: int) -> MeetingNote:
    """The note, where the user gives work and sees its show: else 403, or 404."""
    access.require(access.can_record_progress(request.user))
    seen = Q(brief__in=Brief.objects.seen_by(access.scope_of(request.user)))
    seen |= Q(deck__in=Deck.objects.seen_by(request.user))
    rows = MeetingNote.objects.filter(seen).select_related("brief__region", "deck", "item")
    return get_object_or_404(rows, pk=pk)


def notes_of(
    request: HttpRequest, notes: QuerySet, names: Mapping[str, str], brief: Brief | None = None
) -> dict[str, Any]:
    """The notes of a show for its page, each with its slide's heading, and the form that makes work of one where the
    reader may; ``names`` are the headings by the slides' keys."""
    may_give = access.can_record_progress(request.user)
    first = {"region": brief.region_id if brief else None}
    form = WorkForm(regions=regions_for(request.user, brief), initial=first) if may_give else None
    rows = notes.select_related("taken_by", "item__region", "item__report").order_by("pk")
    return {"notes": [(note, names.get(note.slide, "")) for note in rows], "work_form": form}


def note_taken(request: HttpRequest, show: Brief | Deck) -> JsonResponse:
    """What became of a note that was typed at a slide, and of the work that it was to become at once."""
    form, work = NoteForm(request.POST), _work_asked(request, show)
    if not form.is_valid():
        return JsonResponse({"error": _("记录是空的，请写下内容再保存。")}, status=422)
    if work is not None and not work.is_valid():
        return JsonResponse({"error": sentence_of(work)}, status=422)
    try:
        with transaction.atomic():
            note = services.take_note(show=show, by=request.user, **form.cleaned_data)
            item = made_work(request, note, work) if work is not None else None
    except ServiceError as error:
        return JsonResponse({"error": str(error)}, status=422)
    said = _("记录已保存，并已交办。") if item else _("记录已保存。")
    return JsonResponse({"note": note.pk, "said": said}, status=201)


def _work_asked(request: HttpRequest, show: Brief | Deck) -> WorkForm | None:
    """The form of the work, where the box is ticked; 403 for whoever may not give any."""
    if not request.POST.get("work"):
        return None
    access.require(access.can_record_progress(request.user))
    brief = show if isinstance(show, Brief) else None
    return WorkForm(request.POST, regions=regions_for(request.user, brief))


def made_work(request: HttpRequest, note: MeetingNote, form: WorkForm) -> WorkItem:
    """The work made of the note; 403 where it may not be given to that region. Raises ServiceError."""
    access.require(access.may_give_work(request.user, form.cleaned_data["region"]))
    return services.make_work(note=note, by=request.user, **form.cleaned_data)


@require_POST
def note_work(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_note(request, pk)
    form = WorkForm(request.POST, regions=regions_for(request.user, note.brief))
    if form.is_valid():
        try:
            item = made_work(request, note, form)
            messages.success(request, _("已交办，列在工作看板的“未启动”里。"))
            return redirect("reports:work-item-detail", item.pk)
        except ServiceError as error:
            form.add_error(None, str(error))
    return render(request, "briefs/note_work.html", {"note": note, "form": form}, status=422)


def sentence_of(form: WorkForm) -> str:
    """The first thing that is wrong with the form, in one sentence."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    told = {"label": label, "error": errors[0]}
    return _("%(label)s：%(error)s") % told if label else str(errors[0])
