"""The sentence behind a value."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.evidence import describe
from indicators.filters import day_of
from indicators.models import Observation
from indicators.readers import sees_drafts, story_of, uses_of
from trail.access import may_read


@require_safe
def observation_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    observation = get_object_or_404(Observation.objects.with_evidence().seen(sees_drafts(request)), pk=pk)
    template = "indicators/_evidence.html" if request.htmx else "indicators/evidence.html"
    context = {
        "evidence": describe(observation, day_of(request.GET)),
        "uses": uses_of(request, observation),
    }
    return render(request, template, context)


@require_safe
def observation_history(request: HttpRequest, pk: int) -> HttpResponse:
    observation = get_object_or_404(Observation.objects.with_evidence().seen(sees_drafts(request)), pk=pk)
    context = {
        "evidence": describe(observation),
        "story": story_of(observation),
        "shows_addresses": may_read(request.user),
    }
    return render(request, "indicators/observation_history.html", context)
