"""A chart alone, for a frame in another page."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from indicators.chart_words import notes_of, source_of
from indicators.embedding import ancestors, reading
from indicators.filters import SelectionForm
from indicators.models import Indicator
from indicators.pictures import Caption, draw_svg
from indicators.selection import IndicatorPage, load_page

THEMES = ("light", "dark", "print", "projector")


@login_not_required
@xframe_options_exempt  # the policy's frame-ancestors says who may frame it
@require_safe
def indicator_embed(request: HttpRequest, code: str) -> HttpResponse:
    return csp_replace({"frame-ancestors": ancestors()})(_embed)(request, code)


def _embed(request: HttpRequest, code: str) -> HttpResponse:
    allowed = reading(request)
    if allowed is None:
        return render(request, "indicators/embed.html", {"refused": True}, status=403)
    with allowed:
        indicator = get_object_or_404(Indicator, pk=code)
        form = SelectionForm(request.GET)
        form.is_valid()
        page = load_page(indicator, form.cleaned_data | {"drafts": False})
    theme = request.GET.get("theme", "")
    context = {
        "indicator": indicator,
        "page": page,
        "drawing": _drawing(page, theme if theme in THEMES else "light"),
        "address": _without_token(request),
    }
    return render(request, "indicators/embed.html", context)


def _drawing(page: IndicatorPage, theme: str) -> str:
    """The chart's markup; every word in it is escaped where it is drawn."""
    if page.figure is None:
        return ""
    notes = tuple(f"{note.sign} {note.words}" for note in notes_of(page))
    caption = Caption(page.selection.indicator.name, page.title, notes, source_of(page))
    return mark_safe(draw_svg(page.figure, caption, theme))  # noqa: S308


def _without_token(request: HttpRequest) -> str:
    """What the address asks for, as the chart's own page takes it: the token stays where it is."""
    query = request.GET.copy()
    query.pop("token", None)
    return query.urlencode()
