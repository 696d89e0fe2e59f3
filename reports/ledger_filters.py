"""What of the ledger is shown; what is chosen is the page's address."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reports.filters import ListFilter
from reports.models import Promise


class PromiseFilter(ListFilter):
    """By words, year of the plan, status, strength of the wording, and whether somebody confirmed it."""

    q = django_filters.CharFilter(label=_("内容"), field_name="item__text", lookup_expr="icontains")
    year = django_filters.ChoiceFilter(label=_("计划年份"), choices=[], empty_label=_("全部年份"))
    status = django_filters.ChoiceFilter(
        label=_("落实情况"), choices=Promise.Status.choices, empty_label=_("全部情况"), method="by_status"
    )
    strength = django_filters.ChoiceFilter(
        label=_("措辞"), choices=Promise.Strength.choices, empty_label=_("全部措辞")
    )
    state = django_filters.ChoiceFilter(
        label=_("核定"),
        choices=[("open", _("待核定")), ("decided", _("已核定")), ("carried", _("照搬上年原文"))],
        empty_label=_("不限"),
        method="by_state",
    )

    class Meta:
        model = Promise
        fields = ["q", "year", "status", "strength", "state"]

    def by_status(self, rows: QuerySet, _name: str, status: str) -> QuerySet:
        return rows.with_status().filter(holding=status)

    def by_state(self, rows: QuerySet, _name: str, state: str) -> QuerySet:
        if state == "carried":
            return rows.filter(unchanged=True)
        return rows.unconfirmed() if state == "open" else rows.confirmed()
