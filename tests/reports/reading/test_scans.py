"""Pictures of text are read where the component is installed: upright, straight, in order, and marked as such."""

import io

import pytest

from reports.reading import NeedsRecognition, ReadingError, limits, read_file, recognition, scans
from reports.reading.page_pictures import is_picture
from reports.reading.pdf_glyphs import Glyph, PageContent, read_pages
from tests.documents.ofd_writer import image, make_ofd
from tests.documents.ofd_writer import text as ofd_text
from tests.documents.packed import make_docx, p, picture
from tests.documents.pdf_writer import Page, make_pdf

if not recognition.is_installed():
    pytest.skip("reading pictures needs requirements-ocr.txt (make ocr)", allow_module_level=True)

from tests.documents.scan_writer import Image, Sheet, as_file

TITLE = "青川市知识产权局2021年工作总结"
BODY = (
    "2021年，全市专利授权15873件，同比增长12.4%，其中发明专利授权2946件；有效发明专利拥有量18305件，"
    "每万人口发明专利拥有量7.62件。商标注册申请20614件，专利质押融资137笔，金额25.8亿元。"
)


def sheet(**options):
    return Sheet(**options).paragraph(TITLE, size=18).paragraph(BODY)


@pytest.fixture
def read(tmp_path):
    def read_bytes(data, name="扫描件", **options):
        path = tmp_path / "file"
        path.write_bytes(data)
        return read_file(path, name, **options)

    return read_bytes


def texts(document):
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF"])
def test_a_picture_is_read_with_its_place_and_marked(read, kind):
    document = read(as_file(kind, sheet().scanned()))
    assert texts(document) == [TITLE, BODY]
    assert document.flags == ("recognised",)
    assert all(block.recognised and block.origin.page == 1 for block in document.blocks)
    left, top, right, bottom = document.blocks[1].origin.box
    assert (left, top, right, bottom) == pytest.approx((80, 112, 513, 163), abs=8)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_wrong_is_turned(read, turn):
    assert texts(read(as_file("PNG", sheet().scanned(turn=turn)))) == [TITLE, BODY]


@pytest.mark.parametrize("lean", [-3.0, 2.0])
def test_a_leaning_page_is_straightened(read, lean):
    assert texts(read(as_file("PNG", sheet().scanned(lean=lean)))) == [TITLE, BODY]


def test_pages_are_told_of_one_after_the_other(read):
    told = []
    pages = [Sheet().paragraph(f"第{n}季度专利授权{n}046件。").scanned() for n in (1, 2, 3)]
    document = read(as_file("TIFF", *pages), watch=lambda done, total: told.append((done, total)))
    assert [block.origin.page for block in document.blocks] == [1, 2, 3]
    assert told == sorted(told)
    assert told[-1][1] == 3


def test_two_columns_are_read_one_after_the_other(read):
    page, words = Sheet(size=11), "专利授权量稳步提高，质量持续改善，保护力度不断加大，服务体系更加完善。"
    for left, name in ((60, "甲"), (310, "乙")):
        page.y = 80
        for number in (1, 2):
            page.paragraph(f"{name}县第{number}段：{words}", left, left + 220)
    document = read(as_file("PNG", page.scanned(lean=0.5)))
    assert [text[:5] for text in texts(document)] == ["甲县第1段", "甲县第2段", "乙县第1段", "乙县第2段"]


def test_a_ruled_table_is_read_as_cells(read):
    rows = [
        ["指标", "2020年", "2021年"],
        ["专利授权量", "14122", "15873"],
        ["商标注册", "9876", "20614"],
    ]
    page = Sheet().paragraph(TITLE).table(80, [160, 110, 110], rows)
    document = read(as_file("PNG", page.scanned()))
    cells = {(b.row, b.column): document.text[b.start : b.end] for b in document.blocks if b.kind == "cell"}
    assert cells == {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}
    assert all(block.recognised for block in document.blocks)


def test_of_a_pdf_only_the_pages_that_are_pictures_are_recognised(read):
    import pypdfium2

    book = pypdfium2.PdfDocument(
        make_pdf(Page().text(90, 150, "第一部分：全年举办培训班24期，培训3560人次。"))
    )
    book.import_pages(pypdfium2.PdfDocument(as_file("PDF", sheet().scanned(), resolution=150)))
    stream = io.BytesIO()
    book.save(stream)
    document = read(stream.getvalue())
    assert [(b.origin.page, b.recognised) for b in document.blocks] == [(1, False), (2, True), (2, True)]
    assert document.flags == ("recognised_pages:2",)


@pytest.mark.parametrize(
    ("glyphs", "picture", "expected"), [(0, 0.0, False), (12, 0.9, True), (12, 0.1, False), (400, 0.9, False)]
)
def test_a_scanner_s_stamp_does_not_hide_that_a_page_is_a_picture(glyphs, picture, expected):
    content = PageContent(595, 842, [Glyph("字", 0, 0, 9, 9, 9, 9)] * glyphs, picture=picture)
    assert is_picture(content) is expected


def test_how_much_of_a_page_a_picture_covers_is_known_before_it_is_decoded():
    [content] = read_pages(make_pdf(Page(image=True)))
    assert content.picture == pytest.approx(500 * 700 / (595 * 842), rel=0.01)
    assert content.pixels == 1


def test_the_machine_s_own_layer_under_a_scan_is_marked_as_well(read):
    document = read(make_pdf(Page(image=True).text(90, 150, BODY[:45], mode=3)))
    assert document.blocks[0].recognised


def test_pictures_can_be_left_for_later(read):
    with pytest.raises(NeedsRecognition) as caught:
        read(as_file("PNG", sheet().scanned()), recognise=False)
    assert caught.value.document is None


def test_without_the_component_the_reason_names_what_to_install(read, monkeypatch):
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    with pytest.raises(ReadingError, match="make ocr") as caught:
        read(as_file("PNG", sheet().scanned()))
    assert caught.value.code == "missing_ocr"


def test_without_the_component_what_is_written_is_read_all_the_same(read, monkeypatch):
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    document = read(make_pdf(Page().text(90, 150, "授权8件"), Page(image=True)))
    assert (document.text, document.flags) == ("授权8件", ("pages_without_text:2",))


def test_an_empty_page_is_no_document(read):
    with pytest.raises(ReadingError, match="没有认出文字") as caught:
        read(as_file("PNG", Sheet().image))
    assert caught.value.code == "empty"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_picture_is_refused(read, share):
    data = as_file("PNG", sheet().scanned())
    with pytest.raises(ReadingError, match="损坏") as caught:
        read(data[: int(len(data) * share)])
    assert caught.value.code == "broken"


def test_a_picture_beyond_the_limit_is_refused_before_it_is_decoded(read):
    side = 1 + int(limits.PAGE_PIXELS**0.5)
    with pytest.raises(ReadingError, match="万像素") as caught:
        read(as_file("PNG", Image.new("1", (side, side))))
    assert caught.value.code == "too_large"


def test_a_picture_at_the_limit_is_decoded(read):
    with pytest.raises(ReadingError, match="没有认出文字"):
        read(as_file("PNG", Image.new("1", (8000, limits.PAGE_PIXELS // 8000), 1)))


def test_transparent_paper_is_white(read):
    page = sheet().image
    image = Image.merge("LA", (Image.new("L", page.size, 0), page.point(lambda grey: 255 - grey)))
    assert texts(read(as_file("PNG", image))) == [TITLE, BODY]


def test_a_page_with_pictures_of_too_many_pixels_is_left_out(read, monkeypatch):
    from reports.reading import scan_work

    monkeypatch.setattr(limits, "PAGE_PIXELS", 1000)
    data = as_file("PDF", sheet().scanned(), resolution=150)
    with pytest.raises(ReadingError, match="没有可读的文字"):
        scan_work.read_scan(data, "a.pdf", lambda done, pages: None)


def test_a_page_of_an_ofd_that_is_a_picture_is_read(read):
    scan = as_file("PNG", sheet().scanned())
    document = read(make_ofd(ofd_text(30, 60, "授权 8 件"), image(), media={7: scan}), "a.ofd")
    assert texts(document) == ["授权 8 件", TITLE, BODY]
    assert [(b.origin.page, b.recognised) for b in document.blocks] == [(1, False), (2, True), (2, True)]
    assert document.flags == ("recognised_pages:2",)


def test_a_page_pasted_into_a_docx_is_read(read):
    scan = as_file("PNG", sheet().scanned())
    document = read(make_docx(p("授权8件。") + p(picture("scan1")), scan1=scan), "a.docx")
    assert texts(document) == ["授权8件。", TITLE, BODY]
    assert document.flags == ("recognised_pictures:1",)


@pytest.mark.parametrize(
    "data",
    [make_ofd(image(), media={7: b"no picture"}), make_docx(p(picture("scan1")), scan1=b"no picture")],
    ids=["ofd", "docx"],
)
def test_a_broken_picture_inside_a_package_is_refused_for_itself(read, data):
    with pytest.raises(ReadingError, match="图片已损坏"):
        read(data, "a.ofd" if data[30:50].find(b"OFD") >= 0 else "a.docx")
