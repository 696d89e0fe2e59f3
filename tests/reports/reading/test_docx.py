"""Word documents are read as their reader sees them: numbers, tables, boxes, notes; nothing deleted or hidden."""

import io

import docx
import pytest

from reports.reading import ReadingError, read
from reports.reading.docx import read_docx
from reports.reading.pdf_glyphs import Glyph
from tests.documents.packed import cell, make_docx, make_zip, p, picture, shape, table


def texts(document, kind=None):
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


def read_body(body, **parts):
    return read(make_docx(body, **parts), "a.docx")


def numbering(*levels, number="1"):
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/></w:num>'
    )


def listed(text, depth=0, number="1"):
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_paragraphs_become_blocks_in_order():
    document = read_body(p("全年受理", "专利申请 12 件。") + p() + p("授权 8 件。"))
    assert document.text == "全年受理专利申请 12 件。\n授权 8 件。"
    assert [b.origin.paragraph for b in document.blocks] == [1, 3]
    assert document.format == "docx"


def test_headings_come_from_style_names_and_outline_levels():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="mine"/><w:basedOn w:val="a"/></w:style>'
    )
    body = (
        p("甲", properties='<w:pStyle w:val="b"/>')
        + p("乙", properties='<w:outlineLvl w:val="0"/>')
        + p("丙")
    )
    document = read_body(body, styles=styles)
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 2),
        ("heading", 1),
        ("paragraph", None),
    ]


def test_numbers_that_word_makes_up_stand_in_the_text():
    levels = numbering(("chineseCountingThousand", "%1、"), ("chineseCounting", "(%2)"), ("decimal", "%3."))
    body = (
        listed("创造")
        + listed("申请", 1)
        + listed("3月", 2)
        + listed("授权", 1)
        + listed("保护")
        + listed("执法", 1)
    )
    document = read_body(body, numbering=levels)
    assert texts(document) == ["一、创造", "(一) 申请", "1. 3月", "(二) 授权", "二、保护", "(一) 执法"]


def test_numbering_of_a_style_and_its_restart_count():
    styles = (
        '<w:style w:type="paragraph" w:styleId="n"><w:name w:val="list"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    restarted = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{start}</w:num>'
    styled = p("甲", properties='<w:pStyle w:val="n"/>')
    document = read_body(
        styled + styled + listed("乙", number="2"),
        styles=styles,
        numbering=numbering(("decimal", "%1、")) + restarted,
    )
    assert texts(document) == ["1、甲", "2、甲", "5、乙"]


def test_bullets_and_removed_numbers_write_nothing():
    document = read_body(listed("甲") + listed("乙", number="0"), numbering=numbering(("bullet", "\uf0b7")))
    assert texts(document) == ["甲", "乙"]


def test_insertions_are_read_and_deletions_are_not():
    body = p(
        "授权",
        "<w:ins><w:r><w:t>1234</w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText>9999</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>8888</w:t></w:r></w:moveFrom>",
        "件",
    )
    document = read_body(body)
    assert document.text == "授权1234件"
    assert set(document.flags) == {"tracked_insertions", "tracked_deletions"}


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    ending = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert read_body(p("授权12", properties=ending) + p("34件。")).text == "授权1234件。"


def test_hidden_text_is_left_out_and_flagged():
    document = read_body(p("授权12", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>34</w:t></w:r>", "件"))
    assert (document.text, document.flags) == ("授权12件", ("hidden_text",))


def test_hiding_that_is_switched_off_hides_nothing():
    document = read_body(p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>授权12件</w:t></w:r>'))
    assert (document.text, document.flags) == ("授权12件", ())


def test_a_text_box_said_twice_is_read_once():
    box = "<w:txbxContent>" + p("框内 5 件") + "</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read_body(p("正文", both))
    assert texts(document) == ["正文", "框内 5 件"]
    assert document.blocks[1].origin.part == "text box"


def test_cells_know_their_row_and_column():
    document = read_body(table(["类别", "申请"], ["发明", "12"]))
    assert document.text == "类别\t申请\n发明\t12"
    assert [(b.kind, b.row, b.column, b.origin.cell) for b in document.blocks][-1] == ("cell", 1, 1, "2:2")


def test_merged_cells_are_one_cell_with_its_reach():
    first = [cell("类", '<w:vMerge w:val="restart"/>'), cell("数量", '<w:gridSpan w:val="2"/>')]
    second = [cell("", "<w:vMerge/>"), "申请", "授权"]
    blocks = read_body(table(first, second)).blocks
    assert [(b.row, b.column, b.row_span, b.column_span) for b in blocks] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
    ]  # fmt: skip


def test_a_nested_table_follows_the_one_that_holds_it():
    document = read_body(table(["外", p("见内表") + table(["甲", "1"], ["乙", "2"])], ["末", "9"]))
    assert document.text == "外\t见内表\n末\t9\n甲\t1\n乙\t2"
    assert {b.origin.table for b in document.blocks} == {1, 2}


def test_a_table_of_prose_is_read_as_paragraphs():
    long = p("专利工作稳步推进。" * 30)
    document = read_body(table(["总结", long + long + p("全年授权 12 件。")]))
    assert {b.kind for b in document.blocks} == {"paragraph"}
    assert texts(document)[-1] == "全年授权 12 件。"


def test_tables_nested_beyond_reason_are_read_as_paragraphs_and_flagged():
    document = read_body("<w:tbl><w:tr><w:tc>" * 40 + p("深处 8 件") + "</w:tc></w:tr></w:tbl>" * 40)
    assert (document.text, document.flags) == ("深处 8 件", ("cut_depth",))


def test_deleted_rows_are_left_out():
    rows = table(["甲", "1"], ["乙", "2"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    document = read_body(rows)
    assert (document.text, document.flags) == ("乙\t2", ("tracked_deletions",))


def test_notes_headers_and_footers_follow_the_body_under_their_own_kinds():
    body = (
        p("正文")
        + '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>'
    )
    separator = '<w:footnote w:type="separator">' + p("——") + "</w:footnote>"
    note = "<w:footnote>" + p("含国防专利 3 件") + "</w:footnote>"
    document = read_body(body, header1=p("某市知识产权局"), footer1=p("第 1 页"), footnotes=separator + note)
    assert [b.kind for b in document.blocks] == ["paragraph", "footnote", "header", "footer"]
    assert "——" not in document.text


def test_a_table_of_contents_is_noise():
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    document = read_body(
        p("一、创造", "<w:r><w:tab/></w:r>", "3", properties='<w:pStyle w:val="t"/>') + p("一、创造"),
        styles=styles,
    )
    assert [b.kind for b in document.blocks] == ["noise", "paragraph"]


def test_field_instructions_are_no_text():
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE 2099</w:instrText></w:r>'
    assert read_body(p("日期", field, "2023年")).text == "日期2023年"


def test_a_line_break_inside_a_paragraph_makes_two_blocks_of_one_paragraph():
    document = read_body(p("一、创造", "<w:r><w:br/></w:r>", "授权 8 件"))
    assert [(b.origin.paragraph) for b in document.blocks] == [1, 1]


def test_a_document_that_a_library_wrote():
    written = docx.Document()
    written.add_heading("一、总体情况", level=1)
    written.add_paragraph("全年专利授权 1203 件。")
    grid = written.add_table(rows=2, cols=2)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "类别"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "发明", "12"
    stream = io.BytesIO()
    written.save(stream)
    document = read(stream.getvalue(), "a.docx")
    assert document.text == "一、总体情况\n全年专利授权 1203 件。\n类别\n发明\t12"
    assert document.blocks[0].level == 1
    assert document.blocks[2].column_span == 2


def test_strict_documents_are_read_alike():
    data = make_docx(p("授权 8 件"))
    parts = {"_rels/.rels": "<Relationships/>", "[Content_Types].xml": "<Types/>"}
    parts["word/document.xml"] = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
        f"<w:body>{p('授权 8 件')}</w:body></w:document>"
    )
    assert read(make_zip(parts), "a.docx").text == read(data, "a.docx").text


def test_a_document_of_pictures_only_is_refused():
    with pytest.raises(ReadingError, match="没有文字") as caught:
        read_body(p())
    assert caught.value.code == "empty"


@pytest.mark.parametrize("run", [picture("scan1"), shape("scan1")], ids=["drawing", "shape"])
def test_a_pasted_page_is_told_and_the_written_text_is_read(run):
    document = read_body(p("授权8件。") + p(run), scan1=b"?")
    assert texts(document) == ["授权8件。"]
    assert document.flags == ("pictures_without_text:1",)


@pytest.mark.parametrize(
    "run",
    [picture("photo1", 415, 233), shape("photo1", "width:90pt;height:90pt"), shape("photo1", "width:nan")],
)
def test_a_photograph_is_no_page(run):
    assert read_body(p("授权8件。") + p(run), photo1=b"?").flags == ()


def test_pasted_pages_alone_are_a_scan():
    with pytest.raises(ReadingError) as caught:
        read(make_docx(p(picture("scan1")), scan1=b"?"), "a.docx")
    assert caught.value.code == "scanned"


def test_what_is_recognised_stands_where_the_picture_stands_once_and_marked():
    def recognise(pages):
        content = pages[1]
        content.glyphs = [
            Glyph(c, 60 + 12 * n, 88, 72 + 12 * n, 100, 98, 12) for n, c in enumerate("专利九件")
        ]
        return {1: content}

    body = p("前文。") + p(picture("scan1")) + p(picture("scan1")) + p("后文。")
    document = read_docx(make_docx(body, scan1=b"?"), recognise)
    assert texts(document) == ["前文。", "专利九件", "后文。"]
    assert [block.recognised for block in document.blocks] == [False, True, False]
    assert document.flags == ("recognised_pictures:1",)


def test_a_picture_in_a_cell_is_read_behind_the_text():
    def recognise(pages):
        pages[1].glyphs = [Glyph("九", 60, 88, 72, 100, 98, 12)]
        return dict(pages)

    body = table(["甲", "乙"], ["丙", "丁"]).replace(
        "<w:t>丁</w:t></w:r>", f"<w:t>丁</w:t></w:r>{picture('scan1')}"
    )
    document = read_docx(make_docx(body + p("后文。"), scan1=b"?"), recognise)
    assert texts(document)[-2:] == ["后文。", "九"]
