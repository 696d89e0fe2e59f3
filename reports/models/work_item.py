"""What an office did, or says that it will do."""

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

    report = models.ForeignKey(Report, models.CASCADE, related_name="work_items", verbose_name=_("报告"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    section = ArrayField(
        models.CharField(max_length=300), verbose_name=_("所在标题"), default=list, blank=True
    )
    text = models.TextField(_("内容"))
    span_start = models.PositiveIntegerField(_("起点"))
    span_end = models.PositiveIntegerField(_("终点"))

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["report", "span_start"]
        verbose_name = _("工作事项")
        verbose_name_plural = _("工作事项")
        constraints = [
            models.CheckConstraint(condition=Q(span_start__lt=F("span_end")), name="work_item_span_ordered")
        ]

    def __str__(self) -> str:
        return self.text[:60]
