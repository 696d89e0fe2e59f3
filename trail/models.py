"""Who did what, when, from where: one row a deed, sealed in a chain, never changed.

The rows are guarded by triggers (see the first migration), by the rights of the application's database role
(``manage.py grant_app_role``) and by the chain of ``Seal`` rows, which ``manage.py verify_trail`` walks.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from trail.actions import Action, Channel, Result
from trail.naming import in_readers_language
from trail.querysets import EventQuerySet


class Event(models.Model):
    """One deed. The person's name is kept as text beside the key, as it was at that time."""

    at = models.DateTimeField(_("时间"))
    action = models.CharField(
        _("操作"), max_length=24
    )  # of Action; no choices here: a new one needs no migration
    result = models.CharField(_("结果"), max_length=8, choices=Result.choices, default=Result.OK)
    channel = models.CharField(_("途径"), max_length=8, choices=Channel.choices)
    # The trail outlives everything that it speaks of: no constraint ties it to a person's row.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("用户"),
    )
    user_name = models.CharField(_("用户名"), max_length=150, blank=True)
    address = models.CharField(_("地址"), max_length=45, blank=True)
    request_id = models.CharField(_("请求编号"), max_length=40, blank=True)
    object_app = models.CharField(_("对象模块"), max_length=40, blank=True)
    object_model = models.CharField(_("对象类型"), max_length=60, blank=True)
    object_pk = models.CharField(_("对象编号"), max_length=80, blank=True)
    object_words = models.CharField(_("对象"), max_length=200, blank=True)
    subjects = ArrayField(models.CharField(max_length=160), verbose_name=_("相关对象"), default=list)
    detail = models.JSONField(_("内容"), default=dict)
    digest = models.CharField(_("指纹"), max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        indexes = [
            models.Index(fields=["user_name", "id"], name="event_user"),
            models.Index(fields=["action", "id"], name="event_action"),
            models.Index(fields=["object_model", "object_pk", "id"], name="event_object"),
            models.Index(fields=["at"], name="event_at"),
            GinIndex(fields=["subjects"], name="event_subjects"),
        ]

    def __str__(self) -> str:
        return f"{self.action_words} {self.object_words}".strip()

    @property
    def action_words(self) -> str:
        """The deed in the reader's language; the bare word where a newer version wrote it."""
        return str(Action(self.action).label) if self.action in Action.values else self.action

    @property
    def object_shown(self) -> str:
        """What the object is called, in the reader's language."""
        return in_readers_language(self.object_words)

    @property
    def subject(self) -> str:
        """Under which name the trail finds the object again; empty where there is none."""
        return f"{self.object_app}.{self.object_model}:{self.object_pk}" if self.object_model else ""


class Seal(models.Model):
    """A link of the chain, made by the database at commit: gapless numbers, each hash over the one before.

    ``hash = sha256(previous:number:digest)``. An application cannot write here; only the trigger's function can.
    """

    number = models.BigIntegerField(_("序号"), primary_key=True)
    event = models.OneToOneField(
        Event, models.DO_NOTHING, db_constraint=False, related_name="seal", verbose_name=_("记录")
    )
    previous = models.CharField(_("前一哈希"), max_length=64)
    hash = models.CharField(_("哈希"), max_length=64)
    at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("封印")
        verbose_name_plural = _("封印")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class Head(models.Model):
    """The end of the chain: one row, which is locked while a transaction that wrote to the trail commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(_("序号"))
    hash = models.CharField(_("哈希"), max_length=64)

    class Meta:
        verbose_name = _("链尾")
        verbose_name_plural = _("链尾")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
