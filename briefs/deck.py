"""A brief as a PowerPoint deck: a slide a part, native charts, the sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from briefs.content import Cells, Chart, Content, Ref, Section, sources_of, text_of
from briefs.native_charts import BLUE, add_chart, name_face

WIDE, HIGH = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.7)
ROWS = 8  # lines of a table on a slide: larger ones go on
CHARACTERS = 50  # of a line across a table, in Chinese
LONGEST = 120  # characters of a title
TITLE_SIZES = {38: 44, 75: 32, LONGEST: 26}
HEADING_SIZES = {26: 32, 35: 24, 80: 20, LONGEST: 16}
INK, MUTED = RGBColor(0x18, 0x21, 0x2C), RGBColor(0x56, 0x63, 0x74)
BRAND = RGBColor.from_string(BLUE)


def write_deck(content: Content) -> bytes:
    """The pptx: a title, a slide a part, a slide for each eight rows of its table, the sources in the notes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title, deck.core_properties.author = content.title, "知衡"
    _title_slide(deck, content)
    for section in content.sections:
        beneath, behind = section.laid_out(ROWS, CHARACTERS)
        _section_slide(deck, content, section, beneath)
        for heading, piece in behind:
            _table_slide(deck, content, heading, piece)
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def notes_of(content: Content, refs: Iterable[Ref]) -> str:
    """The sources of what stands on a slide, as its notes have them."""
    lines = [
        f"[{line.number}] {line.what}　《{line.title}》{line.sentence}"
        + (f"（裁定：{line.ruling}）" if line.ruling else "")
        for line in sources_of(refs, content.sources)
    ]
    return "\n".join([f"数据时点：{content.pinned}", *lines])


def _title_slide(deck: Any, content: Content) -> None:
    slide = _blank(deck)
    _text(
        slide,
        content.title,
        MARGIN,
        Inches(0.8),
        WIDE - 2 * MARGIN,
        Inches(3.2),
        size=_step(content.title, TITLE_SIZES),
        bold=True,
        colour=BRAND,
        anchor=MSO_ANCHOR.BOTTOM,
    )
    _text(slide, content.about, MARGIN, Inches(4.2), WIDE - 2 * MARGIN, Inches(0.8), size=24, colour=MUTED)


def _section_slide(deck: Any, content: Content, section: Section, table: Cells | None) -> None:
    slide = _blank(deck)
    _heading(slide, section.heading)
    words = [text_of(sentence) for sentence in section.sentences]
    if section.chart:
        _text(
            slide, "\n".join(words), MARGIN, Inches(1.5), Inches(4.6), Inches(5.2), size=_size(words, 20, 150)
        )
        _chart(slide, section.chart, Inches(5.5), Inches(1.4), WIDE - Inches(6.1), Inches(5.4))
    else:
        high = Inches(1.1) if table else Inches(5.2)
        size = _size(words, 20, 130) if table else _size(words, 28, 220)
        _text(slide, "\n".join(words), MARGIN, Inches(1.4), WIDE - 2 * MARGIN, high, size=size)
        if table:
            _table(slide, table, Inches(2.6))
    slide.notes_slide.notes_text_frame.text = notes_of(content, section.refs_with(table))


def _table_slide(deck: Any, content: Content, heading: str, table: Cells) -> None:
    slide = _blank(deck)
    _heading(slide, heading)
    _table(slide, table, Inches(1.5))
    slide.notes_slide.notes_text_frame.text = notes_of(content, table.refs)


def _table(slide: Any, table: Cells, top: Emu) -> None:
    high = Inches(0.55) * (len(table.rows) + 1)
    shape = slide.shapes.add_table(len(table.rows) + 1, len(table.head), MARGIN, top, WIDE - 2 * MARGIN, high)
    for column, width in enumerate(table.widths):
        shape.table.columns[column].width = int((WIDE - 2 * MARGIN) * width)
    for column, words in enumerate(table.head):
        _cell(shape.table.cell(0, column), words, column in table.numeric, bold=True)
    for row, cells in enumerate(table.rows, start=1):
        for column, run in enumerate(cells):
            _cell(shape.table.cell(row, column), text_of((run,)) or "—", column in table.numeric)


def _size(words: list[str], size: int, fits: int) -> int:
    """Smaller type where there are more words than fit, never below 14 pt."""
    return max(14, min(size, int(size * (fits / max(fits, sum(map(len, words)))) ** 0.5)))


def _blank(deck: Any) -> Any:
    return deck.slides.add_slide(deck.slide_layouts[6])


def _heading(slide: Any, words: str) -> None:
    size = _step(words, HEADING_SIZES)
    _text(
        slide, words, MARGIN, Inches(0.4), WIDE - 2 * MARGIN, Inches(0.9), size=size, bold=True, colour=BRAND
    )


def _step(words: str, sizes: dict[int, int]) -> int:
    """The size for words of that length: ``sizes`` are points by the most characters that they fit."""
    return next(size for most, size in sizes.items() if len(words) <= most or most == LONGEST)


def _text(
    slide: Any, words: str, left: Emu, top: Emu, width: Emu, height: Emu, *,
    size: int, bold: bool = False, colour: RGBColor = INK, anchor: Any = MSO_ANCHOR.TOP,
) -> None:  # fmt: skip
    frame = slide.shapes.add_textbox(left, top, width, height).text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    for index, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.line_spacing = 1.3
        _run(paragraph, line, size, bold, colour)


def _run(paragraph: Any, words: str, size: int, bold: bool, colour: RGBColor) -> None:
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold, run.font.color.rgb = words, Pt(size), bold, colour
    name_face(run)


def _cell(cell: Any, words: str, numeric: bool, bold: bool = False) -> None:
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _run(paragraph, words, 16, bold, RGBColor(0xFF, 0xFF, 0xFF) if bold else INK)


def _chart(slide: Any, chart: Chart, left: Emu, top: Emu, width: Emu, height: Emu) -> None:
    add_chart(slide, chart, left, top, width, height)
    if chart.notes:
        _text(slide, " ".join(chart.notes), left, top + height, width, Inches(0.5), size=12, colour=MUTED)
