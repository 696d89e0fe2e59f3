"""The layout of official documents in Word (GB/T 9704): type area, faces, sizes, 28 pt lines, page numbers."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE, BODY, HEADING, SUBHEADING, FOOT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
SIZE, TITLE_SIZE, FOOT_SIZE, LINE = Pt(16), Pt(22), Pt(14), Pt(28)
INDENT = Pt(32)  # two characters


def add_paragraph(
    document: Any,
    text: str,
    face: str,
    size: Any = SIZE,
    *,
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = True,
    right: Any = None,
) -> Any:
    """The new paragraph, its lines 28 pt apart, indented by two characters unless told otherwise."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.alignment = align
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.space_before = layout.space_after = Pt(0)
    if indent:
        layout.first_line_indent = INDENT
    if right:
        layout.right_indent = right
    style_run(paragraph.add_run(text), face, size)
    return paragraph


def style_run(run: Any, face: str, size: Any) -> None:
    """Latin letters and digits in Times, as official documents have them; the face is for the Chinese."""
    run.font.name, run.font.size = "Times New Roman", size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def set_page(document: Any) -> None:
    """A4 with the type area of 156 by 225 mm; below it the page's number between dashes, to the right on odd pages and
    to the left on even ones."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)  # the dashes stand 7 mm below the type area
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _number(foot: Any, side: Any) -> None:
    """The page's number between dashes, one character in from the outer edge."""
    foot.alignment = side
    foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = FOOT_SIZE
    style_run(foot.add_run("— "), FOOT, FOOT_SIZE)
    number = foot.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        number._element.append(_field_part(kind, text))
    style_run(number, FOOT, FOOT_SIZE)
    style_run(foot.add_run(" —"), FOOT, FOOT_SIZE)


def _field_part(kind: str | None, text: str | None) -> Any:
    """A part of Word's field that counts pages."""
    if kind is None:
        part = OxmlElement("w:instrText")
        part.text = text
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part
