"""A report that the bureau sent back to its office, and how that ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report
from reports.querysets import ReturnQuerySet
from trail.history import tracked

USER = settings.AUTH_USER_MODEL


@tracked()
class Return(models.Model):
    """What was wrong, where, and until when; what the office said or sent; who closed it.

    ``items`` are kept in their own words, so that they stay what the office was told when doubts are settled or the
    text is read again. An item is {"finding" or "claim": key, "doubt": sentence, "places": [{"start", "end",
    "sentence"}]}.
    """

    class State(models.TextChoices):
        RETURNED = "returned", _("已退回")
        ANSWERED = "answered", _("已答复")
        REPLACED = "replaced", _("已交新稿")
        CLOSED = "closed", _("已办结")

    report = models.ForeignKey(Report, models.CASCADE, related_name="returns", verbose_name=_("报告"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.RETURNED)
    words = models.CharField(_("退回原因"), max_length=1000, blank=True)
    items = models.JSONField(_("问题所在"), default=list, blank=True)
    reply_by = models.DateField(_("答复期限"), null=True, blank=True)
    returned_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("退回人"))
    returned_at = models.DateTimeField(_("退回时间"), auto_now_add=True)

    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    revision = models.ForeignKey(
        Report, models.SET_NULL, null=True, blank=True, related_name="revises", verbose_name=_("新稿")
    )
    answered_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    closing = models.CharField(_("办结说明"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办结人")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("退回")
        verbose_name_plural = _("退回")
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=~Q(state="closed"), name="return_one_open_a_report"
            ),
            models.CheckConstraint(condition=~Q(words="") | ~Q(items=[]), name="return_has_a_reason"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="return_answered_with_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "replaced"]) | Q(answered_at__isnull=False),
                name="return_state_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="return_closed_with_a_time",
            ),
        ]
        indexes = [models.Index(fields=["report", "returned_at"], name="return_of_report")]

    def __str__(self) -> str:
        return f"{self.report} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED
