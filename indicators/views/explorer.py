"""Any statistic of any regions in any kind of chart; the state stands in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from indicators import labels
from indicators.explorer.address import Address
from indicators.explorer.files import KINDS
from indicators.explorer.forms import PROJECTOR, ExplorerForm, SaveForm
from indicators.explorer.page import load_page
from indicators.explorer.rights import annotates, keeps_maps, shares_views
from indicators.explorer.search import best, find_indicators, find_regions, known_by_domain
from indicators.explorer.table import ExplorerTable
from indicators.exports import WRITERS
from indicators.models import SavedView
from indicators.readers import asked_by, home_region, sees_drafts

ROWS_A_PAGE = 25


@require_safe
@vary_on_headers("HX-Request")
def explorer(request: HttpRequest) -> HttpResponse:
    form = ExplorerForm(request.GET)
    asked, address = asked_by(request, form.usable), Address.of(request.GET)
    found = _typed(asked, address)
    if found and found["meant"]:
        return redirect(found["meant"].url)
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "address": address,
        "as_of": asked.get("as_of"),
        "projector": asked.get("view") == PROJECTOR,
        "sees_drafts": sees_drafts(request),
        "keeps_maps": keeps_maps(request.user),
        **_shown(request, asked, address),
    }
    template = "indicators/_explorer.html" if request.htmx else "indicators/explorer.html"
    return render(request, template, context)


@require_safe
def find(request: HttpRequest, what: str) -> HttpResponse:
    """The options under a field in which somebody types."""
    address, text = Address.of(request.GET), request.GET.get("q", "")[:80]
    hits = find_indicators(text, address) if what == "indicator" else find_regions(text, address)
    return render(request, "indicators/_hits.html", {"hits": hits, "what": what})


def _typed(asked: dict[str, Any], address: Address) -> dict[str, Any] | None:
    """What names typed without a script mean: one thing, or several to choose from; None where none was typed."""
    for name, search in (("find", find_indicators), ("place", find_regions)):
        if typed := asked.get(name):
            hits = search(typed, address)
            return {"typed": typed, "hits": hits, "meant": best(hits, typed)}
    return None


def _shown(request: HttpRequest, asked: dict[str, Any], address: Address) -> dict[str, Any]:
    """The statistic with its table, or what there is to choose from where none is named."""
    views = SavedView.objects.seen_by(request.user)
    indicator = asked.get("indicator")
    if indicator is None:
        return {"page": None, "domains": known_by_domain(address), "views": views}
    page = load_page(indicator, asked, address, lambda: home_region(request))
    table = ExplorerTable(list(page.rows), page.state)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    return {
        "page": page,
        "address": page.address,
        "table": table,
        "views": views,
        "files": [(kind, WRITERS[kind].label) for kind in KINDS],
        "domain": labels.domain_name(indicator.domain),
        "rule": labels.accounting_rule(page.state.accounting),
        "annotates": annotates(request.user),
        "save_form": SaveForm(),
        "shares_views": shares_views(request.user),
        "region": page.state.compared.focus,
    }
