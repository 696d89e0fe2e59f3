"""Names that texts use and the catalogue lacks: its editor takes them up or puts them away."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports import access, aliases
from reports.errors import ServiceError
from reports.forms import DeclineForm
from reports.models import AliasSuggestion

A_PAGE = 30


@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    access.require(access.can_edit_catalogue(request.user))
    rows = AliasSuggestion.objects.select_related("indicator", "suggested_by", "decided_by").order_by(
        "-state", "-pk"
    )
    context = {"page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "reports/suggestion_list.html", context)


@require_POST
def suggestion_decide(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(access.can_edit_catalogue(request.user))
    suggestion = AliasSuggestion.objects.filter(pk=pk).first()
    if suggestion is None:
        raise Http404
    try:
        messages.success(request, decided(request, suggestion) % {"name": suggestion.name})
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("reports:suggestion-list")


def decided(request: HttpRequest, suggestion: AliasSuggestion) -> str:
    """The words for what was done with the suggestion. Raises ServiceError."""
    if "decline" not in request.POST:
        aliases.take_up(suggestion=suggestion, by=request.user)
        return _("“%(name)s”已收入目录，下次读取就会认得。")
    form = DeclineForm(request.POST)
    form.is_valid()  # what cannot be stored is no reason
    aliases.decline(suggestion=suggestion, by=request.user, reason=form.cleaned_data.get("reason", ""))
    return _("“%(name)s”没有收入目录。")
