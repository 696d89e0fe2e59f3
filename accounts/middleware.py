"""Who may pass: signed in, in time, with nothing due; and what published values the request may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import duties
from accounts.tokens import WAY, came_by_token
from indicators.api.problems import not_signed_in
from indicators.scope import Scope, seen_within
from reports import access


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's guard, with sessions that stay while they are used, duties, and words for scripts."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is not None or not request.user.is_authenticated or came_by_token(request):
            return response
        here = request.resolver_match.view_name
        if here != "accounts:session":  # that one is asked by the page, not by its reader
            request.session.touch()
        what = duties.due(request)
        if not what or here in duties.WAYS[what]:
            return None
        return redirect(request, reverse(duties.PAGES[what]))

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """The sign-in page, and back to where one was; a script gets one sentence that says so."""
        if request.path.startswith(WAY):
            return not_signed_in()
        if asked_by_script(request):
            return render(request, "accounts/_signed_out.html", status=401)
        asked = {"next": request.get_full_path()}
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            asked["ended"] = "1"
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(asked, safe='/')}")


class ScopeMiddleware:
    """Lets a request see published values of its reader's regions alone; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        @cache
        def scope() -> Scope:
            return access.scope_of(request.user)

        with seen_within(scope):
            response = self.get_response(request)
        if getattr(response, "streaming", False):
            response.streaming_content = within(scope, response.streaming_content)
        return response


def within(scope: Callable[[], Scope], pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of an answer that is made while it is sent: still for the same reader."""
    source = iter(pieces)
    while True:
        with seen_within(scope):
            try:
                piece = next(source)
            except StopIteration:
                return
        yield piece


def asked_by_script(request: HttpRequest) -> bool:
    """Whether a script waits for the answer, and no person who could fill in a sign-in page."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty"


def redirect(request: HttpRequest, to: str) -> HttpResponse:
    """A redirection that a script follows with the whole page."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)
