"""Values as files for Excel, for other programs, and as pictures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.explorer.address import Address
from indicators.explorer.files import KINDS, as_indicator_page, picture_of
from indicators.explorer.forms import ExplorerForm
from indicators.explorer.page import load_page as load_explorer_page
from indicators.exports import WRITERS, ExportError, Picture, content_disposition, gather
from indicators.exports.whole import LINES, count_of, question_of, stream
from indicators.filters import SelectionForm
from indicators.models import Indicator
from indicators.readers import asked_by, home_region
from indicators.selection import IndicatorPage, load_page
from trail.actions import Action
from trail.services import record


@require_safe
def indicator_export(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    indicator = get_object_or_404(Indicator, pk=code)
    page = load_page(indicator, _asked(request))
    return _file(request, kind, page, reverse("indicators:indicator-detail", args=[code]))


@require_safe
def explorer_export(request: HttpRequest, kind: str) -> HttpResponse:
    form = ExplorerForm(request.GET)
    asked, address = asked_by(request, form.usable), Address.of(request.GET)
    if kind not in KINDS:
        raise Http404
    back = reverse("indicators:explorer")
    if asked.get("indicator") is None:
        return redirect(f"{back}?{request.GET.urlencode()}")
    page = load_explorer_page(asked["indicator"], asked, address, lambda: home_region(request))
    return _file(request, kind, as_indicator_page(page), back, picture_of(page))


@require_safe
def indicator_export_whole(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    if kind not in LINES:
        raise Http404
    indicator = get_object_or_404(Indicator, pk=code)
    question = question_of(indicator, _asked(request))
    _record(request, indicator, f"{kind} whole", count_of(question))
    headers = {"Content-Disposition": content_disposition(indicator, WRITERS[kind].ending, question.as_of)}
    pieces = stream(kind, question, indicator)
    return StreamingHttpResponse(pieces, content_type=WRITERS[kind].content_type, headers=headers)


def _file(
    request: HttpRequest, kind: str, page: IndicatorPage, back: str, picture: Picture | None = None
) -> HttpResponse:
    """The file; where it can't be written, the page that it was asked for on, with the reason."""
    writer, indicator = WRITERS[kind], page.selection.indicator
    site = request.build_absolute_uri("/").rstrip("/")
    try:
        body = writer.write(gather(page, site, request.user.get_username(), picture))
    except ExportError as error:
        messages.error(request, str(error))
        return redirect(f"{back}?{request.GET.urlencode()}")
    _record(request, indicator, kind, len(page.rows))
    headers = {"Content-Disposition": content_disposition(indicator, writer.ending, page.selection.as_of)}
    return HttpResponse(body, content_type=writer.content_type, headers=headers)


def _asked(request: HttpRequest) -> dict[str, Any]:
    form = SelectionForm(request.GET)
    form.is_valid()
    return asked_by(request, form.cleaned_data)


def _record(request: HttpRequest, indicator: Indicator, kind: str, rows: int) -> None:
    """Before the file leaves, or it does not."""
    detail = {"kind": kind, "rows": rows, "query": dict(request.GET.lists())}
    record(Action.EXPORT, by=request.user, target=indicator, detail=detail)
