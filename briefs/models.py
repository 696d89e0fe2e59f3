"""What was made for meetings: briefs, decks of slides, notes, files. Words and numbers are made anew from these."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from briefs.querysets import BriefQuerySet, DeckQuerySet, ExportQuerySet
from indicators.models import Region
from indicators.pinned import LONGEST_QUERY
from reports.models import WorkItem
from trail.history import tracked

USER = settings.AUTH_USER_MODEL
STEPS = {
    "compose": _("整理内容"),
    "docx": "Word",
    "pptx": "PowerPoint",
    "pdf": "PDF",
    "csv": _("数据表和来源"),
    "save": _("保存"),
}
"""What a job can be at while it makes a file."""


@tracked()
class Brief(models.Model):
    """One region's year as the bureau knew it at ``pinned_at``; a deck shows the same parts as slides."""

    title = models.CharField(_("题名"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    year = models.PositiveSmallIntegerField(_("年份"))
    left_out = models.JSONField(_("不要的部分"), default=list, blank=True)
    remark = models.TextField(_("说明和建议"), max_length=2000, blank=True)
    pinned_at = models.DateTimeField(_("数据时点"))
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    made_at = models.DateTimeField(_("编制时间"), auto_now_add=True)
    shown_at = models.DateTimeField(_("上次放映"), null=True, blank=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("简报")
        verbose_name_plural = _("简报")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1949, year__lte=2100), name="brief_year_of_a_calendar"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="brief_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Deck(models.Model):
    """Slides that somebody put together, in his order, on the data of ``pinned_at``; his own unless it is shared."""

    title = models.CharField(_("题名"), max_length=120)
    pinned_at = models.DateTimeField(_("数据时点"))
    is_shared = models.BooleanField(_("全局共享"), default=False)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    made_at = models.DateTimeField(_("编制时间"), auto_now_add=True)
    shown_at = models.DateTimeField(_("上次放映"), null=True, blank=True)

    objects = DeckQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("幻灯片集")
        verbose_name_plural = _("幻灯片集")
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="deck_has_a_title")]

    def __str__(self) -> str:
        return self.title


class DeckSlide(models.Model):
    """One slide: a chart, as the explorer's address names it, or a part of a brief. It keeps no values."""

    deck = models.ForeignKey(Deck, models.CASCADE, related_name="slides", verbose_name=_("幻灯片集"))
    position = models.PositiveSmallIntegerField(_("次序"))
    title = models.CharField(_("标题"), max_length=120, blank=True)
    query = models.CharField(_("状态"), max_length=LONGEST_QUERY, blank=True)
    brief = models.ForeignKey(
        Brief, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("简报")
    )
    section = models.CharField(_("部分"), max_length=60, blank=True)

    class Meta:
        ordering = ["deck", "position"]
        verbose_name = _("幻灯片")
        verbose_name_plural = _("幻灯片")
        constraints = [
            models.UniqueConstraint(
                fields=["deck", "position"],
                name="deck_slide_one_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=(~Q(query="") & Q(brief__isnull=True, section=""))
                | (Q(query="", brief__isnull=False) & ~Q(section="")),
                name="deck_slide_of_a_view_or_a_brief",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.deck_id}/{self.position}"


class MeetingNote(models.Model):
    """What somebody wrote down at a slide of a brief or of a deck, and the work that was made of it."""

    brief = models.ForeignKey(
        Brief, models.CASCADE, null=True, blank=True, related_name="notes", verbose_name=_("简报")
    )
    deck = models.ForeignKey(
        Deck, models.CASCADE, null=True, blank=True, related_name="notes", verbose_name=_("幻灯片集")
    )
    slide = models.CharField(_("页"), max_length=60)
    text = models.CharField(_("记录"), max_length=500)
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    taken_at = models.DateTimeField(_("记录时间"), auto_now_add=True)
    item = models.OneToOneField(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("工作事项")
    )

    class Meta:
        ordering = ["brief", "deck", "pk"]
        verbose_name = _("会议记录")
        verbose_name_plural = _("会议记录")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="meeting_note_has_words"),
            models.CheckConstraint(
                condition=Q(brief__isnull=False, deck__isnull=True)
                | Q(brief__isnull=True, deck__isnull=False),
                name="meeting_note_of_one_show",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Export(models.Model):
    """A file that takes long to make: asked for, made by a job, kept for its owner alone until ``expires_at``."""

    class Kind(models.TextChoices):
        DOCX = "docx", "Word"
        PPTX = "pptx", "PowerPoint"
        PDF = "pdf", "PDF"
        ZIP = "zip", _("全套")
        XLSX = "xlsx", "Excel"

    class State(models.TextChoices):
        WAITING = "waiting", _("等候")
        MAKING = "making", _("生成中")
        READY = "ready", _("可下载")
        FAILED = "failed", _("没有生成")
        EXPIRED = "expired", _("已过期")

    owner = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("导出人"))
    kind = models.CharField(_("种类"), max_length=4, choices=Kind.choices)
    title = models.CharField(_("题名"), max_length=120)
    brief = models.ForeignKey(
        Brief, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("简报")
    )
    deck = models.ForeignKey(
        Deck, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("幻灯片集")
    )
    scope = models.CharField(_("范围"), max_length=12, blank=True, help_text=_("地区代码的开头；空为全部"))
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(_("步骤"), max_length=60, blank=True)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    total = models.PositiveIntegerField(_("共"), default=1)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    file = models.CharField(_("文件"), max_length=40, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("导出文件")
        verbose_name_plural = _("导出文件")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state="ready", expires_at__isnull=False, finished_at__isnull=False) & ~Q(file="")
                )
                | (~Q(state="ready") & Q(file="")),
                name="export_file_where_ready",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="export_failed_why"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="export_done_of_total"),
            models.CheckConstraint(
                condition=Q(brief__isnull=True) | Q(deck__isnull=True), name="export_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.MAKING}

    @property
    def at(self) -> int:
        """Which step is being done, counted from 1."""
        return min(self.done + 1, self.total)

    @property
    def step_words(self) -> str:
        """What is being done now: a step by its name, an indicator by its own."""
        return str(STEPS.get(self.step, self.step))
