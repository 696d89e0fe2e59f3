"""What the auditor looks for; what is chosen is the page's address."""

from __future__ import annotations

import re

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from trail.actions import Action, Result
from trail.models import Event

SUBJECT = re.compile(r"[a-z_]+\.[a-z_]+:\S+")


def _choices() -> list[tuple[str, str]]:
    return sorted(Action.choices, key=lambda choice: str(choice[1]))


class EventFilter(django_filters.FilterSet):
    person = django_filters.CharFilter(label=_("用户名"), field_name="user_name", lookup_expr="exact")
    action = django_filters.ChoiceFilter(
        label=_("操作"), choices=lazy(_choices, list)(), empty_label=_("全部操作")
    )
    result = django_filters.ChoiceFilter(label=_("结果"), choices=Result.choices, empty_label=_("全部结果"))
    since = django_filters.DateFilter(
        label=_("自"), method="by_since", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = django_filters.DateFilter(
        label=_("至"), method="by_until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    q = django_filters.CharFilter(label=_("对象"), method="by_object")

    class Meta:
        model = Event
        fields = ["person", "action", "result", "since", "until", "q"]

    def by_since(self, rows: QuerySet, _name: str, day) -> QuerySet:
        return rows.since(day)

    def by_until(self, rows: QuerySet, _name: str, day) -> QuerySet:
        return rows.until(day)

    def by_object(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        """By words of the object, or by its exact name as ``reports.claim:5``."""
        text = text.strip()
        if SUBJECT.fullmatch(text):
            return rows.filter(subjects__contains=[text])
        return rows.filter(object_words__icontains=text)
