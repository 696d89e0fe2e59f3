"""The list of what was done."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from trail.actions import Result
from trail.models import Event

BADGES = {Result.OK: "accepted", Result.FAILED: "rejected", Result.REFUSED: "doubt"}


class EventTable(tables.Table):
    at = tables.Column(verbose_name=_("时间"), attrs={"td": {"class": "nowrap"}})
    user_name = tables.Column(verbose_name=_("用户"), empty_values=())
    action = tables.Column(verbose_name=_("操作"), attrs={"td": {"class": "nowrap"}})
    object_words = tables.Column(verbose_name=_("对象"), empty_values=())
    result = tables.Column(verbose_name=_("结果"))
    address = tables.Column(verbose_name=_("来自"), empty_values=(), attrs={"td": {"class": "nowrap"}})

    class Meta:
        model = Event
        fields = ["at", "user_name", "action", "object_words", "result", "address"]
        attrs = {"class": "table trail-table"}
        orderable = False
        empty_text = _("没有符合条件的操作记录。")

    def render_at(self, record: Event) -> SafeString:
        page, moment = reverse("trail:event-detail", args=[record.pk]), timezone.localtime(record.at)
        return format_html(
            '<a href="{}"><time datetime="{}">{}</time></a>',
            page,
            moment.isoformat(),
            f"{moment:%Y-%m-%d %H:%M:%S}",
        )

    def render_user_name(self, record: Event) -> str:
        return record.user_name or _t("系统")

    def render_action(self, record: Event) -> str:
        return record.action_words

    def render_object_words(self, record: Event) -> str:
        return record.object_shown or "—"

    def render_result(self, record: Event) -> SafeString:
        badge = BADGES.get(record.result, "noise")
        return format_html('<span class="badge badge--{}">{}</span>', badge, record.get_result_display())

    def render_address(self, record: Event) -> str:
        return record.address or record.get_channel_display()
