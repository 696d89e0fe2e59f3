"""Notes where each request comes from, and answers where a deed was refused because it could not be recorded."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from trail.actions import Channel
from trail.circumstances import Circumstances, during, new_id
from trail.errors import NotRecorded

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CircumstancesMiddleware:
    """Keeps address, request number and person for the trail while the request runs; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tracks = request.method not in SAFE
        user = request.user if tracks else None  # a page that is only read need not ask who reads it
        what = Circumstances(
            channel=Channel.WEB,
            address=client_address(request),
            request_id=new_id(),
            path=request.path[:200],
            user_id=user.pk if user else None,
            user_name=user.get_username() if user else "",
        )
        with during(what, tracks=tracks):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 with a sentence where the trail could not be written; everything else is not ours."""
        if isinstance(error, NotRecorded):
            # Without the request, whose user and messages would have to be asked of the database.
            return HttpResponse(render_to_string("trail/not_recorded.html"), status=503)
        return None


def client_address(request: HttpRequest) -> str:
    """The address of who asks; empty where the server is reached through a socket file.

    Behind a proxy it is the last entry of X-Forwarded-For, which our own proxy has written: what a client sends
    under that name stands before it and is never believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = entries[-1].strip() or address
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""
