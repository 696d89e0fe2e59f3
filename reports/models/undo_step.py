"""A deed that can be taken back exactly: the rows that it touched, before and after."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.finding import Finding
from reports.models.report import Report

USER = settings.AUTH_USER_MODEL


class UndoStep(models.Model):
    """Kept by deeds that change more than the claim they are done to; ``reports.undoing`` reads and writes it.

    ``before`` and ``after`` hold whole rows by name, as ``undoing.picture`` takes them.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("核实")
        ASSIGNMENT = "assignment", _("归入指标")
        RULING = "ruling", _("裁定")
        SUCCESSION = "succession", _("取代")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    report = models.ForeignKey(Report, models.CASCADE, related_name="undo_steps", verbose_name=_("报告"))
    finding = models.ForeignKey(
        Finding, models.CASCADE, null=True, blank=True, related_name="undo_steps", verbose_name=_("疑点")
    )
    batch = models.UUIDField(_("批次"), null=True, blank=True)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    undone_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("可撤销的操作")
        verbose_name_plural = _("可撤销的操作")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undo_step_undone_by_someone",
            )
        ]
        indexes = [models.Index(fields=["batch"], name="undo_step_batch", condition=Q(batch__isnull=False))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.report_id}"
