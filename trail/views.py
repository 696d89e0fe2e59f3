"""The auditor's pages: what was done, each deed, whether the chain holds, and the whole as a file. Nothing changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trail.access import require_reader
from trail.actions import Action
from trail.exports import MOST_ROWS, TYPES, WRITERS
from trail.filters import EventFilter
from trail.models import Event
from trail.pages import chain_state, event_page, query_of
from trail.services import record, record_verdict
from trail.tables import EventTable
from trail.verification import verify

ROWS_A_PAGE = 50
WALKED_AT_ONCE = 20_000
"""Links that the page's button walks while its reader waits; the command walks all."""


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    require_reader(request.user)
    chosen = EventFilter(request.GET, Event.objects.all())
    before = request.GET.get("before", "")
    before_pk = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = list(chosen.qs.in_order().before(before_pk)[: ROWS_A_PAGE + 1])
    rows = found[:ROWS_A_PAGE]
    context = {
        "filter": chosen,
        "table": EventTable(rows),
        "chain": chain_state(),
        "newest": query_of(request.GET, before=None) if before_pk else None,
        "older": query_of(request.GET, before=rows[-1].pk) if len(found) > ROWS_A_PAGE else None,
        "export": query_of(request.GET, before=None),
    }
    return render(request, "trail/event_list.html", context)


@require_safe
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    require_reader(request.user)
    event = get_object_or_404(Event, pk=pk)
    return render(request, "trail/event_detail.html", {"page": event_page(event), "event": event})


@require_POST
def chain_verify(request: HttpRequest) -> HttpResponse:
    require_reader(request.user)
    verdict = verify(newest=WALKED_AT_ONCE)
    record_verdict(verdict, by=request.user)
    if verdict.is_sound:
        words = _("第 %(first)s 至 %(last)s 环核验完好，共 %(count)s 条。")
        names = {"first": verdict.first, "last": verdict.last, "count": verdict.count}
        messages.success(request, words % names)
    for fault in verdict.faults:
        messages.error(request, fault.words)
    return redirect("trail:event-list")


@require_safe
def trail_export(request: HttpRequest, kind: str) -> HttpResponse:
    require_reader(request.user)
    if kind not in WRITERS:
        raise Http404
    rows = EventFilter(request.GET, Event.objects.all()).qs.in_order().select_related("seal")
    events = list(rows[: MOST_ROWS + 1])
    if len(events) > MOST_ROWS:
        words = _("符合条件的超过 %(most)s 条，没有导出；请缩小日期范围，分几次导出。")
        messages.error(request, words % {"most": MOST_ROWS})
        return redirect(f"{request.path.rsplit('/export/', 1)[0]}/?{query_of(request.GET)}")
    body = WRITERS[kind](events)
    detail = {"kind": kind, "rows": len(events), "query": dict(request.GET.lists())}
    record(Action.EXPORT, by=request.user, target=str(Event._meta.verbose_name), detail=detail)
    name = _("操作记录_%(day)s.%(kind)s") % {"day": timezone.localdate().isoformat(), "kind": kind}
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(body, content_type=TYPES[kind], headers=headers)
