"""The answer to a decision: the claim's card, the progress, and the text where a place has moved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from reports.models import Report
from reports.review_page import Request, build_review_page, count_progress, load_card


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
