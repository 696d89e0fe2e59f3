"""Spreadsheets are read as they are shown, cell by cell, by address."""

import datetime
import io

import openpyxl
import pytest

from reports.reading import ReadingError, limits, read
from reports.reading.number_formats import show_number
from tests.documents.packed import make_zip


def texts(document):
    return [document.text[b.start : b.end] for b in document.blocks if b.kind != "heading"]


def read_book(fill):
    book = openpyxl.Workbook()
    fill(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return read(stream.getvalue(), "a.xlsx")


def sheet_with(inner, name="数据"):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return make_zip(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
            f'<Relationship Id="a" Type="{relation}/worksheet" Target="worksheets/s.xml"/></Relationships>',
            "xl/worksheets/s.xml": f'<worksheet xmlns="{main}">{inner}</worksheet>',
        }
    )


def test_cells_are_cited_by_address():
    def fill(sheet):
        sheet.title = "2023年"
        sheet["A1"], sheet["B1"], sheet["B3"] = "类别", "授权(件)", 1203

    document = read_book(fill)
    assert document.text == "2023年\n类别\t授权(件)\n1203"
    assert [b.origin.cell for b in document.blocks] == [None, "A1", "B1", "B3"]
    assert document.blocks[1].origin.part == "2023年"


def test_merged_headers_say_how_far_they_reach():
    def fill(sheet):
        sheet["A1"] = "专利授权"
        sheet.merge_cells("A1:C2")
        sheet["B3"] = 1

    block = read_book(fill).blocks[0]
    assert (block.row_span, block.column_span) == (2, 3)


def test_prose_in_cells_is_read_as_paragraphs_that_keep_their_address():
    sentence = "全年专利授权 1203 件。" * 5

    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["A2"] = "总结", f"{sentence}\n{sentence}", "完"

    document = read_book(fill)
    assert [b.kind for b in document.blocks] == ["cell", "paragraph", "paragraph", "cell"]
    assert document.text == f"总结\n{sentence}\n{sentence}\n完"
    assert document.blocks[2].origin.cell == "B1"


def test_a_sheet_of_one_column_is_prose():
    def fill(sheet):
        sheet["A1"], sheet["A2"] = "2023年工作总结", "授权 8 件"

    assert {b.kind for b in read_book(fill).blocks} == {"paragraph"}


def test_hidden_sheets_rows_and_columns_are_left_out_and_flagged():
    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["A2"] = "见", "9999", "8888"
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[2].hidden = True
        hidden = sheet.parent.create_sheet("藏")
        hidden["A1"] = 7777
        hidden.sheet_state = "hidden"

    document = read_book(fill)
    assert document.text == "见"
    assert set(document.flags) == {"hidden_text", "hidden_sheets"}


def test_numbers_are_read_as_they_are_shown():
    def fill(sheet):
        for row, (value, code) in enumerate(
            [
                (0.125, "0.0%"),
                (26.7, '0.0"亿元"'),
                (12034, "#,##0"),
                (datetime.date(2023, 12, 31), "yyyy/m/d"),
            ],
            start=1,
        ):
            sheet.cell(row, 1, value).number_format = code

    assert texts(read_book(fill)) == ["12.5%", "26.7亿元", "12,034", "2023年12月31日"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.1 + 0.2, "", "0.3"),
        (12034.0, "General", "12034"),
        (1e15, "", "1000000000000000"),
        (-5.6, "0.0", "-5.6"),
        (-5, "0;[Red]-0", "-5"),
        (-5, "0_);(0)", "(5)"),
        (0, '0;-0;"-"', "-"),
        (2.5, "0", "3"),
        (12.50, "0.##", "12.5"),
        (12345678, "#,##0,", "12,346"),
        (45291, "yyyy年m月", "2023年12月"),
        (45291.5, "yyyy-mm-dd hh:mm", "2023年12月31日 12:00"),
        (float("nan"), "0", ""),
        (float("inf"), "", ""),
        (3, '0"件"0"', "3"),
        (1e20, "#,##0", "100000000000000000000"),
    ],
)
def test_a_number_under_a_format(value, code, shown):
    assert show_number(value, code) == shown


def test_a_formula_shows_its_stored_result_and_nothing_where_none_is_stored():
    rows = '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>2+2</f></c></row></sheetData>'
    document = read(sheet_with(rows), "a.xlsx")
    assert (texts(document), document.flags) == (["2"], ("uncalculated_formulas",))


def test_two_cells_a_million_rows_apart_cost_nothing():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    document = read(sheet_with(f"<sheetData>{rows}</sheetData>"), "a.xlsx")
    assert [b.origin.cell for b in document.blocks][1:] == ["A1", "XFD1048576"]


def test_many_rows_are_cut_and_said_so(monkeypatch):
    monkeypatch.setattr(limits, "BLOCKS", 50)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200))
    document = read(sheet_with(f"<sheetData>{rows}</sheetData>"), "a.xlsx")
    assert "cut_blocks:50" in document.flags


def test_entities_in_a_sheet_are_refused():
    data = sheet_with('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><!DOCTYPE a>')
    with pytest.raises(ReadingError) as caught:
        read(data, "a.xlsx")
    assert caught.value.code == "forbidden_xml"


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_its_encodings_and_separators(separator, codec):
    rows = [["地区", "专利授权(件)"], ["甲区", '"1,203"'], ["乙县", "88"]]
    data = "\r\n".join(separator.join(row) for row in rows).encode(codec)
    document = read(data, "a.csv")
    assert document.text == "地区\t专利授权(件)\n甲区\t1,203\n乙县\t88"
    assert document.blocks[3].origin.cell == "B2"


def test_an_open_quote_and_bare_returns_do_not_stop_a_csv():
    assert "甲区" in read('地区,数\r甲区,12\r"乙,1'.encode(), "a.csv").text


def test_a_format_of_endless_decimals_shows_the_plain_number():
    assert show_number(12.5, "0." + "0" * 190) == "12.5"
