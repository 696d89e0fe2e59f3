"""What the bureau asks an office about its report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.finding import Finding
from reports.models.report import Report

USER = settings.AUTH_USER_MODEL


class QueryLetter(models.Model):
    """A letter as it was drafted; ``items`` are kept in its own words, so that it stays what was sent.

    An item is {"finding": key, "doubt": sentence, "places": [...], "ask": sentence}; a place has section, page and
    sentence.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="letters", verbose_name=_("报告"))
    findings = models.ManyToManyField(Finding, related_name="letters", verbose_name=_("疑点"))
    addressee = models.CharField(_("主送单位"), max_length=120)
    sender = models.CharField(_("发函单位"), max_length=120)
    contact = models.CharField(_("联系人及电话"), max_length=120, blank=True)
    items = models.JSONField(_("问询事项"), default=list)
    reply_by = models.DateField(_("答复期限"))
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    sent_on = models.DateField(_("发出日期"), null=True, blank=True)
    sent_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("问询函")
        verbose_name_plural = _("问询函")
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_by__isnull=True)
                | Q(sent_on__isnull=False, sent_by__isnull=False),
                name="letter_sent_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressee} {self.drafted_at:%Y-%m-%d}"
