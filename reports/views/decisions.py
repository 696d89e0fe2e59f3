"""Deciding on claims: each POST is one verb of the services, answered with the claim's card."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from reports import access, desk, services
from reports.conflicts import OVER, conflict_of, decide_again
from reports.errors import ServiceError, Stale
from reports.forms import AcceptAllForm, CorrectionForm, NoteForm
from reports.models import Claim
from reports.numbers import read_number
from reports.review_page import load_card
from reports.views.fragments import answer, show_conflict

WANTED = {desk.accept: Claim.State.ACCEPTED, desk.reject: Claim.State.REJECTED}


@require_POST
def claim_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, desk.accept, with_note=True)


@require_POST
def claim_reject(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, desk.reject, with_note=True)


@require_POST
def claim_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, desk.reopen, with_note=False)


def decide(request: HttpRequest, pk: int, verb, *, with_note: bool) -> HttpResponse:
    claim = access.get_claim(request.user, pk)
    access.require_review(request.user)
    form = NoteForm(request.POST)
    note = {"note": form.cleaned_data["note"]} if form.is_valid() and with_note else {}
    try:
        decided = carry_out(request, claim, verb, **note)
    except Stale as stale:
        if verb not in WANTED:
            return answer(request, claim.report, claim.pk, error=str(stale))
        return show_conflict(request, conflict_of(stale, WANTED[verb], request.POST))
    except ServiceError as error:
        return answer(request, claim.report, claim.pk, error=str(error))
    moved = decided.pk != claim.pk
    return answer(request, claim.report, decided.pk, redraw=moved)


def carry_out(request: HttpRequest, claim: Claim, verb, **told) -> Claim:
    """The claim after the verb, on the version that the form was shown; over another's decision where insisted."""
    version = read_number(request.POST.get("version", ""))
    if OVER in request.POST:
        return decide_again(claim=claim, by=request.user, version=version, verb=verb, **told)
    return verb(claim=claim, by=request.user, version=version, **told)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_correct(request: HttpRequest, pk: int) -> HttpResponse:
    claim = access.get_claim(request.user, pk)
    access.require_review(request.user)
    if claim.state != Claim.State.PENDING and request.method != "POST":
        return answer(request, claim.report, claim.pk, error=_("这条数据已有核实结论，先撤回再更正。"))
    form = CorrectionForm(request.POST or None, instance=claim)
    if form.is_valid():
        told = {"note": form.cleaned_data["note"], **form.changes()}
        try:
            correction = carry_out(request, claim, desk.correct, **told)
        except Stale as stale:
            wanted = Claim(report=claim.report, **form.changes())
            return show_conflict(request, conflict_of(stale, Claim.State.CORRECTED, request.POST, wanted))
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return answer(request, claim.report, correction.pk, redraw=True)
    context = {"claim": load_card(claim.report, claim.pk), "form": form, "report": claim.report}
    if not request.htmx:
        return render(request, "reports/claim_correct.html", context, status=422 if form.is_bound else 200)
    response = render(
        request, "reports/_claim_correction.html", context, status=422 if form.is_bound else 200
    )
    return reswap(retarget(response, f"#claim-{claim.pk}-edit"), "innerHTML")


@require_POST
def report_accept_all(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    form = AcceptAllForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择把握的下限。"))
        return redirect("reports:report-detail", pk)
    try:
        count = services.accept_all(report=report, by=request.user, threshold=form.cleaned_data["threshold"])
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("已采用 %(count)d 条数据。", "已采用 %(count)d 条数据。", count)
        messages.success(request, words % {"count": count})
    return redirect("reports:report-detail", pk)
