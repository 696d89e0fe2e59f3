"""One's own files: what is being made, what is there, and taking it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from briefs import exporting, files
from briefs.forms import ExportForm
from briefs.models import Brief, Deck, Export
from briefs.names import file_name
from reports import access
from reports.errors import ServiceError
from trail.actions import Action
from trail.services import record

SHOWN = 50


@require_safe
@vary_on_headers("HX-Request")
def export_list(request: HttpRequest) -> HttpResponse:
    access.require(access.can_brief(request.user))
    exports = list(Export.objects.of(request.user)[:SHOWN])
    context = {
        "exports": exports,
        "waits": any(one.is_under_way for one in exports),
        "kept": exporting.KEPT.days,
    }
    template = "briefs/_exports.html" if request.htmx else "briefs/export_list.html"
    return render(request, template, context)


@require_POST
def export_ask(request: HttpRequest) -> HttpResponse:
    access.require(access.can_brief(request.user))
    form = ExportForm(
        request.POST,
        briefs=Brief.objects.seen_by(access.scope_of(request.user)),
        decks=Deck.objects.seen_by(request.user),
    )
    try:
        if not form.is_valid():
            raise ServiceError(_("没有这种文件，或您看不到这份材料；请回到它的页面再导出。"))
        exporting.ask(by=request.user, **form.cleaned_data)
        messages.success(request, _("已开始生成，完成后在这里下载；可以先去做别的。"))
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("briefs:export-list")


def get_export(request: HttpRequest, pk: int) -> Export:
    """The export, where it is the reader's own: else 403, or 404."""
    access.require(access.can_brief(request.user))
    return get_object_or_404(Export.objects.of(request.user), pk=pk)


@require_safe
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    export = get_export(request, pk)
    if export.state != Export.State.READY:
        messages.error(request, _("这个文件还没有生成，或已过期删去；请在下面重新导出。"))
        return redirect("briefs:export-list")
    if not exporting.may_take(request.user, export):
        raise Http404
    try:
        file = exporting.path_of(export.file).open("rb")
    except FileNotFoundError:
        messages.error(request, _("文件已不在，可能刚被清理；请重新导出。"))
        return redirect("briefs:export-list")
    record(Action.EXPORT, by=request.user, target=export.title, detail={"kind": export.kind, "job": pk})
    kind = files.KINDS[export.kind]
    name = file_name(export.title, kind.ending)
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind.media_type)


@require_POST
def export_discard(request: HttpRequest, pk: int) -> HttpResponse:
    exporting.discard(export=get_export(request, pk), by=request.user)
    return redirect("briefs:export-list")
