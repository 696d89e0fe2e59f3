"""OFD files are read page by page, in the order of the eye, whoever wrote them."""

from pathlib import Path

import pytest

from reports.reading import ReadingError, limits, read
from reports.reading.ofd import read_ofd
from tests.documents.ofd_writer import image, line, make_ofd, text
from tests.documents.packed import make_zip

OTHERS = sorted(Path(__file__).parents[4].glob("shared/documents/ofd/*.ofd"))


def texts(document, kind=None):
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


def test_text_is_read_from_top_to_bottom():
    document = read(make_ofd(text(30, 120, "后面的话。") + text(30, 60, "授权 1203 件。")), "a.ofd")
    assert texts(document) == ["授权 1203 件。", "后面的话。"]
    assert document.format == "ofd"


def test_blocks_know_their_page_and_box_in_points():
    document = read(make_ofd(text(30, 100, "甲。"), text(30, 100, "乙。")), "a.ofd")
    assert [b.origin.page for b in document.blocks] == [1, 2]
    assert document.blocks[0].origin.box[0] == pytest.approx(85, abs=0.5)


def test_objects_of_a_template_stand_on_each_page():
    document = read(
        make_ofd(text(30, 100, "甲。"), text(30, 100, "乙。"), template=text(30, 15, "内部文件")), "a.ofd"
    )
    assert texts(document, "header") == ["内部文件"] * 2


def test_runs_of_one_line_are_one_line():
    page = text(30, 60, "专利授权") + text(46.8, 60, "1203", delta="g 3 2.1") + text(55.2, 60, "件。")
    assert texts(read(make_ofd(page), "a.ofd")) == ["专利授权1203件。"]


def test_ruled_tables_become_cells():
    rules = "".join(line(30, y, 90, y) for y in (50, 60, 70)) + "".join(
        line(x, 50, x, 70) for x in (30, 60, 90)
    )
    cells = text(32, 57, "类") + text(62, 57, "授权") + text(32, 67, "发明") + text(62, 67, "12")
    assert read(make_ofd(rules + cells), "a.ofd").text == "类\t授权\n发明\t12"


def test_text_that_is_not_visible_is_left_out_and_flagged():
    page = text(30, 60, "授权 8 件") + text(30, 80, "9999", more='Visible="false"')
    document = read(make_ofd(page), "a.ofd")
    assert (document.text, document.flags) == ("授权 8 件", ("hidden_text",))


def test_text_in_page_blocks_and_under_a_matrix_is_placed():
    moved = text(0, 10, "后。", more='CTM="1 0 0 1 30 90"')
    page = f"<ofd:PageBlock><ofd:PageBlock>{moved}</ofd:PageBlock></ofd:PageBlock>" + text(30, 60, "前。")
    assert texts(read(make_ofd(page), "a.ofd")) == ["前。", "后。"]


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org", "urn:none"])
def test_another_namespace_and_chinese_folders_are_read(namespace):
    data = make_ofd(text(30, 60, "授权 8 件"), namespace=namespace, root="文档")
    assert read(data, "a.ofd").text == "授权 8 件"


@pytest.mark.parametrize("delta", ["g 99999999 4", "nan nan", "g x 4", "1e999", "g 3", ""])
def test_absurd_steps_do_no_harm(delta):
    assert "授" in read(make_ofd(text(30, 60, "授权 8 件", delta=delta or " ")), "a.ofd").text


def test_pictures_only_are_refused():
    with pytest.raises(ReadingError, match="扫描") as caught:
        read(make_ofd('<ofd:ImageObject ID="3" Boundary="0 0 210 297"/>'), "a.ofd")
    assert caught.value.code == "scanned"


def test_a_page_that_is_a_picture_is_told_by_its_number_and_the_others_are_read():
    document = read(make_ofd(text(30, 60, "授权 8 件"), image(), media={7: b"?"}), "a.ofd")
    assert (document.text, document.flags) == ("授权 8 件", ("pages_without_text:2",))


def test_a_seal_on_a_page_of_text_is_no_picture_of_text():
    document = read(
        make_ofd(text(30, 60, "授权 8 件") + image(box="120 200 40 40"), media={7: b"?"}), "a.ofd"
    )
    assert document.flags == ()


def test_a_picture_is_found_under_the_folder_of_its_resources():
    found = []
    with pytest.raises(ReadingError):
        read_ofd(make_ofd(image(), media={7: b"?"}), lambda pages: found.extend(pages.values()) or {})
    assert [(page.drawn, page.picture) for page in found] == [("Doc_0/Res/image_7.png", pytest.approx(1.0))]


def test_a_file_without_its_parts_is_broken():
    with pytest.raises(ReadingError) as caught:
        read(make_zip({"OFD.xml": "<OFD"}), "a.ofd")
    assert caught.value.code == "broken"


def test_an_encrypted_file_says_so():
    with pytest.raises(ReadingError, match="密码"):
        read(make_zip({"OFD.xml": "<OFD/>", "Encryptions.xml": "<a/>"}), "a.ofd")


@pytest.mark.parametrize(("pages", "cut"), [(2, False), (3, True)])
def test_pages_beyond_the_limit_are_cut_and_said_so(monkeypatch, pages, cut):
    monkeypatch.setattr(limits, "PAGES", 2)
    document = read(make_ofd(*[text(30, 100, f"第{n}。") for n in range(pages)]), "a.ofd")
    assert ("cut_pages:2" in document.flags) is cut


@pytest.mark.skipif(not OTHERS, reason="files that others made are not at hand")
@pytest.mark.parametrize("path", OTHERS, ids=lambda p: p.stem)
def test_files_that_others_made_are_read(path):
    document = read(path.read_bytes(), path.name)
    assert any("一" <= character <= "龥" for character in document.text)
    assert "\ufffd" not in document.text
