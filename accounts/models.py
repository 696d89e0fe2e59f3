"""Who is signed in, and which passwords a person has had. Roles and regions are ``reports.models.Membership``."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.querysets import PasswordQuerySet, SessionManager


class Session(AbstractBaseSession):
    """A browser's session, with its person: so that all of a person's can be ended at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("用户")
    )

    objects = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("会话")
        verbose_name_plural = _("会话")

    @classmethod
    def get_session_store_class(cls) -> type:
        from accounts.sessions import SessionStore

        return SessionStore


class Password(models.Model):
    """A password that a person has or had, hashed: its age counts, and it is not taken again soon."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="passwords", verbose_name=_("用户")
    )
    encoded = models.CharField(_("散列"), max_length=128)
    set_at = models.DateTimeField(_("设置时间"), db_default=Now())
    must_change = models.BooleanField(_("首次登录须修改"), default=False)

    objects = PasswordQuerySet.as_manager()

    class Meta:
        verbose_name = _("用过的密码")
        verbose_name_plural = _("用过的密码")
        indexes = [models.Index(fields=["user", "-id"], name="password_of_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.set_at:%Y-%m-%d}"
