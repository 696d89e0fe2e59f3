"""The tables of the lists: sortable where the database can sort, units and links where readers look."""

from __future__ import annotations

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models import Report, WorkItem
from reports.wording import kind_words

NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class ReportTable(tables.Table):
    title = tables.Column(verbose_name=pgettext_lazy("column", "报告"), empty_values=())
    region = tables.Column(verbose_name=_("地区"), order_by="region__code", default="—")
    year = tables.Column(verbose_name=_("年份"), localize=False, default="—", attrs=NUMBER)
    kind = tables.Column(verbose_name=_("种类"), default="—")
    state = tables.Column(verbose_name=_("状态"))
    claim_count = tables.Column(verbose_name=_("数据"), attrs=NUMBER, localize=True)
    pending_count = tables.Column(verbose_name=_("待核实"), attrs=NUMBER, localize=True)
    doubt_count = tables.Column(verbose_name=_("疑点"), attrs=NUMBER, localize=True)
    item_count = tables.Column(verbose_name=_("事项"), attrs=NUMBER, localize=True)
    uploaded_at = tables.DateTimeColumn(
        verbose_name=_("上传时间"), format="Y-m-d", attrs={"td": {"class": "nowrap"}}
    )

    class Meta:
        model = Report
        fields = [
            "title", "region", "year", "kind", "state", "claim_count", "pending_count", "doubt_count", "item_count",
            "uploaded_at",
        ]  # fmt: skip
        attrs = {"class": "table report-table"}
        order_by = "-uploaded_at"
        empty_text = _("没有符合条件的报告。")

    def render_title(self, record: Report) -> SafeString:
        return render_to_string("reports/cells/report_title.html", {"record": record})

    def render_kind(self, value: str) -> str:
        return kind_words(value)

    def render_state(self, record: Report) -> SafeString:
        return render_to_string("reports/_report_state.html", {"report": record})

    def render_doubt_count(self, value: int) -> SafeString | str:
        return format_html('<span class="badge badge--doubt">{}</span>', value) if value else "0"


class DraftTable(tables.Table):
    """Reports whose accepted figures wait to be published."""

    title = tables.Column(verbose_name=pgettext_lazy("column", "报告"), empty_values=())
    region = tables.Column(verbose_name=_("地区"), order_by="region__code", default="—")
    year = tables.Column(verbose_name=_("年份"), localize=False, default="—", attrs=NUMBER)
    draft_count = tables.Column(verbose_name=_("待发布"), attrs=NUMBER, localize=True)
    state = tables.Column(verbose_name=_("状态"))
    publish = tables.Column(verbose_name="", empty_values=(), orderable=False, attrs=NUMBER)

    class Meta:
        model = Report
        fields = ["title", "region", "year", "draft_count", "state", "publish"]
        attrs = {"class": "table report-table"}
        empty_text = _("没有待发布的数据。采用一条数据后，它所在的报告会列在这里。")

    def render_title(self, record: Report) -> SafeString:
        return render_to_string("reports/cells/report_title.html", {"record": record})

    def render_state(self, record: Report) -> SafeString:
        return render_to_string("reports/_report_state.html", {"report": record})

    def render_publish(self, record: Report) -> SafeString:
        page = reverse("reports:report-publish", args=[record.pk])
        return format_html('<a class="button button--small" href="{}">{}</a>', page, _t("查看变动并发布"))


class WorkItemTable(tables.Table):
    kind = tables.Column(verbose_name=_("类别"))
    year = tables.Column(verbose_name=_("年份"), localize=False, default="—", attrs=NUMBER)
    region = tables.Column(
        accessor="place", verbose_name=_("地区"), order_by=("report__region__code", "region__code"), default="—",
        attrs={"td": {"class": "nowrap"}},
    )  # fmt: skip
    text = tables.Column(verbose_name=_("内容"))
    due = tables.DateColumn(
        verbose_name=_("时限"),
        format="Y-m-d",
        default="—",
        attrs={"td": {"class": lambda record: "nowrap" if record.due else "nowrap is-empty"}},
    )
    report = tables.Column(verbose_name=_("出处"), order_by="report__title", empty_values=())

    class Meta:
        model = WorkItem
        fields = ["kind", "year", "region", "text", "due", "report"]
        attrs = {"class": "table work-item-table"}
        empty_text = _("没有符合条件的工作事项。")

    def render_kind(self, record: WorkItem) -> SafeString:
        if record.kind == WorkItem.Kind.DONE:
            return format_html('<span class="badge badge--accepted">{}</span>', record.get_kind_display())
        page = reverse("reports:work-item-detail", args=[record.pk])
        stage = format_html(
            '<span class="stage stage--{}">{}</span>', record.progress, record.get_progress_display()
        )
        return format_html('<a class="nowrap" href="{}">{}</a>', page, stage)

    def render_text(self, record: WorkItem) -> SafeString:
        return render_to_string("reports/cells/work_item_text.html", {"record": record})

    def render_report(self, record: WorkItem) -> SafeString:
        if record.report_id is None:
            return format_html('<span class="work-item-source">{}</span>', record.origin)
        page = reverse("reports:report-detail", args=[record.report_id])
        place = f"{page}?panel=items&at={record.span_start}-{record.span_end}"
        return format_html(
            '<a class="work-item-source" href="{}" title="{}">{}</a>',
            place,
            _t("打开原文"),
            str(record.report),
        )
