"""Old Excel tables are read as they are shown, by address."""

import pytest

from reports.reading import Format, ReadingError, read, sniff
from tests.documents.xls_writer import make_xls


def texts(document):
    return [document.text[b.start : b.end] for b in document.blocks]


def test_cells_are_cited_by_address():
    document = read(make_xls({(0, 0): "类别", (0, 1): "授权", (2, 1): 1203.0}, name="2023年"), "a.xls")
    assert document.text == "2023年\n类别\t授权\n1203"
    assert [b.origin.cell for b in document.blocks] == [None, "A1", "B1", "B3"]


def test_numbers_are_read_as_they_are_shown():
    cells = {(0, 0): 0.125, (1, 0): 26.7, (2, 0): 12034.0}
    formats = {(0, 0): "0.0%", (1, 0): '0.0"亿元"', (2, 0): "#,##0"}
    assert texts(read(make_xls(cells, formats), "a.xls")) == ["12.5%", "26.7亿元", "12,034"]


def test_merged_headers_say_how_far_they_reach():
    block = read(make_xls({(0, 0): "授权", (2, 1): 1.0}, merged=(0, 1, 0, 2)), "a.xls").blocks[0]
    assert (block.row_span, block.column_span) == (2, 3)


def test_hidden_rows_and_sheets_are_left_out_and_flagged():
    document = read(make_xls({(0, 0): "见", (1, 0): 9999.0}, hidden_row=1), "a.xls")
    assert (texts(document), document.flags) == (["见"], ("hidden_text",))
    with pytest.raises(ReadingError) as caught:
        read(make_xls({(0, 0): "藏"}, hidden_sheet=True), "a.xls")
    assert caught.value.code == "empty"


def test_the_kind_is_told_from_the_container():
    assert sniff(make_xls({(0, 0): 1.0}), "a.doc") is Format.XLS


def test_damaged_bytes_never_do_more_than_refuse():
    data = make_xls({(0, 0): "授权", (0, 1): 12.0}, {(0, 1): "0%"})
    for place in range(0, len(data), 61):
        damaged = bytearray(data)
        damaged[place : place + 3] = b"\xff\x7f\xff"
        try:
            read(bytes(damaged), "a.xls")
        except ReadingError as error:
            assert error.code in {"broken", "unsupported", "empty", "encrypted"}  # noqa: PT017
