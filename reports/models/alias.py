"""A name that a text gave an indicator and the catalogue did not know."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from reports.models.claim import Claim

USER = settings.AUTH_USER_MODEL


class AliasSuggestion(models.Model):
    """The name, the indicator a person gave its figure, and whether the catalogue took it up."""

    class State(models.TextChoices):
        PENDING = "pending", _("待处理")
        ACCEPTED = "accepted", _("已收入")
        DECLINED = "declined", _("未收入")

    name = models.CharField(_("名称"), max_length=80)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="suggested_names", verbose_name=_("指标")
    )
    claim = models.ForeignKey(
        Claim, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("数据项")
    )
    sentence = models.CharField(_("原句"), max_length=600, blank=True)
    suggested_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    suggested_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PENDING)
    decided_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("别名建议")
        verbose_name_plural = _("别名建议")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="alias_suggestion_not_empty"),
            models.UniqueConstraint(fields=["name", "indicator"], name="alias_suggested_once"),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="alias_suggestion_decided_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name
