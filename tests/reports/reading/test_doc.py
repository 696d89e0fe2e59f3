"""Old Word and WPS files are read with the same care: nothing deleted, nothing hidden, cells as cells."""

import struct

import pytest

from reports.reading import Format, ReadingError, read, sniff
from tests.documents.doc_writer import DELETED, HIDDEN, INSERTED, Run, make_doc, make_ole, row


def texts(document, kind=None):
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.txt"])
def test_paragraphs_are_read_from_either_name(name):
    document = read(make_doc(Run("一、总体情况\r", style=1), Run("全年授权 1203 件。\r")), name)
    assert texts(document) == ["一、总体情况", "全年授权 1203 件。"]
    assert [(b.kind, b.level) for b in document.blocks] == [("heading", 1), ("paragraph", None)]


def test_text_in_single_bytes_is_read():
    assert read(make_doc(Run("PCT 35\r"), narrow=True), "a.doc").text == "PCT 35"


def test_a_long_text_is_read_to_its_end():
    document = read(make_doc(Run("专利工作稳步推进。\r" * 2000), Run("末尾 8 件。\r")), "a.doc")
    assert len(document.blocks) == 2001
    assert document.text.endswith("末尾 8 件。")


def test_insertions_are_read_deletions_and_hidden_text_are_not():
    runs = Run("授权"), Run("1234", (INSERTED,)), Run("9999", (DELETED,)), Run("8888", (HIDDEN,)), Run("件\r")
    document = read(make_doc(*runs), "a.doc")
    assert document.text == "授权1234件"
    assert set(document.flags) == {"tracked_insertions", "tracked_deletions", "hidden_text"}


def test_cells_know_their_place():
    runs = [Run("见表\r"), *row("类别", "授权"), *row("发明", "12"), Run("表后\r")]
    document = read(make_doc(*runs), "a.doc")
    assert document.text == "见表\n类别\t授权\n发明\t12\n表后"
    assert [b.origin.cell for b in document.blocks] == [None, "1:1", "1:2", "2:1", "2:2", None]


def test_an_empty_cell_does_not_end_a_row():
    document = read(make_doc(*row("甲", "", "3"), *row("乙", "5", ""), Run("完\r")), "a.doc")
    assert [(b.row, b.column) for b in document.blocks if b.kind == "cell"] == [
        (0, 0),
        (0, 2),
        (1, 0),
        (1, 1),
    ]


def test_of_a_field_only_its_result_is_read():
    field = "第\x13 PAGE \x14 12 \x15页,见\x13 HYPERLINK x \x14\x13 REF y \x14附件\x15\x15。\r"
    assert read(make_doc(Run(field)), "a.doc").text == "第 12 页,见附件。"


def test_lists_whose_numbers_are_not_stored_are_flagged():
    listed = Run("提升创造质量\r", paragraph=((0x460B, 1), (0x0000, 0)))
    assert "list_numbers_not_read" in read(make_doc(listed), "a.doc").flags


def test_footnotes_follow_under_their_own_kind():
    document = read(make_doc(Run("正文\r"), notes="含国防专利\r"), "a.doc")
    assert [b.kind for b in document.blocks] == ["paragraph", "footnote"]


def test_a_password_is_named():
    with pytest.raises(ReadingError, match="密码"):
        read(make_doc(Run("甲\r"), encrypted=True), "a.doc")


def test_encrypted_office_packages_are_named():
    assert sniff(make_ole({"EncryptedPackage": b"x"}), "a.docx") is Format.ENCRYPTED


@pytest.mark.parametrize(("magic", "version"), [(0xA5DC, 0x65), (0xA5DC, 0x68), (0xA5EC, 0x69)])
def test_what_is_older_than_word_97_is_refused_with_the_ways_out(magic, version):
    main = struct.pack("<HH", magic, version) + bytes(4096)
    with pytest.raises(ReadingError, match=r"Word 95.*另存为 docx.*libreoffice-writer-nogui") as caught:
        read(make_ole({"WordDocument": main}), "总结.doc")
    assert caught.value.code == "unsupported"


@pytest.mark.parametrize("cut", [100, 600, 2000, 4500, 6000])
def test_a_truncated_document_is_refused(cut):
    with pytest.raises(ReadingError) as caught:
        read(make_doc(Run("授权 8 件\r"))[:cut], "a.doc")
    assert caught.value.code in {"broken", "unsupported"}


def test_damaged_bytes_never_do_more_than_refuse():
    data = make_doc(*row("甲", "1"), Run("授权 8 件。\r", (INSERTED,)))
    for place in range(0, len(data), 97):
        damaged = bytearray(data)
        damaged[place : place + 4] = b"\xff\xff\xff\xff"
        try:
            read(bytes(damaged), "a.doc")
        except ReadingError as error:
            assert error.code in {"broken", "unsupported", "empty", "encrypted"}  # noqa: PT017
