"""Who is signed in, passwords, and tokens for other programs. Roles and regions are ``reports.models.Membership``."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import ApiTokenQuerySet, PasswordQuerySet, SessionManager


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


class ApiToken(models.Model):
    """What lets another program read as its person does; the secret itself is kept nowhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name=_("用户")
    )
    name = models.CharField(_("名称"), max_length=60)
    digest = models.CharField(_("散列"), max_length=64, unique=True)
    beginning = models.CharField(_("开头"), max_length=12)
    created_at = models.DateTimeField(_("新建时间"), db_default=Now())
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="api_token_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.name}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
