"""A brief that was made: of which region and year, on which moment's data. Its words are made anew from these."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from briefs.querysets import BriefQuerySet
from indicators.models import Region
from trail.history import tracked

USER = settings.AUTH_USER_MODEL


@tracked()
class Brief(models.Model):
    """One region's year as the bureau knew it at ``pinned_at``; a deck shows the same parts as slides."""

    title = models.CharField(_("题名"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    year = models.PositiveSmallIntegerField(_("年份"))
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
                condition=models.Q(year__gte=1949, year__lte=2100), name="brief_year_of_a_calendar"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="brief_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingNote(models.Model):
    """What somebody wrote down at a slide."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="notes", verbose_name=_("简报"))
    slide = models.CharField(_("页"), max_length=60)
    text = models.CharField(_("记录"), max_length=500)
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    taken_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        ordering = ["brief", "pk"]
        verbose_name = _("会议记录")
        verbose_name_plural = _("会议记录")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="meeting_note_has_words")]

    def __str__(self) -> str:
        return self.text[:60]
