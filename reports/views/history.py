"""The story of a figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import access
from reports.story import story_of_claim
from reports.uses import uses_of_claim
from trail.access import may_read


@require_safe
def claim_history(request: HttpRequest, pk: int) -> HttpResponse:
    claim = access.get_claim(request.user, pk)
    context = {
        "claim": claim,
        "report": claim.report,
        "story": story_of_claim(claim),
        "uses": uses_of_claim(claim, request.user),
        "shows_addresses": may_read(request.user),
    }
    return render(request, "reports/claim_history.html", context)
