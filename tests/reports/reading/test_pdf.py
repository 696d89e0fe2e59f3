"""PDF text comes back as it was written: paragraphs whole, digits whole, tables as cells, page furniture apart."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from reports.reading import ReadingError, limits, read, read_file
from tests.documents.pdf_writer import HEIGHT, Page, make_encrypted_pdf, make_pdf

FULL = "知识产权工作稳步推进各项任务按期完成成效明显全市上下同心"  # 28 characters: a full line from 90 to 426


def texts(document, kind=None):
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


def read_pages(*pages):
    return read(make_pdf(*pages), "a.pdf")


def test_a_wrapped_paragraph_is_one_block():
    page = Page().lines(90, 150, "\u3000\u3000" + FULL[:-2], FULL, "授权 8 件。", "\u3000\u3000下一段。")
    document = read_pages(page)
    assert texts(document) == [FULL[:-2] + FULL + "授权 8 件。", "下一段。"]
    assert document.blocks[0].origin.page == 1


def test_a_paragraph_goes_on_over_the_page_end_past_the_page_number():
    first = (
        Page()
        .lines(90, 150, "\u3000\u3000开头一段。", "\u3000\u3000" + FULL[:-2], FULL)
        .text(290, 800, "— 1 —")
    )
    second = Page().lines(90, 100, "尾句 12 件。", "\u3000\u3000" + FULL[:-2], "完。").text(290, 800, "— 2 —")
    document = read_pages(first, second)
    assert FULL[:-2] + FULL + "尾句 12 件。" in texts(document, "paragraph")
    assert texts(document, "footer") == ["— 1 —", "— 2 —"]


def test_a_number_is_not_torn_by_a_line_end():
    page = Page().lines(90, 150, "\u3000\u3000开头。", "\u3000\u3000" + FULL[:-5] + "授权120", "34件。")
    assert "授权12034件。" in read_pages(page).text


def test_a_figure_that_did_not_fit_leaves_its_line_short():
    page = Page().lines(90, 150, "\u3000\u3000" + FULL[:-2], FULL[:-3], "56.8%\uff1b质押项目187笔。")
    assert f"{FULL[:-3]}56.8%\uff1b质押项目187笔。" in read_pages(page).text


@pytest.mark.parametrize(
    ("last", "following"),
    [
        (FULL[:-5], "56.8%\uff1b质押项目187笔。"),  # it would have fitted
        (FULL[:-4] + "。", "187笔质押完成登记。"),  # the sentence had ended
        (FULL[:-7] + "合计 12", "187笔质押完成登记。"),  # two figures below each other
    ],
)
def test_what_ends_early_for_another_reason_stays_apart(last, following):
    assert texts(read_pages(Page().lines(90, 150, FULL, FULL, last, following)))[-1] == following


def test_an_item_after_a_full_sentence_begins_a_block():
    page = Page().lines(90, 150, FULL[:-1] + "。", "2.推进保护工作。")
    assert texts(read_pages(page)) == [FULL[:-1] + "。", "2.推进保护工作。"]


def test_signs_of_full_width_end_sentences_and_begin_items():
    page = Page().lines(90, 150, FULL[:-1] + "\uff1b", "\uff08二\uff09推进保护。")
    assert texts(read_pages(page)) == [FULL[:-1] + "\uff1b", "\uff08二\uff09推进保护。"]


def test_blocks_know_their_page_and_box():
    document = read_pages(Page().text(90, 150, "第一页的话。"), Page().text(100, 300, "第二页的话。"))
    assert [b.origin.page for b in document.blocks] == [1, 2]
    left, top, right, bottom = document.blocks[1].origin.box
    assert left == pytest.approx(100, abs=2)
    assert right == pytest.approx(100 + 6 * 12, abs=8)
    assert top < 300 < bottom + 1


def test_running_heads_are_headers():
    pages = [Page().text(90, 50, "某市知识产权局文件").text(90, 300, f"正文{n}。") for n in "甲乙丙"]
    document = read_pages(*pages)
    assert texts(document, "header") == ["某市知识产权局文件"] * 3
    assert texts(document, "paragraph") == ["正文甲。", "正文乙。", "正文丙。"]


def test_spaces_that_only_typesetting_made_are_none():
    page = Page().text(90, 150, "授权").text(117, 150, "1203").text(144, 150, "件")
    assert read_pages(page).text == "授权1203件"


def test_words_of_letters_keep_their_space():
    assert read_pages(Page().text(90, 150, "Patent").text(130, 150, "Law")).text == "Patent Law"


def test_the_order_is_that_of_the_page_not_of_the_file():
    page = Page().text(90, 300, "后面。").text(90, 150, "前面。")
    assert texts(read_pages(page)) == ["前面。", "后面。"]


def test_columns_are_read_one_after_the_other():
    left = [
        "左栏第一行写满了这一栏",
        "左栏第二行写满了这一栏",
        "左栏第三行写满了这一栏",
        "左栏第四行写满了这一栏",
        "左完。",
    ]
    right = [line.replace("左", "右") for line in left]
    page = (
        Page()
        .text(90, 120, "横跨两栏的一行标题在最上面一直写到右边为止不留空")
        .lines(90, 160, *left)
        .lines(300, 160, *right)
    )
    text = read_pages(page).text
    assert (
        text.index("横跨")
        < text.index("左栏第一")
        < text.index("左完")
        < text.index("右栏第一")
        < text.index("右完")
    )


def test_short_lines_above_full_ones_belong_to_their_columns():
    left = ["题目", *["短"] * 7, *[f"左栏第{n}行写满了这一栏的宽度" for n in "一二三四五六"], "左完。"]
    right = ["右首。", *["短"] * 7, *[f"右栏第{n}行写满了这一栏的宽度" for n in "一二三四五六"], "右完。"]
    text = read_pages(Page().lines(90, 120, *left).lines(320, 120, *right)).text
    assert text.index("题目") < text.index("左完") < text.index("右首") < text.index("右完")


def test_a_ruled_table_becomes_cells():
    page = Page().grid([90, 190, 290], [200, 230, 260]).text(90, 150, "见下表。").text(90, 300, "表后。")
    page.text(95, 220, "类别").text(195, 220, "授权").text(95, 250, "发明").text(195, 250, "1203")
    document = read_pages(page)
    assert document.text == "见下表。\n类别\t授权\n发明\t1203\n表后。"
    assert [(b.row, b.column) for b in document.blocks if b.kind == "cell"] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]


def test_cells_without_a_line_between_them_are_one():
    page = Page().rule(90, 200, 290, 200).rule(90, 230, 290, 230).rule(90, 260, 290, 260)
    page.rule(90, 200, 90, 260).rule(290, 200, 290, 260).rule(190, 230, 190, 260)
    page.text(95, 220, "合计").text(95, 250, "发明").text(195, 250, "12")
    cells = [b for b in read_pages(page).blocks if b.kind == "cell"]
    assert [(b.row, b.column, b.column_span) for b in cells] == [(0, 0, 2), (1, 0, 1), (1, 1, 1)]


def test_numbers_below_each_other_in_a_cell_stay_two():
    page = (
        Page().grid([90, 190, 290], [200, 260]).text(95, 220, "数").text(195, 220, "12").text(195, 245, "8")
    )
    assert texts(read_pages(page)) == ["数", "12 8"]


def test_a_frame_around_prose_is_no_table():
    page = Page().grid([50, 550], [50, 800]).text(90, 150, "框里的话。")
    assert [b.kind for b in read_pages(page).blocks] == ["paragraph"]


def test_a_page_lying_on_its_side_is_read_upright():
    page = Page(turn=90)
    page.parts.append(f"BT /F1 12 Tf 0 1 -1 0 200 100 Tm <{'横放的一行。'.encode('utf-16-be').hex()}> Tj ET")
    page.parts.append(f"BT /F1 12 Tf 0 1 -1 0 230 100 Tm <{'横放的二行。'.encode('utf-16-be').hex()}> Tj ET")
    assert texts(read_pages(page)) == ["横放的一行。", "横放的二行。"]


def test_radicals_are_characters_again():
    assert read_pages(Page().text(90, 150, "授权⽉⽇⼀")).text == "授权月日一"


def test_bold_drawn_twice_is_read_once():
    page = Page().text(90, 150, "授").text(90.3, 150, "授").text(102, 150, "权")
    assert read_pages(page).text == "授权"


def test_text_beside_the_page_is_hidden():
    document = read_pages(Page().text(90, 150, "授权 8 件").text(90, -500, "页外 9999 件"))
    assert (document.text, document.flags) == ("授权 8 件", ("hidden_text",))


def test_an_invisible_layer_is_flagged():
    assert "ocr_layer" in read_pages(Page(image=True).text(90, 150, "授权 8 件", mode=3)).flags


def test_a_scan_is_refused_with_what_would_help():
    with pytest.raises(ReadingError, match="带文字的 PDF") as caught:
        read_pages(Page(image=True))
    assert caught.value.code == "scanned"


def test_a_scanned_page_among_others_is_flagged():
    document = read_pages(Page().text(90, 150, "授权 8 件"), Page(image=True))
    assert "pages_without_text:2" in document.flags


def test_a_password_is_named():
    with pytest.raises(ReadingError, match="密码") as caught:
        read(make_encrypted_pdf(), "a.pdf")
    assert caught.value.code == "encrypted"


def test_half_a_pdf_is_refused():
    data = make_pdf(Page().text(90, 150, "授权 8 件"))
    with pytest.raises(ReadingError) as caught:
        read(data[:200], "a.pdf")
    assert caught.value.code == "broken"


@pytest.mark.parametrize(("pages", "cut"), [(3, False), (4, True)])
def test_pages_beyond_the_limit_are_cut_and_said_so(monkeypatch, pages, cut):
    monkeypatch.setattr(limits, "PAGES", 3)
    document = read_pages(*[Page().text(90, HEIGHT / 2, f"第{n}处") for n in range(pages)])
    assert ("cut_pages:3" in document.flags) is cut
    assert len(document.blocks) == 3


def test_words_that_are_said_again_below_each_other_are_all_read_in_the_cell_as_well(tmp_path: Path) -> None:
    """Without a Chinese font PDFium takes equal words in one column for one word that was drawn twice."""
    file = tmp_path / "总结.pdf"
    file.write_bytes(make_pdf(Page().lines(90, 90, *["南昌市", "专利申请", "件", "件", "件"])))
    assert read_file(file, file.name).text.count("件") == 3


def test_what_stands_for_a_missing_font_draws_nothing() -> None:
    data = make_pdf(Page().text(90, 90, "专利申请"))
    assert read(data, "总结.pdf").text == "专利申请"
    with pdfium.PdfDocument(data) as document:
        assert set(bytes(document[0].render(grayscale=True).buffer)) == {255}
