"""The bureau's approved maps: the list, bringing one in, removing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.explorer.errors import ExplorerError
from indicators.explorer.forms import MapForm
from indicators.explorer.mapping import add_map, remove_map
from indicators.explorer.rights import require_maps
from indicators.models import BaseMap


@require_http_methods(["GET", "HEAD", "POST"])
def base_maps(request: HttpRequest) -> HttpResponse:
    require_maps(request.user)
    form = MapForm(request.POST, request.FILES) if request.method == "POST" else MapForm()
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            row = add_map(
                by=request.user, title=asked["title"], approval=asked["approval"], data=asked["file"].read()
            )
        except ExplorerError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("已上传底图“%(title)s”。") % {"title": row.title})
            return redirect("indicators:base-maps")
    maps = BaseMap.objects.select_related("uploaded_by")
    return render(
        request, "indicators/base_maps.html", {"form": form, "maps": maps}, status=422 if form.errors else 200
    )


@require_POST
def base_map_remove(request: HttpRequest, pk: int) -> HttpResponse:
    require_maps(request.user)
    try:
        title = remove_map(by=request.user, pk=pk)
    except ExplorerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已移除底图“%(title)s”。") % {"title": title})
    return redirect("indicators:base-maps")
