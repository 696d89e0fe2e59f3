"""Briefs: the list, one of them as a page, its files, its slides."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from briefs import files, services
from briefs.changes import changes_since
from briefs.edited import Edited, content_of, edit
from briefs.exporting import is_long
from briefs.forms import BriefEditForm, BriefForm
from briefs.models import Brief
from briefs.names import disposition
from briefs.section_charts import chart_of
from briefs.slides import names_of, slides_of
from briefs.views.notes import note_taken, notes_of
from briefs.views.show import Show, shown
from indicators.models import Region
from indicators.scope import current
from reports import access
from reports.errors import ServiceError

A_PAGE = 25
CHART_HEIGHT = 280
OF_A_BRIEF = ("docx", "pptx", "pdf", "zip")


def get_brief(request: HttpRequest, pk: int) -> Brief:
    """The brief, where the reader may have briefs and sees its region: else 403, or 404."""
    access.require(access.can_brief(request.user))
    return get_object_or_404(Brief.objects.seen_by(access.scope_of(request.user)).with_context(), pk=pk)


def get_own_brief(request: HttpRequest, pk: int) -> Brief:
    """The brief, where the reader made it and still sees its region: else 403, or 404."""
    access.require(access.can_brief(request.user))
    return get_object_or_404(
        Brief.objects.seen_by(access.scope_of(request.user)).select_related("region"),
        pk=pk,
        made_by=request.user,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def brief_list(request: HttpRequest) -> HttpResponse:
    access.require(access.can_brief(request.user))
    regions = Region.objects.reporting().filter(code__startswith=current().prefix or "")
    told = request.POST if request.method == "POST" else None
    form = BriefForm(
        told, regions=regions, initial={"region": request.GET.get("region"), "year": request.GET.get("year")}
    )
    if form.is_valid() and (brief := made(request, form)):
        return redirect("briefs:brief-detail", brief.pk)
    rows = Brief.objects.seen_by(access.scope_of(request.user)).with_context()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "briefs/brief_list.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
    )


def made(request: HttpRequest, form: BriefForm) -> Brief | None:
    """The new brief; None where it could not be made, and then the form says why."""
    try:
        return services.make_brief(by=request.user, **form.cleaned_data)
    except ServiceError as error:
        form.add_error(None, str(error))
        return None


@require_safe
def brief_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, get_brief(request, pk))


def _shown(request: HttpRequest, brief: Brief, form: BriefEditForm | None = None) -> HttpResponse:
    """The brief's page; with the form where its maker's changes were refused, which says why."""
    edited = edit(brief)
    content = edited.content
    context = {
        "brief": brief,
        "unknown": edited.unknown,
        "form": form or BriefEditForm(offered=edited.offered, initial=_as_it_is(brief, edited)),
        "content": content,
        "parts": [(section, *chart_of(section, CHART_HEIGHT)) for section in content.sections],
        "changes": changes_since(brief, content.observations),
        "is_own": brief.made_by_id == request.user.pk,
        **notes_of(request, brief.notes, names_of(content.sections), brief),
        "kinds": [(kind, files.KINDS[kind], is_long(kind, len(content.sources))) for kind in OF_A_BRIEF],
    }
    return render(request, "briefs/brief_detail.html", context, status=422 if form else 200)


def _as_it_is(brief: Brief, edited: Edited) -> dict[str, object]:
    parts = [key for key, _name in edited.offered if key not in brief.left_out]
    return {"title": brief.title, "parts": parts, "remark": brief.remark}


@require_safe
def brief_slides(request: HttpRequest, pk: int) -> HttpResponse:
    brief = get_brief(request, pk)
    content = content_of(brief)
    show = Show(
        title=brief.title,
        slides=slides_of(content),
        back=reverse("briefs:brief-detail", args=[pk]),
        pinned=content.pinned,
        about=f"{content.place} · {content.year}",
        shown_url=reverse("briefs:brief-shown", args=[pk]),
        note_url=reverse("briefs:brief-note", args=[pk]),
        changes=changes_since(brief, content.observations, brief.shown_at),
        has_samples=content.has_samples,
        brief=brief,
    )
    return shown(request, show)


@require_safe
def brief_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    brief = get_brief(request, pk)
    kind_of_file = files.KINDS.get(kind)
    if kind_of_file is None or kind == "xlsx":
        return HttpResponse(status=404)
    content = content_of(brief)
    if is_long(kind, len(content.sources)):
        messages.info(request, _("这种文件要一些时间，请在页上点它的按钮，在后台生成。"))
        return redirect("briefs:brief-detail", pk)
    try:
        data = files.write(kind, brief, content, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("briefs:brief-detail", pk)
    answer = HttpResponse(data, content_type=kind_of_file.media_type)
    answer["Content-Disposition"] = disposition(brief.title, kind_of_file.ending)
    return answer


@require_POST
def brief_renew(request: HttpRequest, pk: int) -> HttpResponse:
    services.renew_brief(brief=get_brief(request, pk), by=request.user)
    messages.success(request, _("简报已改用现在的数据。"))
    return redirect("briefs:brief-detail", pk)


@require_POST
def brief_edit(request: HttpRequest, pk: int) -> HttpResponse:
    brief = get_own_brief(request, pk)
    form = BriefEditForm(request.POST, offered=edit(brief).offered)
    if form.is_valid() and _kept(request, brief, form):
        messages.success(request, _("简报已保存。"))
        return redirect("briefs:brief-detail", pk)
    return _shown(request, get_own_brief(request, pk), form)


def _kept(request: HttpRequest, brief: Brief, form: BriefEditForm) -> bool:
    """Whether the changes were kept; where not, the form says why."""
    told = {"title": form.cleaned_data["title"], "remark": form.cleaned_data["remark"]}
    try:
        services.edit_brief(brief=brief, by=request.user, left_out=form.left_out, **told)
    except ServiceError as error:
        form.add_error("remark", str(error))
        return False
    return True


@require_POST
def brief_discard(request: HttpRequest, pk: int) -> HttpResponse:
    brief = get_own_brief(request, pk)
    try:
        services.discard_brief(brief=brief, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("briefs:brief-detail", pk)
    messages.success(request, _("已删去“%(title)s”。") % {"title": brief.title})
    return redirect("briefs:brief-list")


@require_POST
def brief_shown(request: HttpRequest, pk: int) -> HttpResponse:
    services.mark_shown(brief=get_brief(request, pk), by=request.user)
    return HttpResponse(status=204)


@require_POST
def brief_note(request: HttpRequest, pk: int) -> HttpResponse:
    return note_taken(request, get_brief(request, pk))
