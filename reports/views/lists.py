"""The lists of reports, work items and findings: filtered, sorted, paged, and all of it in the address."""

from typing import Any

from django.db.models import QuerySet
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from reports import access
from reports.filters import FindingFilter, ReportFilter, WorkItemFilter
from reports.finding_page import finding_card, with_sentences
from reports.models import Finding, WorkItem
from reports.tables import ReportTable, WorkItemTable


class ReportList(SingleTableMixin, FilterView):
    table_class = ReportTable
    filterset_class = ReportFilter
    template_name = "reports/report_list.html"
    paginate_by = 25
    strict = False

    def get_queryset(self) -> QuerySet:
        return access.visible_reports(self.request.user).with_counts().without_text()


class WorkItemList(SingleTableMixin, FilterView):
    table_class = WorkItemTable
    filterset_class = WorkItemFilter
    template_name = "reports/work_item_list.html"
    paginate_by = 50
    strict = False

    def get_queryset(self) -> QuerySet:
        return access.visible(WorkItem, self.request.user).with_context()


class FindingList(FilterView):
    filterset_class = FindingFilter
    template_name = "reports/finding_list.html"
    paginate_by = 20
    strict = False

    def get_queryset(self) -> QuerySet:
        return with_sentences(access.visible(Finding, self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"cards": [finding_card(finding) for finding in context["page_obj"]]}
