"""The rows of an indicator's page as sheets: values, the sentences they rest on, and what the indicator
means.

Text that a spreadsheet would run as a formula is written as text; numbers stay exact.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from indicators import labels
from indicators.chart_words import rulings_of, source_of
from indicators.exports.codes import status_names
from indicators.exports.material import Material
from indicators.exports.rows import BOM, csv_line
from indicators.models import Accounting, Citation, Comparator, Measure
from indicators.selection import IndicatorPage

ILLEGAL = {code: None for code in range(32) if code not in (9, 10, 13)}

Sheet = list[list[Any]]


def value_sheet(page: IndicatorPage) -> Sheet:
    """A header and one row a value, in the indicator's own unit."""
    chosen = page.selection
    shown = chosen.as_of or timezone.localdate()
    return [_value_header(page)] + [
        [
            row.region_code,
            row.region,
            chosen.indicator.pk,
            chosen.indicator.name,
            row.breakdown,
            str(Measure(chosen.measure).label),
            str(Accounting(chosen.accounting).label),
            row.start,
            row.end,
            row.period,
            row.value.normalize() + 0,
            page.unit,
            str(Comparator(row.comparator).label),
            row.growth,
            row.refusal,
            row.status,
            _("是") if row.is_sample else _("否"),
            row.ruling,
            shown,
            row.id,
        ]
        for row in page.rows
    ]


def _value_header(page: IndicatorPage) -> list[str]:
    return [
        _("地区代码"),
        _("地区"),
        _("指标代码"),
        _("指标"),
        _("分组"),
        _("度量"),
        _("口径"),
        _("期初"),
        _("期末"),
        _("时段"),
        _("数值"),
        _("单位"),
        _("界限"),
        growth_header(page),
        _("同比说明"),
        _("状态"),
        _("示例数据"),
        _("裁定"),
        _("数据截至"),
        _("观测值编号"),
    ]


def growth_header(page: IndicatorPage) -> str:
    """What the column of changes counts: places for ranks, points for shares, else percent."""
    if page.selection.measure == Measure.RANK:
        return _("比上年（位）")
    if page.selection.measure == Measure.SHARE or page.selection.indicator.unit_kind == "percent":
        return _("比上年（百分点）")
    return _("同比（%）")


def sentence_sheet(citations: Iterable[Citation], site: str) -> Sheet:
    """A header and one row a sentence, with its source and place; ``site`` makes its link whole."""
    header = [
        _("观测值编号"),
        _("作用"),
        _("原句"),
        _("数字"),
        _("所在标题"),
        _("来源"),
        _("报送地区"),
        _("链接"),
        _("裁定"),
    ]
    return [header] + [
        [
            citation.observation_id,
            citation.get_role_display(),
            citation.sentence,
            citation.quote,
            citation.section,
            citation.source.title,
            citation.source.issuer.shown_name if citation.source.issuer else "",
            f"{site}{citation.link}",
            citation.ruling,
        ]
        for citation in citations
    ]


def definition_sheet(material: Material) -> Sheet:
    """What the indicator means, how it counts, what the file shows, what its codes mean, and who took it when."""
    page = material.page
    chosen, indicator = page.selection, page.selection.indicator
    shown = chosen.as_of.isoformat() if chosen.as_of else material.at.strftime("%Y-%m-%d %H:%M")
    rulings = [[_("裁定"), words] for words in rulings_of(page)]
    codes = [[_("状态 %(code)s") % {"code": code}, name] for code, name in status_names().items()]
    return [
        [_("项目"), _("内容")],
        [_("指标"), indicator.name],
        [_("指标代码"), indicator.pk],
        [_("图表"), page.title],
        [_("领域"), labels.domain_name(indicator.domain)],
        [_("单位"), page.unit],
        [_("统计口径"), labels.accounting_rule(chosen.accounting)],
        [_("指标解释"), indicator.definition],
        [_("数据截至"), shown],
        [_("范围"), _("含未发布的草稿") if chosen.drafts else _("已发布")],
        [_("同比"), _("只与上年同一时段比较；时段不同或任一期为非确数时不计算，并写明原因。")],
        [_("空缺"), _("没有的行是未报送，不是零。")],
        *codes,
        *rulings,
        [_("导出时间"), material.at.strftime("%Y-%m-%d %H:%M")],
        [_("导出人"), material.taker],
        [_("来源"), source_of(page)],
    ]


def write_csv(material: Material) -> bytes:
    """The values as CSV in UTF-8 with a byte-order mark, each with the first sentence that it rests on."""
    first: dict[int | None, Citation] = {}
    for citation in material.citations:
        first.setdefault(citation.observation_id, citation)
    header, *rows = value_sheet(material.page)
    header += [_("原句"), _("来源"), _("链接")]
    for row in rows:
        found = first.get(row[-1])
        row += [found.sentence, found.source.title, f"{material.site}{found.link}"] if found else ["", "", ""]
    return (BOM + "".join(csv_line(row) for row in (header, *rows))).encode()


def write_xlsx(material: Material) -> bytes:
    """A workbook of three sheets: values, sentences, definitions."""
    return write_book(
        (_("数据"), value_sheet(material.page)),
        (_("原句"), sentence_sheet(material.citations, material.site)),
        (_("指标解释"), definition_sheet(material)),
    )


def write_book(*sheets: tuple[str, Sheet]) -> bytes:
    """A workbook of the sheets, each with its title; text is text, whatever it begins with."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        add_sheet(book, title, rows)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def add_sheet(book: Workbook, title: str, rows: Sheet) -> None:
    """Add the rows to the book as a sheet whose first row is its header."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for column in range(len(rows[0])):
        longest = max(_width(row[column]) for row in rows[:200])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(longest, 8), 60) + 2
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, is_header=number == 0) for value in row])


def _cell(sheet: Any, value: Any, *, is_header: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = value.translate(ILLEGAL)
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.alignment = Alignment(wrap_text=len(value) > 30, vertical="top")
    else:
        cell.value = value
    if is_header:
        cell.font = Font(bold=True)
    return cell


def _width(value: Any) -> int:
    """How many columns of Latin text the value takes; a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in str("" if value is None else value))
