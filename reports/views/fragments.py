"""The answer to a decision: the claim's card, the progress, and the text where a place has moved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from reports.conflicts import Conflict
from reports.models import Report
from reports.review_page import Request, build_review_page, count_progress, load_card


def show_conflict(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """409: nothing was changed; what stands there now beside what was wanted, in the card or on a page of its own."""
    report = conflict.claim.report
    if not request.htmx:
        context = {"conflict": conflict, "report": report}
        return render(request, "reports/claim_conflict.html", context, status=409)
    context = {
        "report": report,
        "claim": load_card(report, conflict.claim.pk),
        "conflict": conflict,
        "progress": count_progress(report),
    }
    return render(request, "reports/_claim_answer.html", context, status=409)


def answer(
    request: HttpRequest, report: Report, pk: int, *, redraw: bool = False, error: str = ""
) -> HttpResponse:
    """Fragments for htmx, else the report's page at the claim; a refused decision is 409 and changes nothing."""
    if not request.htmx:
        if error:
            messages.error(request, error)
        return HttpResponseRedirect(f"{reverse('reports:report-detail', args=[report.pk])}?claim={pk}")
    context = {
        "report": report,
        "claim": load_card(report, pk),
        "error": error,
        "progress": count_progress(report),
        "page": build_review_page(report, Request(claim=pk)) if redraw else None,
    }
    return render(request, "reports/_claim_answer.html", context, status=409 if error else 200)
