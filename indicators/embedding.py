"""Charts inside pages of the intranet: who may read one there, and which pages may frame it."""

from __future__ import annotations

import secrets
from contextlib import AbstractContextManager, nullcontext

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest

from indicators.scope import NOTHING, Scope, below, current, seen_within


def token_scope(token: str) -> Scope | None:
    """Of which regions the token lets one see values: those that EMBED_TOKENS names; None for no token of ours."""
    for known, region in settings.EMBED_TOKENS.items():
        if known and secrets.compare_digest(known.encode(), token.encode()):
            return below(region)
    return None


def reading(request: HttpRequest) -> AbstractContextManager[None] | None:
    """A context in which the request sees what it may: its reader's regions, else those of its token; None where it
    has neither."""
    if request.user.is_authenticated and current() != NOTHING:
        return nullcontext()
    scope = token_scope(request.GET.get("token", ""))
    return seen_within(lambda: scope) if scope else None


def ancestors() -> list[str]:
    """Which pages may frame a chart: those of EMBED_ANCESTORS, else our own alone."""
    return [SELF, *settings.EMBED_ANCESTORS]
