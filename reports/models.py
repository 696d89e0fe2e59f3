"""What was said, and by whom it was judged. A claim is never overwritten; a doubt is a row."""

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
    Region,
    Target,
    UnitKind,
    finite,
)
from reports.querysets import ClaimQuerySet, FindingQuerySet, ReportQuerySet, WorkItemQuerySet

USER = settings.AUTH_USER_MODEL


class Membership(models.Model):
    """What a person may do, and for which region: an office sees its own and what lies below it."""

    class Role(models.TextChoices):
        OFFICE = "office", _("报送单位")
        REVIEWER = "reviewer", _("核实人员")
        LEADER = "leader", _("领导")
        ADMINISTRATOR = "administrator", _("管理员")

    user = models.OneToOneField(USER, models.CASCADE, related_name="membership", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("地区"))

    class Meta:
        verbose_name = _("人员角色")
        verbose_name_plural = _("人员角色")
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="office") | Q(region__isnull=False), name="office_has_a_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Report(models.Model):
    """One document as it was received, and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队")
        PROCESSING = "processing", _("处理中")
        REVIEW = "review", _("待核实")
        REVIEWED = "reviewed", _("已核实")
        FAILED = "failed", _("失败待处理")
        CANCELLED = "cancelled", _("已取消")

    file_name = models.CharField(_("文件名"), max_length=255)
    digest = models.CharField(_("文件指纹"), max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    office = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filed_reports",
        verbose_name=_("报送单位"),
    )
    uploaded_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.QUEUED)
    state_since = models.DateTimeField(_("状态时间"), auto_now_add=True)
    attempt = models.PositiveSmallIntegerField(_("处理次数"), default=0)
    failure = models.CharField(_("失败原因"), max_length=500, blank=True)
    processed_at = models.DateTimeField(_("处理完成"), null=True, blank=True)

    format = models.CharField(_("格式"), max_length=10, blank=True)
    text = models.TextField(_("正文"), blank=True)
    blocks = models.JSONField(_("版面"), default=list, blank=True)
    figures = models.JSONField(_("数字"), default=list, blank=True)
    noise = models.JSONField(_("页面杂质"), default=list, blank=True)
    flags = ArrayField(models.CharField(max_length=80), verbose_name=_("提示"), default=list, blank=True)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    kind = models.CharField(_("种类"), max_length=20, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("地区")
    )
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    start = models.DateField(_("期初"), null=True, blank=True)
    end = models.DateField(_("期末"), null=True, blank=True)
    basis = models.JSONField(_("判断依据"), default=dict, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("报告")
        verbose_name_plural = _("报告")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "office"], nulls_distinct=False, name="report_bytes_once_an_office"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(failure=""), name="report_failure_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["review", "reviewed"]) | Q(processed_at__isnull=False),
                name="report_processed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "year"], name="report_region_year"),
            models.Index(fields=["state", "state_since"], name="report_state"),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def is_settled(self) -> bool:
        """Whether no job will change it any more by itself."""
        return self.state not in {self.State.QUEUED, self.State.PROCESSING}


class Claim(models.Model):
    """What one document says at one place. A correction is a claim of its own beside the machine's."""

    class State(models.TextChoices):
        PENDING = "pending", _("待核实")
        ACCEPTED = "accepted", _("已采用")
        CORRECTED = "corrected", _("已更正")
        REJECTED = "rejected", _("已否决")

    report = models.ForeignKey(Report, models.CASCADE, related_name="claims", verbose_name=_("报告"))
    corrects = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="claims", verbose_name=_("指标"))
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
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核实人")
    )
    decided_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("观测值")
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("目标值")
    )

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
        indexes = [
            models.Index(fields=["report", "state"], name="claim_report_state"),
            models.Index(fields=["indicator", "measure", "end"], name="claim_statistic"),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def quote(self) -> str:
        return self.report.text[self.span_start : self.span_end]

    @property
    def sentence(self) -> str:
        return self.report.text[self.sentence_start : self.sentence_end]

    @property
    def is_published(self) -> bool:
        return self.observation_id is not None or self.target_id is not None


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


class Finding(models.Model):
    """A doubt about claims, or evidence that holds; ruled on by a person, with a reason."""

    class Rule(models.TextChoices):
        CONFLICT = "conflict", _("数值矛盾")
        SUM = "sum", _("合计不符")
        GROWTH = "growth", _("增幅不符")
        YEAR = "year", _("年份不一")
        RANGE = "range", _("超出范围")
        PUBLISHED = "published", _("与已发布不同")

    class Severity(models.TextChoices):
        ERROR = "error", _("错误")
        WARNING = "warning", _("疑问")
        INFO = "info", _("印证")

    class State(models.TextChoices):
        OPEN = "open", _("待裁定")
        RULED = "ruled", _("已裁定")

    report = models.ForeignKey(Report, models.CASCADE, related_name="findings", verbose_name=_("报告"))
    rule = models.CharField(_("检查"), max_length=10, choices=Rule.choices)
    severity = models.CharField(_("程度"), max_length=8, choices=Severity.choices)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, verbose_name=_("指标"))
    measure = models.CharField(_("度量"), max_length=6, choices=Measure.choices, blank=True)
    values = ArrayField(
        models.DecimalField(max_digits=26, decimal_places=6), verbose_name=_("数值"), default=list
    )
    message = models.CharField(_("说明"), max_length=500)
    spans = models.JSONField(_("位置"), default=list)
    claims = models.ManyToManyField(Claim, related_name="findings", blank=True, verbose_name=_("数据项"))
    state = models.CharField(_("状态"), max_length=6, choices=State.choices, default=State.OPEN)
    upheld = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("采信")
    )
    ruling = models.CharField(_("裁定理由"), max_length=500, blank=True)
    ruled_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("裁定人")
    )
    ruled_at = models.DateTimeField(_("裁定时间"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["state", "severity", "-pk"]
        verbose_name = _("疑点")
        verbose_name_plural = _("疑点")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ruled_at__isnull=True)
                | (Q(state="ruled", ruled_at__isnull=False) & ~Q(ruling="")),
                name="finding_ruled_with_reason",
            )
        ]
        indexes = [models.Index(fields=["state", "severity"], name="finding_state")]

    def __str__(self) -> str:
        return self.message
