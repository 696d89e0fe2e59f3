"""Values as files for Excel and for other programs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from indicators.exports import WRITERS, content_disposition
from indicators.filters import SelectionForm
from indicators.models import Citation, Indicator
from indicators.readers import asked_by
from indicators.selection import load_page
from trail.actions import Action
from trail.services import record


@require_safe
def indicator_export(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    indicator = get_object_or_404(Indicator, pk=code)
    form = SelectionForm(request.GET)
    form.is_valid()
    page = load_page(indicator, asked_by(request, form.cleaned_data))
    writer = WRITERS[kind]
    citations = list(Citation.objects.of_observations([row.id for row in page.rows]))
    body = writer.write(page, citations, request.build_absolute_uri("/").rstrip("/"))
    detail = {"kind": kind, "rows": len(page.rows), "query": dict(request.GET.lists())}
    # before the file leaves, or it does not
    record(Action.EXPORT, by=request.user, target=indicator, detail=detail)
    headers = {"Content-Disposition": content_disposition(indicator, kind, page.selection.as_of)}
    return HttpResponse(body, content_type=writer.content_type, headers=headers)
