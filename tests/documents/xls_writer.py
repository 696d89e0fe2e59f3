"""Writes Excel 97-2003 workbooks of one sheet, record by record."""

import struct

from tests.documents.doc_writer import make_ole

_STYLES = 15  # the ones that every workbook begins with


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def make_xls(
    cells: dict[tuple[int, int], object],
    formats: dict[tuple[int, int], str] | None = None,
    *,
    name: str = "Sheet1",
    merged: tuple[int, int, int, int] | None = None,
    hidden_row: int | None = None,
    hidden_sheet: bool = False,
) -> bytes:
    """A workbook whose cells are text or numbers; ``merged`` is first row, last row, first and last column."""
    formats = formats or {}
    codes = sorted(set(formats.values()))
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "<B")
    head = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(
        0x42, struct.pack("<H", 1200)
    )
    head += _record(0x31, font) * 4
    head += b"".join(_record(0x41E, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(codes))
    head += b"".join(_record(0xE0, _style(0, 0xFFF5)) for _ in range(_STYLES)) + _record(0xE0, _style(0, 1))
    head += b"".join(_record(0xE0, _style(164 + n, 1)) for n in range(len(codes)))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    if hidden_row is not None:
        sheet += _record(0x208, struct.pack("<HHHHHHHH", hidden_row, 0, 9, 255, 0, 0, 0x0120, 15))
    for (row, column), value in sorted(cells.items()):
        style = _STYLES + (1 + codes.index(formats[row, column]) if (row, column) in formats else 0)
        place = struct.pack("<HHH", row, column, style)
        sheet += (
            _record(0x204, place + _text(value))
            if isinstance(value, str)
            else _record(0x203, place + struct.pack("<d", value))
        )
    if merged:
        sheet += _record(0xE5, struct.pack("<HHHHH", 1, *merged))
    sheet += _record(0x0A)
    bound_size = 4 + 6 + 2 + 2 * len(name)
    start = len(head) + bound_size + 4
    bound = _record(0x85, struct.pack("<IBB", start, int(hidden_sheet), 0) + _text(name, "<B"))
    return make_ole({"Workbook": head + bound + _record(0x0A) + sheet})


def _style(format_number: int, kind: int) -> bytes:
    return struct.pack("<HHHBBBBIIH", 0, format_number, kind, 0x20, 0, 0, 0, 0, 0, 0x20C0)
