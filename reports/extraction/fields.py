"""Cells of plain lines: what a value looks like, and rows whose tabs tell in which column each cell stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.extraction.lines import Line
from reports.extraction.types import Span

NUMBER_CELL = re.compile(r"[-+±]?[0-9][0-9,. ]{0,24}(?:%|[\u4e00-\u9fff]{0,2})")
EMPTY_CELL = frozenset(("-", "--", "/", "*", "…", "", "无"))
NAMED_YEAR = re.compile(r"(?:19|20)[0-9]{2}年[度末底初]?")
SET_APART = frozenset(
    {
        "合计",
        "总计",
        "小计",
        "全市",
        "全省",
        "全县",
        "全区",
        "县区",
        "区县",
        "地区",
        "单位",
        "季度",
        "月份",
        "年份",
        "指标",
        "项目",
        "名称",
        "序号",
    }
)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell before its headers are known; rows and columns count from 0."""

    span: Span
    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


def is_number_cell(text: str) -> bool:
    """Whether a folded cell holds a value: a number with at most a short unit, or a dash for none."""
    text = text.strip()
    if text.endswith(("月", "月份")) or NAMED_YEAR.fullmatch(text):
        return False  # a row or a column of a month or a year
    return text in EMPTY_CELL or NUMBER_CELL.fullmatch(text) is not None


def whole_word(text: str) -> str:
    """A cell's text; a word whose two characters were set apart without the gap."""
    short = text.replace(" ", "")
    return short if short in SET_APART else text


def fields_of_rows(folded: str, text: str, lines: Sequence[Line]) -> list[RawCell]:
    """The cells of rows with tabs between all their fields, empty ones too, each in its own column.

    A cell of a header that empty fields follow rules their columns as well: 申请 | | | 授权 | | above the years.
    Nothing where the tabs leave no field empty, or where rows with values have different numbers of fields.
    """
    rows = [_fields(text, line) for line in lines]
    width = max(map(len, rows))
    if width < 3 or all(end > start for row in rows for start, end in row):
        return []
    cells: list[list[RawCell]] = []
    for number, row in enumerate(rows):
        told = [(column, span) for column, span in enumerate(row) if span[1] > span[0]]
        cells.append([RawCell(s, number, c, whole_word(folded[slice(*s)].strip())) for c, s in told])
    counts = [any(is_number_cell(cell.text) for cell in row) for row in cells]
    if not any(counts) or any(told and len(row) != width for told, row in zip(counts, rows, strict=True)):
        return []
    header = counts.index(True)
    for number in range(header - 1):
        cells[number] = _widened(cells[number], cells[number + 1], width)
    return [cell for row in cells for cell in row]


def _fields(text: str, line: Line) -> list[Span]:
    """The spans between the tabs of a whole line, those at its ends included, without the blanks around them."""
    start = line.start - line.indent
    end = text.find("\n", line.end)
    raw = text[start : end if end >= 0 else len(text)]
    spans, at = [], start
    for field in raw.split("\t"):
        low = at + len(field) - len(field.lstrip())
        spans.append((low, low + len(field.strip())))
        at += len(field) + 1
    return spans


def _widened(row: Sequence[RawCell], below: Sequence[RawCell], width: int) -> list[RawCell]:
    """A header's cells, each over the empty fields behind it as far as the row below names columns there."""
    named = {cell.column for cell in below}
    wide: list[RawCell] = []
    for place, cell in enumerate(row):
        limit = row[place + 1].column if place + 1 < len(row) else width
        end = cell.column + 1
        while end < limit and end in named:
            end += 1
        wide.append(replace(cell, column_span=end - cell.column))
    return wide
