"""Right characters or a refusal: text of an unknown encoding never passes for a report."""

import pytest

from reports.reading import ReadingError, read
from reports.reading.characters import clean
from reports.reading.encodings import decode

SIMPLIFIED = (
    "2023年,全市专利授权量达到12034件,同比增长12.5%,其中发明专利1203件。\n知识产权保护工作稳步推进。\n"
)
TRADITIONAL = (
    "2023年,全市專利授權量達到12034件,同比增長12.5%,其中發明專利1203件。\n知識產權保護工作穩步推進。\n"
)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_simplified_text_in(codec):
    assert read(SIMPLIFIED.encode(codec), "a.txt").text == SIMPLIFIED.rstrip()


@pytest.mark.parametrize("codec", ["utf-8", "big5", "cp950", "gb18030", "utf-16"])
def test_traditional_text_in(codec):
    assert read(TRADITIONAL.encode(codec), "a.txt").text == TRADITIONAL.rstrip()


@pytest.mark.parametrize("text", ["专利12件", "一、总体情况", "全市", "授权量突破9万件", "二〇二三年"])
def test_a_few_characters_are_enough(text):
    assert read(text.encode("gb18030"), "a.txt").text == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("특허 출원 건수는 만이천 건으로 작년보다 증가하였다 지식재산권 보호", "euc-kr"),
        ("特許出願件数は前年より増加しました。これはテストです。", "shift_jis"),
        ("Количество патентных заявок выросло на двенадцать", "cp1251"),
        ("Le nombre de brevets délivrés a été élevé à la fin de l’année", "cp1252"),
    ],
)
def test_other_encodings_are_refused(text, codec):
    with pytest.raises(ReadingError, match="编码") as caught:
        read(text.encode(codec), "a.txt")
    assert caught.value.code == "encoding"


def test_random_bytes_are_no_text():
    with pytest.raises(ReadingError):
        read(bytes((i * 89 + i // 7) % 256 for i in range(5000)), "a.txt")


def test_a_cut_last_character_is_replaced_and_flagged():
    document = read((SIMPLIFIED * 3).rstrip().encode("utf-8")[:-1], "a.txt")
    assert document.text.endswith("\ufffd")
    assert document.flags == ("replaced_characters",)


def test_what_a_page_declares_decides():
    assert decode("專利授權達到十二件".encode("big5hkscs"), "big5").codec == "big5hkscs"


def test_a_wrong_declaration_does_not_garble():
    page = f"<html><head><meta charset=utf-8></head><body>{SIMPLIFIED}</body></html>"
    assert "专利授权量达到12034件" in read(page.encode("gb18030"), "a.html").text


@pytest.mark.parametrize("raw", ["\x00", "\x1b", "\x0b", "\x85", "\x7f", "\u2028"])
def test_controls_become_spaces(raw):
    assert clean(f"授权{raw}8件")[0] == "授权 8件"


@pytest.mark.parametrize("code", [0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0xFDD0])
def test_what_can_not_be_stored_is_replaced_and_said(code):
    assert clean(f"授权{chr(code)}8件") == ("授权\ufffd8件", frozenset({"replaced_characters"}))


@pytest.mark.parametrize("raw", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad"])
def test_invisible_characters_stay_and_are_flagged(raw):
    text = f"授权1{raw}203件"
    assert clean(text) == (text, frozenset({"invisible_characters"}))


def test_half_surrogates_of_utf_16_are_replaced():
    data = b"\xff\xfe" + "授权".encode("utf-16-le") + b"\x00\xd8" + "8件".encode("utf-16-le")
    document = read(data, "a.txt")
    assert document.text.startswith("授权")
    assert "replaced_characters" in document.flags
    document.text.encode("utf-8")


def test_lines_know_their_number_and_the_text_stays_whole():
    document = read("\n\u3000\u3000一、总体\r\n\r\n授权 8 件。  \n".encode(), "a.txt")
    assert document.text == "\n\u3000\u3000一、总体\n\n授权 8 件。"
    assert [(b.kind, b.origin.line) for b in document.blocks] == [("line", 2), ("line", 4)]
    assert document.text[document.blocks[0].start : document.blocks[0].end] == "一、总体"
