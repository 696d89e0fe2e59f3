"""What a person must do before anything else: take a new password, set up the second factor.

Looked up when they sign in and kept in the session, which lasts a day at most; so pages ask nothing for it.
"""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from accounts.passwords import must_change
from reports import access

KEY = "duty"
SECOND_FACTOR = "second_factor"
PAGES = {
    "given": "account_change_password",
    "old": "account_change_password",
    SECOND_FACTOR: "mfa_activate_totp",
}
"""Where each duty is done."""

ALWAYS = {"logout", "account_logout", "set_language", "accounts:session"}
"""Pages that are open whatever is due."""

WAYS = {
    "given": ALWAYS | {"account_change_password"},
    "old": ALWAYS | {"account_change_password"},
    SECOND_FACTOR: ALWAYS | {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate"},
}
"""Pages that are needed to do it."""


def needs_second_factor(user: AbstractUser) -> bool:
    """Whether the person's role must not sign in by a password alone."""
    return settings.SECOND_FACTOR_FOR_ADMINISTRATORS and (
        access.can_see_people(user) or access.may_read_trail(user)
    )


def of(user: AbstractUser) -> str:
    """What is due now; "" for nothing."""
    if reason := must_change(user):
        return reason
    return SECOND_FACTOR if needs_second_factor(user) and not is_mfa_enabled(user) else ""


def note(request: HttpRequest, user: AbstractUser) -> None:
    """Keeps in the session what is due, and forgets what is done."""
    if due := of(user):
        request.session[KEY] = due
    else:
        request.session.pop(KEY, None)


def due(request: HttpRequest) -> str:
    """What the person of the session has still to do; "" for nothing."""
    what = request.session.get(KEY, "")
    if what == SECOND_FACTOR and is_mfa_enabled(request.user):
        note(request, request.user)
        what = request.session.get(KEY, "")
    return what
