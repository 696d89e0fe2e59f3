"""What an office did, or says that it will do."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Observation, Region
from reports.models.report import Report
from reports.querysets import WorkItemQuerySet
from trail.history import tracked


@tracked(exclude=["section"])
class WorkItem(models.Model):
    """Something the office did, or says that it will do; or what a meeting gave it to do.

    One from a report stands at a place of its text. One from a meeting has no report: it names its region, who gave
    it when, and where it was said (``origin`` in words, ``origin_link`` a path of this site), and the published values
    that were on the screen.
    """

    class Kind(models.TextChoices):
        DONE = "done", _("已完成")
        PLANNED = "planned", _("计划")

    class Progress(models.TextChoices):
        NOT_STARTED = "not_started", _("未启动")
        GOING = "going", _("推进中")
        DONE = "done", _("已办结")
        DROPPED = "dropped", _("不再办理")

    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="work_items", verbose_name=_("报告")
    )
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    section = ArrayField(
        models.CharField(max_length=300), verbose_name=_("所在标题"), default=list, blank=True
    )
    text = models.TextField(_("内容"))
    span_start = models.PositiveIntegerField(_("起点"), null=True, blank=True)
    span_end = models.PositiveIntegerField(_("终点"), null=True, blank=True)
    body = models.CharField(_("责任单位"), max_length=60, blank=True)
    due = models.DateField(_("时限"), null=True, blank=True)
    due_words = models.CharField(_("时限原文"), max_length=40, blank=True)
    progress = models.CharField(
        _("进展"), max_length=12, choices=Progress.choices, default=Progress.NOT_STARTED
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )
    origin = models.CharField(_("由来"), max_length=200, blank=True)
    origin_link = models.CharField(_("由来链接"), max_length=200, blank=True, help_text=_("站内路径"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("交办人"),
    )  # fmt: skip
    given_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    figures = models.ManyToManyField(Observation, blank=True, related_name="+", verbose_name=_("当时的数据"))

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["report", "span_start", "pk"]
        verbose_name = _("工作事项")
        verbose_name_plural = _("工作事项")
        constraints = [
            models.CheckConstraint(condition=Q(span_start__lt=F("span_end")), name="work_item_span_ordered"),
            models.CheckConstraint(
                condition=Q(kind="planned") | Q(progress="not_started"), name="work_item_progress_of_plans"
            ),
            models.CheckConstraint(
                condition=Q(
                    report__isnull=False,
                    span_start__isnull=False,
                    span_end__isnull=False,
                    region__isnull=True,
                    origin="",
                    origin_link="",
                    given_by__isnull=True,
                    given_at__isnull=True,
                )
                | Q(
                    report__isnull=True,
                    span_start__isnull=True,
                    span_end__isnull=True,
                    region__isnull=False,
                    given_by__isnull=False,
                    given_at__isnull=False,
                    kind="planned",
                )
                & ~Q(origin="")
                & ~Q(text=""),
                name="work_item_of_a_report_or_given",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def place(self) -> Region | None:
        """Whose work it is: the report's region, or the one that it was given to."""
        return self.report.region if self.report_id else self.region


class ProgressNote(models.Model):
    """What somebody said of a planned item, and what it rests on; the last one holds, none is ever changed."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="notes", verbose_name=_("事项"))
    progress = models.CharField(_("进展"), max_length=12, choices=WorkItem.Progress.choices)
    evidence = models.CharField(_("依据"), max_length=500, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    set_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        ordering = ["item", "pk"]
        verbose_name = _("进展记录")
        verbose_name_plural = _("进展记录")
        constraints = [
            models.CheckConstraint(
                condition=~Q(progress__in=["done", "dropped"]) | ~Q(evidence=""),
                name="progress_end_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_progress_display()} {self.evidence[:40]}"
