"""The first page: what matters now in one region, and what changed since its reader was here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.filters import OverviewForm, end_of
from indicators.overview_page import load_page, region_for
from indicators.readers import asked_by, sees_drafts


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    form = OverviewForm(request.GET)
    form.is_valid()  # what cannot be used is told, and the page shows the rest
    region = region_for(request, form.cleaned_data)
    asked = asked_by(request, form.cleaned_data)
    day = asked.get("as_of")
    context = {
        "region": region,
        "form": form,
        "as_of": day,
        "drafts": asked["drafts"],
        "sees_drafts": sees_drafts(request),
        "unknown": "region" in form.errors,
    }
    if region:
        context |= load_page(request, region, asked, end_of(day))
    return render(request, "indicators/overview.html", context)
