"""What a person adds to the reading: the report's region and year, the indicator of a figure left over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports import access, assigning, placing
from reports.errors import ServiceError
from reports.forms import CorrectionForm, PlaceForm
from reports.models import Claim, Report


@require_http_methods(["GET", "HEAD", "POST"])
def report_place(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    form = PlaceForm(request.POST or None, report=report)
    if form.is_valid() and place(request, report, form):
        return redirect("reports:report-detail", pk)
    status = 422 if form.is_bound else 200
    return render(request, "reports/report_place.html", {"report": report, "form": form}, status=status)


def place(request: HttpRequest, report: Report, form: PlaceForm) -> bool:
    """Whether the report was placed; where not, the form says why."""
    try:
        placed = placing.place_report(report=report, by=request.user, **form.cleaned_data)
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    words = _("地区和年份已记录：%(renewed)d 条待核实的数据重新读过，%(moved)d 条已采用的数据进入序列。")
    messages.success(request, words % {"renewed": placed.renewed, "moved": placed.moved})
    return True


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
    form = CorrectionForm(request.POST or None, instance=assigning.draft(report, figure))
    if form.is_valid() and (claim := assign(request, report, figure, form)):
        return redirect(f"{reverse('reports:report-detail', args=[pk])}?claim={claim.pk}")
    claim, text = form.instance, report.text
    context = {
        "report": report,
        "form": form,
        "claim": claim,
        "back": back,
        "before": text[claim.sentence_start : claim.span_start],
        "after": text[claim.span_end : claim.sentence_end],
    }
    return render(request, "reports/figure_assign.html", context, status=422 if form.is_bound else 200)


def assign(
    request: HttpRequest, report: Report, figure: assigning.Figure, form: CorrectionForm
) -> Claim | None:
    """The person's claim; None where the form now says why not."""
    try:
        return assigning.assign(
            report=report, figure=figure, by=request.user, note=form.cleaned_data["note"], **form.changes()
        )
    except ServiceError as error:
        form.add_error(None, str(error))
        return None
