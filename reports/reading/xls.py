"""Excel 97-2003 and Kingsoft tables (xls, et): what each cell shows, by its address."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any, Final

import xlrd  # type: ignore[import-untyped]

from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.number_formats import show_number
from reports.reading.refusals import refusal
from reports.reading.sheets import SheetCell, add_sheet
from reports.reading.sniffing import Format

_BROKEN: Final = "xls 表格已损坏\uff0c或版本太旧\uff1b请用 Excel 或 WPS 打开后另存为 xlsx\uff0c再重新上传。"
_EMPTY: Final = "表格里没有内容\uff1b请检查后重新上传。"
_FAILURES: Final = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    EOFError,
    OSError,
)


def read_xls(data: bytes) -> Document:
    """A workbook as cells, sheet after sheet; numbers as their format shows them. Raises ReadingError.

    Flags: ``hidden_sheets`` and ``hidden_text`` (rows and columns) for what is not read.
    """
    assembly = Assembly()
    try:
        book = _open(data)
        for number, sheet in enumerate(book.sheets(), start=1):
            if sheet.visibility:
                assembly.flag("hidden_sheets")
            else:
                add_sheet(assembly, sheet.name, number, _cells(book, sheet, assembly))
    except ReadingError:
        raise
    except _FAILURES as error:  # the library checks little of what it is given
        raise ReadingError("broken", _BROKEN) from error
    if assembly.is_empty:
        raise ReadingError("empty", _EMPTY)
    return assembly.finish("xls")


def _open(data: bytes) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise refusal(Format.ENCRYPTED) from error
        raise


def _cells(book: Any, sheet: Any, assembly: Assembly) -> Iterator[SheetCell]:
    merges = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    for row in range(sheet.nrows):
        info = sheet.rowinfo_map.get(row)
        hidden_row = info is not None and bool(info.hidden)
        for column in range(sheet.row_len(row)):
            text = _shown(book, sheet, row, column)
            if not text:
                continue
            if hidden_row or column in hidden_columns:
                assembly.flag("hidden_text")
                continue
            rows, columns = merges.get((row, column), (1, 1))
            yield SheetCell(text, row, column, rows, columns)


def _shown(book: Any, sheet: Any, row: int, column: int) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "是" if value else "否"
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    stored = book.format_map.get(style.format_key)
    return show_number(float(value), stored.format_str if stored else "", since_1904=bool(book.datemode))
