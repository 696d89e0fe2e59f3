"""A page is read as its visitor sees it."""

import base64
import quopri

import pytest

from reports.reading import ReadingError, read


def read_page(body, head=""):
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def texts(document, kind=None):
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


def test_block_elements_part_and_inline_elements_do_not():
    document = read_page("<div>授权<b>12</b>件<p>下一段<br>再下一段</div>尾")
    assert texts(document) == ["授权12件", "下一段", "再下一段", "尾"]


def test_headings_have_their_level():
    assert [(b.kind, b.level) for b in read_page("<h2>一、<span>总体</span></h2><p>正文").blocks] == [
        ("heading", 2),
        ("paragraph", None),
    ]


def test_the_title_is_kept_beside_the_text():
    document = read_page("<p>正文", "<title>某市 2023 年\n工作总结</title>")
    assert (document.title, document.text) == ("某市 2023 年 工作总结", "正文")


@pytest.mark.parametrize(
    "markup",
    ["<script>9999</script>", "<style>a{b:9999}</style>", "<!-- 9999 -->", "<noscript>9999</noscript>"],
)
def test_what_is_no_text_is_left_out(markup):
    document = read_page(f"<p>授权{markup}8件")
    assert (document.text, document.flags) == ("授权8件", ())


@pytest.mark.parametrize("style", ["display:none", "color:red; DISPLAY : none", "visibility:hidden"])
def test_hidden_text_is_left_out_and_flagged(style):
    document = read_page(f'<p>授权<span style="{style}">9999</span>8件')
    assert (document.text, document.flags) == ("授权8件", ("hidden_text",))


def test_menus_and_footers_are_noise():
    document = read_page("<nav>首页</nav><p>正文</p><footer>版权所有 2020</footer>")
    assert [b.kind for b in document.blocks] == ["noise", "paragraph", "noise"]


def test_a_table_of_data_has_cells_with_their_reach():
    document = read_page(
        "<table><caption>表 1</caption><tr><th rowspan=2>类<th colspan=2>数量<tr><td>申请<td>授权"
        "<tr><td>发明<td>12<td><p>8</p><p>件</p></table>尾"
    )
    assert document.text == "表 1\n类\t数量\n申请\t授权\n发明\t12\t8 件\n尾"
    places = [(b.row, b.column, b.row_span, b.column_span) for b in document.blocks if b.kind == "cell"]
    assert places[:4] == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_a_table_that_arranges_the_page_is_none():
    inner = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    document = read_page(f"<table><tr><td><p>正文</p>{inner}<td>旁栏</table>")
    assert [b.kind for b in document.blocks] == ["paragraph", "cell", "cell", "cell", "cell", "paragraph"]


def test_preformatted_lines_stay_lines():
    assert texts(read_page("<pre>甲 1\n乙 2</pre>")) == ["甲 1", "乙 2"]


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_gb2312_is_read_as_browsers_read_it(declared):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><p>镕㙍授权8件'
    assert read(page.encode("gb18030"), "a.htm").text == "镕㙍授权8件"


def test_a_span_of_absurd_size_is_bounded():
    document = read_page("<table><tr><td colspan=99999999 rowspan=99999999>甲<td>乙<tr><td>丙<td>丁</table>")
    assert "丁" in document.text or document.blocks[0].column_span <= 1000


def test_deep_nesting_is_read_or_flagged():
    document = read_page("<p>前文</p>" + "<div>" * 5000 + "深处" + "</div>" * 5000)
    assert "深处" in document.text or "cut_depth" in document.flags


def test_a_page_without_text_is_refused():
    with pytest.raises(ReadingError, match="正文") as caught:
        read_page("<script>x</script>")
    assert caught.value.code == "empty"


def test_entities_are_not_fetched():
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>授权 8 件 &x;</p></body></html>'
    assert "root" not in read(page.encode(), "a.html").text


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_a_page_saved_as_one_file_is_read(transfer):
    page = "<html><body><p>专利授权 1203 件</p></body></html>".encode("gb18030")
    coded = {"base64": base64.encodebytes(page), "quoted-printable": quopri.encodestring(page), "8bit": page}[
        transfer
    ]
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    head += b"Content-Type: text/html; charset=gb2312"
    part = b"\r\nContent-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n" + coded
    document = read(head + part + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n", "a.mht")
    assert (document.text, document.format) == ("专利授权 1203 件", "html")


def test_a_saved_page_without_a_page_is_refused():
    with pytest.raises(ReadingError, match="mht"):
        read(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n\nx\n--b--\n", "a.mht")
