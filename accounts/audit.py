"""What people do with accounts, written to the trail; never a password, never what was typed for one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_noop

from trail.actions import Action, Result
from trail.services import record

UNKNOWN = gettext_noop("没有这个用户名")


def signed_in(user: AbstractUser) -> None:
    record(Action.LOG_IN, by=user, target=user)


def signed_out(user: AbstractUser) -> None:
    record(Action.LOG_OUT, by=user, target=user)


def not_signed_in(username: str, *, locked: bool, step: str) -> None:
    """A refused attempt. A name that nobody has is not kept: people type their password there by mistake."""
    user = get_user_model().objects.filter(username=username).first()
    detail: dict[str, Any] = {"step": step, "locked": locked}
    result = Result.REFUSED if locked else Result.FAILED
    record(Action.LOG_IN, by=user, target=user or UNKNOWN, result=result, detail=detail)


def locked(username: str | None, address: str | None) -> None:
    """An account that was locked, or where it was none the address."""
    user = get_user_model().objects.filter(username=username).first() if username else None
    record(
        Action.LOCK, by=None, target=user or (UNKNOWN if username else address), detail={"address": address}
    )


def done(action: Action, *, by: AbstractUser | None, to: AbstractUser | str, **detail: Any) -> None:
    """A change to an account."""
    record(action, by=by, target=to, detail=detail)
