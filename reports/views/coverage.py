"""Coverage: who filed which report, which values there are, and both as workbooks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.exports import XLSX
from reports import access
from reports.coverage_page import CoveragePage, coverage_page, value_page
from reports.coverage_sheets import write_coverage, write_values
from reports.views.saving import saved, site_of


@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    page = coverage_page(request.user, request.GET)
    context = {"page": page, "rows": page.rows(request.GET.get("page", ""))}
    return render(request, "reports/coverage.html", context)


@require_safe
def filed_workbook(request: HttpRequest) -> HttpResponse:
    access.require(access.can_follow_work(request.user))
    page = coverage_page(request.user, request.GET)
    return _workbook(request, write_coverage(page, site_of(request)), _("报送情况_%(day)s.xlsx"), page)


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    access.require(access.role_of(request.user) is not None)
    page = value_page(request.user, request.GET)
    context = {"page": page, "rows": page.rows(request.GET.get("page", ""))}
    return render(request, "reports/coverage_values.html", context)


@require_safe
def values_workbook(request: HttpRequest) -> HttpResponse:
    access.require(access.role_of(request.user) is not None)
    page = value_page(request.user, request.GET)
    return _workbook(request, write_values(page, site_of(request)), _("指标覆盖_%(day)s.xlsx"), page)


def _workbook(request: HttpRequest, body: bytes, name: str, page: CoveragePage) -> HttpResponse:
    detail = {"kind": "xlsx", "query": dict(request.GET.lists())}
    return saved(request, body, name % {"day": page.shown.isoformat()}, XLSX, detail=detail)
