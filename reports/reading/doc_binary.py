"""The binary format of Word 97-2003 ([MS-DOC]): pieces of text and what paragraphs and runs say about themselves."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_MAGIC: Final = 0xA5EC
_OLDER_MAGIC: Final = 0xA5DC  # Word 6 and 95
_FIRST_VERSION: Final = 0xC1  # of Word 97; what was made before has its text elsewhere
_ENCRYPTED: Final = 0x0100
_TABLE_1: Final = 0x0200
_PAGE: Final = 512
_STORY_COUNTS: Final = 0x4C
_CHPX: Final = 0xFA
_PAPX: Final = 0x102
_CLX: Final = 0x1A2
_OPERAND_BYTES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_SPRM_DELETED, _SPRM_INSERTED, _SPRM_HIDDEN = 0x0800, 0x0801, 0x083C
_SPRM_IN_TABLE, _SPRM_ROW_END, _SPRM_OUTLINE, _SPRM_LIST = 0x2416, 0x2417, 0x2640, 0x460B
_DEEPEST_HEADING: Final = 9
_MOST_PAGES: Final = 100_000


class DocError(ValueError):
    """Bytes that are no Word document of this format."""


class DocTooOldError(ValueError):
    """A document of Word 6 or 95, whose format is another one."""


class DocEncryptedError(ValueError):
    """A document with a password."""


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What a paragraph's mark says: heading level (1 to 9), standing in a table, ending a row, being in a list."""

    level: int | None = None
    in_table: bool = False
    row_end: bool = False
    listed: bool = False


@dataclass(slots=True)
class _Ranges:
    """Values by stretches of file positions."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def at(self, position: int) -> bytes:
        index = bisect_right(self.starts, position) - 1
        return self.values[index] if index >= 0 and position < self.ends[index] else b""


@dataclass(slots=True)
class _Piece:
    first: int
    last: int
    position: int
    wide: bool


class BinaryDocument:
    """Text and properties of one document, from its two streams."""

    def __init__(self, main: bytes, tables: dict[str, bytes]) -> None:
        """Raises DocError or DocEncryptedError."""
        try:
            self._open(main, tables)
        except (struct.error, IndexError, OverflowError) as error:
            raise DocError(str(error)) from error

    def _open(self, main: bytes, tables: dict[str, bytes]) -> None:
        magic, flags = struct.unpack_from("<H", main, 0)[0], struct.unpack_from("<H", main, 0x0A)[0]
        version = struct.unpack_from("<H", main, 2)[0]
        if magic == _OLDER_MAGIC or (magic == _MAGIC and 0 < version < _FIRST_VERSION):
            raise DocTooOldError
        if magic != _MAGIC:
            raise DocError("no Word 97-2003 document")
        if flags & _ENCRYPTED:
            raise DocEncryptedError
        table = tables.get("1Table" if flags & _TABLE_1 else "0Table", b"")
        self._main = main
        self._pieces = _read_pieces(table, *struct.unpack_from("<II", main, _CLX))
        self._runs = _read_pages(main, table, *struct.unpack_from("<II", main, _CHPX), paragraphs=False)
        self._paragraphs = _read_pages(main, table, *struct.unpack_from("<II", main, _PAPX), paragraphs=True)
        counts = struct.unpack_from("<8i", main, _STORY_COUNTS)
        if any(count < 0 for count in counts):
            raise DocError("negative count")
        self._counts = counts

    def story(self, number: int) -> Iterator[tuple[str, int]]:
        """Characters of a story with their file positions: 0 body, 1 footnotes, 2 headers, 5 endnotes, 6 text boxes."""
        first = sum(self._counts[:number])
        last = first + self._counts[number]
        for piece in self._pieces:
            low, high = max(first, piece.first), min(last, piece.last)
            if low < high:
                yield from self._piece_text(piece, low, high)

    def _piece_text(self, piece: _Piece, low: int, high: int) -> Iterator[tuple[str, int]]:
        width = 2 if piece.wide else 1
        start = piece.position + (low - piece.first) * width
        data = self._main[start : start + (high - low) * width]
        for index in range(0, len(data) - width + 1, width):
            if piece.wide:
                yield chr(data[index] | data[index + 1] << 8), start + index
            else:
                yield bytes((data[index],)).decode("cp1252", "replace"), start + index

    def run_flags(self, position: int) -> tuple[bool, bool, bool]:
        """Whether the character at a file position is deleted, inserted or hidden."""
        found = {code: bool(operand[0] & 1) for code, operand in _sprms(self._runs.at(position)) if operand}
        return (
            found.get(_SPRM_DELETED, False),
            found.get(_SPRM_INSERTED, False),
            found.get(_SPRM_HIDDEN, False),
        )

    def run_end(self, position: int) -> int:
        """The file position at which the run around ``position`` ends; the next one where there is none."""
        index = bisect_right(self._runs.starts, position) - 1
        if index >= 0 and position < self._runs.ends[index]:
            return self._runs.ends[index]
        return position + 1

    def paragraph(self, position: int) -> ParagraphProperties:
        """What the paragraph mark at a file position says."""
        stored = self._paragraphs.at(position)
        if len(stored) < 2:
            return ParagraphProperties()
        style = struct.unpack_from("<H", stored)[0]
        level = style if 1 <= style <= _DEEPEST_HEADING else None
        in_table = row_end = listed = False
        for code, operand in _sprms(stored[2:]):
            if code == _SPRM_IN_TABLE:
                in_table = bool(operand[0])
            elif code == _SPRM_ROW_END:
                row_end = bool(operand[0])
            elif code == _SPRM_OUTLINE:
                level = operand[0] + 1 if operand[0] < _DEEPEST_HEADING else None
            elif code == _SPRM_LIST:
                listed = any(operand)
        return ParagraphProperties(level, in_table, row_end, listed)


def _read_pieces(table: bytes, offset: int, size: int) -> list[_Piece]:
    clx = table[offset : offset + size]
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise DocError("no piece table")
    length = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + length]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    pieces = []
    for index in range(count):
        position = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(position & 0x40000000)
        position &= 0x3FFFFFFF
        if ends[index] > ends[index + 1]:
            raise DocError("pieces out of order")
        pieces.append(_Piece(ends[index], ends[index + 1], position // 2 if narrow else position, not narrow))
    return pieces


def _read_pages(main: bytes, table: bytes, offset: int, size: int, *, paragraphs: bool) -> _Ranges:
    """Properties of runs or paragraphs from their pages of 512 bytes; a page beyond the file ends the list."""
    ranges = _Ranges()
    plc = table[offset : offset + size]
    count = min(max(len(plc) - 4, 0) // 8, _MOST_PAGES)
    found: list[tuple[int, int, bytes]] = []
    for index in range(count):
        number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            break
        items = page[-1]
        if 4 * (items + 1) > _PAGE:
            continue
        limits = struct.unpack_from(f"<{items + 1}I", page, 0)
        for item in range(items):
            found.append((limits[item], limits[item + 1], _properties(page, items, item, paragraphs)))
    for start, end, value in sorted(found):
        ranges.starts.append(start)
        ranges.ends.append(end)
        ranges.values.append(value)
    return ranges


def _properties(page: bytes, items: int, item: int, paragraphs: bool) -> bytes:
    place = page[4 * (items + 1) + item * (13 if paragraphs else 1)] * 2
    if place == 0:
        return b""
    size = page[place]
    if not paragraphs:
        return page[place + 1 : place + 1 + size]
    if size:
        return page[place + 1 : place + 2 * size]
    return page[place + 2 : place + 2 + 2 * page[place + 1]]


def _sprms(group: bytes) -> Iterator[tuple[int, bytes]]:
    """Single properties and their operands; a damaged group ends early."""
    at = 0
    while at + 3 <= len(group):
        code = struct.unpack_from("<H", group, at)[0]
        at += 2
        kind = code >> 13
        if kind == 6:
            if code in (0xD608, 0xD606):
                if at + 2 > len(group):
                    return
                size = struct.unpack_from("<H", group, at)[0] - 1
                at += 2
            else:
                size = group[at]
                at += 1
        else:
            size = _OPERAND_BYTES[kind]
        operand = group[at : at + size]
        if len(operand) < size or size < 1:
            return
        yield code, operand
        at += size
