"""What every page knows of its reader's session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.sessions import BEGAN


def session(request: HttpRequest) -> dict[str, Any]:
    """The seconds until the session ends without use; None for who is not signed in."""
    store = getattr(request, "session", None)
    signed_in = store is not None and BEGAN in store
    return {"session_seconds": store.get_expiry_age() if signed_in else None}
