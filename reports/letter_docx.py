"""A letter as a Word document in the layout of official documents (GB/T 9704): type area, faces, sizes, 28 pt lines."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.letters import letter_title
from reports.models import QueryLetter

TITLE, BODY, HEADING, SUBHEADING, FOOT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
SIZE, TITLE_SIZE, FOOT_SIZE, LINE = Pt(16), Pt(22), Pt(14), Pt(28)
INDENT = Pt(32)  # two characters
NUMERALS = "一二三四五六七八九十"


def write_letter(letter: QueryLetter) -> bytes:
    """The letter's docx."""
    document = Document()
    _set_page(document)
    _add(
        document,
        letter_title(letter.report),
        TITLE,
        TITLE_SIZE,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        indent=False,
    )
    _add(document, "", BODY)
    _add(document, salutation(letter), BODY, indent=False)
    _add(document, opening(letter), BODY)
    for number, item in enumerate(letter.items, start=1):
        _add_item(document, number, item)
    _add(document, closing(letter), BODY)
    if letter.contact:
        _add(document, contact_line(letter), BODY)
    _add(document, "", BODY)
    _add(document, letter.sender, BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False, right=Pt(32))
    _add(document, dated(letter), BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False, right=Pt(48))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def salutation(letter: QueryLetter) -> str:
    """The office that the letter speaks to."""
    return f"{letter.addressee}\uff1a"


def opening(letter: QueryLetter) -> str:
    """The first sentence: which report, and that something in it has to be checked."""
    year = f"\uff08{letter.report.year}年\uff09" if letter.report.year else ""
    count = len(letter.items)
    return f"你单位报送的《{letter.report}》{year}收悉。经核对，下列{count}处数据需请你单位核实\uff1a"


def closing(letter: QueryLetter) -> str:
    """By when and how to answer."""
    return (
        f"请于{chinese_day(letter.reply_by)}前书面答复。数值有误的，请一并报送更正后的数值及依据\uff1b"
        "数值无误的，请说明统计口径。"
    )


def contact_line(letter: QueryLetter) -> str:
    """Whom to ask; empty where nobody is named."""
    return f"联系人及电话\uff1a{letter.contact}" if letter.contact else ""


def dated(letter: QueryLetter) -> str:
    """The day under the letter: when it was sent, until then when it was drafted."""
    return chinese_day(letter.sent_on or timezone.localtime(letter.drafted_at).date())


def quoted(item: dict[str, Any]) -> list[str]:
    """Each sentence that an item asks about, with its place before it."""
    return [f"{_before(place)}{place['sentence']}”" for place in item["places"]]


def _before(place: dict[str, Any]) -> str:
    return f"原文{place_words(place)}\uff1a“"


def chinese_day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """1 to 99 as headings are numbered: 一, 十一, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens - 1]}十")
    return head + (NUMERALS[ones - 1] if ones else "")


def _add_item(document: Any, number: int, item: dict[str, Any]) -> None:
    _add(document, f"{chinese_number(number)}、{item['doubt'].rstrip('。')}", HEADING)
    for place in item["places"]:
        paragraph = _add(document, _before(place), BODY)
        _add_marked(paragraph, place["sentence"], place.get("figures", []))
        _style(paragraph.add_run("”"), BODY, SIZE)
    _add(document, item["ask"], SUBHEADING)


def place_words(place: dict[str, Any]) -> str:
    """Where a sentence stands, in brackets; empty where nothing is known."""
    known = [f"“{place['section']}”部分" if place.get("section") else ""]
    known.append(f"第{place['page']}页" if place.get("page") else "")
    words = "，".join(filter(None, known))
    return f"\uff08{words}\uff09" if words else ""


def _add_marked(paragraph: Any, sentence: str, figures: list[str]) -> None:
    """The sentence, its figures in bold."""
    at = 0
    for figure in figures:
        place = sentence.find(figure, at)
        if place < 0:
            continue
        _style(paragraph.add_run(sentence[at:place]), BODY, SIZE)
        marked = paragraph.add_run(figure)
        marked.bold = True
        _style(marked, BODY, SIZE)
        at = place + len(figure)
    _style(paragraph.add_run(sentence[at:]), BODY, SIZE)


def _add(
    document: Any,
    text: str,
    face: str,
    size: Any = SIZE,
    *,
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = True,
    right: Any = None,
) -> Any:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.alignment = align
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.space_before = layout.space_after = Pt(0)
    if indent:
        layout.first_line_indent = INDENT
    if right:
        layout.right_indent = right
    _style(paragraph.add_run(text), face, size)
    return paragraph


def _style(run: Any, face: str, size: Any) -> None:
    """Latin letters and digits in Times, as official documents have them; the face is for the Chinese."""
    run.font.name, run.font.size = "Times New Roman", size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(foot.add_run("— "), FOOT, FOOT_SIZE)
    number = foot.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        number._element.append(_field_part(kind, text))
    _style(number, FOOT, FOOT_SIZE)
    _style(foot.add_run(" —"), FOOT, FOOT_SIZE)


def _field_part(kind: str | None, text: str | None) -> Any:
    """A part of Word's field that counts pages."""
    if kind is None:
        part = OxmlElement("w:instrText")
        part.text = text
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part
