"""The first page: what matters now in one region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.filters import OverviewForm, end_of
from indicators.models import Region
from indicators.overview import load_overview
from indicators.readers import asked_by, home_region, sees_drafts


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    form = OverviewForm(request.GET)
    form.is_valid()  # what cannot be used is told, and the page shows the rest
    region = form.cleaned_data.get("region") or home_region(request) or Region.objects.first_to_show()
    day = form.cleaned_data.get("as_of")
    drafts = asked_by(request, form.cleaned_data)["drafts"]
    page = load_overview(region, end_of(day), drafts=drafts) if region else None
    context = {
        "region": region,
        "page": page,
        "form": form,
        "as_of": day,
        "drafts": drafts,
        "sees_drafts": sees_drafts(request),
        "unknown": "region" in form.errors,
    }
    return render(request, "indicators/overview.html", context)
