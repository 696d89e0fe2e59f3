"""Rows and cells of a Word table, with merged cells as one; and tables that only arrange a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reports.reading import limits
from reports.reading.docx_styles import W, attribute, is_on, number_of

_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_LONG_CELL: Final = 400


@dataclass(slots=True)
class Cell:
    """One cell as its reader sees it, merged ones taken together; places count from 0."""

    element: etree._Element
    row: int
    column: int
    column_span: int
    row_span: int = 1


@dataclass(slots=True)
class Table:
    """The cells of a table row by row."""

    rows: int = 0
    cells: list[Cell] = field(default_factory=list)


def read_rows(table: etree._Element, flag: Callable[[str], None]) -> Table:
    """The visible cells of a table. Deleted and hidden rows are left out and flagged."""
    result = Table()
    open_merges: dict[int, Cell] = {}
    for row in _children(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is not None:
            if properties.find(W + "del") is not None:
                flag("tracked_deletions")
                continue
            if is_on(properties.find(W + "hidden")):
                flag("hidden_text")
                continue
        column = 0
        if properties is not None:
            column = max(0, number_of(attribute(properties.find(W + "gridBefore"))) or 0)
        for cell in _children(row, W + "tc"):
            if column >= limits.TABLE_SPAN:
                break
            column += _take_cell(cell, result, column, open_merges)
        result.rows += 1
    return result


def _take_cell(element: etree._Element, table: Table, column: int, open_merges: dict[int, Cell]) -> int:
    """Add a cell, or stretch the one above that it continues; the columns that it takes."""
    properties = element.find(W + "tcPr")
    span, merge = 1, None
    if properties is not None:
        span = number_of(attribute(properties.find(W + "gridSpan"))) or 1
        merge = properties.find(W + "vMerge")
    span = min(max(span, 1), limits.TABLE_SPAN - column)
    above = open_merges.get(column)
    if merge is not None and attribute(merge) != "restart" and above is not None:
        above.row_span = table.rows - above.row + 1
        return span
    cell = Cell(element, table.rows, column, span)
    table.cells.append(cell)
    if merge is not None:
        open_merges[column] = cell
    else:
        open_merges.pop(column, None)
    return span


def is_layout(table: Table) -> bool:
    """Whether a table only arranges prose: one cell to a row, or a cell that holds several long paragraphs."""
    if all(cell.column == 0 for cell in table.cells):
        return True
    return any(_is_prose(cell.element) for cell in table.cells)


def _is_prose(cell: etree._Element) -> bool:
    paragraphs = cell.findall(W + "p")
    if len(paragraphs) < 3:
        return False
    return sum(len(t.text or "") for p in paragraphs for t in p.iter(W + "t")) > _LONG_CELL


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)
