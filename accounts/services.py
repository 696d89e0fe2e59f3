"""The verbs of people and passwords: atomic, keyword-only, by whom; each leaves its line in the trail."""

from __future__ import annotations

import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, lockout, tokens
from accounts.errors import PeopleError
from accounts.models import Password, Session
from indicators.models import Region
from reports.models import Membership
from trail.actions import Action

LETTERS = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")
"""What is not mistaken for another sign on paper."""


def make_password_text(user: AbstractUser | None = None) -> str:
    """A random password that keeps the rules and can be read out: three groups of four, some 68 bits."""
    while True:
        groups = ("".join(secrets.choice("".join(LETTERS)) for _n in range(4)) for _g in range(3))
        text = "-".join(groups)
        try:
            validate_password(text, user)
        except ValidationError:
            continue
        return text


@transaction.atomic
def create_person(
    *, username: str, full_name: str = "", password: str | None = None, by: AbstractUser | None
) -> tuple[AbstractUser, str]:
    """The new account and its password. A password that was made here must be changed at the first sign-in."""
    person = get_user_model()(username=username, first_name=full_name)
    text = password or make_password_text(person)
    person.set_password(text)
    person.save()
    Password.objects.create(user=person, encoded=person.password, must_change=password is None)
    audit.done(Action.USER_CREATE, by=by, to=person)
    return person, text


@transaction.atomic
def change_password(*, person: AbstractUser, password: str, keep: str | None = None) -> None:
    """The person's own new password; they are signed out everywhere but in the session ``keep``."""
    _set_password(person, password, must_change=False)
    Session.objects.of(person).exclude(session_key=keep).delete()
    audit.done(Action.PASSWORD_CHANGE, by=person, to=person)


@transaction.atomic
def reset_password(*, person: AbstractUser, by: AbstractUser) -> str:
    """A new password to hand over, which must be changed at the first sign-in."""
    _not_oneself(person, by)
    text = make_password_text(person)
    _set_password(person, text, must_change=True)
    Session.objects.of(person).delete()
    tokens.revoke_all(person=person)
    audit.done(Action.PASSWORD_CHANGE, by=by, to=person)
    return text


@transaction.atomic
def set_role(*, person: AbstractUser, role: str, region: Region | None, by: AbstractUser | None) -> None:
    """What the person may do from now on; "" for nothing. Nobody gives a role to themselves."""
    if by is not None:
        _not_oneself(person, by)
    before = Membership.objects.filter(user=person).select_related("region").first()
    if (role, region) == ((before.role, before.region) if before else ("", None)):
        return
    if role:
        Membership.objects.update_or_create(user=person, defaults={"role": role, "region": region})
    elif before:
        before.delete()
    Session.objects.of(person).delete()
    old, new = _words(before.role, before.region) if before else "", _words(role, region) if role else ""
    audit.done(Action.ROLE_CHANGE, by=by, to=person, old=old, new=new)


@transaction.atomic
def disable(*, person: AbstractUser, by: AbstractUser) -> None:
    """The person can no longer sign in, and is signed out at once."""
    _not_oneself(person, by)
    _set_active(person, False)
    Session.objects.of(person).delete()
    tokens.revoke_all(person=person)
    audit.done(Action.USER_DISABLE, by=by, to=person)


@transaction.atomic
def enable(*, person: AbstractUser, by: AbstractUser) -> None:
    _not_oneself(person, by)
    _set_active(person, True)
    audit.done(Action.USER_ENABLE, by=by, to=person)


@transaction.atomic
def unlock(*, person: AbstractUser, by: AbstractUser) -> None:
    """Wrong passwords so far are forgotten."""
    lockout.forget(username=person.get_username())
    audit.done(Action.UNLOCK, by=by, to=person)


@transaction.atomic
def unlock_address(*, address: str, by: AbstractUser) -> None:
    lockout.forget(address=address)
    audit.done(Action.UNLOCK, by=by, to=address)


@transaction.atomic
def remove_second_factor(*, person: AbstractUser, by: AbstractUser) -> None:
    """For who has lost both the device and the recovery codes."""
    _not_oneself(person, by)
    Authenticator.objects.filter(user=person).delete()
    Session.objects.of(person).delete()
    audit.done(Action.SECOND_FACTOR, by=by, to=person, new="removed")


def _set_password(person: AbstractUser, text: str, *, must_change: bool) -> None:
    if not Password.objects.filter(user=person).exists():  # what the account came with is remembered as well
        Password.objects.create(user=person, encoded=person.password)
    person.set_password(text)
    person.save(update_fields=["password"])
    Password.objects.create(user=person, encoded=person.password, must_change=must_change)


def _set_active(person: AbstractUser, active: bool) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])


def _not_oneself(person: AbstractUser, by: AbstractUser) -> None:
    if person.pk == by.pk:
        raise PeopleError(_("不能这样改动自己的账号，请由另一位管理员办理。"))


def _words(role: str, region: Region | None) -> str:
    return f"{role} {region.pk}" if region else role
