"""What a person adds to the reading: the report's region and year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports import access, placing
from reports.errors import ServiceError
from reports.forms import PlaceForm
from reports.models import Report


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
