"""Handing reports in: one page, with or without JavaScript."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from reports import access, incoming, returning
from reports.errors import ServiceError
from reports.models import Return
from reports.numbers import read_number
from reports.reading import formats_read
from reports.report_card import outcome_card
from reports.return_page import duties_of

UNREADABLE = (
    MultiPartParserError,
    TooManyFilesSent,
    TooManyFieldsSent,
    RequestDataTooBig,
    UnreadablePostError,
)
"""Bodies that break off or are no form of ours: nothing of them is taken in."""


@csrf_exempt  # checked below, once the guard stands: checking the token reads the body
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    access.require_upload(request.user)
    if incoming.exceeds_any_batch(request):
        return show(request, [incoming.too_large(_("这批文件"))], status=413)
    guard = incoming.SizeGuard(request)
    request.upload_handlers.insert(0, guard)
    try:
        return receive(request, guard)
    except UNREADABLE:
        words = _("上传的内容不完整，或文件名太长、文件太多，没有接收；请把文件名改短、分几次上传。")
        return show(request, [incoming.Outcome("refused", "", message=words)], status=400)
    except OSError as error:
        if not incoming.is_full(error):
            raise
        return show(request, [incoming.no_room(_("这批文件"))], status=507)


@csrf_protect
def receive(request: HttpRequest, guard: incoming.SizeGuard) -> HttpResponse:
    if request.method != "POST":
        return show(request, [])
    outcomes = answering(request, incoming.receive_all(request, guard))
    if not outcomes:
        return show(request, [incoming.Outcome("refused", "", message=_("还没有选择文件。"))], status=422)
    return show(request, outcomes, status=min(outcome.status for outcome in outcomes))


def asked_return(request: HttpRequest) -> Return | None:
    """The return that the upload answers, as the address says; Http404 where it is not the user's."""
    pk = read_number(request.GET.get("answers", ""))
    return access.get_return(request.user, pk) if pk is not None else None


def answering(request: HttpRequest, outcomes: list[incoming.Outcome]) -> list[incoming.Outcome]:
    """The outcomes; the last report among them is the return's new version, or why it is not stands behind them."""
    returned, reports = asked_return(request), [one.report for one in outcomes if one.report]
    if returned is None or not reports:
        return outcomes
    try:
        returning.hand_in_revision(returned=returned, revision=reports[-1], by=request.user)
    except ServiceError as error:
        return [*outcomes, incoming.Outcome("refused", reports[-1].file_name, message=str(error))]
    return outcomes


def show(request: HttpRequest, outcomes: list[incoming.Outcome], status: int = 200) -> HttpResponse:
    template = "reports/_upload_outcomes.html" if request.htmx else "reports/report_upload.html"
    context = {
        "outcomes": [outcome_card(outcome) for outcome in outcomes],
        "limit": settings.UPLOAD_MAX_BYTES,
        "limit_mb": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        "formats": _("、").join(formats_read()),
        "files_at_once": incoming.FILES_AT_ONCE,
    }
    if not request.htmx:
        context |= {"answers": asked_return(request), "duties": duties_of(request.user)}
    return render(request, template, context, status=status)
