"""The self-check: what would be found, shown to the office before it files. Nothing is stored."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from reports import access, incoming, self_check
from reports.errors import Refused
from reports.found import SHOWN, Found
from reports.reading import SUPPORTED
from reports.receiving import clean_name, too_large


@never_cache
@csrf_exempt  # checked below, once the guard stands: checking the token reads the body
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    access.require_upload(request.user)
    if incoming.exceeds_any_batch(request, files=2):
        return show(request, error=too_large(_("这个文件")), status=413)
    guard = incoming.SizeGuard(request)
    request.upload_handlers.insert(0, guard)
    try:
        request.POST.get("text")
    except RequestDataTooBig:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
        words = _("粘贴的文字超过 %(limit)d MB；请存为文件后再检查。")
        return show(request, error=words % {"limit": limit}, status=413)
    return answer(request, guard)


@csrf_protect
def answer(request: HttpRequest, guard: incoming.SizeGuard) -> HttpResponse:
    if request.method != "POST":
        return show(request)
    file, text = request.FILES.get("file"), request.POST.get("text", "")
    if guard.too_large:
        return show(request, text=text, error=too_large(clean_name(guard.too_large[0])), status=413)
    if file is None and not text.strip():
        return show(request, error=_("还没有选择文件，也没有粘贴文字。"), status=422)
    try:
        if file is None:
            return show(request, text=text, found=self_check.check_pasted(text, by=request.user))
        found = self_check.check(file.chunks(), name=file.name or "", by=request.user)
    except Refused as refusal:
        return show(request, text=text, error=str(refusal), status=422)
    return show(request, found=found)


def show(
    request: HttpRequest, *, text: str = "", found: Found | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "text": text,
        "found": found,
        "error": error,
        "shown": SHOWN,
        "limit_mb": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        "formats": _("、").join(SUPPORTED),
    }
    return render(request, "reports/self_check.html", context, status=status)
