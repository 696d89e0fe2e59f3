"""Pages for what went wrong: whole by themselves, so that they show even when the database does not answer."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from trail.actions import Action
from trail.errors import NotRecorded
from trail.services import record


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page for the status; rendered without the request, whose user would have to be asked of the database."""
    body = render_to_string(f"{status}.html", {"path": request.path, **context})
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    with suppress(NotRecorded):  # nothing was done, and the page must show
        record(Action.DENY, by=getattr(request, "user", None), target=request.path, result="refused")
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """The page for an address that only takes forms, with what the refusal says to programs."""
    response = _page(request, 405)
    response.headers["Allow"] = refusal.headers["Allow"]
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that lay open too long, or came from elsewhere."""
    return _page(request, 403, stale_form=True)
