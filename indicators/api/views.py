"""The addresses of the API; each reads its parameters, asks one question and writes the answer."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.api import parameters
from indicators.api.document import build_document, build_guide
from indicators.api.problems import Problem, endpoint
from indicators.api.rows import describe, page_of, ranking_of, write_ranking, write_values
from indicators.filters import day_of
from indicators.models import Indicator, Region
from indicators.questions import Question

JSON = "application/json"
IN_JSON = {"ensure_ascii": False}


@endpoint
def observations(request: HttpRequest) -> HttpResponse:
    """Published values, by region and time."""
    query = request.GET
    parameters.check_names(query, parameters.OF_VALUES | parameters.OF_PAGES | {"from", "to"})
    page = parameters.read_page(query, dated=True)
    indicators = parameters.read_indicators(query)
    rows, following = page_of(parameters.read_question(query, indicators), page)
    head = json.dumps(
        {"indicators": describe(indicators), "evidence": "/observations/{id}/evidence/"}, **IN_JSON
    )
    cursor = f'"{parameters.write_cursor(following)}"' if following else "null"
    return HttpResponse(f'{head[:-1]},"data":{write_values(rows)},"next":{cursor}}}', content_type=JSON)


@endpoint
def ranking(request: HttpRequest) -> HttpResponse:
    """Regions by the size of one value in one year, the last known where none is named."""
    query = request.GET
    parameters.check_names(query, parameters.OF_VALUES | {"year"})
    indicators = parameters.read_indicators(query, most=1)
    question = parameters.read_question(query, indicators)
    if None in (question.breakdown, question.measure, question.accounting) or not question.window:
        raise Problem(400, _("排名只在同一分组、度量、口径和时段内比较，不能用 all。"))
    rows = ranking_of(question)
    year = rows[0][-1].year if rows else question.last
    head = json.dumps({"indicators": describe(indicators), "year": year}, **IN_JSON)
    return HttpResponse(f'{head[:-1]},"data":{write_ranking(rows)}}}', content_type=JSON)


@endpoint
def indicators(request: HttpRequest) -> HttpResponse:
    """The catalogue, with the years of which anything is published."""
    parameters.check_names(request.GET, {"as_of"})
    rows = Indicator.objects.with_reach(Question(as_of=day_of(request.GET)).moment).order_by(
        "position", "code"
    )
    data = [
        describe([row])[row.pk]
        | {"code": row.pk, "domain": row.domain, "dimension": row.dimension, "definition": row.definition}
        | {"first_year": row.first_year, "last_year": row.last_year}
        for row in rows
    ]
    return JsonResponse({"data": data}, json_dumps_params=IN_JSON)


@endpoint
def regions(request: HttpRequest) -> HttpResponse:
    """The gazetteer, abolished regions with their successors included."""
    parameters.check_names(request.GET, parameters.OF_REGIONS | parameters.OF_PAGES)
    page = parameters.read_page(request.GET, dated=False)
    rows = Region.objects.asked(parameters.read_question(request.GET, []))
    if page.after:
        rows = rows.filter(code__gt=page.after[0])
    names = ("code", "name", "level", "parent", "abolished", "successor")
    found = list(rows.order_by("code").values_list(*names)[: page.limit + 1])
    data: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found[: page.limit]]
    last = (data[-1]["code"], "", 0) if len(found) > page.limit else None
    following = parameters.write_cursor(last) if last else None
    return JsonResponse({"data": data, "next": following}, json_dumps_params=IN_JSON)


@endpoint
def document(request: HttpRequest) -> HttpResponse:
    """What there is, for programs: OpenAPI 3.1."""
    address = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse(build_document(address), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What there is, for people."""
    return render(request, "indicators/api.html", {"guide": build_guide()})
