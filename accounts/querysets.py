"""The questions that pages ask of people, their sessions and their passwords."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import BaseSessionManager
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from indicators.prepared import columns_of, instances, prepared
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
        """The usable token with this fingerprint, with its person and their role; one query."""
        for row in _token_with_person(digest, timezone.now()):
            token = instances(self.model, [row])[0]
            token.user = _person(row[len(columns_of(self.model)) :])
            return token
        return None


def find_person(pk: int) -> AbstractUser | None:
    """The account with its role, in one query; None where there is none."""
    return next(map(_person, _with_role(pk)), None)


@prepared(scoped=False)
def _token_with_person(digest: str, now: datetime) -> QuerySet:
    from accounts.models import ApiToken

    rows = ApiToken.objects.filter(digest=digest, revoked_at__isnull=True, expires_at__gt=now)
    return rows.values_list(*columns_of(ApiToken), *_columns_of_person("user__"))


@prepared(scoped=False)
def _with_role(pk: int) -> QuerySet:
    return get_user_model()._default_manager.filter(pk=pk).values_list(*_columns_of_person())


def _columns_of_person(way: str = "") -> list[str]:
    role = [f"{way}membership__{name}" for name in columns_of(Membership)]
    return [*(f"{way}{name}" for name in columns_of(get_user_model())), *role]


def _person(row: tuple[Any, ...]) -> AbstractUser:
    """The person of a row of these columns. That somebody has no role is known as well, and not asked for again."""
    person = instances(get_user_model(), [row])[0]
    role = row[len(columns_of(get_user_model())) :]
    membership = instances(Membership, [role])[0] if role[0] is not None else None
    if membership:
        membership.user = person
    person._state.fields_cache["membership"] = membership
    return person


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
