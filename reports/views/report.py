"""One report: its page, its card, its original."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports import access, receiving
from reports.errors import ServiceError
from reports.models import Report
from reports.report_card import report_card as build_card
from reports.review_page import THRESHOLD, Request, build_review_page
from reports.storage import path_of
from trail.actions import Action
from trail.services import record

UNREAD = frozenset({Report.State.FAILED, Report.State.CANCELLED, Report.State.QUARANTINE})


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    if not report.is_settled or report.state in UNREAD:
        context = {"report": report, "card": build_card(report), "opens": True}
        return render(request, "reports/report_waiting.html", context)
    page = build_review_page(report, Request.read(request.GET))
    if request.htmx and page.asked.cards is not None:
        return render(request, "reports/_claim_cards.html", {"report": report, "page": page})
    return render(
        request, "reports/report_detail.html", {"report": report, "page": page, "threshold": THRESHOLD}
    )


@require_safe
def report_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card, asked for again and again while the report waits; 204 where it has not changed since."""
    report = access.get_report(request.user, pk)
    card, opens = build_card(report), "open" in request.GET
    if not report.is_settled and request.GET.get("seen") == card.phase:
        return HttpResponse(status=204)
    response = render(request, "reports/_report_card.html", {"card": card, "opens": opens})
    if opens and report.is_settled:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def report_original(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they came, only ever saved and never shown: they may be hostile."""
    report = access.get_original(request.user, pk)
    try:
        file = path_of(report.digest).open("rb")
    except FileNotFoundError:
        messages.error(request, _("原文件不在存储中，请联系管理员从备份恢复。"))
        return redirect("reports:report-detail", pk)
    record(Action.DOWNLOAD, by=request.user, target=report, detail={"digest": report.digest})
    response = FileResponse(
        file, as_attachment=True, filename=report.file_name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
def report_retry(request: HttpRequest, pk: int) -> HttpResponse:
    access.require_upload(request.user)
    report = access.get_report(request.user, pk)
    return _change(request, report, receiving.retry)


@require_POST
def report_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    if not access.can_cancel(request.user, report):
        raise PermissionDenied
    return _change(request, report, receiving.cancel)


def _change(request: HttpRequest, report: Report, verb: Callable[..., None]) -> HttpResponse:
    """The report's card after the verb, or its page; a refusal is told and changes nothing."""
    try:
        verb(report=report, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
    if request.htmx:
        report.refresh_from_db()
        context = {"card": build_card(report), "opens": "open" in request.GET}
        return render(request, "reports/_report_card.html", context)
    return redirect("reports:report-detail", report.pk)
