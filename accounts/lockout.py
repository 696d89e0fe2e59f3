"""Too many wrong passwords lock the account, and the address they came from, for a while.

django-axes counts; this says what counts as one name and one address, and keeps the two counts apart. A name that
nobody has is counted like any other, so that a lock does not tell which names there are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.passwords import plain

LONGEST_NAME = 150


def name_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name as it is counted: large and small letters, full-width and half-width are one."""
    return plain((credentials or {}).get("username") or "")[:LONGEST_NAME]


def keep_page(request: HttpRequest, page: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """The sign-in page itself says what happened; axes has one of its own to show instead."""
    return page


class LockoutHandler(AxesDatabaseHandler):
    """Counts failures by account and by address, each against its own limit."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures of the account; those of the address where these reach their limit sooner."""
        by_name = _count(recent().filter(username=name_of(request, credentials)))
        by_address = _count(recent().filter(ip_address=request.axes_ip_address))
        limits = (settings.AXES_FAILURE_LIMIT, settings.LOGIN_FAILURES_PER_ADDRESS)
        return max(by_name, by_address * limits[0] // limits[1] if limits[1] else 0)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Who gets in has their own failures forgiven; those of others from the same address still count."""
        return AccessAttempt.objects.filter(username=name_of(request, credentials)).delete()[0]


def recent() -> QuerySet:
    """The counts that still stand."""
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - lock_time())


def lock_time() -> timedelta:
    return settings.AXES_COOLOFF_TIME


def is_locked(username: str) -> bool:
    """Whether the account is locked now, wherever its person sits."""
    return _count(recent().filter(username=plain(username))) >= settings.AXES_FAILURE_LIMIT


def locked_names() -> set[str]:
    """The names that are locked now, as they are counted."""
    rows = recent().order_by().values("username").annotate(sum=Sum("failures_since_start"))
    return {row["username"] for row in rows if row["sum"] >= settings.AXES_FAILURE_LIMIT}


def locked_addresses() -> list[str]:
    """The addresses that are locked now."""
    limit = settings.LOGIN_FAILURES_PER_ADDRESS
    rows = recent().order_by("ip_address").values("ip_address").annotate(sum=Sum("failures_since_start"))
    return [row["ip_address"] for row in rows if limit and row["ip_address"] and row["sum"] >= limit]


def forget(*, username: str | None = None, address: str | None = None) -> int:
    """Ends a lock: how many counts were taken away."""
    rows = AccessAttempt.objects.none()
    if username is not None:
        rows = AccessAttempt.objects.filter(username=plain(username))
    elif address is not None:
        rows = AccessAttempt.objects.filter(ip_address=address)
    return rows.delete()[0]


def _count(rows: QuerySet) -> int:
    return rows.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
