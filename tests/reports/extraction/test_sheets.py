"""Sheets as offices keep them: a title over all columns, headers of two rows, rows of months, ranks beside values."""

import io

import pytest
from openpyxl import Workbook

from reports.extraction import extract
from reports.reading import read

TWO_HEADERS = (
    [
        ["青河市2023年知识产权主要指标统计表"],
        ["单位：件、万元"],
        ["地区", "专利申请", "", "", "质押融资", ""],
        ["", "总量", "发明", "同比（%）", "金额", "笔数"],
        ["全市", 12034, 3021, 5.6, 56800, 132],
        ["西山县", 1203, 210, -2.3, 4300, 12],
    ],
    ("A1:F1", "A2:F2", "A3:A4", "B3:D3", "E3:F3"),
)
YEARS = (
    [["江城县专利统计（2019—2023年）"], ["年份", "申请量", "发明授权"], [2019, 800, 33], [2023, 1200, 66]],
    ("A1:C1",),
)
QUARTERS = (
    [
        ["2023年青河市知识产权质押融资季度表"],
        ["季度", "融资额（亿元）", "同比增长"],
        ["一季度", 1.2, "12%"],
        ["上半年", 3, "18%"],
        ["全年", 6.8, "21%"],
    ],
    ("A1:C1",),
)
RANKS = (
    [["2023年青河市主要指标全省排名"], ["指标", "数值", "全省排名"], ["发明专利授权量", "1201件", 5]],
    ("A1:C1",),
)
MONTHS = (
    [
        ["2023年青河市专利授权月报"],
        ["月份", "当月", "1月以来累计", "累计同比"],
        ["1月", 700, 700, "3%"],
        ["2月", 650, 1350, "4%"],
    ],
    ("A1:D1",),
)


def stated(rows: list, merged: tuple) -> list[tuple]:
    """(indicator, part, measure, value, dates, area) of each value that a sheet states."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    document = read(target.getvalue(), "a.xlsx")
    return [
        (v.indicator, v.breakdown, v.measure, float(v.value), _dates(v), v.area)
        for v in extract(document.text, blocks=document.blocks).values
    ]


def _dates(value) -> str:
    return f"{value.start:%y%m}-{value.end:%y%m}" if value.start else f"{value.end:%y%m}"


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        pytest.param(
            TWO_HEADERS,
            [
                ("patent_applications", None, "level", 12034, "2301-2312", None),
                ("patent_applications", "invention", "level", 3021, "2301-2312", None),
                ("patent_applications", None, "yoy", 5.6, "2301-2312", None),
                ("pledge_financing_amount", None, "level", 568_000_000, "2301-2312", None),
                ("pledge_financing_contracts", None, "level", 132, "2301-2312", None),
                ("patent_applications", None, "level", 1203, "2301-2312", "西山县"),
                ("patent_applications", "invention", "level", 210, "2301-2312", "西山县"),
                ("patent_applications", None, "yoy", -2.3, "2301-2312", "西山县"),
                ("pledge_financing_amount", None, "level", 43_000_000, "2301-2312", "西山县"),
                ("pledge_financing_contracts", None, "level", 12, "2301-2312", "西山县"),
            ],
            id="headers of two rows below a title and a unit",
        ),
        pytest.param(
            YEARS,
            [
                ("patent_applications", None, "level", 800, "1901-1912", None),
                ("patent_grants", "invention", "level", 33, "1901-1912", None),
                ("patent_applications", None, "level", 1200, "2301-2312", None),
                ("patent_grants", "invention", "level", 66, "2301-2312", None),
            ],
            id="numbers that are years",
        ),
        pytest.param(
            QUARTERS,
            [
                ("pledge_financing_amount", None, "level", 120_000_000, "2301-2303", None),
                ("pledge_financing_amount", None, "yoy", 12, "2301-2303", None),
                ("pledge_financing_amount", None, "level", 300_000_000, "2301-2306", None),
                ("pledge_financing_amount", None, "yoy", 18, "2301-2306", None),
                ("pledge_financing_amount", None, "level", 680_000_000, "2301-2312", None),
                ("pledge_financing_amount", None, "yoy", 21, "2301-2312", None),
            ],
            id="quarters, half-years and the year",
        ),
        pytest.param(
            RANKS,
            [
                ("patent_grants", "invention", "level", 1201, "2301-2312", None),
                ("patent_grants", "invention", "rank", 5, "2301-2312", None),
            ],
            id="a title that speaks of ranks makes no value one",
        ),
        pytest.param(
            MONTHS,
            [
                ("patent_grants", None, "level", 700, "2301-2301", None),
                ("patent_grants", None, "level", 700, "2301-2301", None),
                ("patent_grants", None, "yoy", 3, "2301-2301", None),
                ("patent_grants", None, "level", 650, "2302-2302", None),
                ("patent_grants", None, "level", 1350, "2301-2302", None),
                ("patent_grants", None, "yoy", 4, "2301-2302", None),
            ],
            id="months and what was done since January",
        ),
    ],
)
def test_a_sheet_is_read_by_its_headers(sheet: tuple, expected: list) -> None:
    assert stated(*sheet) == expected
