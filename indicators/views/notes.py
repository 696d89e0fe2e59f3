"""Notes on an indicator's years: the list, writing one, taking one away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators import scope
from indicators.explorer.rights import annotates
from indicators.forms import NoteForm
from indicators.models import Indicator, SeriesNote
from indicators.noting import NoteError, add_note, remove_note
from indicators.readers import home_region

MOST_REGIONS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_notes(request: HttpRequest, code: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, pk=code)
    may_write = annotates(request.user)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else None
    form = NoteForm(asked, regions=_regions(request), initial=request.GET.dict())
    if form.is_valid() and _write(request, indicator, form):
        return redirect(request.get_full_path())
    context = {"indicator": indicator, "notes": _seen(indicator), "form": form, "may_write": may_write}
    return render(request, "indicators/notes.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, indicator: Indicator, form: NoteForm) -> bool:
    """Whether the note was written; where it was not, the form says why."""
    try:
        add_note(by=request.user, indicator=indicator, **form.cleaned_data)
    except NoteError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("已写下注记，图表上就能看到。"))
    return True


def _seen(indicator: Indicator) -> list[SeriesNote]:
    """The indicator's notes, those on a region only where the reader sees its values."""
    seen = scope.current()
    notes = indicator.notes.select_related("region", "written_by").in_order()
    return [note for note in notes if note.region_id is None or seen.includes(note.region_id)]


def _regions(request: HttpRequest) -> list[str]:
    """The regions of the chart that one comes from, else the one that the reader is at home in."""
    asked = request.GET.getlist("region")[:MOST_REGIONS]
    if asked:
        return asked
    home = home_region(request)
    return [home.pk] if home else []


@require_POST
def indicator_note_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    if not annotates(request.user):
        raise PermissionDenied
    try:
        remove_note(by=request.user, indicator=get_object_or_404(Indicator, pk=code), pk=pk)
    except NoteError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已删去这条注记。"))
    return redirect(reverse("indicators:indicator-notes", args=[code]))
