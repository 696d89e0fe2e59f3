"""Letters to offices: drafted from a report's doubts, downloaded as Word, recorded when sent."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import access, letters
from reports.errors import ServiceError
from reports.letter_docx import closing, contact_line, dated, opening, quoted, salutation, write_letter
from reports.letter_forms import LetterForm, SentForm
from reports.models import QueryLetter, Report
from reports.querysets import long_columns
from reports.views.saving import saved

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_PAGE = 30


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    access.require_review(request.user)
    rows = access.visible(QueryLetter, request.user).select_related("report", "drafted_by", "sent_by")
    rows = rows.defer(*long_columns("report"))
    context = {"page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "reports/letter_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    findings = letters.open_findings(report)
    first = {"finding": request.GET["finding"]} if "finding" in request.GET else {}
    form = LetterForm(request.POST or None, report=report, findings=findings, by=request.user, initial=first)
    if form.is_valid() and (letter := write(request, report, form)):
        return redirect("reports:letter-detail", letter.pk)
    context = {"report": report, "form": form, "findings": findings}
    return render(request, "reports/letter_draft.html", context, status=422 if form.is_bound else 200)


def write(request: HttpRequest, report: Report, form: LetterForm) -> QueryLetter | None:
    """The letter; None where the form says why there is none."""
    try:
        return letters.draft(report=report, by=request.user, **form.told())
    except ServiceError as error:
        form.add_error(None, str(error))
        return None


@require_safe
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    letter = access.get_letter(request.user, pk)
    access.require_review(request.user)
    context = {
        "letter": letter,
        "title": letters.letter_title(letter.report),
        "salutation": salutation(letter),
        "opening": opening(letter),
        "closing": closing(letter),
        "items": [(item["doubt"], quoted(item), item["ask"]) for item in letter.items],
        "contact": contact_line(letter),
        "dated": dated(letter),
        "form": SentForm(),
    }
    return render(request, "reports/letter_detail.html", context)


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    letter = access.get_letter(request.user, pk)
    access.require_review(request.user)
    name = f"{letters.letter_title(letter.report)}.docx"
    return saved(request, write_letter(letter), name, DOCX, target=letter, detail={"kind": "docx"})


@require_POST
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    letter = access.get_letter(request.user, pk)
    access.require_review(request.user)
    form = SentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写发出日期。"))
        return redirect("reports:letter-detail", pk)
    try:
        letters.mark_sent(letter=letter, on=form.cleaned_data["on"], by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已登记发出。"))
    return redirect("reports:letter-detail", pk)
