"""What people keep for their charts: views under a name, and the approved maps that a bureau draws on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 2000


class SavedViewQuerySet(models.QuerySet):
    def seen_by(self, user: models.Model) -> SavedViewQuerySet:
        """The user's own, and those that others share; the own ones first, then by name."""
        own = models.Case(models.When(owner=user, then=0), default=1)
        rows = self.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
        return rows.order_by(own, "name", "pk")

    def of_indicator(self, code: str) -> SavedViewQuerySet:
        """Those that show the indicator."""
        return self.filter(query__regex=rf"(^|&)indicator={code}(&|$)")


class SavedView(models.Model):
    """A chart under a name: the state of the explorer as its address has it, without values.

    What it shows depends on who looks: values are filtered by reader when it is opened, never kept here.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("保存人")
    )
    name = models.CharField(_("名称"), max_length=80)
    query = models.CharField(_("状态"), max_length=LONGEST_QUERY)
    is_shared = models.BooleanField(_("全局共享"), default=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("图表视图")
        verbose_name_plural = _("图表视图")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_one_name"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_view_says_something"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The chart itself; slides and briefs that pin the view link here."""
        return f"{reverse('indicators:explorer')}?{self.query}"


class BaseMap(models.Model):
    """A map that the bureau is allowed to publish: shapes of regions, drawn by the server, with its approval number.

    ``codes`` are the regions that have an outline. ``shapes`` is a list of {"code", "path", "x", "y"}: a region's code,
    its outline as SVG's ``d`` inside ``width`` × ``height``, and where its value is written.
    """

    title = models.CharField(_("名称"), max_length=80)
    approval = models.CharField(_("审图号"), max_length=40)
    codes = ArrayField(models.CharField(max_length=9), verbose_name=_("地区代码"))
    shapes = models.JSONField(_("轮廓"))
    width = models.PositiveSmallIntegerField(_("宽"))
    height = models.PositiveSmallIntegerField(_("高"))
    digest = models.CharField(_("文件指纹"), max_length=64, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("底图")
        verbose_name_plural = _("底图")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(approval=""), name="base_map_titled_and_approved"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def credit(self) -> str:
        """What has to stand under every drawing of it."""
        return gettext("底图：%(title)s，审图号 %(approval)s") % {
            "title": self.title,
            "approval": self.approval,
        }

    @property
    def trail_words(self) -> str:
        """How the trail names it: title and approval number."""
        return f"{self.title} {self.approval}"
