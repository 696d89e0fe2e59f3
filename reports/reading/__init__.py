"""Bytes → Document. ``read_file`` is the way for everybody: limits first, then a parser in a cell of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from reports.reading import limits
from reports.reading.document import Block, Document, Origin, ReadingError
from reports.reading.html import read_html
from reports.reading.refusals import refusal
from reports.reading.sniffing import Format, sniff
from reports.reading.text import read_text

__all__ = [
    "SUPPORTED",
    "Block",
    "Document",
    "Format",
    "Origin",
    "ReadingError",
    "read",
    "read_file",
    "sniff",
]

SUPPORTED: Final = ("txt", "html")
"""Formats that are read, as people name them."""

_READERS: Final[dict[Format, Callable[[bytes], Document]]] = {
    Format.TXT: read_text,
    Format.HTML: read_html,
}


def read(data: bytes, name: str) -> Document:
    """The document in ``data``, parsed in this process. Raises ReadingError.

    For tests and for the cell that ``read_file`` parses in: a hostile file may take all memory of the process.
    """
    format = sniff(data, name)
    reader = _READERS.get(format)
    if reader is None:
        raise refusal(format)
    document = reader(data)
    if not document.blocks:
        raise ReadingError("empty", "文件里没有可读的文字;请检查内容后重新上传。")
    return document


def read_file(path: str | Path, name: str | None = None) -> Document:
    """The document in the file at ``path``; ``name`` is what its sender called it. Raises ReadingError."""
    path = Path(path)
    if path.stat().st_size > limits.FILE_BYTES:
        megabytes = limits.FILE_BYTES // limits.MEBIBYTE
        raise ReadingError("too_large", f"文件超过 {megabytes} MB;请删去图片或拆分后重新上传。")
    return read(path.read_bytes(), name or path.name)
