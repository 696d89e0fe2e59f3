"""Ruling on a finding: the sentences side by side, and which of them holds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, services, undoing
from reports.errors import ServiceError, Stale
from reports.finding_page import finding_card, with_sentences
from reports.forms import RulingForm
from reports.models import Finding
from reports.numbers import read_number
from reports.ruling_page import ways_tried


@require_http_methods(["GET", "HEAD", "POST"])
def finding_rule(request: HttpRequest, pk: int) -> HttpResponse:
    finding = access.get_finding(request.user, pk)
    if finding.rule == Finding.Rule.TWIN:
        return redirect("reports:report-compare", finding.report_id, finding.twin.earlier_id)
    if request.method == "POST":
        access.require_review(request.user)
    form = RulingForm(request.POST or None, finding=finding)
    if form.is_valid() and rule(request, finding, form):
        return redirect("reports:finding-rule", pk)
    card = finding_card(with_sentences(Finding.objects.filter(pk=pk)).get())
    context = {"card": card, "finding": card.finding, "form": form, "report": finding.report}
    ways = ways_tried(card)
    context |= {"ways": ways, "has_likely": any(told.is_likely for told in ways)}
    context["undoable"] = undoing.last_step(finding=finding)
    status = 409 if getattr(form, "theirs", None) else 422 if form.is_bound else 200
    return render(request, "reports/finding_rule.html", context, status=status)


def rule(request: HttpRequest, finding: Finding, form: RulingForm) -> bool:
    """Whether the ruling was stored; where not, the form says why."""
    try:
        version = read_number(request.POST.get("version", ""))
        services.rule_on(finding=finding, by=request.user, version=version, **form.cleaned_data)
    except Stale as stale:
        form.theirs = stale
        return False
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("裁定已记录，相关数据已按裁定处理。"))
    return True


@require_POST
def finding_unrule(request: HttpRequest, pk: int) -> HttpResponse:
    finding = access.get_finding(request.user, pk)
    access.require_review(request.user)
    try:
        undoing.take_back_last(by=request.user, finding=finding)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("裁定已撤销，疑点重新待裁定，数据恢复到裁定之前。"))
    return redirect("reports:finding-rule", pk)
