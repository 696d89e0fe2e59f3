"""Views under a name: the list, saving one, taking one away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.explorer.address import Address
from indicators.explorer.errors import ExplorerError
from indicators.explorer.forms import SaveForm
from indicators.explorer.saving import remove_view, save_view
from indicators.models import SavedView


@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    return render(request, "indicators/saved_views.html", {"views": SavedView.objects.seen_by(request.user)})


def _save(request: HttpRequest) -> HttpResponse:
    """Back to the chart, with a word of what was done or why not."""
    address = Address.of(QueryDict(request.POST.get("query", "")[:4000]))
    form = SaveForm(request.POST)
    form.is_valid()
    asked = {"name": form.cleaned_data.get("name", ""), "shared": form.cleaned_data.get("shared", False)}
    try:
        view = save_view(by=request.user, address=address, **asked)
    except ExplorerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
    return redirect(address.url)


@require_POST
def saved_view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        name = remove_view(by=request.user, pk=pk)
    except ExplorerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已删去视图“%(name)s”。") % {"name": name})
    return redirect("indicators:saved-views")
