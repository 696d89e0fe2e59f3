"""Cells of a spreadsheet as text, whatever file they came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.characters import clean
from reports.reading.document import Origin

_PROSE_CHARACTERS: Final = 40
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
    """Append one sheet: its name as a heading, if somebody gave it one, and its cells row by row.

    Prose is no table: a sheet of one column, and a cell of whole sentences, are read as paragraphs, line by line.
    """
    name = clean(name)[0].strip()[:100]
    shown = [cell for cell in islice(cells, limits.BLOCKS + 1) if cell.text.strip()]
    if not shown:
        return
    if not _NAMELESS.fullmatch(name):
        assembly.add(name, "heading", Origin(part=name), level=1)
    one_column = len({cell.column for cell in shown}) == 1
    last_row: int | None = None
    for cell in shown:
        place_name = address(cell.row, cell.column)
        if one_column or _is_prose(cell.text):
            for line in cell.text.splitlines():
                assembly.add(line.strip(), "paragraph", Origin(cell=place_name, part=name))
            last_row = None
            continue
        assembly.add(
            " ".join(cell.text.split()),
            "cell",
            Origin(table=number, cell=place_name, part=name),
            row=cell.row,
            column=cell.column,
            spans=(cell.row_span, cell.column_span),
            separator="\t" if cell.row == last_row else "\n",
        )
        last_row = cell.row
        if assembly.full:
            return


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE_CHARACTERS and any(sign in text for sign in "。\uff1b")


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
