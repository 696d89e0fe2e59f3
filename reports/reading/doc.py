"""Word 97-2003 (doc) and Kingsoft (wps) documents: text, cells, notes and boxes, nothing deleted or hidden."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import olefile  # type: ignore[import-untyped]

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.doc_binary import BinaryDocument, DocEncryptedError, DocError, DocTooOldError
from reports.reading.document import Document, Origin, ReadingError
from reports.reading.refusals import refusal
from reports.reading.sniffing import Format

_BROKEN: Final = "doc 或 wps 文件已损坏；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
_TOO_OLD: Final = (
    "这是 Word 95 或更早版本的 doc，没有安装 LibreOffice 就读不了；请用 Word 或 WPS 打开，另存为 docx 后上传，"
    "或请管理员运行 apt-get install libreoffice-writer-nogui 安装后再重新处理。"
)
_EMPTY: Final = "文档里没有文字，可能只有图片；请上传带文字的 docx 或 pdf。"
_STORIES: Final = ((0, "paragraph", None), (6, "paragraph", "text box"), (1, "footnote", "footnote"),
                   (5, "footnote", "endnote"), (2, "header", "header"))  # fmt: skip
_BREAKS: Final = {"\x0b": "\n", "\x1e": "-", "\xa0": "\xa0", "\t": "\t"}
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_LONG_CELL: Final = 400


def read_doc(data: bytes) -> Document:
    """A binary Word document as headings, paragraphs and cells. Raises ReadingError ``broken``, ``encrypted``, or
    ``unsupported`` for what is older than Word 97.

    Numbers that Word makes up for lists are not stored as text: where lists stand, the flag ``list_numbers_not_read``
    says so. Merged cells are read as single ones.
    """
    document = _open(data)
    assembly = Assembly()
    for number, kind, part in _STORIES:
        _Story(document, assembly, kind, part).read(number)
    if assembly.is_empty:
        raise ReadingError("empty", _EMPTY)
    return assembly.finish("doc")


def _open(data: bytes) -> BinaryDocument:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {
                name: container.openstream(name).read()
                for name in ("WordDocument", "0Table", "1Table")
                if container.exists(name) and container.get_size(name) <= limits.FILE_BYTES
            }
        return BinaryDocument(streams.get("WordDocument", b""), streams)
    except DocEncryptedError as error:
        raise refusal(Format.ENCRYPTED) from error
    except DocTooOldError as error:
        raise ReadingError("unsupported", _TOO_OLD) from error
    except (DocError, OSError, ValueError, IndexError, KeyError, TypeError) as error:
        raise ReadingError("broken", _BROKEN) from error


@dataclass(slots=True)
class _Cell:
    lines: list[str]
    row: int
    column: int


@dataclass(slots=True)
class _Table:
    cells: list[_Cell] = field(default_factory=list)
    row: int = 0
    column: int = 0


class _Story:
    """One run of text of a document: paragraphs as they end, tables when they are complete."""

    def __init__(self, document: BinaryDocument, assembly: Assembly, kind: str, part: str | None) -> None:
        self._document = document
        self._assembly = assembly
        self._kind = kind
        self._part = part
        self._paragraphs = 0
        self._number = 0
        self._buffer: list[str] = []
        self._cell: list[str] = []
        self._table: _Table | None = None

    def read(self, number: int) -> None:
        """Append the story of that number."""
        for character, position in _visible(self._document, number, self._assembly.flag):
            if self._assembly.full:
                return
            if character in "\r\x07\x0c\x0e":
                self._end(character, position)
            elif character in _BREAKS:
                self._buffer.append(_BREAKS[character])
            elif character >= " ":
                self._buffer.append(character)
        self._paragraph("".join(self._buffer), None)
        self._close_table()

    def _end(self, mark: str, position: int) -> None:
        text = "".join(self._buffer)
        self._buffer.clear()
        properties = self._document.paragraph(position)
        if properties.listed and text.strip():
            self._assembly.flag("list_numbers_not_read")
        if mark == "\x07" or properties.in_table:
            self._in_table(mark, text, properties.row_end)
            return
        self._close_table()
        self._paragraph(text, properties.level)

    def _in_table(self, mark: str, text: str, row_end: bool) -> None:
        if self._table is None:
            self._table = _Table()
        table = self._table
        if row_end:
            table.row += 1
            table.column = 0
            return
        self._cell.append(text)
        if mark == "\x07":
            if table.column < limits.TABLE_SPAN:
                table.cells.append(_Cell(self._cell, table.row, table.column))
            table.column += 1
            self._cell = []

    def _close_table(self) -> None:
        table, self._table = self._table, None
        if table is None:
            return
        if self._cell:
            table.cells.append(_Cell(self._cell, table.row, table.column))
            self._cell = []
        if all(c.column == 0 for c in table.cells) or any(map(_is_prose, table.cells)):
            for cell in table.cells:
                for line in cell.lines:
                    self._paragraph(line, None)
            return
        self._number += 1
        last_row = -1
        for cell in table.cells:
            self._assembly.add(
                " ".join(" ".join(cell.lines).split()),
                "cell" if self._kind == "paragraph" else self._kind,
                Origin(table=self._number, cell=f"{cell.row + 1}:{cell.column + 1}", part=self._part),
                row=cell.row,
                column=cell.column,
                separator="\t" if cell.row == last_row else "\n",
            )
            last_row = cell.row

    def _paragraph(self, text: str, level: int | None) -> None:
        self._paragraphs += 1
        heading = level is not None and self._kind == "paragraph"
        origin = Origin(paragraph=self._paragraphs if self._part is None else None, part=self._part)
        for line in text.split("\n"):
            self._assembly.add(
                line.strip(), "heading" if heading else self._kind, origin, level=level if heading else None
            )


def _is_prose(cell: _Cell) -> bool:
    return len(cell.lines) >= 3 and sum(map(len, cell.lines)) > _LONG_CELL


def _visible(document: BinaryDocument, number: int, flag: Callable[[str], None]) -> Iterator[tuple[str, int]]:
    """Characters of a story that its reader sees: no field codes, nothing deleted, nothing hidden."""
    in_code: list[bool] = []
    start = end = -1
    gone = False
    for character, position in document.story(number):
        if not start <= position < end:
            start, end = position, document.run_end(position)
            deleted, inserted, hidden = document.run_flags(position)
            gone = deleted or hidden
            for remark, holds in (
                ("tracked_deletions", deleted),
                ("tracked_insertions", inserted),
                ("hidden_text", hidden),
            ):
                if holds:
                    flag(remark)
        if character == _FIELD_BEGIN:
            in_code.append(True)
        elif character == _FIELD_RESULT:
            if in_code:
                in_code[-1] = False
        elif character == _FIELD_END:
            if in_code:
                in_code.pop()
        elif not gone and not any(in_code):
            yield character, position
