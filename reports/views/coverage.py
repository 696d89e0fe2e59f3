"""Coverage: who filed which report, which values there are, and both as workbooks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports import access
from reports.coverage_page import coverage_page, value_page
from reports.coverage_sheets import write_coverage, write_values
from trail.actions import Action
from trail.services import record

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    body = write_coverage(page, site_of(request))
    return saved(request, body, _("报送情况_%(day)s.xlsx") % {"day": page.shown.isoformat()})


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
    body = write_values(page, site_of(request))
    return saved(request, body, _("指标覆盖_%(day)s.xlsx") % {"day": page.shown.isoformat()})


def site_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def saved(request: HttpRequest, body: bytes, name: str) -> HttpResponse:
    """The workbook as a file; the trail has it before it leaves."""
    detail = {"kind": "xlsx", "query": dict(request.GET.lists())}
    record(Action.EXPORT, by=request.user, target=name, detail=detail)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(body, content_type=XLSX, headers=headers)
