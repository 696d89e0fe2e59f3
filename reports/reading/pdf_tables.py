"""Tables of a PDF page, from its ruling lines: cells with their places, and the glyphs that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reports.reading import limits
from reports.reading.pdf_glyphs import Edge, Glyph, PageContent
from reports.reading.pdf_lines import read_lines

_NEAR: Final = 3.0
_COVERED: Final = 0.8


@dataclass(slots=True)
class PdfCell:
    """A cell of a ruled table; places count from 0, sides are in points of the page as shown."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[Glyph] = field(default_factory=list)

    def text(self) -> str:
        """The cell's text on one line: wrapped lines joined, separate ones kept apart by a space."""
        joined = ""
        full = False
        for line in read_lines(self.glyphs):
            if joined:
                letters = joined[-1].isascii() and joined[-1].isalpha() and line.text[0].isascii()
                joined += "" if full and not letters else " "
            joined += line.text.replace("\t", " ")
            full = self.right - line.right < 1.3 * line.size
        return joined


@dataclass(slots=True)
class PdfTable:
    """One ruled table, its cells row by row."""

    top: float
    cells: list[PdfCell]


def take_tables(content: PageContent) -> list[PdfTable]:
    """The ruled tables of a page, from top to bottom. Their glyphs are taken out of ``content.glyphs``."""
    if len(content.level) + len(content.upright) > limits.PAGE_EDGES:
        return []
    level, upright = _merge(content.level), _merge(content.upright)
    tables = []
    for group_level, group_upright in _groups(level, upright):
        cells = _cells(group_level, group_upright)
        if cells:
            tables.append(PdfTable(cells[0].top, cells))
    _hand_out(content, tables)
    kept = [table for table in tables if _is_table(table)]
    for table in tables:
        if table not in kept:
            content.glyphs += [glyph for cell in table.cells for glyph in cell.glyphs]
    for table in kept:
        table.cells = [cell for cell in table.cells if cell.glyphs]
    return sorted(kept, key=lambda table: table.top)


def _is_table(table: PdfTable) -> bool:
    """Frames around prose, and drawings, are none: a table has two filled cells side by side."""
    filled = [cell for cell in table.cells if cell.glyphs]
    return len(filled) >= 2 and any(cell.column for cell in filled)


def _merge(edges: list[Edge]) -> list[Edge]:
    """Pieces of one line put together; lines nearer than a stroke's width are one."""
    merged: list[Edge] = []
    at = 0.0
    same: list[Edge] = []
    for edge in sorted(edges):
        if same and edge.at - at > _NEAR:
            merged += _join(same)
            same = []
        if not same:
            at = edge.at
        same.append(edge)
    return merged + _join(same)


def _join(same: list[Edge]) -> list[Edge]:
    joined: list[Edge] = []
    for edge in sorted(same, key=lambda e: e.start):
        if joined and edge.start <= joined[-1].end + _NEAR:
            last = joined[-1]
            joined[-1] = Edge(last.at, last.start, max(last.end, edge.end))
        else:
            joined.append(edge)
    return joined


def _groups(level: list[Edge], upright: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(upright, start=len(level)):
            if v.at > h.end + 2 * _NEAR:
                break  # upright lines are sorted from left to right
            touches = h.start - _NEAR <= v.at and v.start - _NEAR <= h.at <= v.end + _NEAR
            if touches:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, edge in enumerate(level + upright):
        groups.setdefault(root(i), ([], []))[0 if i < len(level) else 1].append(edge)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _cells(level: list[Edge], upright: list[Edge]) -> list[PdfCell]:
    """Cells between the lines; neighbours without a line between them are one cell."""
    ys = _distinct([e.at for e in level])
    xs = _distinct([e.at for e in upright] + [min(e.start for e in level), max(e.end for e in level)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows > limits.TABLE_SPAN or columns > limits.TABLE_SPAN // 4:
        return []
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = 1
            while (
                column + wide < columns
                and (row, column + wide) not in taken
                and not _parted(upright, xs[column + wide], ys[row], ys[row + 1])
            ):
                wide += 1
            left, right = xs[column], xs[column + wide]
            tall = 1
            while row + tall < rows and not _parted(level, ys[row + tall], left, right):
                tall += 1
            taken |= {(row + r, column + c) for r in range(tall) for c in range(wide)}
            cells.append(PdfCell(row, column, tall, wide, left, ys[row], right, ys[row + tall]))
    return cells


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def _parted(edges: list[Edge], at: float, start: float, end: float) -> bool:
    covered = sum(max(0.0, min(e.end, end) - max(e.start, start)) for e in edges if abs(e.at - at) <= _NEAR)
    return covered >= _COVERED * (end - start)


def _hand_out(content: PageContent, tables: Sequence[PdfTable]) -> None:
    """Give each glyph to the smallest cell that holds its middle."""
    cells = sorted(
        (cell for table in tables for cell in table.cells),
        key=lambda c: (c.right - c.left) * (c.bottom - c.top),
    )
    if not cells:
        return
    left, right = min(c.left for c in cells), max(c.right for c in cells)
    top, bottom = min(c.top for c in cells), max(c.bottom for c in cells)
    outside, last = [], cells[0]
    for glyph in content.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        home = None
        if left <= x <= right and top <= y <= bottom:
            if last.left <= x < last.right and last.top <= y < last.bottom:
                home = last
            else:
                home = next((c for c in cells if c.left <= x < c.right and c.top <= y < c.bottom), None)
        if home is None:
            outside.append(glyph)
        else:
            home.glyphs.append(glyph)
            last = home
    content.glyphs = outside
