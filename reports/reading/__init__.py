"""Bytes → Document. ``read_file`` is the way for everybody: limits first, then a parser in a cell of its own."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reports.reading import office, recognition, wire
from reports.reading.batches import BatchEntry, unpack_batch
from reports.reading.cells import Watch, run_in_cell
from reports.reading.csv_text import read_csv
from reports.reading.doc import read_doc
from reports.reading.document import Block, Document, Origin, ReadingError
from reports.reading.docx import read_docx
from reports.reading.gate import check_name, check_size
from reports.reading.html import read_html
from reports.reading.mhtml import read_mhtml
from reports.reading.ofd import read_ofd
from reports.reading.pdf import read_pdf
from reports.reading.refusals import refusal
from reports.reading.scans import NeedsRecognition, is_incomplete, read_scan
from reports.reading.sniffing import Format, sniff, sniff_stream
from reports.reading.text import read_text
from reports.reading.xls import read_xls
from reports.reading.xlsx import read_xlsx

__all__ = [
    "READERS",
    "SUPPORTED",
    "BatchEntry",
    "Block",
    "Document",
    "Format",
    "NeedsRecognition",
    "Origin",
    "ReadingError",
    "check_file",
    "formats_read",
    "read",
    "read_file",
    "sniff",
    "unpack_batch",
]

SUPPORTED: Final = ("docx", "doc", "wps", "pdf", "ofd", "html", "mht", "txt", "xlsx", "xls", "csv")
"""Formats that are read, as people name them."""

PICTURES: Final = ("png", "jpg", "tif", "bmp")
"""Formats of pictures that are read where the recognition of text is installed."""

CONVERTED: Final = ("rtf", "odt")
"""Formats that are read where LibreOffice is installed."""

WITH_HELP: Final = frozenset({Format.IMAGE, *office.CONVERTIBLE})
"""Kinds of file that only an optional component can read."""

_PICTURE: Final = "图片要先识别文字，这里读不了；请上传报告的 docx 或带文字的 pdf。"
_LOG: Final = logging.getLogger(__name__)

READERS: Final[dict[Format, Callable[[bytes], Document]]] = {
    Format.TXT: read_text,
    Format.HTML: read_html,
    Format.MHTML: read_mhtml,
    Format.DOCX: read_docx,
    Format.PDF: read_pdf,
    Format.DOC: read_doc,
    Format.WPS: read_doc,
    Format.XLSX: read_xlsx,
    Format.XLS: read_xls,
    Format.CSV: read_csv,
    Format.OFD: read_ofd,
}


def read(data: bytes, name: str) -> Document:
    """The document in ``data``, parsed in this process. Raises ReadingError.

    For tests and for the cell that ``read_file`` parses in: a hostile file may take all memory of the process.
    """
    format = sniff(data, name)
    if format is Format.IMAGE:
        raise ReadingError("scanned", _PICTURE)
    reader = READERS.get(format)
    if reader is None:
        raise refusal(format)
    document = reader(data)
    if not document.blocks:
        raise ReadingError("empty", "文件里没有可读的文字；请检查内容后重新上传。")
    return document


def read_file(
    path: str | Path, name: str | None = None, *, recognise: bool = True, watch: Watch | None = None
) -> Document:
    """The document in the file at ``path``, parsed in a confined process with limits of time and memory.

    ``name`` is what its sender called it, where that differs. Raises ReadingError, and nothing else, whatever the
    file holds. Safe to call from any thread. Pages that are pictures take seconds each: ``recognise=False`` leaves
    them, with NeedsRecognition, to another time; ``watch`` hears of each page, and what it raises ends the reading.
    """
    path = Path(path)
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ReadingError("unavailable", "找不到文件或无权读取；请检查文件是否存在后重试。") from error
    try:
        check_size(os.fstat(file))
        check_name(name or path.name)
        return _read_open(file, name or path.name, recognise, watch)
    except wire.WireError as error:
        _LOG.warning("a cell sent no valid answer: %s", error)
        raise ReadingError(
            "crashed", "解析程序返回的内容不合规范，已丢弃；请另存为 docx 或 pdf 后重新上传。"
        ) from error
    finally:
        os.close(file)


def _read_open(file: int, name: str, recognise: bool, watch: Watch | None) -> Document:
    try:
        document = wire.unpack(run_in_cell(file, name))
    except ReadingError as error:
        if error.code == "scanned":
            return read_scan(file, name, None, now=recognise, watch=watch)
        if error.code in ("unsupported", "broken"):
            return _read_converted(file, name, error)
        raise
    if is_incomplete(document):
        return read_scan(file, name, document, now=recognise, watch=watch)
    return document


def _read_converted(file: int, name: str, refused: ReadingError) -> Document:
    """The open file by way of another program, or the error of the own reader where that can't help."""
    data = office.bytes_of(file)
    format = sniff(data, name)
    if format in office.CONVERTIBLE:
        return office.read_converted(data, format)
    if format not in office.SECOND_CHANCE or not office.is_installed():
        raise refused
    try:
        return office.read_converted(data, format)
    except ReadingError as error:
        raise refused from error


def formats_read() -> tuple[str, ...]:
    """The formats that are read with what is installed here, as people name them."""
    pictures = PICTURES if recognition.is_installed() else ()
    return SUPPORTED + pictures + (CONVERTED if office.is_installed() else ())


def check_file(path: str | Path, name: str) -> Format:
    """The format of a file that can be read, from its bytes alone: the door of an upload. Raises ReadingError.

    What needs a component is taken in even where that is missing: the worker's machine may have it, or get it.
    """
    with Path(path).open("rb") as stream:
        check_size(os.fstat(stream.fileno()))
        check_name(name)
        format = sniff_stream(stream, name)
    if format not in READERS and format not in WITH_HELP:
        raise refusal(format)
    return format
