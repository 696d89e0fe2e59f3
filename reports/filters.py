"""Filters of the lists; what is chosen is the page's address."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Max, Q, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, Region
from reports.models import Finding, Report, Return, WorkItem
from reports.wording import KINDS, kind_words

lazy_kind = lazy(kind_words, str)


class RegionChoice(django_filters.ModelChoiceFilter):
    """Only the regions that the listed rows speak of, so that the choice leaks no other and is short."""

    def __init__(self, *, path: str = "region", **kwargs: Any) -> None:
        self.path = path
        super().__init__(
            field_name=path,
            label=_("地区"),
            empty_label=_("全部地区"),
            queryset=Region.objects.none(),
            **kwargs,
        )


class ListFilter(django_filters.FilterSet):
    """A filter set whose choices of region and year come from ``choices_from``: the rows that the user may see."""

    def __init__(self, *args: Any, choices_from: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.choices_from = choices_from.order_by()
        if "region" in self.filters:
            path = self.filters["region"].path
            self.filters["region"].queryset = Region.objects.filter(pk__in=rows.values(path))
        if "year" in self.filters:
            years = rows.filter(year__isnull=False).values_list("year", flat=True).distinct()
            self.filters["year"].extra["choices"] = [(y, str(y)) for y in sorted(years, reverse=True)]


class ReportFilter(ListFilter):
    q = django_filters.CharFilter(label=_("标题或文件名"), method="search")
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=Report.State.choices, empty_label=_("全部状态")
    )
    year = django_filters.ChoiceFilter(label=_("年份"), choices=[], empty_label=_("全部年份"))
    region = RegionChoice()
    kind = django_filters.ChoiceFilter(
        label=_("种类"), choices=[(code, lazy_kind(code)) for code in KINDS], empty_label=_("全部种类")
    )
    returned = django_filters.ChoiceFilter(
        label=_("退回"), choices=Return.State.choices[:3], empty_label=_("不限"), method="sent_back"
    )

    standing = django_filters.ChoiceFilter(
        label=_("版本"),
        choices=[("current", _("现行")), *Report.Replacement.choices],
        empty_label=_("全部版本"),
        method="by_standing",
    )

    class Meta:
        model = Report
        fields = ["q", "region", "year", "kind", "state", "standing"]

    def by_standing(self, rows: QuerySet, _name: str, standing: str) -> QuerySet:
        return rows.standing() if standing == "current" else rows.filter(replaced_as=standing)

    def search(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        return rows.filter(Q(title__icontains=text) | Q(file_name__icontains=text))

    def sent_back(self, rows: QuerySet, _name: str, state: str) -> QuerySet:
        return rows.filter(pk__in=Return.objects.filter(state=state).values("report"))


class WorkPlaceChoice(RegionChoice):
    """Regions that have work: of their reports, or given to them."""

    def filter(self, rows: QuerySet, region: Region | None) -> QuerySet:
        return rows.of_place(region) if region else rows


class WorkFilter(ListFilter):
    """A filter set of work items."""

    region = WorkPlaceChoice(path="report__region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.choices_from
        known = Q(pk__in=rows.values("report__region")) | Q(pk__in=rows.values("region"))
        self.filters["region"].queryset = Region.objects.filter(known)


class WorkItemFilter(WorkFilter):
    q = django_filters.CharFilter(label=_("内容"), field_name="text", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(
        label=_("类别"), choices=WorkItem.Kind.choices, empty_label=_("已完成和计划")
    )
    year = django_filters.ChoiceFilter(
        label=_("年份"), choices=[], empty_label=_("全部年份"), method="by_year"
    )
    progress = django_filters.ChoiceFilter(
        label=_("进展"), choices=WorkItem.Progress.choices, empty_label=_("不限"), method="by_progress"
    )

    class Meta:
        model = WorkItem
        fields = ["q", "region", "year", "kind", "progress"]

    def by_year(self, rows: QuerySet, _name: str, year: str) -> QuerySet:
        return rows.of_year(int(year))

    def by_progress(self, rows: QuerySet, _name: str, progress: str) -> QuerySet:
        return rows.planned().filter(progress=progress)


class BoardFilter(WorkFilter):
    """Plans of one year: the newest that reports have, unless another is asked for."""

    ALL_YEARS = "all"

    q = django_filters.CharFilter(label=_("内容或责任单位"), method="search")
    year = django_filters.ChoiceFilter(label=_("年份"), choices=[], empty_label=None, method="of_year")

    class Meta:
        model = WorkItem
        fields = ["q", "region", "year"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data else {}
        super().__init__(data, *args, **kwargs)
        years = [value for value, _label in self.filters["year"].extra["choices"]]
        self.filters["year"].extra["choices"] += [(self.ALL_YEARS, _("全部年份"))]
        told = self.choices_from.filter(report__isnull=False).aggregate(newest=Max("year"))["newest"]
        newest = told or (years[0] if years else self.ALL_YEARS)
        data.setdefault("year", str(newest))
        self.data = data  # the base class keeps no empty one

    def of_year(self, rows: QuerySet, _name: str, year: str) -> QuerySet:
        return rows if year == self.ALL_YEARS else rows.of_year(int(year))

    def search(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        return rows.filter(Q(text__icontains=text) | Q(body__icontains=text))


class FindingFilter(ListFilter):
    """What waits for a ruling is shown unless something else is asked for."""

    STATES = [("open", _("待裁定")), ("ruled", _("已裁定")), ("holds", _("相互印证")), ("all", _("全部"))]

    state = django_filters.ChoiceFilter(label=_("状态"), choices=STATES, empty_label=None, method="by_state")
    severity = django_filters.ChoiceFilter(
        label=_("程度"), choices=Finding.Severity.choices[:2], empty_label=_("全部程度")
    )
    rule = django_filters.ChoiceFilter(
        label=_("检查"), choices=Finding.Rule.choices, empty_label=_("全部检查")
    )
    indicator = django_filters.ModelChoiceFilter(
        label=_("指标"), queryset=Indicator.objects.none(), empty_label=_("全部指标")
    )
    region = RegionChoice(path="report__region")

    class Meta:
        model = Finding
        fields = ["state", "severity", "rule", "indicator", "region"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data else {}
        data.setdefault("state", "open")
        super().__init__(data, *args, **kwargs)
        spoken_of = self.choices_from.values("indicator")
        self.filters["indicator"].queryset = Indicator.objects.filter(pk__in=spoken_of)

    def by_state(self, rows: QuerySet, _name: str, state: str) -> QuerySet:
        return {
            "open": rows.open().doubts(),
            "ruled": rows.filter(state=Finding.State.RULED),
            "holds": rows.filter(severity=Finding.Severity.INFO),
        }.get(state, rows)
