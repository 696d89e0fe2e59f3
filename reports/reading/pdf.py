"""PDF with text: paragraphs joined over line and page ends, ruled tables as cells, running heads set apart."""

from __future__ import annotations

from typing import Final

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.encodings import plausibility
from reports.reading.page_text import add_pages, read_page
from reports.reading.pdf_glyphs import read_pages
from reports.reading.pdf_paragraphs import PageLines

_SCANNED: Final = (
    "PDF 是扫描件或图片，没有可读的文字，而可选的文字识别组件（OCR）没有安装；"
    "请上传带文字的 PDF 或 docx，或请管理员安装该组件。"
)
_EMPTY: Final = "PDF 里没有文字；请检查原文件后重新上传。"
_UNMAPPED: Final = "PDF 的字体没有文字对照表，读出来是乱码；请从原文件重新导出 PDF，或上传 docx。"
_LEAST_PLAUSIBLE: Final = 0.4


def read_pdf(data: bytes) -> Document:
    """A PDF's text with page and box of each block. Raises ReadingError.

    Codes: ``encrypted``, ``broken``, ``scanned``, ``empty``, ``encoding``. Flags: ``cut_pages:N``,
    ``cut_page_text:N``, ``pages_without_text:2,5`` (pictures only), ``ocr_layer`` (text recognised by a machine),
    ``hidden_text`` (text beside the page, not read), ``damaged_pages``.
    """
    assembly = Assembly()
    pages: list[PageLines] = []
    unread: list[int] = []
    has_image, characters = False, 0
    for number, content in enumerate(read_pages(data), start=1):
        for flag in sorted(content.flags):
            assembly.flag(flag)
        has_image = has_image or content.has_image
        if not content.glyphs and content.has_image:
            unread.append(number)
        characters += len(content.glyphs)
        pages.append(read_page(content, number))
        if characters > limits.TEXT_CHARACTERS:
            break
    if characters == 0:
        raise ReadingError(*(("scanned", _SCANNED) if has_image else ("empty", _EMPTY)))
    if unread:
        listed = ",".join(map(str, unread[:15]))
        assembly.flag(f"pages_without_text:{listed}{'…' if len(unread) > 15 else ''}")
    add_pages(pages, assembly)
    document = assembly.finish("pdf")
    if not document.blocks:
        raise ReadingError("empty", _EMPTY)
    if plausibility(document.text) < _LEAST_PLAUSIBLE:
        raise ReadingError("encoding", _UNMAPPED)
    return document
