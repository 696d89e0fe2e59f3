"""A document as it came in, and what became of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Region
from reports.querysets import ReportQuerySet
from trail.history import tracked

USER = settings.AUTH_USER_MODEL
CONTENT = ("text", "blocks", "figures", "noise")
PROGRESS = ("state_since", "attempt", "needs_recognition", "pages_done", "pages_total")


@tracked(exclude=[*CONTENT, *PROGRESS])
class Report(models.Model):
    """One document as it was received, and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队")
        PROCESSING = "processing", _("处理中")
        REVIEW = "review", _("待核实")
        REVIEWED = "reviewed", _("已核实")
        FAILED = "failed", _("失败待处理")
        CANCELLED = "cancelled", _("已取消")
        QUARANTINE = "quarantine", _("已隔离")

    class Replacement(models.TextChoices):
        REVISION = "revision", _("已被修订稿取代")
        DUPLICATE = "duplicate", _("重复，已撤下")

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
    needs_recognition = models.BooleanField(_("需要文字识别"), default=False)
    pages_done = models.PositiveIntegerField(_("已识别页数"), default=0)
    pages_total = models.PositiveIntegerField(_("需识别页数"), default=0)
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

    signature = ArrayField(
        models.BigIntegerField(), verbose_name=_("近似指纹"), default=list, blank=True, editable=False
    )

    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("取代它的报告")
    )
    replaced_as = models.CharField(_("取代方式"), max_length=10, choices=Replacement.choices, blank=True)
    replaced_at = models.DateTimeField(_("取代时间"), null=True, blank=True)
    replacer = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("取代操作人")
    )
    replaced_note = models.CharField(_("取代说明"), max_length=300, blank=True)

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
                condition=~Q(state__in=["failed", "quarantine"]) | ~Q(failure=""),
                name="report_failure_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(pages_done__lte=F("pages_total")), name="report_pages_done_of_total"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["review", "reviewed"]) | Q(processed_at__isnull=False),
                name="report_processed_at",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True, replaced_as="", replaced_at__isnull=True)
                | Q(
                    replaced_by__isnull=False,
                    replaced_as__in=["revision", "duplicate"],
                    replaced_at__isnull=False,
                ),
                name="report_replaced_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                name="report_not_replaced_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state="reviewed"),
                name="report_replaced_waits_for_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "year"], name="report_region_year"),
            models.Index(fields=["state", "state_since"], name="report_state"),
            models.Index(fields=["-uploaded_at"], name="report_uploaded"),
            GinIndex(fields=["signature"], name="report_signature"),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def is_settled(self) -> bool:
        """Whether no job will change it any more by itself."""
        return self.state not in {self.State.QUEUED, self.State.PROCESSING}

    @property
    def is_read(self) -> bool:
        """Whether its text was read, so that there is something to look at and to decide on."""
        return self.state in {self.State.REVIEW, self.State.REVIEWED}
