"""A left-over figure is given its indicator, on a page of its own or beside the text of the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports import access, aliases, assigning, desk
from reports.errors import ServiceError
from reports.forms import AssignForm
from reports.models import Claim, Report
from reports.views.desk import narrowing, waiting
from reports.wording import value_words


@require_http_methods(["GET", "HEAD", "POST"])
def figure_assign(request: HttpRequest, pk: int, start: int, end: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    back = f"{reverse('reports:report-detail', args=[pk])}?panel=figures"
    try:
        figure = assigning.find_figure(report, start, end)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect(back)
    form = build_form(request, report, figure)
    if form.is_valid() and (claim := assign(request, report, figure, form)):
        return redirect(f"{reverse('reports:report-detail', args=[pk])}?claim={claim.pk}")
    context = {"report": report, "back": back} | shown(form, report)
    return render(request, "reports/figure_assign.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_assign(request: HttpRequest, pk: int, start: int, end: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    try:
        figure = assigning.find_figure(report, start, end)
    except ServiceError as error:
        return JsonResponse({"ok": False, "error": str(error)}, status=409)
    form = build_form(request, report, figure)
    if form.is_valid() and (claim := assign(request, report, figure, form)):
        words = _("已归入：%(what)s") % {"what": f"{claim.indicator.name} {value_words(claim)}"}
        return JsonResponse({"ok": True, "said": words, "remaining": waiting(request).count()})
    context = {"report": report, "query": narrowing(request)} | shown(form, report)
    return render(request, "reports/_desk_assignment.html", context, status=422 if form.is_bound else 200)


def build_form(request: HttpRequest, report: Report, figure: assigning.Figure) -> AssignForm:
    guess = aliases.guess_name(report.text, figure["span"][0])
    return AssignForm(request.POST or None, instance=assigning.draft(report, figure), initial={"name": guess})


def shown(form: AssignForm, report: Report) -> dict[str, Any]:
    """The form with the sentence around its figure."""
    claim, text = form.instance, report.text
    return {
        "form": form,
        "claim": claim,
        "before": text[claim.sentence_start : claim.span_start],
        "after": text[claim.span_end : claim.sentence_end],
    }


def assign(request: HttpRequest, report: Report, figure: assigning.Figure, form: AssignForm) -> Claim | None:
    """The person's claim, with the text's name for it suggested to the catalogue; None where the form says why not."""
    data = form.cleaned_data
    try:
        claim = desk.assign(
            report=report, figure=figure, by=request.user, note=data["note"], **form.changes()
        )
    except ServiceError as error:
        form.add_error(None, str(error))
        return None
    aliases.suggest(name=data["name"], claim=claim, by=request.user)
    return claim
