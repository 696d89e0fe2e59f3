"""The table of people."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.passwords import plain


class PersonTable(tables.Table):
    username = tables.Column(verbose_name=_("用户名"))
    full_name = tables.Column(verbose_name=_("姓名"), accessor="first_name", default="—")
    role = tables.Column(
        verbose_name=_("角色"), accessor="membership__get_role_display", order_by="membership__role",
        default=_("未授权"),
    )  # fmt: skip
    region = tables.Column(
        verbose_name=_("地区"),
        accessor="membership__region",
        order_by="membership__region__code",
        default="—",
    )
    state = tables.Column(verbose_name=_("状态"), accessor="is_active")
    has_second_factor = tables.BooleanColumn(
        verbose_name=_("第二重验证"), yesno=(_("已启用"), "—"), null=False, attrs={"td": {"class": "nowrap"}}
    )
    last_login = tables.DateTimeColumn(
        verbose_name=_("最近登录"), format="Y-m-d H:i", default="—", attrs={"td": {"class": "nowrap"}}
    )

    class Meta:
        model = get_user_model()
        fields = ["username", "full_name", "role", "region", "state", "has_second_factor", "last_login"]
        attrs = {"class": "table"}
        empty_text = _("没有符合条件的人员。")

    def __init__(self, *args: Any, locked: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locked = locked

    def render_username(self, record: AbstractUser) -> SafeString:
        page = reverse("accounts:person-detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', page, record.get_username())

    def render_state(self, record: AbstractUser) -> SafeString:
        locked = plain(record.get_username()) in self.locked
        return render_to_string("accounts/_person_state.html", {"person": record, "is_locked": locked})

    def render_has_second_factor(self, value: bool) -> Any:
        return _("已启用") if value else "—"
