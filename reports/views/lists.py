"""The lists of reports, work items and findings: filtered, sorted, paged, and all of it in the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from reports import access
from reports.filters import FindingFilter, ReportFilter, WorkItemFilter
from reports.finding_page import finding_card, with_sentences
from reports.numbers import read_number
from reports.tables import ReportTable, WorkItemTable


class LenientPaginator(Paginator):
    """Shows the nearest page for a number that does not exist, as the tables do."""

    def page(self, number: int | str) -> Page:
        return super().page(min(max(self.validate_any(number), 1), self.num_pages))

    def validate_any(self, number: int | str) -> int:
        return read_number(str(number)[:17]) or 1


class VisibleList(FilterView):
    """A list of what its reader may see; the choices of its filters tell no more than that."""

    strict = False
    may_see = staticmethod(access.can_read_reports)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        access.require(self.may_see(request.user))
        return super().dispatch(request, *args, **kwargs)

    def visible(self) -> QuerySet:
        return access.visible(self.filterset_class._meta.model, self.request.user)

    def get_filterset_kwargs(self, filterset_class: type) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"choices_from": self.visible()}


class ReportList(SingleTableMixin, VisibleList):
    table_class = ReportTable
    filterset_class = ReportFilter
    template_name = "reports/report_list.html"
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet:
        return self.visible().with_counts().with_returns().without_text()

    def visible(self) -> QuerySet:
        return access.visible_reports(self.request.user)


class WorkItemList(SingleTableMixin, VisibleList):
    may_see = staticmethod(access.can_follow_work)
    table_class = WorkItemTable
    filterset_class = WorkItemFilter
    template_name = "reports/work_item_list.html"
    table_pagination = {"per_page": 50}

    def get_queryset(self) -> QuerySet:
        return self.visible().standing().with_context()


class FindingList(VisibleList):
    filterset_class = FindingFilter
    template_name = "reports/finding_list.html"
    paginate_by = 20
    paginator_class = LenientPaginator

    def get_queryset(self) -> QuerySet:
        return with_sentences(self.visible())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"cards": [finding_card(finding) for finding in context["page_obj"]]}
