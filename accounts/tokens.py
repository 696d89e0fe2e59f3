"""Tokens for other programs: made by a person for themselves, shown once, kept hashed, ended or revoked.

A token is 256 random bits, so a plain SHA-256 keeps it: there is nothing to guess, and each request asks for it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import PeopleError
from accounts.models import ApiToken
from indicators.api.problems import not_known
from trail.actions import Action

MARK = "zh_"  # so that a token is known as one where somebody finds it
SHOWN = 8  # first signs that stay readable in lists
WAY = "/api/v1/"
NOTED_EVERY = timedelta(hours=1)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(*, by: AbstractUser, name: str, days: int) -> tuple[ApiToken, str]:
    """The token and its secret, which nobody can read again; PeopleError where the person has enough of them."""
    if ApiToken.objects.of(by).usable().count() >= settings.API_TOKENS_A_PERSON:
        raise PeopleError(
            _("最多同时有 %(most)s 个有效的接口令牌，请先停用不再使用的。")
            % {"most": settings.API_TOKENS_A_PERSON}
        )
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        digest=digest_of(secret),
        beginning=secret[:SHOWN],
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.done(Action.TOKEN_CREATE, by=by, to=by, name=name, days=days)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: AbstractUser) -> None:
    """The token ends now; one that has ended already stays as it was."""
    if ApiToken.objects.filter(pk=token.pk).usable().update(revoked_at=timezone.now()):
        audit.done(Action.TOKEN_REVOKE, by=by, to=token.user, name=token.name)


def revoke_all(*, person: AbstractUser) -> None:
    """All tokens of a person end: for the verbs that take access away, which leave their own line in the trail."""
    ApiToken.objects.of(person).usable().update(revoked_at=timezone.now())


class TokenMiddleware:
    """Lets a request with a token be its person's, at the addresses of the API and nowhere else.

    Stands after authentication. A session's cookie beside the token counts for nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() == "bearer" and request.path.startswith(WAY):
            token = ApiToken.objects.named(digest_of(secret.strip()))
            if token is None or not may_be_used(token.user):
                return not_known()
            note_use(token)
            request.user, request.token = token.user, token
        return self.get_response(request)


def may_be_used(person: AbstractUser) -> bool:
    """Whether the person could sign in: tokens give nothing that a password would not."""
    return person.is_active and (settings.SUPERUSERS_ALLOWED or not person.is_superuser)


def note_use(token: ApiToken) -> None:
    """When it was last used, to the hour: enough to tell a forgotten one."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at >= NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)


def came_by_token(request: HttpRequest) -> bool:
    return getattr(request, "token", None) is not None
