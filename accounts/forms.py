"""Signing in, passwords, and accounts; words are ours, checks are those of allauth and of the validators."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from accounts.errors import PeopleError
from accounts.lockout import LONGEST_NAME
from accounts.passwords import plain
from indicators.models import Region
from indicators.written_regions import EXAMPLE, parse_region
from reports import access

LONGEST_PASSWORD = 200
"""Hashing takes time by length; nobody types more."""


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """A password, as it is typed or pasted: nothing is cut from its ends."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST_PASSWORD, strip=False, widget=widget)


class SignInForm(LoginForm):
    """Name and password; the name's field is called ``username`` on the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        self.fields["login"] = forms.CharField(
            label=_("用户名"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs=attrs)
        )
        self.fields["password"] = password_field(_("密码"), "current-password")

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)


class PasswordAgain(PasswordAgainForm):
    """The password once more, before the second factor is changed."""

    password = password_field(_("密码"), "current-password")


def code_field(label: Any) -> forms.CharField:
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autofocus": True,
        "spellcheck": "false",
    }
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attrs))


class CountedCode:
    """Wrong codes count as wrong passwords do, and lock in the same way."""

    def clean_code(self) -> str:
        request, who = context.request, {"username": self.user.get_username()}
        adapter = get_adapter()
        if not AxesProxyHandler.is_allowed(request, who):
            raise adapter.validation_error("too_many_login_attempts")
        try:
            return super().clean_code()
        except PeopleError as error:
            raise forms.ValidationError(str(error)) from error
        except forms.ValidationError:
            AxesProxyHandler.user_login_failed(__name__, who, request)
            adapter.authentication_failed(request, step="second_factor", **who)
            raise


class SecondFactorForm(CountedCode, AuthenticateForm):
    code = code_field(_("验证码或备用码"))


class SecondFactorAgain(CountedCode, ReauthenticateForm):
    code = code_field(_("验证码或备用码"))


class SecondFactorSetUp(ActivateTOTPForm):
    code = code_field(_("应用显示的六位验证码"))


class NewPasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = password_field(_("原密码"), "current-password")
    new = password_field(_("新密码"), "new-password")
    again = password_field(_("再输入一次新密码"), "new-password")

    def __init__(self, *args: Any, user: AbstractUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["old"]):
            raise forms.ValidationError(_("原密码不正确，请重试。"))
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "new" in data and "again" in data and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一致，请重新输入。"))
        return data


NO_ROLE = "none"


class RoleForm(forms.Form):
    """What a person may do, and for which region; the region is written as people write it, or by code."""

    role = forms.ChoiceField(label=_("角色"))
    region = forms.CharField(label=_("地区"), max_length=60, required=False)

    def __init__(self, *args: Any, person: AbstractUser | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(NO_ROLE, _("（暂不授权）")), *access.Role.choices]
        self.fields["region"].widget.attrs["placeholder"] = EXAMPLE
        membership = getattr(person, "membership", None)
        if membership:
            self.initial = {"role": membership.role, "region": membership.region_id or ""}

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        return "" if role == NO_ROLE else role

    def clean_region(self) -> Region | None:
        name = self.cleaned_data["region"].strip()
        return parse_region(name) if name else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        office = data.get("role") == access.Role.OFFICE
        if office and "region" in data and data["region"] is None:
            self.add_error("region", _("报送单位须写明地区，才知道能看哪些报告。"))
        if not office:
            data["region"] = None
        return data


class PersonForm(forms.Form):
    """A new account: its name for signing in, and the person's."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=LONGEST_NAME,
        validators=[UnicodeUsernameValidator()],
        help_text=_("登录时输入，字母、数字或汉字，建好后不再改动。"),
    )
    full_name = forms.CharField(label=_("姓名"), max_length=60, required=False)

    def clean_username(self) -> str:
        """The name, unless it differs from another's by large and small letters alone."""
        name = self.cleaned_data["username"].strip()
        taken = get_user_model().objects.filter(username__iexact=name).exists()
        if taken or plain(name) != name.casefold():
            raise forms.ValidationError(_("这个用户名已有人使用或含有全角字符，请换一个。"))
        return name


class TokenForm(forms.Form):
    """A new token for another program: what it is for, and how long it may be used."""

    name = forms.CharField(
        label=_("用途"), max_length=60, help_text=_("写明哪个程序在用，停用时好认，例如“市局数据大屏”。")
    )
    days = forms.TypedChoiceField(label=_("有效期"), coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = settings.API_TOKEN_DAYS
        days = [days for days in (30, 90, 180, 365) if days < longest] + [longest]
        self.fields["days"].choices = [(count, _("%(days)s 天") % {"days": count}) for count in days]
