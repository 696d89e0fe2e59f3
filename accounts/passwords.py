"""What a password must be, beside what Django asks: as validators, so that every way of setting one obeys.

The defaults follow GB/T 22239-2019 8.1.4.1 a); each is a setting, because other houses are told the contrary.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Password

SHORTEST_NAME = 3
"""A name of one or two letters is in every other password by chance."""


def classes_of(password: str) -> int:
    """How many of the four classes it has: capital letters, small letters, digits, anything else."""
    tests = (str.isupper, str.islower, str.isdigit, lambda c: not (c.isupper() or c.islower() or c.isdigit()))
    return sum(any(test(c) for c in password) for test in tests)


class LengthValidator(MinimumLengthValidator):
    """Django's, whose sentence has no Chinese."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        words = ngettext("密码至少须有 %(n)d 个字符。", "密码至少须有 %(n)d 个字符。", self.min_length)
        return words % {"n": self.min_length}


class NotCommonValidator(CommonPasswordValidator):
    """Django's list of twenty thousand, in our words."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("密码不能是常见的密码。")


class ClassesValidator:
    """Letters of both sizes, digits and signs: some of the four."""

    def __init__(self, classes: int = 3) -> None:
        self.classes = classes

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        if classes_of(password) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        words = _("密码须包含大写字母、小写字母、数字、符号四类中的至少 %(classes)d 类。")
        return words % {"classes": self.classes}


class NotTheNameValidator:
    """Nobody's name is in their password, however it is written, nor backwards."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        name, text = plain(user.get_username()) if user else "", plain(password)
        if len(name) >= SHORTEST_NAME and (name in text or name[::-1] in text):
            raise ValidationError(self.get_help_text(), code="password_has_name")

    def get_help_text(self) -> str:
        return _("密码不能包含用户名。")


class HistoryValidator:
    """None of the last ones, the present one among them."""

    def __init__(self, count: int = 5) -> None:
        self.count = count

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        if user is None or user.pk is None or not self.count:
            return
        former = [row.encoded for row in Password.objects.recent(user, self.count)]
        if any(check_password(password, encoded) for encoded in {user.password, *former}):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        words = ngettext(
            "密码不能与最近 %(count)d 次用过的相同。", "密码不能与最近 %(count)d 次用过的相同。", self.count
        )
        return words % {"count": self.count}


def plain(text: str) -> str:
    """The text as a person would compare it: full-width and half-width, large and small are one."""
    return unicodedata.normalize("NFKC", text[:200]).casefold()


def must_change(user: AbstractUser) -> str:
    """Why the person must take a new password now: "given" by an administrator, "old", or "" for no reason."""
    current = Password.objects.current(user)
    if current and current.must_change:
        return "given"
    if not settings.PASSWORD_DAYS:
        return ""
    return "old" if timezone.now() - age_from(user, current) > timedelta(days=settings.PASSWORD_DAYS) else ""


def age_from(user: AbstractUser, current: Password | None) -> datetime:
    """Since when the person has the password: since the account was made where nothing else is known."""
    return current.set_at if current else user.date_joined
