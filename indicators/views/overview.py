"""The first page: what matters now in one region."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from indicators.filters import OverviewForm, end_of
from indicators.models import Region
from indicators.overview import load_overview


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    form = OverviewForm(request.GET)
    form.is_valid()  # what cannot be used is told, and the page shows the rest
    region = form.cleaned_data.get("region") or home_region(request) or Region.objects.first_to_show()
    day = form.cleaned_data.get("as_of")
    page = load_overview(region, end_of(day)) if region else None
    context = {"region": region, "page": page, "form": form, "as_of": day, "unknown": "region" in form.errors}
    return render(request, "indicators/overview.html", context)


def home_region(request: HttpRequest) -> Region | None:
    """Whose overview the reader's own office is: asked of the room that knows people, which this one does not."""
    return import_string(settings.HOME_REGION)(request.user)
