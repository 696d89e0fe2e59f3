"""One report in every format an office may send it in: the same statistics come out, from a scan nearly all of them."""

import html
import io

import openpyxl
import pytest

from reports.extraction import extract, load_engine
from reports.extraction.recognised import MOST, RECOGNISED
from reports.reading import read_file, recognition
from tests.documents import ofd_writer
from tests.documents.doc_writer import Run, make_doc, row
from tests.documents.ofd_writer import make_ofd
from tests.documents.packed import make_docx, p, table
from tests.documents.pdf_writer import Page, make_pdf

TITLE = "赣州市知识产权局2022年工作总结"
SECTIONS = [
    ("一、创造质量稳步提升", [
        "2022年，全市专利申请量16842件，同比增长9.3%，其中发明专利申请3517件，同比增长14.6%。",
        "专利授权12096件，其中发明专利授权1284件、实用新型授权8735件、外观设计授权2077件。",
        "截至2022年底，全市有效发明专利拥有量6408件，同比增长21.7%，每万人口发明专利拥有量7.13件。",
    ]),
    ("二、商标与地理标志", [
        "全年商标注册申请28460件，商标注册量19735件，同比下降6.2%。累计有效注册商标163927件。",
        "地理标志保护产品13个，地理标志证明商标31件。",
    ]),
    ("三、运用与保护", [
        "办理专利质押融资214笔，金额18.65亿元，同比增长33.8%。",
        "新增国家知识产权优势企业9家、国家知识产权示范企业2家。",
        "查处假冒专利案件87件，受理专利侵权纠纷案件46件，结案44件。",
        "举办知识产权培训班37期，培训人员4205人次。",
    ]),
]  # fmt: skip
TABLE = [
    ["指标", "2021年", "2022年"],
    ["发明专利授权量", "1037", "1284"],
    ["商标注册申请量", "26158", "28460"],
]
PARAGRAPHS = [TITLE, *(line for heading, lines in SECTIONS for line in (heading, *lines))]
LINE = 34


def wrapped(text):
    return [text[at : at + LINE] for at in range(0, len(text), LINE)]


def as_txt():
    return "\n".join([*PARAGRAPHS, *("\t".join(cells) for cells in TABLE)]).encode("gb18030")


def as_html():
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in TABLE)
    body = "".join(f"<p>{html.escape(text)}</p>" for text in PARAGRAPHS)
    return f"<meta charset=gbk><title>{TITLE}</title>{body}<table>{rows}</table>".encode("gb18030")


def as_docx():
    return make_docx("".join(map(p, PARAGRAPHS)) + table(*TABLE))


def as_doc():
    runs = [Run(text + "\r") for text in PARAGRAPHS]
    return make_doc(*runs, *(run for cells in TABLE for run in row(*cells)), Run("\r"))


def as_xlsx():
    book = openpyxl.Workbook()
    for text in PARAGRAPHS:
        book.active.append([text])
    sheet = book.create_sheet("附表")
    for name, *values in TABLE:
        sheet.append([name, *(int(v) if v.isdigit() else v for v in values)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_pdf():
    page, y = Page(), 100.0
    for text in PARAGRAPHS:
        for number, line in enumerate(wrapped(text)):
            page.text(80 if number else 104, y, line, size=12)
            y += 20
    xs, ys = [80, 230, 340, 450], [y, y + 24, y + 48, y + 72]
    page.grid(xs, ys)
    for top, cells in zip(ys, TABLE, strict=False):
        for left, cell in zip(xs, cells, strict=False):
            page.text(left + 6, top + 16, cell)
    return make_pdf(page)


def as_ofd():
    objects, y = "", 30.0
    for text in PARAGRAPHS:
        for number, line in enumerate(wrapped(text)):
            objects += ofd_writer.text(28 if number else 36.4, y, line)
            y += 7
    xs, ys = [28, 80, 120, 160], [y, y + 8, y + 16, y + 24]
    objects += "".join(ofd_writer.line(x, ys[0], x, ys[-1]) for x in xs)
    objects += "".join(ofd_writer.line(xs[0], level, xs[-1], level) for level in ys)
    for top, cells in zip(ys, TABLE, strict=False):
        for left, cell in zip(xs, cells, strict=False):
            objects += ofd_writer.text(left + 2, top + 6, cell)
    return make_ofd(objects)


def as_scan():
    from tests.documents.scan_writer import Sheet, as_file

    sheet = Sheet(dpi=150, face="serif", size=12)
    for text in PARAGRAPHS:
        sheet.paragraph(text)
    sheet.table(80, [150, 110, 110], TABLE)
    return as_file("PDF", sheet.scanned(lean=1.0), resolution=150)


def observations(data, path):
    """What the file states, each value by its statistic, and the values themselves."""
    path.write_bytes(data)
    document = read_file(path)
    values = extract(document.text, engine=load_engine(), blocks=document.blocks, file_name=path.name).values
    stated = {(v.indicator, v.breakdown, v.measure, v.accounting, v.start, v.end, v.value) for v in values}
    return stated, values


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return observations(as_txt(), tmp_path_factory.mktemp("same") / "report.txt")[0]


def test_the_report_states_what_its_sentences_say(expected):
    told = {
        (indicator, breakdown, measure, str(value)) for indicator, breakdown, measure, *_, value in expected
    }
    assert len(expected) == 28
    assert ("patent_applications", None, "level", "16842") in told
    assert ("patent_grants", "invention", "level", "1037") in told


@pytest.mark.parametrize("extension", ["docx", "doc", "pdf", "ofd", "html", "xlsx"])
def test_it_states_the_same_as(expected, tmp_path, extension):
    stated, _ = observations(globals()[f"as_{extension}"](), tmp_path / f"report.{extension}")
    assert stated == expected


@pytest.mark.skipif(
    not recognition.is_installed(), reason="reading scans needs requirements-ocr.txt (make ocr)"
)
def test_a_scan_states_at_least_95_of_100_and_none_is_trusted(expected, tmp_path):
    stated, values = observations(as_scan(), tmp_path / "report.pdf")
    assert len(stated & expected) >= 0.95 * len(expected)
    assert len(stated - expected) <= 0.05 * len(expected)
    assert all(RECOGNISED in value.reasons and value.confidence <= MOST for value in values)
