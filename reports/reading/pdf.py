"""PDF: paragraphs joined over line and page ends, ruled tables as cells, running heads set apart, scans recognised."""

from __future__ import annotations

from typing import Final

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.encodings import plausibility
from reports.reading.page_pictures import Recognise, take_pictures
from reports.reading.page_text import add_pages, read_page
from reports.reading.pdf_glyphs import PageContent, read_pages

_SCANNED: Final = "PDF 是扫描件或图片，没有可读的文字；请上传带文字的 PDF 或 docx。"
_EMPTY: Final = "PDF 里没有文字；请检查原文件后重新上传。"
_UNMAPPED: Final = "PDF 的字体没有文字对照表，读出来是乱码；请从原文件重新导出 PDF，或上传 docx。"
_LEAST_PLAUSIBLE: Final = 0.4


def read_pdf(data: bytes, recognise: Recognise | None = None) -> Document:
    """A PDF's text with page and box of each block. Raises ReadingError.

    Codes: ``encrypted``, ``broken``, ``scanned``, ``empty``, ``encoding``. Flags: ``cut_pages:N``,
    ``cut_page_text:N``, ``pages_without_text:2,5`` (pictures only), ``ocr_layer`` (text recognised by a machine),
    ``recognised`` or ``recognised_pages:2,5`` (the same, here), ``hidden_text`` (text beside the page, not read),
    ``damaged_pages``.
    """
    assembly = Assembly()
    contents = _read_contents(data)
    take_pictures(contents, assembly, recognise, scanned=_SCANNED, empty=_EMPTY)
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
