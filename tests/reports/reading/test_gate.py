"""What is refused before it is parsed, at each limit and one beyond; every refusal says why and what to do."""

import io
import re
import struct
import zipfile

import pytest

from reports.reading import (
    READERS,
    WITH_HELP,
    Format,
    ReadingError,
    check_file,
    limits,
    read,
    read_file,
    sniff,
)
from reports.reading.refusals import refusal
from reports.reading.safe_xml import parse_xml
from tests.documents.packed import make_docx, make_zip, p
from tests.documents.pdf_writer import Page, make_pdf

TEXT = "授权 8 件"


def refused(data, name="a.docx"):
    with pytest.raises(ReadingError) as caught:
        read(data, name)
    return caught.value


def padded_docx(parts, method=zipfile.ZIP_DEFLATED):
    """A readable docx with further parts."""
    stream = io.BytesIO(make_docx(p(TEXT)))
    with zipfile.ZipFile(stream, "a", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"", "a.txt", Format.EMPTY),
        (make_docx(p(TEXT)), "a.txt", Format.DOCX),
        (make_pdf(Page().text(90, 90, TEXT)), "a.docx", Format.PDF),
        (b"<!DOCTYPE html><p>x", "a.txt", Format.HTML),
        (b"\xef\xbb\xbf\r\n<html>", "a.txt", Format.HTML),
        ("<html><p>数".encode("utf-16"), "a.txt", Format.HTML),
        (TEXT.encode(), "a.docx", Format.TXT),
        (b"<p> b </p>", "a.html", Format.HTML),
        (b"MZ\x90\0\3\0\0\0", "a.docx", Format.PROGRAM),
        (b"\x7fELF\2\1\1\0", "a.pdf", Format.PROGRAM),
        (b"\x89PNG\r\n\x1a\n<html>", "a.html", Format.IMAGE),
        (b"GIF89a<html>", "a.html", Format.OTHER_IMAGE),
        (b"Rar!\x1a\7\0", "a.zip", Format.ARCHIVE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", Format.XML),
        (b"{\\rtf1 x}", "a.doc", Format.RTF),
        (make_zip({"a.txt": "x"}), "a.docx", Format.ZIP),
        (make_zip({"OFD.xml": "x"}), "a.ofd", Format.OFD),
        (make_zip({"a.docx": make_docx(p(TEXT))}, zipfile.ZIP_STORED), "a.zip", Format.ZIP),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a.doc", Format.MHTML),
        (bytes(range(256)) * 8, "a.txt", Format.UNKNOWN),
    ],
)
def test_the_kind_is_told_from_the_content(data, name, format):
    assert sniff(data, name) is format


@pytest.mark.parametrize("format", [f for f in Format if f not in READERS and f not in WITH_HELP])
def test_every_refused_kind_has_a_reason_and_a_next_step(format):
    message = str(refusal(format))
    assert re.search("不支持|空的|加密|程序文件|认不出", message)
    assert "请" in message
    assert message.endswith("。")


def test_an_empty_file_is_named_as_such(tmp_path):
    path = tmp_path / "a.docx"
    path.touch()
    with pytest.raises(ReadingError, match="空的") as caught:
        read_file(path)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(("size", "code"), [(0, "encoding"), (1, "too_large")])
def test_bytes_of_a_file_at_the_limit_and_one_beyond(tmp_path, monkeypatch, size, code):
    monkeypatch.setattr(limits, "FILE_BYTES", 4000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xc0\xc1" * 2000 + b"x" * size)
    with pytest.raises(ReadingError) as caught:
        read_file(path)
    assert caught.value.code == code


def test_sixty_megabytes_are_refused_at_once(tmp_path):
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    with pytest.raises(ReadingError, match="50 MB"):
        read_file(path)


def test_what_is_no_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "absent", "/dev/zero"):
        with pytest.raises(ReadingError) as caught:
            read_file(path)
        assert caught.value.code == "unavailable"


@pytest.mark.parametrize(("beyond", "readable"), [(0, True), (1, False)])
def test_entries_of_a_package(monkeypatch, beyond, readable):
    data = padded_docx({f"extra/{n}": "x" for n in range(10)})
    monkeypatch.setattr(limits, "ZIP_ENTRIES", len(zipfile.ZipFile(io.BytesIO(data)).namelist()) - beyond)
    if readable:
        assert read(data, "a.docx").text == TEXT
    else:
        assert refused(data).code == "too_complex"


@pytest.mark.parametrize(("size", "readable"), [(0, True), (1, False)])
def test_bytes_of_a_part(monkeypatch, size, readable):
    monkeypatch.setattr(limits, "ZIP_PART_BYTES", 100_000)
    data = padded_docx({"media/a.bin": b"\0" * (100_000 + size)})
    if readable:
        assert read(data, "a.docx").text == TEXT
    else:
        assert refused(data).code == "too_complex"


def test_bytes_of_all_parts_together(monkeypatch):
    parts = {f"media/{n}.bin": b"\0" * 50_000 for n in range(4)}
    monkeypatch.setattr(limits, "ZIP_TOTAL_BYTES", 210_000)
    assert read(padded_docx(parts), "a.docx").text == TEXT
    monkeypatch.setattr(limits, "ZIP_TOTAL_BYTES", 199_000)
    assert refused(padded_docx(parts)).code == "too_complex"


def test_a_bomb_is_told_by_its_ratio():
    assert refused(padded_docx({"media/a.bin": b"\0" * 40_000_000})).code == "too_complex"


def test_a_part_that_lies_about_its_size_is_never_unpacked_further(monkeypatch):
    monkeypatch.setattr(limits, "ZIP_PART_BYTES", 1_000_000)
    data = bytearray(padded_docx({"media/a.bin": b"\0" * 3_000_000}))
    honest = struct.pack("<I", 3_000_000)
    assert data.count(honest) == 2
    lying = bytes(data).replace(honest, struct.pack("<I", 1000))
    assert read(lying, "a.docx").text == TEXT  # the damaged part is one that nothing reads


def test_a_directory_that_claims_millions_is_not_built():
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65_535, 65_535, 50, 0, 0)
    assert refused(b"PK\3\4word/document" + b"\0" * 100 + end).code == "too_complex"


def test_a_truncated_docx_is_broken():
    assert refused(make_docx(p(TEXT * 100))[:-300]).code == "broken"


def test_an_encrypted_package_says_so():
    data = bytearray(make_docx(p(TEXT)))
    at = data.rfind(b"PK\1\2")
    data[at + 8] |= 1
    error = refused(bytes(data))
    assert error.code == "encrypted"
    assert "密码" in str(error)


def test_a_zip_of_encrypted_reports_says_so():
    data = bytearray(make_zip({"a.docx": b"x" * 50}))
    data[data.find(b"PK\1\2") + 8] |= 1
    assert sniff(bytes(data), "a.zip") is Format.ENCRYPTED


DOCTYPES = {
    "outside file": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "outside server": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    "laughs": '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(doctype, codec):
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    declaration = f'<?xml version="1.0" encoding="{codec}"?>'
    data = make_zip({"word/document.xml": (declaration + doctype + body).encode(codec)})
    assert refused(data).code == "forbidden_xml"


def test_the_deepest_xml_has_256_levels():
    assert parse_xml(b"<a>" * 256 + b"</a>" * 256).tag == "a"
    with pytest.raises(ReadingError, match="XML"):
        parse_xml(b"<a>" * 257 + b"</a>" * 257)


def test_xml_nested_too_deep_is_refused_without_a_crash():
    assert refused(make_docx("<w:sdt>" * 3000 + "</w:sdt>" * 3000)).code == "broken"


@pytest.mark.parametrize(("length", "cut"), [(20, False), (21, True)])
def test_text_beyond_its_limit_is_cut_and_said_so(monkeypatch, length, cut):
    monkeypatch.setattr(limits, "TEXT_CHARACTERS", 20)
    document = read(("专" * length).encode(), "a.txt")
    assert len(document.text) == 20
    assert ("cut_text:20" in document.flags) is cut


@pytest.mark.parametrize(("count", "cut"), [(5, False), (6, True)])
def test_blocks_beyond_their_limit_are_cut_and_said_so(monkeypatch, count, cut):
    monkeypatch.setattr(limits, "BLOCKS", 5)
    document = read(("专利\n" * count).encode(), "a.txt")
    assert len(document.blocks) == 5
    assert ("cut_blocks:5" in document.flags) is cut


def test_messages_hold_no_path_and_no_trace(tmp_path):
    samples = {"a.docx": make_docx(p(TEXT))[:-300], "b.exe": b"MZ" + b"\0" * 99, "c.pdf": b"%PDF-1.4 nothing"}
    for name, data in samples.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ReadingError) as caught:
            read_file(path)
        message = str(caught.value)
        assert str(tmp_path) not in message
        assert not re.search(r"Traceback|Error|\.py|/tmp", message)
        assert re.search("[一-龥]", message)


def test_the_door_of_an_upload_tells_format_or_reason(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(make_docx(p(TEXT)))
    assert check_file(path, "a.txt") is Format.DOCX
    path.write_bytes(b"MZ" + b"\0" * 50)
    with pytest.raises(ReadingError, match="程序"):
        check_file(path, "a.docx")
    path.write_bytes(b"")
    with pytest.raises(ReadingError, match="空的"):
        check_file(path, "a.docx")


def test_a_page_of_nothing_but_comments_is_told_at_once():
    assert sniff(b"<!---->" * 1000 + b"x", "a.html") is Format.TXT


@pytest.mark.parametrize("name", ["总结.bat", "总结.JS", "总结.docx.exe", "总结.hta", "a.b.vbs "])
def test_a_name_that_ends_like_a_program_is_refused_whatever_it_holds(tmp_path, name):
    path = tmp_path / "a"
    path.write_text(TEXT, "utf-8")
    for look in (check_file, read_file):
        with pytest.raises(ReadingError, match="后缀"):
            look(path, name)


@pytest.mark.parametrize("name", ["2019年总结", "1.县局总结", "截至6.30", "总结.TXT", ".txt", "v2.0"])
def test_a_dot_in_the_words_of_a_name_is_no_extension(tmp_path, name):
    path = tmp_path / "a"
    path.write_text(TEXT, "utf-8")
    assert check_file(path, name) is Format.TXT


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE svg>", "<!-- a --> <svg>", '<a:b xmlns:a="x">', "<!ENTITY a>", "<x xmlns='y'>"]
)
def test_any_xml_is_told_from_a_text(start):
    assert sniff(start.encode(), "a.txt") is Format.XML


def test_a_pdf_may_begin_behind_other_words():
    assert sniff(b"mail header\n" * 9 + make_pdf(Page().text(90, 90, TEXT)), "a.txt") is Format.PDF


@pytest.mark.parametrize(("count", "cut"), [(5, False), (6, True)])
def test_numbers_beyond_their_limit_are_cut_and_said_so(monkeypatch, count, cut):
    monkeypatch.setattr(limits, "NUMBERS", 5)
    document = read(("甲 8 件\n" * count).encode(), "a.txt")
    assert document.text.count("8") == 5
    assert ("cut_numbers:5" in document.flags) is cut
