"""The same words in every format give the same text, through the cell that everybody uses."""

import base64
import io

import openpyxl
import pytest

from reports.reading import SUPPORTED, ReadingError, read_file
from tests.documents.doc_writer import Run, make_doc
from tests.documents.ofd_writer import make_ofd, text
from tests.documents.packed import make_docx, p, table
from tests.documents.pdf_writer import Page, make_pdf
from tests.documents.xls_writer import make_xls

LINES = ["2023年工作总结", "全年专利授权1203件,同比增长12.5%。"]


def make_xlsx():
    book = openpyxl.Workbook()
    for number, line in enumerate(LINES, start=1):
        book.active.cell(number, 1, line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FILES = {
    "txt": "\n".join(LINES).encode("gb18030"),
    "html": "".join(f"<p>{line}</p>" for line in LINES).encode("gb18030"),
    "mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    b"Content-Type: text/html; charset=gbk\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes("".join(f"<p>{line}</p>" for line in LINES).encode("gb18030"))
    + b"\n--b--\n",
    "docx": make_docx("".join(p(line) for line in LINES)),
    "doc": make_doc(*[Run(line + "\r") for line in LINES]),
    "wps": make_doc(*[Run(line + "\r") for line in LINES]),
    "pdf": make_pdf(Page().text(90, 150, LINES[0], size=18).text(90, 200, LINES[1])),
    "ofd": make_ofd(text(30, 60, LINES[0], size=6) + text(30, 80, LINES[1])),
    "xlsx": make_xlsx(),
    "xls": make_xls({(number, 0): line for number, line in enumerate(LINES)}),
    "csv": "\n".join(f'"{line}"' for line in LINES).encode("gb18030"),
}


def test_every_supported_format_has_a_sample():
    assert set(SUPPORTED) <= set(FILES)


@pytest.mark.parametrize("extension", FILES)
def test_it_says_the_same_in(tmp_path, extension):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(FILES[extension])
    document = read_file(path)
    assert document.text == "\n".join(LINES)
    assert [document.text[b.start : b.end] for b in document.blocks] == LINES


@pytest.mark.parametrize("name", ["报告.docx", "a" * 5000, "../../x", "a\nb", "", "\udcff.txt"])
def test_whatever_the_sender_called_it(tmp_path, name):
    path = tmp_path / "stored"
    path.write_bytes(FILES["docx"])
    assert read_file(path, name).format == "docx"


@pytest.mark.parametrize("extension", FILES)
def test_half_a_file_ends_in_text_or_a_reason(tmp_path, extension):
    data = FILES[extension]
    for part in (len(data) // 2, len(data) - 20):
        path = tmp_path / f"a.{extension}"
        path.write_bytes(data[:part])
        try:
            assert read_file(path).text
        except ReadingError as error:
            assert str(error).endswith("。")  # noqa: PT017


def test_a_document_of_a_million_empty_paragraphs_ends_in_time(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(make_docx("<w:p/>" * 1_000_000 + p("末尾")))
    assert read_file(path).text == "末尾"


def test_cells_that_claim_to_span_the_world_end_in_time(tmp_path):
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>' + p("宽") + "</w:tc>"
    path = tmp_path / "a.docx"
    path.write_bytes(make_docx(table([wide] * 50, ["甲", "1"])))
    assert all(b.column_span <= 1000 for b in read_file(path).blocks)


def test_a_line_of_twenty_megabytes_is_cut_and_said_so(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("专利".encode() * (20 * 1024 * 1024 // 6))
    document = read_file(path)
    assert document.flags == ("cut_text:1000000",)
