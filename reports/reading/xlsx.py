"""Excel workbooks (xlsx): what each cell shows, by its address; hidden sheets, rows and columns are not read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.docx_styles import number_of
from reports.reading.number_formats import built_in, show_number
from reports.reading.packages import Package, relations
from reports.reading.safe_xml import iterate_xml, parse_xml
from reports.reading.sheets import SheetCell, add_sheet, place
from reports.reading.zip_directory import broken

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _S[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
)
_EMPTY: Final = "表格里没有内容；请检查后重新上传。"
_MERGE: Final = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s+ref=[\"']([A-Z0-9$:]{1,40})[\"']")
_ON: Final = frozenset({"1", "true"})


@dataclass(slots=True)
class _Book:
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False


def read_xlsx(data: bytes) -> Document:
    """A workbook as cells, sheet after sheet; numbers as their format shows them. Raises ReadingError.

    Flags: ``hidden_sheets``, ``hidden_text`` (rows and columns), ``uncalculated_formulas`` (no stored result).
    """
    package = Package(data)
    main = _main_part(package)
    root = parse_xml(_usual(package.read(main)))
    folder, name = posixpath.split(main)
    path = posixpath.join(folder, "_rels", name + ".rels")
    targets = relations(package, path, folder) if path in package else {}
    book = _read_book(package, targets)
    settings = root.find(_S + "workbookPr")
    book.since_1904 = settings is not None and settings.get("date1904") in _ON
    assembly = Assembly()
    number = 0
    for sheet in root.iterfind(f"{_S}sheets/{_S}sheet"):
        kind, target = targets.get(sheet.get(_R + "id") or "", ("", ""))
        if not kind.endswith("/worksheet") or target not in package:
            continue
        if sheet.get("state", "visible") != "visible":
            assembly.flag("hidden_sheets")
            continue
        number += 1
        rows = _Rows(_usual(package.read(target)), book, assembly)
        add_sheet(assembly, sheet.get("name") or "", number, rows.cells())
    if assembly.is_empty:
        raise ReadingError("empty", _EMPTY)
    return assembly.finish("xlsx")


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package:
        for kind, target in relations(package, "_rels/.rels", "").values():
            if kind.endswith("/officeDocument") and target in package:
                return target
    if "xl/workbook.xml" not in package:
        raise broken()
    return "xl/workbook.xml"


def _usual(data: bytes) -> bytes:
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def _read_book(package: Package, targets: dict[str, tuple[str, str]]) -> _Book:
    book = _Book()
    parts = {kind.rpartition("/")[2]: target for kind, target in targets.values() if target in package}
    if "sharedStrings" in parts:
        for item in iterate_xml(_usual(package.read(parts["sharedStrings"])), _S + "si"):
            book.strings.append(_rich_text(item))
    if "styles" in parts:
        styles = parse_xml(_usual(package.read(parts["styles"])))
        own = {
            f.get("numFmtId"): f.get("formatCode") or "" for f in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
        }
        for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
            identifier = style.get("numFmtId")
            book.formats.append(
                own[identifier] if identifier in own else built_in(number_of(identifier) or 0)
            )
    return book


def _rich_text(item: Any) -> str:
    """Text of a string item: its runs, without what is only a reading aid."""
    return "".join(t.text or "" for t in item.iter(_S + "t") if t.getparent().tag != _S + "rPh")


class _Rows:
    """One sheet, row after row, so that a long one can be left where the limit is reached."""

    def __init__(self, data: bytes, book: _Book, assembly: Assembly) -> None:
        self._data = data
        self._book = book
        self._assembly = assembly
        self._hidden_columns: list[tuple[int, int]] = []
        self._merges = self._read_merges()

    def cells(self) -> Iterator[SheetCell]:
        """The visible cells that show something."""
        row = -1
        for element in iterate_xml(self._data, _S + "cols", _S + "row"):
            if element.tag == _S + "cols":
                self._note_columns(element)
                continue
            stated = number_of(element.get("r"))
            row = stated - 1 if stated is not None and stated > 0 else row + 1
            if element.get("hidden") in _ON:
                if len(element):
                    self._assembly.flag("hidden_text")
                continue
            yield from self._row(element, row)

    def _row(self, element: etree._Element, row: int) -> Iterator[SheetCell]:
        column = -1
        for cell in element.iterchildren(_S + "c"):
            stated = place(cell.get("r") or "")
            column = stated[1] if stated is not None else column + 1
            text = self._shown(cell)
            if not text:
                continue
            if any(first <= column <= last for first, last in self._hidden_columns):
                self._assembly.flag("hidden_text")
                continue
            rows, columns = self._merges.get((row, column), (1, 1))
            yield SheetCell(text, row, column, rows, columns)

    def _shown(self, cell: etree._Element) -> str:
        kind, value = cell.get("t", "n"), cell.findtext(_S + "v")
        if kind == "inlineStr":
            inline = cell.find(_S + "is")
            return _rich_text(inline) if inline is not None else ""
        if value is None:
            if cell.find(_S + "f") is not None:
                self._assembly.flag("uncalculated_formulas")
            return ""
        if kind == "s":
            index = number_of(value)
            return (
                self._book.strings[index]
                if index is not None and 0 <= index < len(self._book.strings)
                else ""
            )
        if kind == "b":
            return "是" if value == "1" else "否"
        return self._number(cell, value) if kind == "n" else value

    def _number(self, cell: etree._Element, value: str) -> str:
        try:
            number = float(value[:50])
        except ValueError:
            return value
        style = number_of(cell.get("s")) or 0
        code = self._book.formats[style] if 0 <= style < len(self._book.formats) else ""
        return show_number(number, code, since_1904=self._book.since_1904)

    def _note_columns(self, element: etree._Element) -> None:
        for column in list(element)[: limits.TABLE_SPAN]:
            first, last = number_of(column.get("min")), number_of(column.get("max"))
            if column.get("hidden") in _ON and first is not None and last is not None:
                self._hidden_columns.append((first - 1, last - 1))

    def _read_merges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """They stand behind the rows, which are not to be held in memory: so they are looked for in the bytes."""
        merges: dict[tuple[int, int], tuple[int, int]] = {}
        for found in _MERGE.finditer(self._data):
            first, _, last = found.group(1).decode("ascii").partition(":")
            start, end = place(first), place(last)
            if start is not None and end is not None and len(merges) < limits.BLOCKS:
                merges[start] = (end[0] - start[0] + 1, end[1] - start[1] + 1)
        return merges
