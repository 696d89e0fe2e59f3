"""The questions that pages ask of people, their sessions and their passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import BaseSessionManager
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

if TYPE_CHECKING:
    from accounts.models import Password


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
