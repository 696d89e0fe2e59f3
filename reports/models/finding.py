"""A doubt, and the ruling that ends it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, Measure
from reports.models.claim import Claim
from reports.models.report import Report
from reports.querysets import FindingQuerySet
from trail.history import tracked

USER = settings.AUTH_USER_MODEL


@tracked()
class Finding(models.Model):
    """A doubt about claims, or evidence that holds; ruled on by a person, with a reason."""

    class Rule(models.TextChoices):
        CONFLICT = "conflict", _("数值矛盾")
        SUM = "sum", _("合计不符")
        GROWTH = "growth", _("增幅不符")
        YEAR = "year", _("年份不一")
        RANGE = "range", _("超出范围")
        PUBLISHED = "published", _("与已发布不同")
        TWIN = "twin", _("内容近似")

    class Severity(models.TextChoices):
        ERROR = "error", _("错误")
        WARNING = "warning", _("疑问")
        INFO = "info", _("印证")

    class State(models.TextChoices):
        OPEN = "open", _("待裁定")
        RULED = "ruled", _("已裁定")

    report = models.ForeignKey(Report, models.CASCADE, related_name="findings", verbose_name=_("报告"))
    rule = models.CharField(_("检查"), max_length=10, choices=Rule.choices)
    severity = models.CharField(_("程度"), max_length=8, choices=Severity.choices)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, verbose_name=_("指标"))
    measure = models.CharField(_("度量"), max_length=6, choices=Measure.choices, blank=True)
    values = ArrayField(
        models.DecimalField(max_digits=26, decimal_places=6), verbose_name=_("数值"), default=list
    )
    message = models.CharField(_("说明"), max_length=500)
    spans = models.JSONField(_("位置"), default=list)
    claims = models.ManyToManyField(Claim, related_name="findings", blank=True, verbose_name=_("数据项"))
    state = models.CharField(_("状态"), max_length=6, choices=State.choices, default=State.OPEN)
    upheld = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("采信")
    )
    hypothesis = models.CharField(_("裁定所依的推断"), max_length=24, blank=True)
    ruling = models.CharField(_("裁定理由"), max_length=500, blank=True)
    ruled_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("裁定人")
    )
    ruled_at = models.DateTimeField(_("裁定时间"), null=True, blank=True)

    # Counts decisions and renewed readings: a form that was shown an older one is refused.
    version = models.PositiveIntegerField(_("版次"), default=1, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["state", "severity", "-pk"]
        verbose_name = _("疑点")
        verbose_name_plural = _("疑点")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ruled_at__isnull=True)
                | (Q(state="ruled", ruled_at__isnull=False) & ~Q(ruling="")),
                name="finding_ruled_with_reason",
            )
        ]
        indexes = [models.Index(fields=["state", "severity"], name="finding_state")]

    def __str__(self) -> str:
        return self.message
