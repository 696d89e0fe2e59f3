"""What the bureau expects of its offices: which reports until when, and which indicators do not apply to whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, Region

USER = settings.AUTH_USER_MODEL


class Expectation(models.Model):
    """A report that is due: of which kind and period, from whom, until when.

    Whom: every region of a level below a parent, or the regions named in ``codes``.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("工作总结")  # 工作报告 counts as one: offices use both names
        PLAN = "plan", _("工作计划")
        BULLETIN = "bulletin", _("统计公报")

    class Period(models.TextChoices):
        YEAR = "year", _("全年")
        HALF = "half", _("上半年")
        THREE_QUARTERS = "q123", _("前三季度")
        QUARTER_1 = "q1", _("一季度")
        QUARTER_2 = "q2", _("二季度")
        QUARTER_3 = "q3", _("三季度")
        QUARTER_4 = "q4", _("四季度")
        MONTH_1 = "m01", _("1 月")
        MONTH_2 = "m02", _("2 月")
        MONTH_3 = "m03", _("3 月")
        MONTH_4 = "m04", _("4 月")
        MONTH_5 = "m05", _("5 月")
        MONTH_6 = "m06", _("6 月")
        MONTH_7 = "m07", _("7 月")
        MONTH_8 = "m08", _("8 月")
        MONTH_9 = "m09", _("9 月")
        MONTH_10 = "m10", _("10 月")
        MONTH_11 = "m11", _("11 月")
        MONTH_12 = "m12", _("12 月")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))
    period = models.CharField(_("期间"), max_length=4, choices=Period.choices, default=Period.YEAR)
    due = models.DateField(_("报送期限"))
    level = models.CharField(_("级别"), max_length=10, choices=Region.Level.choices, blank=True)
    parent = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("范围")
    )
    codes = ArrayField(models.CharField(max_length=9), verbose_name=_("地区代码"), default=list, blank=True)
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("设定人"))
    set_at = models.DateTimeField(_("设定时间"), auto_now_add=True)

    class Meta:
        ordering = ["-year", "kind", "period", "due", "pk"]
        verbose_name = _("报送要求")
        verbose_name_plural = _("报送要求")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(level="") & Q(parent__isnull=False, codes=[]))
                | (Q(level="", parent__isnull=True) & ~Q(codes=[])),
                name="expectation_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "period", "level", "parent", "codes"],
                nulls_distinct=False,
                name="expectation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_period_display()} {self.get_kind_display()}"


class NotApplicable(models.Model):
    """An indicator that a region, or every region of a level, has no figure for; and why."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name=_("指标"))
    level = models.CharField(_("级别"), max_length=10, choices=Region.Level.choices, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )
    reason = models.CharField(_("理由"), max_length=300)
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("设定人"))
    set_at = models.DateTimeField(_("设定时间"), auto_now_add=True)

    class Meta:
        ordering = ["indicator", "level", "region"]
        verbose_name = _("不适用")
        verbose_name_plural = _("不适用")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(level="") & Q(region__isnull=True)) | Q(level="", region__isnull=False),
                name="not_applicable_to_a_level_or_a_region",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="not_applicable_with_a_reason"),
            models.UniqueConstraint(
                fields=["indicator", "level", "region"], nulls_distinct=False, name="not_applicable_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.region_id or self.level}"
