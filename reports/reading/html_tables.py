"""Tables of a page: those that hold data, told apart from those that only arrange the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reports.reading.grid import Grid

_LONG_CELL: Final = 400
_PARAGRAPHS: Final = ("p", "div", "br", "h1", "h2", "h3", "h4", "li")
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript"})


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one cell in one line, and its place, counted from 0."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int


def data_cells(table: etree._Element, hidden: Callable[[etree._Element], bool]) -> list[Cell]:
    """The cells of a table of data, row by row; empty where the table only arranges the page.

    A table arranges if it holds another table, has fewer than two columns or rows, or a cell with running prose of
    several paragraphs.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return []
    grid, cells = Grid(), []
    for row in table.iterdescendants("tr"):
        if hidden(row):
            continue
        grid.next_row()
        for element in row.iterchildren("td", "th"):
            if hidden(element):
                continue
            if _is_prose(element):
                return []
            place = grid.place(_span(element.get("rowspan")), _span(element.get("colspan")))
            if place is not None:
                cells.append(Cell("".join(_texts(element, hidden)), *place))
    if grid.row < 1 or not any(c.column for c in cells):
        return []
    return cells


def _is_prose(cell: etree._Element) -> bool:
    if sum(1 for _ in cell.iterdescendants(*_PARAGRAPHS)) < 3:
        return False
    return sum(len(t.strip()) for t in cell.itertext()) > _LONG_CELL


def _texts(element: etree._Element, hidden: Callable[[etree._Element], bool]) -> Iterator[str]:
    """Texts inside a cell; a paragraph or line break inside becomes a space, so that a cell stays one line."""
    unseen: set[etree._Element] = set()
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            plain = isinstance(node.tag, str) and node.tag not in _UNSEEN
            if node.getparent() in unseen or not plain or (node is not element and hidden(node)):
                unseen.add(node)
                continue
            if node.tag in _PARAGRAPHS:
                yield " "
            if node.text:
                yield node.text
        elif node is not element and node.getparent() not in unseen and node.tail:
            yield node.tail


def _span(value: str | None) -> int:
    digits = (value or "").strip()[:6]
    return int(digits) if digits.isascii() and digits.isdigit() else 1
