"""The first page: what matters now in one region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.filters import OverviewForm
from indicators.models import Region
from indicators.overview import load_overview


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    form = OverviewForm(request.GET)
    chosen = form.cleaned_data["region"] if form.is_valid() else None
    region = chosen or Region.objects.first_to_show()
    page = load_overview(region) if region else None
    context = {"region": region, "page": page, "unknown": not form.is_valid()}
    return render(request, "indicators/overview.html", context)
