"""Sending a report back to its office, the office's answer, and the end of it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, returning
from reports.errors import ServiceError
from reports.filing_forms import AnswerForm, ClosingForm, ReturnForm
from reports.models import Finding, Report, Return
from reports.return_page import ReturnChoices, return_choices


@require_http_methods(["GET", "HEAD", "POST"])
def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    form = ReturnForm(request.POST if request.method == "POST" else None, report=report)
    if form.is_valid() and send_back(request, report, form):
        return redirect("reports:report-detail", pk)
    choices = return_choices(report)
    context = {"report": report, "form": form, "choices": choices, "ticked": ticked(form, choices)}
    return render(request, "reports/report_return.html", context, status=422 if form.is_bound else 200)


def ticked(form: ReturnForm, choices: ReturnChoices) -> dict[str, set[int]]:
    """What stands ticked: errors at first, then what was sent."""
    grave = [card.finding.pk for card in choices.doubts if card.finding.severity == Finding.Severity.ERROR]
    return {"findings": form.ticked("findings", grave), "claims": form.ticked("claims", [])}


def send_back(request: HttpRequest, report: Report, form: ReturnForm) -> bool:
    """Whether the report was sent back; where not, the form says why."""
    try:
        returning.return_report(
            report=report, by=request.user, reasons=form.reasons(), reply_by=form.cleaned_data["reply_by"]
        )
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("已退回报送单位：对方登录后就能看到原因和期限。"))
    return True


@require_POST
def return_answer(request: HttpRequest, pk: int) -> HttpResponse:
    returned = access.get_return(request.user, pk)
    access.require_upload(request.user)
    form = AnswerForm(request.POST)
    return decide(request, returned, form, returning.answer_return, _("答复已送交核实人员。"))


@require_POST
def return_close(request: HttpRequest, pk: int) -> HttpResponse:
    returned = access.get_return(request.user, pk)
    access.require_review(request.user)
    form = ClosingForm(request.POST)
    return decide(request, returned, form, returning.close_return, _("退回已办结，报告可以继续核实和发布。"))


def decide(
    request: HttpRequest,
    returned: Return,
    form: AnswerForm | ClosingForm,
    verb: Callable[..., Return],
    done: str,
) -> HttpResponse:
    """The report's page after the verb; a refusal is told there and changes nothing."""
    if not form.is_valid():
        messages.error(request, _("文字过长，没有保存；请删短后再试。"))
        return redirect("reports:report-detail", returned.report_id)
    try:
        verb(returned=returned, by=request.user, words=form.cleaned_data["words"])
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("reports:report-detail", returned.report_id)
