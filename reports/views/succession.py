"""Two reports that say nearly the same: what differs, what a revision would change, and the decision."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import access, twins, undoing
from reports.errors import ServiceError
from reports.forms import NoteForm
from reports.models import Report, Twin
from reports.revising import foresee, supersede_report
from reports.succession_page import build_comparison_page, build_plan_page, predecessors


@require_safe
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    report, earlier = both(request, pk, other)
    if not (report.is_read and earlier.is_read):
        messages.error(request, _("两份报告都读完才能比对；请等处理完毕再看。"))
        return redirect("reports:report-detail", pk)
    page = build_comparison_page(report, earlier)
    return render(request, "reports/report_compare.html", {"report": report, "page": page})


@require_POST
def keep_both(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, twins.keep_both, _("已记录：是另一份报告，两份都保留。"))


@require_POST
def withdraw_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, twins.withdraw_duplicate, _("已撤下重复的一份；原文仍可查看。"))


def decide(request: HttpRequest, pk: int, verb: Callable[..., Twin], done: str) -> HttpResponse:
    twin = access.get_twin(request.user, pk)
    access.require_review(request.user)
    try:
        verb(twin=twin, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("reports:report-compare", twin.report_id, twin.earlier_id)
    messages.success(request, done)
    return redirect("reports:report-detail", twin.report_id)


@require_http_methods(["GET", "HEAD", "POST"])
def supersede(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    revision, report = both(request, pk, other)
    access.require_review(request.user)
    if not (revision.is_read and report.is_read) or report.replaced_by_id:
        return redirect("reports:report-compare", pk, other)
    form = NoteForm(request.POST or None)
    if form.is_valid() and carried_out(request, revision, report, form):
        return redirect("reports:report-detail", pk)
    page = build_plan_page(foresee(report, revision))
    context = {"report": revision, "earlier": report, "page": page, "form": form}
    return render(request, "reports/report_supersede.html", context, status=422 if form.is_bound else 200)


def carried_out(request: HttpRequest, revision: Report, report: Report, form: NoteForm) -> bool:
    """Whether the revision stands in the report's place now; where not, the form says why."""
    seen, note = request.POST.get("seen", "")[:64] or "none", form.cleaned_data["note"]
    try:
        supersede_report(report=report, revision=revision, by=request.user, note=note, seen=seen)
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("已取代：《%(title)s》不再计入序列，链接仍可打开。") % {"title": report})
    return True


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    try:
        undoing.take_back_last(by=request.user, report=report, kind=undoing.Kind.SUCCESSION)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("取代已撤销：这一份重新计入，两份报告的数据都恢复到取代之前。"))
    return redirect("reports:report-detail", pk)


@require_safe
def choose_predecessor(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    rows = predecessors(report, access.visible_reports(request.user))
    return render(request, "reports/report_predecessor.html", {"report": report, "rows": rows})


def both(request: HttpRequest, pk: int, other: int) -> tuple[Report, Report]:
    """The two reports, or Http404 where one of them is not the user's to see, or both are one."""
    if pk == other:
        raise Http404
    return access.get_report(request.user, pk), access.get_report(request.user, other)
