"""Writes a sample as .docx: with heading styles, with automatic numbering, or as plain paragraphs."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from samples.source import NOTICE, Block, Sample

LONG_AGO = datetime(2024, 1, 1)  # noqa: DTZ001  a file's core properties carry no zone
NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="（%2）"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>
"""


def write_docx(sample: Sample, path: Path) -> None:
    """Write the sample to `path`; the same source gives the same bytes."""
    document = Document()
    _set_fonts(document)
    if sample.meta["style"] == "auto":
        _add_numbering(document)
    notice = document.add_paragraph()
    run = notice.add_run(NOTICE)
    run.italic, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0x66, 0x66, 0x66)
    for block in sample.blocks:
        _add_block(document, block, sample.meta["style"])
    document.core_properties.title = sample.title
    document.core_properties.author = "示例"
    document.core_properties.created = document.core_properties.modified = LONG_AGO
    buffer = io.BytesIO()
    document.save(buffer)
    _write_with_fixed_dates(buffer, path)


def _set_fonts(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        face = "仿宋" if name == "Normal" else "黑体"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    document.styles["Normal"].font.size = Pt(14)


def _add_numbering(document: Any) -> None:
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _add_block(document: Any, block: Block, style: str) -> None:
    if block.kind == "table":
        _add_table(document, block)
    elif block.kind == "title":
        _add_title(document, block.text, style)
    elif block.kind == "heading":
        _add_heading(document, block, style)
    else:
        paragraph = document.add_paragraph(block.text)
        if block.kind == "signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            paragraph.paragraph_format.first_line_indent = Pt(28)


def _add_title(document: Any, text: str, style: str) -> None:
    paragraph = document.add_paragraph(style="Normal" if style == "plain" else "Title")
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(20)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_heading(document: Any, block: Block, style: str) -> None:
    if style == "plain":
        paragraph = document.add_paragraph()
        paragraph.add_run(block.text).bold = True
        paragraph.paragraph_format.first_line_indent = Pt(28)
        return
    paragraph = document.add_heading(block.text, level=block.level)
    if style == "auto":
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", block.level - 1), ("w:numId", 90)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), str(value))
            number.append(child)
        properties.append(number)


def _add_table(document: Any, block: Block) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
    for cells, texts in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text


def _write_with_fixed_dates(buffer: io.BytesIO, path: Path) -> None:
    """Repack the archive with one fixed date, so that a rebuild without a change is no change."""
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (2024, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(entry.filename))
