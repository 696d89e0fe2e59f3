"""What became of a plan: an office's report beside its next year's, and a row for each thing it promised."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from reports.models.report import Report
from reports.models.work_item import WorkItem
from reports.promise_queryset import PromiseQuerySet

USER = settings.AUTH_USER_MODEL


class YearPair(models.Model):
    """A report with a plan, and the report of the next year that tells what became of it.

    ``carried`` lists the sentences of the later one that repeat the earlier one's, numbers included.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, related_name="next_year", verbose_name=_("作出计划的报告")
    )
    later = models.ForeignKey(
        Report, models.CASCADE, related_name="years_before", verbose_name=_("下一年的报告")
    )
    carried = models.JSONField(_("沿用上年的语句"), default=list)
    matched_at = models.DateTimeField(_("比对时间"), auto_now=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("前后两年的报告")
        verbose_name_plural = _("前后两年的报告")
        constraints = [
            models.CheckConstraint(condition=~Q(report=F("later")), name="year_pair_of_two_reports")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.later_id}"


class Promise(models.Model):
    """One planned item and what the next year's report tells of it; a person's word stands beside the proposal."""

    class Status(models.TextChoices):
        DONE = "done", _("已落实")
        PARTLY = "partly", _("部分落实")
        CHANGED = "changed", _("已调整")
        REPEATED = "repeated", _("再次列入计划")
        NOT_MENTIONED = "not_mentioned", _("未提及")

    class Strength(models.TextChoices):
        ENSURE = "ensure", _("确保")
        STRIVE = "strive", _("力争")
        PROMOTE = "promote", _("推动")
        EXPLORE = "explore", _("探索")

    pair = models.ForeignKey(YearPair, models.CASCADE, related_name="promises", verbose_name=_("前后两年"))
    report = models.ForeignKey(Report, models.CASCADE, related_name="promises", verbose_name=_("报告"))
    item = models.OneToOneField(WorkItem, models.CASCADE, related_name="promise", verbose_name=_("计划事项"))
    year = models.PositiveSmallIntegerField(_("年份"))

    proposed = models.CharField(_("系统判断"), max_length=13, choices=Status.choices)
    score = models.DecimalField(_("把握"), max_digits=4, decimal_places=3)
    reason = models.CharField(_("规则"), max_length=40, blank=True)
    strength = models.CharField(_("措辞"), max_length=7, choices=Strength.choices, blank=True)
    evidence = models.JSONField(_("依据"), default=list, help_text=_("下一年报告中的语句和位置"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, verbose_name=_("指标"))
    target = models.DecimalField(_("目标值"), max_digits=26, decimal_places=6, null=True, blank=True)
    outcome = models.DecimalField(_("完成值"), max_digits=26, decimal_places=6, null=True, blank=True)
    target_words = models.CharField(_("目标原文"), max_length=40, blank=True)
    outcome_words = models.CharField(_("完成情况原文"), max_length=80, blank=True)
    outcome_spans = models.JSONField(_("完成值位置"), default=list, blank=True)
    unchanged = models.BooleanField(_("照搬原文"), default=False)

    decided = models.CharField(_("核定结果"), max_length=13, choices=Status.choices, blank=True)
    note = models.CharField(_("理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核定人")
    )
    decided_at = models.DateTimeField(_("核定时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版次"), default=1, editable=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["report", "item__span_start", "pk"]
        verbose_name = _("计划落实")
        verbose_name_plural = _("计划落实")
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="promise_score_is_a_share"),
            models.CheckConstraint(
                condition=Q(decided="", decided_by__isnull=True, decided_at__isnull=True, note="")
                | (~Q(decided="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="promise_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decided="") | Q(decided=F("proposed")) | ~Q(note=""),
                name="promise_overruled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["report", "decided"], name="promise_report")]

    def __str__(self) -> str:
        return f"{self.get_proposed_display()} {self.item_id}"

    def get_absolute_url(self) -> str:
        region = self.report.region_id
        return reverse("reports:ledger-office", args=[region]) if region else reverse("reports:ledger")

    @property
    def status(self) -> str:
        """What holds: a person's word, else the proposal."""
        return self.decided or self.proposed

    @property
    def status_words(self) -> str:
        return str(self.Status(self.status).label)
