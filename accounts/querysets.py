"""The questions that pages ask of people, their sessions and their passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import BaseSessionManager
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import ApiToken, Password


class SessionManager(BaseSessionManager):
    def of(self, user: AbstractUser) -> QuerySet:
        """Everywhere that the person is signed in."""
        return self.filter(user=user)


class PasswordQuerySet(QuerySet):
    def current(self, user: AbstractUser) -> Password | None:
        """The newest one that was kept; None for an account made past the product's own verbs."""
        return self.filter(user=user).order_by("-pk").first()

    def recent(self, user: AbstractUser, count: int) -> PasswordQuerySet:
        return self.filter(user=user).order_by("-pk")[:count]


class ApiTokenQuerySet(QuerySet):
    def of(self, user: AbstractUser) -> ApiTokenQuerySet:
        return self.filter(user=user)

    def usable(self) -> ApiTokenQuerySet:
        """Those that have neither ended nor been revoked."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())

    def listed(self) -> ApiTokenQuerySet:
        """Those that can be used, and those that could within the last month; the newest first."""
        gone = timezone.now() - timedelta(days=30)
        return self.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=gone), expires_at__gt=gone).order_by(
            "-pk"
        )

    def named(self, digest: str) -> ApiToken | None:
        """The usable token with this fingerprint, with its person and their role."""
        return self.usable().filter(digest=digest).select_related("user__membership").order_by().first()


def people(text: str = "") -> QuerySet:
    """All accounts with role and region, second factor (``has_second_factor``) and ``password_set_at``; those whose
    name, full name or region holds the text."""
    from allauth.mfa.models import Authenticator

    second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    rows = get_user_model().objects.select_related("membership__region")
    rows = rows.annotate(has_second_factor=Exists(second), password_set_at=Max("passwords__set_at"))
    if text:
        names = ("username", "first_name", "last_name", "membership__region__name")
        held = Q()
        for name in names:
            held |= Q(**{f"{name}__icontains": text})
        rows = rows.filter(held)
    return rows.order_by("-is_active", "username")
