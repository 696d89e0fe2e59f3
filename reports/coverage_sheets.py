"""The coverage matrices as workbooks: the matrix, each cell as a row of its own, and what is shown."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.exports.sheets import Sheet, write_book
from reports.coverage_page import CoveragePage


def write_coverage(page: CoveragePage, site: str) -> bytes:
    """A workbook of who filed what; ``site`` makes its links whole."""
    return write_book(
        (_("报送情况"), matrix_sheet(page)),
        (_("逐份"), filing_sheet(page, site)),
        (_("说明"), explanation(page)),
    )


def write_values(page: CoveragePage, site: str) -> bytes:
    """A workbook of which values there are."""
    return write_book(
        (_("指标覆盖"), value_matrix(page)),
        (_("逐项"), value_sheet(page, site)),
        (_("说明"), explanation(page)),
    )


def matrix_sheet(page: CoveragePage) -> Sheet:
    """A row a region, a column a report; under them how many have filed."""
    matrix = page.matrix
    header = [_("地区代码"), _("地区"), *(slot.words for slot in matrix.slots)]
    rows = [[row.region.pk, row.region.shown_name, *(cell.word for cell in row.cells)] for row in matrix.rows]
    counts = [f"{t.filed}/{t.asked}" if t.asked else str(t.unasked) for t in matrix.totals]
    return [header, *rows, ["", _("已报"), *counts]]


def filing_sheet(page: CoveragePage, site: str) -> Sheet:
    """A row a region and report: state, deadline, day on which it came, links to the standing ones."""
    header = [
        _("地区代码"),
        _("地区"),
        _("年份"),
        pgettext("column", "报告"),
        _("状态"),
        _("报送期限"),
        _("报送日期"),
        _("链接"),
    ]
    rows: Sheet = [header]
    for row in page.matrix.rows:
        for cell in row.cells:
            links = [site + reverse("reports:report-detail", args=[pk]) for pk in cell.reports if page.opens]
            told = [cell.slot.year, cell.slot.label, cell.word, cell.due, cell.filed, "\n".join(links)]
            rows.append([row.region.pk, row.region.shown_name, *told])
    return rows


def value_matrix(page: CoveragePage) -> Sheet:
    """A row a region, a column an indicator; beside and under them how many are there."""
    matrix = page.matrix
    header = [_("地区代码"), _("地区"), *(one.name for one in matrix.indicators), _("已报")]
    rows: list[list[Any]] = [
        [
            row.region.pk,
            row.region.shown_name,
            *(cell.word for cell in row.cells),
            f"{row.reported}/{row.asked}",
        ]
        for row in matrix.rows
    ]
    return [header, *rows, ["", _("已报"), *(f"{there}/{asked}" for there, asked in matrix.totals), ""]]


def value_sheet(page: CoveragePage, site: str) -> Sheet:
    """A row a region and indicator: state, what the value says or why none is asked for, link to its sentence."""
    rows: Sheet = [
        [_("地区代码"), _("地区"), _("指标代码"), _("指标"), _("状态"), _("数值或理由"), _("链接")]
    ]
    for row in page.matrix.rows:
        for indicator, cell in zip(page.matrix.indicators, row.cells, strict=True):
            link = site + reverse("indicators:observation-evidence", args=[cell.value]) if cell.value else ""
            told = [indicator.pk, indicator.name, cell.word, cell.words, link]
            rows.append([row.region.pk, row.region.shown_name, *told])
    return rows


def explanation(page: CoveragePage) -> Sheet:
    """What the workbook shows, of which day, and what its words mean."""
    first, last = page.years
    made = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return [
        [_("项目"), _("内容")],
        [_("范围"), page.area.parent.shown_name if page.area.parent else ""],
        [_("年份"), str(first) if first == last else f"{first}–{last}"],
        [_("数据截至"), page.shown.isoformat()],
        [_("导出时间"), made],
        [_("按时"), _("第一份在期限当日或之前送到；退回后重报的，以第一份为准。")],
        [pgettext("coverage", "退回"), _("已退回报送单位、还没有办结，不算已报。")],
        [_("为零"), _("报告写明是零；没有写的是未报。")],
    ]
