"""Two reports of one office and year that say nearly the same, and what a person made of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.finding import Finding
from reports.models.report import Report

USER = settings.AUTH_USER_MODEL


class Twin(models.Model):
    """A report whose text is nearly that of an earlier one: a revision, a duplicate, or a report of its own."""

    class Verdict(models.TextChoices):
        OPEN = "", _("待决定")
        REVISION = "revision", _("是修订稿")
        SEPARATE = "separate", _("是另一份报告")
        DUPLICATE = "duplicate", _("重复")

    report = models.ForeignKey(Report, models.CASCADE, related_name="twins", verbose_name=_("报告"))
    earlier = models.ForeignKey(
        Report, models.CASCADE, related_name="later_twins", verbose_name=_("较早的报告")
    )
    likeness = models.DecimalField(_("相同的份额"), max_digits=4, decimal_places=3)
    finding = models.OneToOneField(Finding, models.CASCADE, related_name="twin", verbose_name=_("疑点"))
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices, blank=True)
    decided_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        ordering = ["-likeness", "pk"]
        verbose_name = _("近似报告")
        verbose_name_plural = _("近似报告")
        constraints = [
            models.UniqueConstraint(fields=["report", "earlier"], name="twin_once_a_pair"),
            models.CheckConstraint(condition=~Q(report=F("earlier")), name="twin_is_another_report"),
            models.CheckConstraint(
                condition=Q(likeness__gt=0, likeness__lte=1), name="twin_likeness_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True)
                | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="twin_decided_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} ≈ {self.earlier_id}"
