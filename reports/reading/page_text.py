"""Pages of placed glyphs → blocks of a document: the steps that PDF and OFD share."""

from __future__ import annotations

from typing import Final

from reports.reading.assembly import Assembly
from reports.reading.document import Origin
from reports.reading.pdf_glyphs import PageContent
from reports.reading.pdf_lines import read_lines
from reports.reading.pdf_paragraphs import PageLines, Paragraph, read_paragraphs
from reports.reading.pdf_tables import PdfTable, take_tables

RECOGNISED: Final = frozenset({"recognised", "ocr_layer"})
"""Flags of a page whose text a machine made out of a picture, here or before it came here."""
_LARGEST_PAGE: Final = 14_400.0


def read_page(content: PageContent, number: int) -> PageLines:
    """The lines and ruled tables of one page."""
    tables = take_tables(content)
    recognised = not content.flags.isdisjoint(RECOGNISED)
    return PageLines(number, content.width, content.height, read_lines(content.glyphs), tables, recognised)


def add_pages(pages: list[PageLines], assembly: Assembly) -> None:
    """Append the paragraphs and cells of all pages, with page and box."""
    paragraphs = tables = 0
    recognised = {page.number for page in pages if page.recognised}
    for item in read_paragraphs(pages):
        if isinstance(item, Paragraph):
            paragraphs += 1
            origin = Origin(page=item.page, paragraph=paragraphs, box=_rounded(*item.box))
            assembly.add(item.text.strip(), item.kind, origin, recognised=item.recognised)
        else:
            tables += 1
            _add_table(item[1], item[0], tables, assembly, item[0] in recognised)


def _add_table(table: PdfTable, page: int, number: int, assembly: Assembly, recognised: bool) -> None:
    last_row = -1
    for cell in table.cells:
        box = _rounded(cell.left, cell.top, cell.right, cell.bottom)
        assembly.add(
            cell.text().strip(),
            "cell",
            Origin(page=page, table=number, cell=f"{cell.row + 1}:{cell.column + 1}", box=box),
            row=cell.row,
            column=cell.column,
            spans=(cell.row_span, cell.column_span),
            recognised=recognised,
            separator="\t" if cell.row == last_row else "\n",
        )
        last_row = cell.row


def _rounded(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """A box to a tenth of a point, within the largest page that there can be."""
    return _side(left), _side(top), _side(right), _side(bottom)


def _side(value: float) -> float:
    return round(min(max(value, 0.0), _LARGEST_PAGE), 1)
