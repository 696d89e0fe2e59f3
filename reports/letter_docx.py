"""A letter as a Word document in the layout of official documents."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from reports.letters import letter_title
from reports.models import QueryLetter
from reports.official_layout import (
    BODY,
    HEADING,
    SIZE,
    SUBHEADING,
    TITLE,
    TITLE_SIZE,
    add_paragraph,
    set_page,
    style_run,
)

NUMERALS = "一二三四五六七八九十"


def write_letter(letter: QueryLetter) -> bytes:
    """The letter's docx."""
    document = Document()
    set_page(document)
    add_paragraph(
        document,
        letter_title(letter.report),
        TITLE,
        TITLE_SIZE,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        indent=False,
    )
    add_paragraph(document, "", BODY)
    add_paragraph(document, salutation(letter), BODY, indent=False)
    add_paragraph(document, opening(letter), BODY)
    for number, item in enumerate(letter.items, start=1):
        _add_item(document, number, item)
    add_paragraph(document, closing(letter), BODY)
    if letter.contact:
        add_paragraph(document, contact_line(letter), BODY)
    add_paragraph(document, "", BODY)
    add_paragraph(document, letter.sender, BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False, right=Pt(32))
    add_paragraph(document, dated(letter), BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False, right=Pt(48))
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
    add_paragraph(document, f"{chinese_number(number)}、{item['doubt'].rstrip('。')}", HEADING)
    for place in item["places"]:
        paragraph = add_paragraph(document, _before(place), BODY)
        _add_marked(paragraph, place["sentence"], place.get("figures", []))
        style_run(paragraph.add_run("”"), BODY, SIZE)
    add_paragraph(document, item["ask"], SUBHEADING)


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
        style_run(paragraph.add_run(sentence[at:place]), BODY, SIZE)
        marked = paragraph.add_run(figure)
        marked.bold = True
        style_run(marked, BODY, SIZE)
        at = place + len(figure)
    style_run(paragraph.add_run(sentence[at:]), BODY, SIZE)
