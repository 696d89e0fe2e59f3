"""Spreadsheets: places beyond any sheet, numbers that are none, formulas in names and cells."""

import struct

from tests.documents.doc_writer import make_ole
from tests.documents.hostile.case import GOOD, Case
from tests.documents.hostile.words import FILE, HTTP, LAUGHS
from tests.documents.hostile.workbooks import inline, make_xlsx, number
from tests.documents.xls_writer import make_xls

ANY_END = "read too_complex broken timeout crashed empty"
FORBIDDEN = "forbidden_xml broken"


def rows(count: int) -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, count + 1)
    )


def cases() -> list[Case]:
    return [*_books(), *_numbers(), *_old(), *_lists()]


def _books() -> list[Case]:
    name, merged = "表.xlsx", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return [
        Case("xlsx_sparse", name, lambda: make_xlsx(rows='<row r="1">' + inline("A1", GOOD) + '</row><row r="1048576">'
             + number("XFD1048576", "5") + "</row>"), holds=(GOOD,)),
        Case("xlsx_1m_rows", name, lambda: make_xlsx(rows=rows(1_000_000)), "read too_complex", flags=("cut_",), heavy=True),
        Case("xlsx_100k_rows", name, lambda: make_xlsx(rows=rows(100_000)), flags=("cut_",), heavy=True),
        Case("xlsx_wide_row", name, lambda: make_xlsx(rows="<row>" + "<c><v>1</v></c>" * 400_000 + "</row>"), ANY_END,
             heavy=True),
        Case("xlsx_merged_all", name, lambda: make_xlsx({"A1": GOOD, "B1": "1"}, after=merged), holds=(GOOD,)),
        Case("xlsx_merged_many", name, lambda: make_xlsx({"A1": GOOD}, after="<mergeCells>" + '<mergeCell ref="A1:B2"/>'
             * 300_000 + "</mergeCells>"), holds=(GOOD,)),
        Case("xlsx_xxe_file", name, lambda: make_xlsx({"A1": "&x;"}, doctype=FILE), FORBIDDEN),
        Case("xlsx_xxe_http", name, lambda: make_xlsx({"A1": "&x;"}, doctype=HTTP), FORBIDDEN),
        Case("xlsx_billion_laughs", name, lambda: make_xlsx({"A1": "&x;"}, doctype=LAUGHS), FORBIDDEN),
        Case("xlsx_laughs_in_strings", name, lambda: make_xlsx({"A1": "1"}, doctype=LAUGHS, strings="<si><t>&x;</t></si>"),
             FORBIDDEN),
        Case("xlsx_sheetname_xss", name, lambda: make_xlsx({"A1": GOOD, "B1": "1"}, name="&lt;script&gt;alert(1)&lt;/script&gt;"),
             holds=(GOOD,)),
        Case("xlsx_sheetname_formula", name, lambda: make_xlsx({"A1": GOOD}, name="=cmd|' /C calc'!A0"), holds=(GOOD,)),
        Case("xlsx_many_sheets", name, lambda: make_xlsx({"A1": GOOD, "B1": "1"}, sheets=3000), ANY_END, heavy=True),
        Case("xlsx_formula", name, lambda: make_xlsx(rows='<row><c r="A1"><f>WEBSERVICE("http://127.0.0.1:18999/")</f><v>1</v></c>'
             '<c r="B1"><f>1+1</f></c></row>'), flags=("uncalculated_formulas",)),
        Case("xlsx_dde", name, lambda: make_xlsx({"A1": "=cmd|'/C calc'!A0", "B1": "@SUM(1)"}), holds=("=cmd",)),
        Case("xlsx_string_out_of_range", name, lambda: make_xlsx(rows='<row><c t="s"><v>99</v></c><c t="s"><v>-1</v></c>'
             + inline("C1", GOOD) + "</row>"), holds=(GOOD,)),
        Case("xlsx_bad_addresses", name, lambda: make_xlsx({"ZZZZ9": GOOD, "A0": "1", "": "2", "1A": "3"}), holds=(GOOD,)),
        Case("xlsx_encrypted", name, lambda: make_ole({"EncryptedPackage": b"x"}), "encrypted"),
        Case("xlsx_truncated", name, lambda: make_xlsx({"A1": GOOD})[:-100], "broken"),
        Case("xlsx_empty", name, lambda: make_xlsx({}), "empty"),
    ]  # fmt: skip


def _numbers() -> list[Case]:
    name = "表.xlsx"
    values = (
        "NaN",
        "INF",
        "-INF",
        "1e400",
        "-1e308",
        "1e-400",
        "0x10",
        "1_000",
        "٣",
        "9" * 400,
        "--1",
        "1e5",
        "",
    )
    strange = "<row>" + inline("A1", GOOD) + "".join(f"<c><v>{v}</v></c>" for v in values) + "</row>"
    code = "0" * 100_000
    dates = '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    places = f'<numFmts><numFmt numFmtId="164" formatCode="0.{code}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    return [
        Case("xlsx_nan", name, lambda: make_xlsx(rows=strange), holds=(GOOD,), lacks=("inf",)),
        Case("xlsx_dates", name, lambda: make_xlsx(rows="<row>" + inline("A1", GOOD) + "".join(number("", v) for v in
             ("1e18", "-1", "2958466", "0.5", "1e308", "nan")) + "</row>", styles=dates), holds=(GOOD,)),
        Case("xlsx_format_bomb", name, lambda: make_xlsx(rows="<row>" + inline("A1", GOOD) + number("B1", "12") + "</row>",
             styles=places), holds=(GOOD,)),
        Case("xlsx_exponents", name, lambda: make_xlsx(rows="<row>" + inline("A1", GOOD) + number("B1", "1e300") * 2000
             + "</row>"), holds=(GOOD,)),
    ]  # fmt: skip


def _old() -> list[Case]:
    name, good = "表.xls", make_xls({(0, 0): GOOD, (0, 1): 1234.0})
    locked = make_ole({"Workbook": struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
                       + struct.pack("<HHHHHHHH", 0x2F, 6, 1, 1, 1, 0, 0, 0) + bytes(5000)})  # fmt: skip
    return [
        Case("xls_truncated", name, lambda: good[: len(good) // 2], "broken unsupported"),
        Case("xls_noise", name, lambda: good[:1024] + bytes(range(256)) * 30, "broken unsupported"),
        Case("xls_encrypted", name, lambda: locked, "encrypted"),
        Case("xls_nan", name, lambda: make_xls({(0, 0): GOOD, (0, 1): float("nan"), (0, 2): float("inf")}), holds=(GOOD,),
             lacks=("inf",)),
        Case("xls_sparse", name, lambda: make_xls({(0, 0): GOOD, (65_535, 255): 5.0}), holds=(GOOD,)),
    ]  # fmt: skip


def _lists() -> list[Case]:
    name = "表.csv"
    return [
        Case("csv_formula", name, lambda: "指标,数值\n=HYPERLINK(1),+1\n@SUM,-5.6\n专利申请,1234\n".encode(), holds=("1234", "-5.6")),
        Case("csv_open_quote", name, lambda: ('a,"' + "1234,\n" * 400_000).encode(), "read empty", heavy=True),
        Case("csv_nul", name, lambda: "专利\0申请,1234\n授权,8\n".encode(), "read", holds=("1234",)),
        Case("csv_wide", name, lambda: b"1," * 1_000_000, ANY_END, heavy=True),
        Case("csv_long", name, lambda: b"a,1\n" * 1_000_000, flags=("cut_",), heavy=True),
        Case("csv_empty_cells", name, lambda: b",,,\n" * 500_000 + GOOD.encode(), ANY_END, holds=(GOOD,), heavy=True),
        Case("csv_long_field", name, lambda: ("a," + "1" * 3_000_000 + "\nb,2\n").encode(), ANY_END),
    ]  # fmt: skip
