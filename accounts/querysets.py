"""The questions that pages ask of people, their sessions and their passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import connection
from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from reports.models import Membership

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
        """The usable token with this fingerprint, with its person and their role.

        The statement is written out: each request of the API begins with it, and compiling it took longer than
        asking it.
        """
        models = (self.model, get_user_model(), Membership)
        fields = [[field.attname for field in model._meta.concrete_fields] for model in models]
        with connection.cursor() as cursor:
            cursor.execute(_NAMED.format(*map(_columns, "tum", models)), [digest, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            return None
        edges = (0, len(fields[0]), len(fields[0]) + len(fields[1]), len(row))
        token, user, membership = (
            model.from_db(connection.alias, names, row[start:stop])
            for model, names, start, stop in zip(models, fields, edges[:-1], edges[1:], strict=True)
        )
        token.user = user
        if membership.pk is not None:
            user.membership = membership
        return token


_NAMED = """
select {}, {}, {} from accounts_apitoken t join auth_user u on u.id = t.user_id
left join reports_membership m on m.user_id = u.id
where t.digest = %s and t.revoked_at is null and t.expires_at > %s
"""


def _columns(letter: str, model: type[Model]) -> str:
    return ", ".join(f'{letter}."{field.column}"' for field in model._meta.concrete_fields)


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
