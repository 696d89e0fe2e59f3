"""What the bureau asks for: reports with their deadlines, and indicators that do not apply to somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from indicators.models import Region
from indicators.place_names import shown_names
from reports import access, applicability, expectations
from reports.coverage_area import choose_area
from reports.errors import ServiceError
from reports.filing_forms import DueForm, ExpectationForm, NotApplicableForm
from reports.models import Expectation, NotApplicable


@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: HttpRequest) -> HttpResponse:
    access.require_review(request.user)
    sent = request.POST if request.method == "POST" else None
    form = ExpectationForm(sent, area=choose_area(request.user))
    if form.is_valid():
        made = attempt(form, expectations.set_expectations, by=request.user, **form.changes())
        if made:
            words = ngettext("已设定 %(count)d 份报告的期限。", "已设定 %(count)d 份报告的期限。", len(made))
            messages.success(request, words % {"count": len(made)})
            return redirect("reports:deadlines")
    rows = Expectation.objects.select_related("parent", "set_by")
    named = {code for row in rows for code in row.codes}
    names = shown_names(Region.objects.filter(pk__in=named).values_list("pk", "name"))
    listed = [(row, _("、").join(names.get(code, code) for code in row.codes)) for row in rows]
    context = {"form": form, "rows": listed}
    return render(request, "reports/deadlines.html", context, status=422 if form.is_bound else 200)


@require_POST
def deadline_move(request: HttpRequest, pk: int) -> HttpResponse:
    access.require_review(request.user)
    row, form = get_object_or_404(Expectation, pk=pk), DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("期限没有改：请写成 2017-01-15 这样的日期。"))
        return redirect("reports:deadlines")
    done = _("期限已改。")
    return told(
        request, "reports:deadlines", done, expectations.move_due, expectation=row, **form.cleaned_data
    )


@require_POST
def deadline_drop(request: HttpRequest, pk: int) -> HttpResponse:
    access.require_review(request.user)
    row, done = get_object_or_404(Expectation, pk=pk), _("已撤销这项要求。")
    return told(request, "reports:deadlines", done, expectations.drop_expectation, expectation=row)


@require_http_methods(["GET", "HEAD", "POST"])
def exemptions(request: HttpRequest) -> HttpResponse:
    access.require(access.can_set_exemptions(request.user))
    form = NotApplicableForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, applicability.set_not_applicable, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("已设为不适用。"))
        return redirect("reports:exemptions")
    rows = NotApplicable.objects.select_related("indicator", "region", "set_by")
    context = {"form": form, "rules": rows}
    return render(request, "reports/exemptions.html", context, status=422 if form.is_bound else 200)


@require_POST
def exemption_drop(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(access.can_set_exemptions(request.user))
    rule, done = get_object_or_404(NotApplicable, pk=pk), _("已撤销，今后按未报计。")
    return told(request, "reports:exemptions", done, applicability.drop_not_applicable, rule=rule)


def attempt(form: Any, verb: Callable[..., Any], **fields: Any) -> Any:
    """What the verb returns; None where it refused, and the form says why."""
    try:
        return verb(**fields)
    except ServiceError as error:
        form.add_error(None, str(error))
        return None


def told(request: HttpRequest, page: str, done: str, verb: Callable[..., Any], **fields: Any) -> HttpResponse:
    """The page after the verb, with what was done or why it was not."""
    try:
        verb(by=request.user, **fields)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(page)
