"""Cells of a spreadsheet as text, whatever file they came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reports.reading.assembly import Assembly
from reports.reading.document import Origin

_NAMELESS: Final = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell shows, and its place, counted from 0."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


def add_sheet(assembly: Assembly, name: str, number: int, cells: Iterable[SheetCell]) -> None:
    """Append one sheet: its name as a heading, if somebody gave it one, and its cells row by row."""
    last_row: int | None = None
    for cell in cells:
        text = " ".join(cell.text.split())
        if not text:
            continue
        if last_row is None and not _NAMELESS.fullmatch(name.strip()):
            assembly.add(name.strip()[:100], "heading", Origin(part=name[:100]), level=1)
        assembly.add(
            text,
            "cell",
            Origin(table=number, cell=address(cell.row, cell.column), part=name[:100]),
            row=cell.row,
            column=cell.column,
            spans=(cell.row_span, cell.column_span),
            separator="\t" if cell.row == last_row else "\n",
        )
        last_row = cell.row
        if assembly.full:
            return


def address(row: int, column: int) -> str:
    """A place as people write it: 6, 1 → B7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def place(reference: str) -> tuple[int, int] | None:
    """Row and column, counted from 0, of an address like B7; None for anything else."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", reference)
    if not found:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)) - 1, column - 1
