"""One made-up font for every Chinese font that a PDF names and does not hold.

PDFium takes such a font from the system, and the walls of a cell leave it none: then the boxes of Chinese words are
empty, two equal words in one column lie on each other as far as it can see, and it keeps the first alone. What it
reads must depend neither on the walls nor on the fonts of a machine. So it is given a font of our own in which every
character is the same square: places and widths stand in the PDF itself, and the square has no area, so that nothing
is drawn.
"""

from __future__ import annotations

import ctypes
import struct
from functools import lru_cache
from typing import Any, Final

from pypdfium2 import PdfSysfontBase

_EAST_ASIAN: Final = frozenset((128, 129, 134, 136))  # Japanese, Korean, simplified and traditional Chinese
_HANDLE: Final = 1
_UNITS, _LOW, _HIGH = 1000, -120, 880
_MAGIC: Final = 0x5F0F3CF5
_SQUARE, _HALF, _SPACE = 1, 2, 3
_LEADS: Final = (
    (0x20, 0x20, _SPACE),
    (0x21, 0x9F, _HALF),
    (0xA0, 0xA0, _SPACE),
    (0xA1, 0x2FF, _HALF),
    (0x300, 0x2FFF, _SQUARE),
    (0x3000, 0x3000, _SPACE),
    (0x3001, 0x10FFFF, _SQUARE),
)
"""Code points from and to, and their glyph: letters and digits are half as wide."""


class _SquareFont(PdfSysfontBase):  # type: ignore[misc]  # the library tells no types
    """Answers for East Asian fonts with ours, and leaves all others to PDFium."""

    def MapFont(
        self, _: Any, weight: int, slanted: int, charset: int, family: int, face: Any, exact: Any
    ) -> Any:
        if charset in _EAST_ASIAN:
            return _HANDLE
        return super().MapFont(_, weight, slanted, charset, family, face, exact)

    def GetFontData(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> int:
        if font != _HANDLE:
            return int(super().GetFontData(_, font, table, buffer, size))
        data = square_font() if table == 0 else b""
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def GetFaceName(self, _: Any, font: Any, buffer: Any, size: int) -> int:
        return 0 if font == _HANDLE else int(super().GetFaceName(_, font, buffer, size))

    def GetFontCharset(self, _: Any, font: Any) -> int:
        return 134 if font == _HANDLE else int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: Any, font: Any) -> None:
        if font != _HANDLE:
            super().DeleteFont(_, font)


@lru_cache(maxsize=1)
def use_square_font() -> PdfSysfontBase:
    """From now on this process reads PDFs with the made-up font; the object must live as long."""
    fonts = _SquareFont()
    fonts.setup()
    return fonts


@lru_cache(maxsize=1)
def square_font() -> bytes:
    """A TrueType font of four glyphs, to which every code point leads (a cmap of format 13)."""
    outlines = [b"", _outline(_UNITS), _outline(_UNITS // 2), b""]
    ends = [sum(map(len, outlines[:n])) // 2 for n in range(len(outlines) + 1)]
    ranges = b"".join(struct.pack(">III", *one) for one in _LEADS)
    subtable = struct.pack(">IIII", 13 << 16, 16 + len(ranges), 0, len(_LEADS)) + ranges
    count, box = len(outlines), (0, _LOW, _UNITS, _HIGH)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable,
        b"glyf": b"".join(outlines),
        b"head": struct.pack(">IIIIHHQQ", 0x10000, 0x10000, 0, _MAGIC, 0, _UNITS, 0, 0)
        + struct.pack(">hhhhHHhhh", *box, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhh", 0x10000, _HIGH, _LOW, 0, _UNITS, 0, 0, _UNITS)
        + struct.pack(">hhhhhhhhH", 1, 0, 0, 0, 0, 0, 0, 0, count),
        b"hmtx": struct.pack(">HhHhHhHh", _UNITS, 0, _UNITS, 0, _UNITS // 2, 0, _UNITS // 2, 0),
        b"loca": struct.pack(f">{count + 1}H", *ends),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, 3, 1, 0, 0, 1, *[0] * 8),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    place, directory, body = len(head) + 16 * len(tables), b"", b""
    for name, table in sorted(tables.items()):
        directory += name + struct.pack(">III", 0, place + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + directory + body


def _outline(width: int) -> bytes:
    """From the lower left to the upper right and back: as wide and high as the square, and no ink."""
    outline = struct.pack(">hhhhhHH", 1, 0, _LOW, width, _HIGH, 2, 0) + b"\x01\x01\x01"
    outline += struct.pack(">hhhhhh", 0, width, -width, _LOW, _HIGH - _LOW, _LOW - _HIGH)
    return outline + bytes(-len(outline) % 2)
