"""Tables as text (csv): cells by address; the separator is the one that makes the lines alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.encodings import decode
from reports.reading.sheets import SheetCell, add_sheet

_SEPARATORS: Final = ",\t;|"
_SAMPLE_LINES: Final = 50
_EMPTY: Final = "表格里没有内容；请检查后重新上传。"


def read_csv(data: bytes) -> Document:
    """A csv file as the cells of one table. Raises ReadingError ``encoding`` or ``empty``."""
    decoded = decode(data)
    assembly = Assembly()
    if decoded.replaced:
        assembly.flag("replaced_characters")
    text = decoded.text.replace("\0", " ")
    add_sheet(assembly, "", 1, _cells(text))
    if assembly.is_empty:
        raise ReadingError("empty", _EMPTY)
    return assembly.finish("csv")


def find_separator(text: str) -> str:
    """The sign that stands equally often, and at all, in most of the first lines; a comma where none does."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]

    def likeness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        commonest = max(set(counts), key=counts.count, default=0)
        return (counts.count(commonest) if commonest else 0, commonest)

    return max(_SEPARATORS, key=likeness)


def _cells(text: str) -> Iterator[SheetCell]:
    # A quote that is never closed swallows the rest of a file; the longest cell is bounded by the text's own limit.
    csv.field_size_limit(limits.TEXT_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_separator(text[:100_000]))
    row = -1
    while True:
        row += 1
        try:
            values = next(reader, None)
        except csv.Error:
            continue
        if values is None:
            return
        for column, value in enumerate(values):
            if value.strip():
                yield SheetCell(value, row, column)
