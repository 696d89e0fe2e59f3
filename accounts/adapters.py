"""Where django-allauth asks the house: what is written down, which words are shown, how secrets are kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import audit, ciphering, duties, lockout
from trail.actions import Action

SENTENCES = {
    "mfa/messages/totp_activated.txt": (
        messages.SUCCESS,
        _("第二重验证已启用，请把备用码抄下或打印，妥善保管。"),
    ),
    "mfa/messages/totp_deactivated.txt": (messages.SUCCESS, _("第二重验证已停用。")),
    "mfa/messages/recovery_codes_generated.txt": (
        messages.SUCCESS,
        _("新的备用码已生成，以前的备用码不能再用。"),
    ),
}
DEEDS = {
    "mfa/messages/totp_activated.txt": "activated",
    "mfa/messages/totp_deactivated.txt": "deactivated",
    "mfa/messages/recovery_codes_generated.txt": "recovery_codes",
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out by name and password; nobody makes an account for themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名或密码不正确，请检查大小写后重试。"),
        "incorrect_password": _("密码不正确，请重试。"),
        "incorrect_code": _("验证码不正确或已用过，请等下一个验证码再试。"),
        "too_many_login_attempts": _("登录失败次数过多，已暂时锁定；请稍后再试，或联系管理员解除锁定。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractUser) -> None:
        super().login(request, user)
        duties.note(request, user)
        audit.signed_in(user)

    def logout(self, request: HttpRequest) -> None:
        audit.signed_out(request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, step: str = "password", **credentials: Any) -> None:
        """Writes it down; raises ValidationError with the sentence of a lock where there is one now."""
        name = credentials.get("username") or ""
        audit.not_signed_in(name, locked=request.axes_locked_out, step=step)
        if not request.axes_locked_out:
            return
        if request.axes_failures_since_start is not None:  # it is this failure that locked
            audit.locked(name if lockout.is_locked(name) else None, request.axes_ip_address)
        raise self.validation_error("too_many_login_attempts")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """What is worth a sentence to the person, and a line in the trail."""
        if message_template not in SENTENCES:
            return
        messages.add_message(request, *SENTENCES[message_template])
        audit.done(Action.SECOND_FACTOR, by=request.user, to=request.user, new=DEEDS[message_template])

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The house sends no e-mail: there is the trail."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes of an app and recovery codes, their secrets enciphered."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("您的角色必须使用第二重验证，不能停用。"),
        "cannot_generate_recovery_codes": _("尚未启用第二重验证，不能生成备用码。"),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_label(self, user: AbstractUser) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return ciphering.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ciphering.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not duties.needs_second_factor(authenticator.user)
