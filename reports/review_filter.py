"""What the review queue is narrowed to; the choice is the page's address and stays with every figure of the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from reports.filters import ListFilter, RegionChoice
from reports.models import Claim, Finding

MOST_KEY = 2**63
DOUBTS = [
    ("conflict", _("数值矛盾")),
    ("sum", _("合计不符")),
    ("growth", _("增幅不符")),
    ("published", _("与已发布不同")),
    ("range", _("超出范围")),
    ("year", _("年份不一")),
    ("unsure", _("把握低或有疑问")),
    ("aside", _("看不准")),
    ("none", _("没有疑点")),
]


class ReviewFilter(ListFilter):
    """Pending claims by region, indicator, kind of doubt and report; in a group by what makes them alike."""

    doubt = django_filters.ChoiceFilter(
        label=_("疑点"), choices=DOUBTS, empty_label=_("全部"), method="by_doubt"
    )
    indicator = django_filters.ModelChoiceFilter(
        label=_("指标"), queryset=Indicator.objects.none(), empty_label=_("全部指标")
    )
    region = RegionChoice(path="report__region")
    report = django_filters.NumberFilter(method="by_report", widget=forms.HiddenInput)
    measure = django_filters.CharFilter(widget=forms.HiddenInput)
    rule = django_filters.CharFilter(widget=forms.HiddenInput)
    reason = django_filters.CharFilter(method="by_reason", widget=forms.HiddenInput)

    class Meta:
        model = Claim
        fields = ["doubt", "indicator", "region", "report"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = self.choices_from
        self.filters["indicator"].queryset = Indicator.objects.filter(pk__in=waiting.values("indicator"))

    def by_doubt(self, rows: QuerySet, _name: str, doubt: str) -> QuerySet:
        if doubt in Finding.Rule.values:
            return rows.doubted_by(doubt)
        return {
            "unsure": rows.unsure(),
            "aside": rows.filter(aside_at__isnull=False),
            "none": rows.free_of_doubt().exclude(pk__in=rows.unsure().values("pk")),
        }.get(doubt, rows)

    def by_report(self, rows: QuerySet, _name: str, report: Decimal) -> QuerySet:
        """Those of one report; none for a number that is no key."""
        return (
            rows.filter(report=int(report))
            if 0 < report < MOST_KEY and report == int(report)
            else rows.none()
        )

    def by_reason(self, rows: QuerySet, _name: str, reason: str) -> QuerySet:
        """Those whose first reason it is; "-" asks for those without any."""
        return rows.filter(Q(reasons__len=0) if reason == "-" else Q(reasons__0=reason))
