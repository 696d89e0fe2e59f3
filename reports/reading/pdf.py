"""PDF: paragraphs joined over line and page ends, ruled tables as cells, running heads set apart, scans recognised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.encodings import plausibility
from reports.reading.page_text import RECOGNISED, add_pages, read_page
from reports.reading.pdf_glyphs import PageContent, read_pages

Recognise = Callable[[dict[int, PageContent]], dict[int, PageContent]]
"""Pages that are pictures → those of them that could be read, as if their text had been written."""

_SCANNED: Final = "PDF 是扫描件或图片，没有可读的文字；请上传带文字的 PDF 或 docx。"
_EMPTY: Final = "PDF 里没有文字；请检查原文件后重新上传。"
_UNMAPPED: Final = "PDF 的字体没有文字对照表，读出来是乱码；请从原文件重新导出 PDF，或上传 docx。"
_LEAST_PLAUSIBLE: Final = 0.4
_LEAST_PICTURE: Final = 0.4
_STAMP_CHARACTERS: Final = 40
_LISTED: Final = 15


def read_pdf(data: bytes, recognise: Recognise | None = None) -> Document:
    """A PDF's text with page and box of each block. Raises ReadingError.

    Codes: ``encrypted``, ``broken``, ``scanned``, ``empty``, ``encoding``. Flags: ``cut_pages:N``,
    ``cut_page_text:N``, ``pages_without_text:2,5`` (pictures only), ``ocr_layer`` (text recognised by a machine),
    ``recognised`` or ``recognised_pages:2,5`` (the same, here), ``hidden_text`` (text beside the page, not read),
    ``damaged_pages``.
    """
    assembly = Assembly()
    contents = _read_contents(data)
    pictures = {number: content for number, content in contents.items() if is_picture(content)}
    read = recognise(pictures) if recognise is not None and pictures else {}
    contents |= read
    for content in contents.values():
        for flag in sorted(content.flags - {"recognised"}):
            assembly.flag(flag)
    if not any(content.glyphs for content in contents.values()):
        raise ReadingError(*(("scanned", _SCANNED) if pictures else ("empty", _EMPTY)))
    if unread := [n for n in pictures if n not in read]:
        assembly.flag(f"pages_without_text:{_listed(unread)}")
    if read:
        written = any(c.glyphs and c.flags.isdisjoint(RECOGNISED) for c in contents.values())
        assembly.flag(f"recognised_pages:{_listed(list(read))}" if written else "recognised")
    add_pages([read_page(content, number) for number, content in contents.items()], assembly)
    document = assembly.finish("pdf")
    if not document.blocks:
        raise ReadingError("empty", _EMPTY)
    if plausibility(document.text) < _LEAST_PLAUSIBLE:
        raise ReadingError("encoding", _UNMAPPED)
    return document


def _read_contents(data: bytes) -> dict[int, PageContent]:
    """Pages by number, until there is more text than is kept."""
    contents: dict[int, PageContent] = {}
    characters = 0
    for number, content in enumerate(read_pages(data), start=1):
        contents[number] = content
        characters += len(content.glyphs)
        if characters > limits.TEXT_CHARACTERS:
            break
    return contents


def is_picture(content: PageContent) -> bool:
    """Whether the page is a picture of text: no more is written on it than a stamp of the scanner's."""
    if not content.glyphs:
        return content.has_image
    return content.picture >= _LEAST_PICTURE and len(content.glyphs) < _STAMP_CHARACTERS


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers[:_LISTED])) + ("…" if len(numbers) > _LISTED else "")
