"""What the bureau stands behind. Nothing here has heard of reports: a citation carries its quote and its link."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.annotations import SeriesNote  # noqa: F401
from indicators.pinned import BaseMap, SavedView  # noqa: F401
from indicators.place_names import reads_english, shown_name
from indicators.querysets import (
    CitationQuerySet,
    IndicatorQuerySet,
    ObservationQuerySet,
    RegionQuerySet,
    SourceQuerySet,
    TargetQuerySet,
)
from indicators.scope import ScopedManager
from indicators.terms import DRAFT, Accounting, Comparator, Measure, ObservationStatus, UnitKind
from trail.history import tracked


def finite(field: str) -> Q:
    """Holds for numbers below 10^18 in size; PostgreSQL's NaN and infinities fail it."""
    return Q(**{f"{field}__gt": -(10**18), f"{field}__lt": 10**18})


class Region(models.Model):
    """A place with a GB/T 2260 code; abolished ones stay, with their successor."""

    class Level(models.TextChoices):
        NATION = "nation", _("全国")
        PROVINCE = "province", _("省级")
        PREFECTURE = "prefecture", _("地级")
        COUNTY = "county", _("县级")
        ZONE = "zone", _("开发区")

    code = models.CharField(_("代码"), max_length=9, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    abolished = models.PositiveSmallIntegerField(_("撤销年份"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("承继")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("地区")
        verbose_name_plural = _("地区")

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """What the reader calls it; ``name`` is what reports call it, and what is kept and compared."""
        return shown_name(self.pk, self.name)


@tracked(exclude=["changed_at"])
class Indicator(models.Model):
    """What the dashboard knows how to count; the code never changes."""

    code = models.CharField(_("代码"), max_length=80, primary_key=True)
    name_zh = models.CharField(_("中文名称"), max_length=80, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=120)
    domain = models.CharField(_("领域"), max_length=30)
    unit = models.CharField(_("单位"), max_length=20)
    unit_kind = models.CharField(_("单位类别"), max_length=10, choices=UnitKind.choices)
    accounting = models.CharField(_("统计口径"), max_length=10, choices=Accounting.choices)
    dimension = models.CharField(_("分组维度"), max_length=40, blank=True)
    definition = models.TextField(_("指标解释"), blank=True)
    position = models.PositiveIntegerField(_("次序"), default=0)
    is_headline = models.BooleanField(_("总览显示"), default=False)
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("指标")
        verbose_name_plural = _("指标")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if reads_english() else self.name_zh


@tracked(exclude=["changed_at"], inserts=True)
class IndicatorName(models.Model):
    """A name by which reports call an indicator; one name means one indicator."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="names", verbose_name=_("指标"))
    name = models.CharField(_("别名"), max_length=80, unique=True)
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("指标别名")
        verbose_name_plural = _("指标别名")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="indicator_name_not_empty")]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """Where published figures come from: a report, a yearbook. ``key`` is the publisher's own name for it."""

    key = models.CharField(_("标识"), max_length=80, unique=True)
    title = models.CharField(_("题名"), max_length=300)
    issuer = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("报送地区")
    )
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    digest = models.CharField(_("文件指纹"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("来源")
        verbose_name_plural = _("来源")

    def __str__(self) -> str:
        return self.title


class PublishedValue(models.Model):
    """What observations and targets share: the key, the value, and when the bureau stood behind it.

    Without ``published_at`` it is a draft: accepted, not yet shown to all; ``replaces_because`` says why it may take
    the place of a published one.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("指标"))
    breakdown = models.CharField(_("分组"), max_length=40, blank=True)
    accounting = models.CharField(_("口径"), max_length=10, choices=Accounting.choices)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    start = models.DateField(_("期初"), null=True, blank=True)
    end = models.DateField(_("期末"))
    value = models.DecimalField(_("数值"), max_digits=26, decimal_places=6)
    unit_kind = models.CharField(_("单位类别"), max_length=10, choices=UnitKind.choices)
    comparator = models.CharField(
        _("界限"), max_length=6, choices=Comparator.choices, default=Comparator.EXACT
    )
    replaces_because = models.CharField(_("取代原因"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    superseded_at = models.DateTimeField(_("替换时间"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("替换人"),
    )
    supersede_reason = models.CharField(_("替换原因"), max_length=300, blank=True)

    KEY: ClassVar[tuple[str, ...]]  # the fields that name the statistic

    class Meta:
        abstract = True

    @property
    def trail_words(self) -> str:
        """How the trail names it: indicator, region, end of the period."""
        return f"{self.indicator.name_zh} {self.region.name} {self.end}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def shown_status(self) -> str:
        """The status as charts and tables mark it: a draft is one before it is anything else."""
        return DRAFT if self.is_draft else getattr(self, "status", ObservationStatus.NORMAL)


def published_constraints(name: str, key: list[str]) -> list[models.BaseConstraint]:
    """What must hold: one live row and one draft a key, ordered dates, a finite number, a told reason."""
    return [
        models.UniqueConstraint(
            fields=key,
            condition=Q(superseded_at__isnull=True, published_at__isnull=False),
            nulls_distinct=False,
            name=f"{name}_one_live",
        ),
        models.UniqueConstraint(
            fields=key,
            condition=Q(published_at__isnull=True),
            nulls_distinct=False,
            name=f"{name}_one_draft",
        ),
        models.CheckConstraint(
            condition=Q(superseded_at__isnull=True) | Q(published_at__isnull=False),
            name=f"{name}_superseded_was_published",
        ),
        models.CheckConstraint(condition=finite("value"), name=f"{name}_value_finite"),
        models.CheckConstraint(
            condition=Q(start__isnull=True) | Q(start__lte=F("end")), name=f"{name}_dates_ordered"
        ),
        models.CheckConstraint(
            condition=Q(accounting="flow", start__isnull=False)
            | (~Q(accounting="flow") & Q(start__isnull=True)),
            name=f"{name}_flow_has_a_start",
        ),
        models.CheckConstraint(
            condition=Q(superseded_at__isnull=True, supersede_reason="")
            | (Q(superseded_at__isnull=False) & ~Q(supersede_reason="")),
            name=f"{name}_superseded_with_reason",
        ),
    ]


@tracked()
class Observation(PublishedValue):
    """One published value; narrow, never edited, only superseded."""

    measure = models.CharField(
        _("度量"), max_length=6, choices=[c for c in Measure.choices if c[0] != "target"]
    )
    status = models.CharField(
        _("状态"), max_length=1, choices=ObservationStatus.choices, default=ObservationStatus.NORMAL
    )

    KEY = ("indicator_id", "breakdown", "measure", "accounting", "region_id", "start", "end")

    objects = ScopedManager.from_queryset(ObservationQuerySet)()

    class Meta:
        verbose_name = _("观测值")
        verbose_name_plural = _("观测值")
        constraints = [
            *published_constraints(
                "observation", ["indicator", "breakdown", "measure", "accounting", "region", "start", "end"]
            ),
            models.CheckConstraint(condition=~Q(measure="target"), name="observation_is_no_target"),
        ]
        indexes = [  # one region over time; many regions at one time and their ranking; vintages
            models.Index(
                fields=["region", "indicator", "measure", "end"],
                name="observation_region_time",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(
                fields=["indicator", "measure", "end", "region"],
                name="observation_indicator_time",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(fields=["indicator", "region", "published_at"], name="observation_vintage"),
            models.Index(  # whole years, without stepping over the months; the planner sees how few they are
                fields=["indicator", "measure", "breakdown", "accounting", "region", "end"],
                name="observation_year_end",
                condition=Q(superseded_at__isnull=True, published_at__isnull=False)
                & Q(end__month=12, end__day=31),
            ),
            models.Index(  # what changed in a region since a moment, the newest first
                fields=["region", "-published_at"],
                name="observation_region_published",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=["region", "-superseded_at"],
                name="observation_region_superseded",
                condition=Q(superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.region_id} {self.end} {self.value}"


@tracked()
class Target(PublishedValue):
    """A value that was planned or assigned, never one that was achieved; growth targets carry percent."""

    KEY = ("indicator_id", "breakdown", "accounting", "region_id", "start", "end", "unit_kind", "comparator")

    objects = ScopedManager.from_queryset(TargetQuerySet)()

    class Meta:
        verbose_name = _("目标值")
        verbose_name_plural = _("目标值")
        constraints = published_constraints(
            "target",
            ["indicator", "breakdown", "accounting", "region", "start", "end", "unit_kind", "comparator"],
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.region_id} {self.end} {self.value}"

    @property
    def measure(self) -> str:
        """The measure under which claims and tables name it."""
        return Measure.TARGET


class Citation(models.Model):
    """Ties a published value to the sentence it rests on. ``role`` tells evidence from mere support (突破9万)."""

    class Role(models.TextChoices):
        EVIDENCE = "evidence", _("依据")
        SUPPORT = "support", _("佐证")

    observation = models.ForeignKey(
        Observation, models.CASCADE, null=True, blank=True, related_name="citations"
    )
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("来源"))
    role = models.CharField(_("作用"), max_length=8, choices=Role.choices, default=Role.EVIDENCE)
    sentence = models.TextField(_("原句"))
    quote_start = models.PositiveIntegerField(_("数字起点"))
    quote_end = models.PositiveIntegerField(_("数字终点"))
    section = models.CharField(_("所在标题"), max_length=500, blank=True)
    link = models.CharField(_("出处链接"), max_length=200, help_text=_("站内路径"))
    ruling = models.CharField(_("裁定"), max_length=600, blank=True)
    ruling_link = models.CharField(_("裁定链接"), max_length=200, blank=True, help_text=_("站内路径"))
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("引用")
        verbose_name_plural = _("引用")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(observation__isnull=False, target__isnull=True)
                | Q(observation__isnull=True, target__isnull=False),
                name="citation_of_one_value",
            ),
            models.CheckConstraint(
                condition=Q(quote_start__lte=F("quote_end")), name="citation_quote_ordered"
            ),
            models.UniqueConstraint(fields=["observation", "link"], name="citation_once_per_observation"),
            models.UniqueConstraint(fields=["target", "link"], name="citation_once_per_target"),
        ]

    def __str__(self) -> str:
        return self.sentence[:40]

    @property
    def before(self) -> str:
        return self.sentence[: self.quote_start]

    @property
    def quote(self) -> str:
        return self.sentence[self.quote_start : self.quote_end]

    @property
    def after(self) -> str:
        return self.sentence[self.quote_end :]
