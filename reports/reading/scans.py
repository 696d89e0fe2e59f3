"""Files whose text is a picture: recognised in a cell of their own kind, where the component is installed."""

from __future__ import annotations

from typing import Final

from reports.reading import wire
from reports.reading.cells import Watch, recognise_in_cell
from reports.reading.document import Document, ReadingError
from reports.reading.recognition import is_installed

PICTURES_LEFT: Final = ("pages_without_text:", "pictures_without_text:")
"""Begin the flag of a document some of whose pages, or large pictures, were not read."""
_MISSING: Final = (
    "这是扫描件或图片，没有可读的文字，而文字识别组件（OCR）没有安装；"
    "请管理员运行 make ocr 安装后再重新处理，或上传带文字的 docx 或 pdf。"
)
_LATER: Final = "这是扫描件或图片，文字识别要由后台进行；请直接上传。"


class NeedsRecognition(ReadingError):
    """A file whose pictures were left for later; ``document`` is what could be read without them, if anything."""

    def __init__(self, document: Document | None) -> None:
        super().__init__("needs_recognition", _LATER)
        self.document = document


def is_incomplete(document: Document) -> bool:
    """Whether pages of the document are pictures that were not read, or large pictures in it were not."""
    return any(flag.startswith(PICTURES_LEFT) for flag in document.flags)


def read_scan(file: int, name: str, written: Document | None, *, now: bool, watch: Watch | None) -> Document:
    """The open file with its pictures recognised; ``written`` is what could be read without.

    Raises ReadingError, among them ``missing_ocr`` where the component is missing and nothing was written, and
    NeedsRecognition unless it is to be done ``now``.
    """
    if not is_installed():
        if written is not None:
            return written
        raise ReadingError("missing_ocr", _MISSING)
    if not now:
        raise NeedsRecognition(written)
    try:
        return wire.unpack(recognise_in_cell(file, name, watch))
    except ReadingError:
        if written is None:
            raise
        return written
