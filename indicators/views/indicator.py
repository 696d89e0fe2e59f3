"""The list of indicators, and each of them over time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from indicators import labels
from indicators.chart_words import documents_of, notes_of, source_of
from indicators.explorer.rights import annotates
from indicators.exports import WRITERS
from indicators.filters import IndicatorListForm, SelectionForm, day_of, end_of
from indicators.models import Indicator, Region
from indicators.named import get_indicator
from indicators.readers import asked_by, sees_drafts
from indicators.selection import load_page
from indicators.tables import ValueTable
from indicators.targets import load_targets

ROWS_A_PAGE = 25


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    form = IndicatorListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("as_of")
    indicators = Indicator.objects.listed(
        asked.get("q", ""), only_known=asked.get("known", False), moment=end_of(day)
    )
    context = {"form": form, "domains": labels.by_domain(indicators), "as_of": day}
    template = "indicators/_indicator_groups.html" if request.htmx else "indicators/indicator_list.html"
    return render(request, template, context)


@require_safe
def indicator_regions(request: HttpRequest, code: str) -> HttpResponse:
    """Regions to compare: those with values of the indicator whose name holds the words typed."""
    indicator = get_indicator(code)
    regions = Region.objects.with_values_of(
        indicator, request.GET.get("q", "")[:60].strip(), end_of(day_of(request.GET))
    )
    return render(request, "indicators/_picker_found.html", {"regions": regions})


@require_safe
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    indicator = get_indicator(code)
    form = SelectionForm(request.GET)
    form.is_valid()  # what cannot be used is told beside its field, and the page shows the rest
    page = load_page(indicator, asked_by(request, form.cleaned_data))
    table = ValueTable(page)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    context = {
        "indicator": indicator,
        "form": form,
        "page": page,
        "as_of": page.selection.as_of,
        "table": table,
        "annotates": annotates(request.user),
        "targets": load_targets(page.selection),
        "domain": labels.domain_name(indicator.domain),
        "rule": labels.accounting_rule(page.selection.accounting),
        "sees_drafts": sees_drafts(request),
        "notes": notes_of(page),
        "source": source_of(page),
        "documents": documents_of(page),
        "writers": WRITERS,
        "embed_page": (embed := _embed_page(request, code)),
        "embed_address": request.build_absolute_uri(embed),
        "region": page.selection.regions[0] if page.selection.regions else None,
    }
    return render(request, "indicators/indicator_detail.html", context)


def _embed_page(request: HttpRequest, code: str) -> str:
    """Where the chart stands alone, with the page's own choices; drafts stay here."""
    query = request.GET.copy()
    for name in ("layer", "page", "sort"):
        query.pop(name, None)
    path = reverse("indicators:indicator-embed", args=[code])
    return f"{path}?{query.urlencode()}" if query else path
