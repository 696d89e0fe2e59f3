"""What one person did at the review desk, one row an act: the last of them can be taken back."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.claim import Claim


class Decision(models.Model):
    """One act on one claim. Acts done at once share their ``batch`` and are taken back together."""

    class Verb(models.TextChoices):
        ACCEPT = "accept", _("采用")
        CORRECT = "correct", _("更正")
        REJECT = "reject", _("否决")
        ASIDE = "aside", _("看不准")
        ASSIGN = "assign", _("归入指标")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="decisions", verbose_name=_("数据项"))
    verb = models.CharField(_("动作"), max_length=8, choices=Verb.choices)
    batch = models.UUIDField(_("批次"), default=uuid.uuid4)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("核实人")
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("核实动作")
        verbose_name_plural = _("核实动作")
        indexes = [models.Index(fields=["by", "-id"], name="decision_of_person")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.claim_id}"
