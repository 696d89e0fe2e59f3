"""Planned work: the board, and an item with what was said of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.exports import XLSX
from reports import access
from reports.board import columns_of, figures_in, first_words, may_open_origin, values_shown
from reports.errors import ServiceError
from reports.filters import BoardFilter, WorkItemFilter
from reports.following import set_progress
from reports.forms import ProgressForm
from reports.ledger_page import cards_of
from reports.models import Claim, Promise, WorkItem
from reports.views.saving import saved, site_of
from reports.views.way_back import page_asked
from reports.work_sheets import write_workbook


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    plans = access.visible(WorkItem, request.user).planned().standing()
    chosen = BoardFilter(request.GET, queryset=plans, choices_from=plans)
    context = {
        "filter": chosen,
        "columns": columns_of(chosen.qs.with_context(), access.visible(Promise, request.user).standing()),
        "late": chosen.qs.overdue(timezone.localdate()).count(),
        "today": timezone.localdate(),
        "may_record": access.can_record_progress(request.user),
    }
    return render(request, "reports/work_item_board.html", context)


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, without its pages."""
    access.require(access.can_follow_work(request.user))
    rows = access.visible(WorkItem, request.user).standing()
    chosen = WorkItemFilter(request.GET, queryset=rows, choices_from=rows)
    promises = access.visible(Promise, request.user).standing()
    body = write_workbook(chosen.qs, promises, site_of(request))
    name = _("工作事项_%(day)s") % {"day": timezone.localdate().isoformat()} + ".xlsx"
    return saved(request, body, name, XLSX, detail={"kind": "xlsx", "query": dict(request.GET.lists())})


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    found = access.get_work_item(request.user, pk)
    told = request.POST if request.method == "POST" else None
    if told is not None:
        access.require(access.can_record_progress(request.user))
    promises = access.visible(Promise, request.user).standing().filter(item=found)
    card = next(iter(cards_of(promises.with_context(), request.user)), None)
    first = first_words(found, card.promise if card else None)
    form = ProgressForm(told, initial=first)
    if form.is_valid() and recorded(request, found, form):
        return redirect(page_asked(request, request.path))
    context = {
        "item": found,
        "card": card,
        "form": form,
        "filled": "evidence" in first,
        "notes": found.notes.select_related("set_by").order_by("-pk"),
        "shown": values_shown(found),
        "origin_open": may_open_origin(request.user, found),
        "figures": figures_in(found, access.visible(Claim, request.user)),
        "today": timezone.localdate(),
        "may_record": access.can_record_progress(request.user) and found.kind == WorkItem.Kind.PLANNED,
    }
    return render(request, "reports/work_item_detail.html", context, status=422 if form.is_bound else 200)


def recorded(request: HttpRequest, item: WorkItem, form: ProgressForm) -> bool:
    """Whether the progress was recorded; where not, the form says why."""
    try:
        note = set_progress(item=item, by=request.user, **form.cleaned_data)
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("进展已记为“%(progress)s”。") % {"progress": note.get_progress_display()})
    return True
