"""A brief as a Word document in the layout of official documents (GB/T 9704), its charts native and editable."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from briefs.content import Cells, Chart, Content, Run, text_of
from briefs.native_charts import parts_of
from reports.official_layout import (
    BODY,
    HEADING,
    SUBHEADING,
    TITLE,
    TITLE_SIZE,
    add_paragraph,
    set_page,
    style_run,
)

SMALL = Pt(12)
CHART_WIDTH, CHART_HEIGHT = Mm(150), Mm(72)
CHART_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def write_brief(content: Content) -> bytes:
    """The docx: title, a part a heading with its sentences, chart and table, then the list of sources."""
    document = Document()
    document.core_properties.title, document.core_properties.author = content.title, "知衡"
    set_page(document)
    centred = {"align": WD_ALIGN_PARAGRAPH.CENTER, "indent": False}
    _as_heading(add_paragraph(document, content.title, TITLE, TITLE_SIZE, **centred), 0)
    pinned = f"（数据时点：{content.pinned}）"
    add_paragraph(document, pinned, SUBHEADING, **centred)
    for number, section in enumerate(content.sections, start=1):
        _as_heading(add_paragraph(document, section.heading, HEADING), 1)
        for sentence in section.sentences:
            add_paragraph(document, text_of(sentence), BODY)
        if section.chart:
            _add_chart(document, section.chart, number)
        if section.table:
            _add_table(document, section.table)
    _add_sources(document, content)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _as_heading(paragraph: Any, level: int) -> None:
    """Let the heading show in the outline and stay with what follows it."""
    paragraph.paragraph_format.keep_with_next = True
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    paragraph._p.get_or_add_pPr().append(outline)


def _add_table(document: Any, cells: Cells) -> None:
    caption = add_paragraph(
        document, cells.caption, HEADING, SMALL, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False
    )
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(cells.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, words in enumerate(cells.head):
        _fill(table.rows[0].cells[column], words, HEADING, column in cells.numeric)
    _repeat(table.rows[0])
    for row in cells.rows:
        line = table.add_row()
        _unbroken(line)
        for column, run in enumerate(row):
            _fill(line.cells[column], _words(run), BODY, column in cells.numeric)
    _spread(table, cells)
    add_paragraph(document, "", BODY, SMALL)


def _words(run: Run) -> str:
    return text_of((run,)) or "—"


def _fill(cell: Any, words: str, face: str, numeric: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if numeric else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    style_run(paragraph.add_run(words), face, SMALL)


def _spread(table: Any, cells: Cells) -> None:
    """The columns in their widths; together they fill the type area."""
    table.autofit = False
    for column, width in enumerate(cells.widths):
        table.columns[column].width = Mm(156 * width)  # LibreOffice goes by the grid, Word by the cells
        for cell in table.columns[column].cells:
            cell.width = Mm(156 * width)


def _repeat(row: Any) -> None:
    """Let the head stand again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _add_chart(document: Any, chart: Chart, number: int) -> None:
    """The chart as a part of its own with its workbook, tied into an empty paragraph."""
    xml, workbook, relation = parts_of(chart, CHART_WIDTH, CHART_HEIGHT)
    package = document.part.package
    sheet = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
    part.load_rel(RELATIONSHIP_TYPE.PACKAGE, sheet, relation)
    tied = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = bool(chart.notes)
    paragraph.add_run()._r.append(_drawing(tied, number, chart.title))
    for note in chart.notes:
        small = add_paragraph(document, f"注：{note}", BODY, SMALL, indent=False)
        small.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _drawing(relation: str, number: int, title: str) -> Any:
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline distT='0' distB='0' distL='0' distR='0'>"
        f"<wp:extent cx='{int(CHART_WIDTH)}' cy='{int(CHART_HEIGHT)}'/>"
        f"<wp:docPr id='{1000 + number}' name='chart{number}'/>"
        f"<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri='{CHART_NAMESPACE}'>"
        f"<c:chart xmlns:c='{CHART_NAMESPACE}' r:id='{relation}'/></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    drawing.find(f".//{qn('wp:docPr')}").set("descr", title)
    return drawing


def _add_sources(document: Any, content: Content) -> None:
    if not content.sources:
        return
    _as_heading(add_paragraph(document, "数据来源", HEADING), 1)
    for line in content.sources:
        paragraph = add_paragraph(
            document, f"[{line.number}] {line.what}。《{line.title}》", BODY, SMALL, indent=False
        )
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if line.sentence:
            style_run(paragraph.add_run(f"“{line.before}"), BODY, SMALL)
            marked = paragraph.add_run(line.quote)
            marked.bold = True
            style_run(marked, BODY, SMALL)
            style_run(paragraph.add_run(f"{line.after}”"), BODY, SMALL)
        if line.ruling:
            style_run(paragraph.add_run(f"裁定：{line.ruling}"), BODY, SMALL)
