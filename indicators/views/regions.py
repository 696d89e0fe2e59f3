"""Which region to look at: the menu in the header, and a page of its own without scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.filters import day_of, end_of
from indicators.models import Region


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    day = day_of(request.GET)
    regions = Region.objects.reporting(end_of(day)).select_related("parent")
    template = "indicators/_region_menu.html" if request.htmx else "indicators/region_list.html"
    return render(request, template, {"regions": regions, "as_of": day})
