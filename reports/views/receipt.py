"""The receipt of a report: a page to print, and the same as a workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.exports import XLSX
from reports import access
from reports.found import SHOWN, found_in
from reports.receipt_sheet import write_receipt
from reports.review_page import count_progress
from reports.views.saving import saved


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    if not report.is_settled:
        return redirect("reports:report-detail", pk)
    context = {
        "report": report,
        "found": found_in(report),
        "progress": count_progress(report),
        "shown": SHOWN,
    }
    return render(request, "reports/receipt.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    if not report.is_settled:
        return redirect("reports:report-detail", pk)
    name = _("回执_%(name)s.xlsx") % {"name": report.file_name.rpartition(".")[0] or report.file_name}
    body = write_receipt(found_in(report), count_progress(report))
    return saved(request, body, name, XLSX, target=report, detail={"kind": "receipt"})
