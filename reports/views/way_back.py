"""The way back from a form to the page that led to it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_asked(request: HttpRequest, otherwise: str) -> str:
    """The path that ``next`` names, where it is one of ours; else the other. A word without a slash is no path: Django
    would look for an address of that name."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if own and page.startswith("/") else otherwise
