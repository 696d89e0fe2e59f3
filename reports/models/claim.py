"""What a document says at one place, and how a person judged it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import (
    Accounting,
    Comparator,
    Indicator,
    Measure,
    Observation,
    Target,
    UnitKind,
    finite,
)
from reports.models.report import Report
from reports.querysets import ClaimQuerySet
from trail.history import tracked

USER = settings.AUTH_USER_MODEL


@tracked(exclude=["section", "sentence_start", "sentence_end"])
class Claim(models.Model):
    """What one document says at one place. A correction is a claim of its own beside the machine's."""

    class State(models.TextChoices):
        PENDING = "pending", _("待核实")
        ACCEPTED = "accepted", _("已采用")
        CORRECTED = "corrected", _("已更正")
        REJECTED = "rejected", _("已否决")

    # There are far more claims than anything else, and each index is written with each of them: where db_index is off,
    # no question begins with the column, or an index of Meta begins with it.
    report = models.ForeignKey(
        Report, models.CASCADE, related_name="claims", db_index=False, verbose_name=_("报告")
    )
    corrects = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="claims", db_index=False, verbose_name=_("指标")
    )
    breakdown = models.CharField(_("分组"), max_length=40, blank=True)
    measure = models.CharField(_("度量"), max_length=6, choices=Measure.choices)
    accounting = models.CharField(_("口径"), max_length=10, choices=Accounting.choices)
    value = models.DecimalField(_("数值"), max_digits=26, decimal_places=6)
    unit_kind = models.CharField(_("单位类别"), max_length=10, choices=UnitKind.choices)
    comparator = models.CharField(
        _("界限"), max_length=6, choices=Comparator.choices, default=Comparator.EXACT
    )
    step = models.DecimalField(
        _("末位单位"),
        max_digits=26,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("原文写到的最后一位：8.2亿元写到千万"),
    )
    start = models.DateField(_("期初"), null=True, blank=True)
    end = models.DateField(_("期末"), null=True, blank=True)
    area = models.CharField(_("所指地区"), max_length=60, blank=True)
    entity = models.CharField(_("所指单位"), max_length=120, blank=True)

    span_start = models.PositiveIntegerField(_("起点"))
    span_end = models.PositiveIntegerField(_("终点"))
    sentence_start = models.PositiveIntegerField(_("句首"))
    sentence_end = models.PositiveIntegerField(_("句末"))
    section = ArrayField(
        models.CharField(max_length=300), verbose_name=_("所在标题"), default=list, blank=True
    )
    confidence = models.DecimalField(_("把握"), max_digits=4, decimal_places=3)
    rule = models.CharField(_("规则"), max_length=80)
    reasons = ArrayField(models.CharField(max_length=300), verbose_name=_("疑点"), default=list, blank=True)

    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    decided_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("核实人"),
    )
    decided_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    aside_at = models.DateTimeField(_("搁置时间"), null=True, blank=True)
    aside_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("搁置人"),
    )
    aside_note = models.CharField(_("看不准的原因"), max_length=300, blank=True)
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("观测值")
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("目标值")
    )

    # Counts decisions and renewed readings: a form that was shown an older one is refused.
    version = models.PositiveIntegerField(_("版次"), default=1, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["span_start", "pk"]
        verbose_name = _("数据项")
        verbose_name_plural = _("数据项")
        constraints = [
            models.CheckConstraint(condition=finite("value"), name="claim_value_finite"),
            models.CheckConstraint(condition=Q(span_start__lt=F("span_end")), name="claim_span_ordered"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="claim_confidence_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="claim_decided_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(aside_at__isnull=True, aside_by__isnull=True)
                | Q(aside_at__isnull=False, aside_by__isnull=False),
                name="claim_set_aside_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(observation__isnull=True, target__isnull=True) | Q(state="accepted"),
                name="claim_published_is_accepted",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=~Q(state="rejected"), name="claim_one_standing_correction"
            ),
            models.UniqueConstraint(
                fields=["report", "indicator", "breakdown", "measure", "span_start", "span_end"],
                condition=Q(corrects__isnull=True),
                name="claim_once_a_place",
            ),
        ]
        indexes = [models.Index(fields=["report", "state"], name="claim_report_state")]

    def __str__(self) -> str:
        return self.quote

    @property
    def quote(self) -> str:
        return self.report.text[self.span_start : self.span_end]

    @property
    def trail_words(self) -> str:
        """How the trail names it, whatever becomes of its row."""
        return f"{self.indicator.name_zh} {self.quote}"

    @property
    def sentence(self) -> str:
        return self.report.text[self.sentence_start : self.sentence_end]

    @property
    def is_published(self) -> bool:
        return self.observation_id is not None or self.target_id is not None
