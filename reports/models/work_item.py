"""What an office did, or says that it will do."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report
from reports.querysets import WorkItemQuerySet
from trail.history import tracked


@tracked(exclude=["section"])
class WorkItem(models.Model):
    """Something the office did, or says that it will do."""

    class Kind(models.TextChoices):
        DONE = "done", _("已完成")
        PLANNED = "planned", _("计划")

    class Progress(models.TextChoices):
        NOT_STARTED = "not_started", _("未启动")
        GOING = "going", _("推进中")
        DONE = "done", _("已办结")
        DROPPED = "dropped", _("不再办理")

    report = models.ForeignKey(Report, models.CASCADE, related_name="work_items", verbose_name=_("报告"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    section = ArrayField(
        models.CharField(max_length=300), verbose_name=_("所在标题"), default=list, blank=True
    )
    text = models.TextField(_("内容"))
    span_start = models.PositiveIntegerField(_("起点"))
    span_end = models.PositiveIntegerField(_("终点"))
    body = models.CharField(_("责任单位"), max_length=60, blank=True)
    due = models.DateField(_("时限"), null=True, blank=True)
    due_words = models.CharField(_("时限原文"), max_length=40, blank=True)
    progress = models.CharField(
        _("进展"), max_length=12, choices=Progress.choices, default=Progress.NOT_STARTED
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["report", "span_start"]
        verbose_name = _("工作事项")
        verbose_name_plural = _("工作事项")
        constraints = [
            models.CheckConstraint(condition=Q(span_start__lt=F("span_end")), name="work_item_span_ordered"),
            models.CheckConstraint(
                condition=Q(kind="planned") | Q(progress="not_started"), name="work_item_progress_of_plans"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


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
