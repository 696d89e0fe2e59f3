"""The ledger of promises: offices, one office, one promise with its decision, and the files."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.exports import CSV, XLSX
from indicators.models import Region
from reports import access
from reports.errors import ServiceError
from reports.ledger_filters import PromiseFilter
from reports.ledger_forms import PromiseForm
from reports.ledger_page import CARDS, OFFICES, cards_of, carried_in, offices_of, tallies_of
from reports.ledger_sheets import write_csv, write_workbook
from reports.models import Promise
from reports.promise_queryset import PromiseQuerySet
from reports.promises import decide, reopen
from reports.views.saving import saved, site_of
from reports.views.way_back import page_asked


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    chosen = _chosen(request)
    found = offices_of(chosen.qs)
    context = {
        "filter": chosen,
        "rows": Paginator(found, OFFICES).get_page(request.GET.get("page", "")),
        "tallies": tallies_of(chosen.qs.tallies()),
        "asked": bool(request.GET),
    }
    return render(request, "reports/ledger.html", context)


@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    region = _region(request, code)
    chosen = _chosen(request, region)
    rows = Paginator(chosen.qs.with_context().order_by("-year", "report", "item__span_start"), CARDS)
    page = rows.get_page(request.GET.get("page", ""))
    context = {
        "region": region,
        "filter": chosen,
        "rows": page,
        "cards": cards_of(page, request.user),
        "tallies": tallies_of(chosen.qs.tallies()),
        "carried": carried_in(chosen.qs) if access.can_read_reports(request.user) else [],
        "asked": bool(request.GET),
    }
    return render(request, "reports/ledger_office.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    found = access.get_promise(request.user, pk)
    told = request.POST if request.method == "POST" else None
    if told is not None:
        access.require_review(request.user)
    form = PromiseForm(told, initial={"status": found.status, "note": found.note, "version": found.version})
    if form.is_valid() and _decided(request, found, form):
        return redirect(page_asked(request, found.get_absolute_url()))
    context = {
        "card": cards_of([found], request.user)[0],
        "form": form,
        "region": found.report.region,
        "back": page_asked(request, found.get_absolute_url()),
    }
    return render(request, "reports/ledger_promise.html", context, status=422 if form.is_bound else 200)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    found = access.get_promise(request.user, pk)
    access.require_review(request.user)
    try:
        reopen(promise=found, by=request.user)
        messages.success(request, _("已撤销核定，恢复为系统判断。"))
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect(page_asked(request, found.get_absolute_url()))


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    body = write_workbook(_asked(request), site_of(request), opens=access.can_read_reports(request.user))
    return _saved(request, body, "xlsx", XLSX)


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    body = write_csv(_asked(request), site_of(request), opens=access.can_read_reports(request.user))
    return _saved(request, body, "csv", CSV)


def _chosen(request: HttpRequest, region: Region | None = None) -> PromiseFilter:
    rows = access.visible(Promise, request.user).standing()
    if region is not None:
        rows = rows.of_regions([region.pk])
    return PromiseFilter(request.GET, queryset=rows, choices_from=rows)


def _asked(request: HttpRequest) -> PromiseQuerySet:
    code = request.GET.get("region", "")
    return _chosen(request, _region(request, code) if code else None).qs


def _region(request: HttpRequest, code: str) -> Region:
    """The region, or Http404 where it does not exist or the user sees nothing of it."""
    region = get_object_or_404(Region, pk=code)
    home = access.home_region(request.user)
    if home is not None and not access.scope_of(request.user).includes(region.pk):
        raise Http404
    return region


def _decided(request: HttpRequest, found: Promise, form: PromiseForm) -> bool:
    """Whether the decision was kept; where not, the form says why."""
    try:
        kept = decide(promise=found, by=request.user, **form.cleaned_data)
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("已核定为“%(status)s”。") % {"status": kept.status_words})
    return True


def _saved(request: HttpRequest, body: bytes, ending: str, kind: str) -> HttpResponse:
    name = _("计划落实_%(day)s") % {"day": timezone.localdate().isoformat()} + f".{ending}"
    return saved(request, body, name, kind, detail={"kind": ending, "query": dict(request.GET.lists())})
