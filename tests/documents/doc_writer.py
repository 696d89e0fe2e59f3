"""Writes Word 97-2003 files: the OLE container, the text and what its runs and paragraphs say about themselves."""

import struct
from dataclasses import dataclass

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT = 0x800


@dataclass
class Run:
    """Characters with single properties (code, operand of one byte); ``\\r`` ends a paragraph, ``\\x07`` a cell."""

    text: str
    properties: tuple[tuple[int, int], ...] = ()
    paragraph: tuple[tuple[int, int], ...] = ()
    style: int = 0


DELETED, INSERTED, HIDDEN = (0x0800, 1), (0x0801, 1), (0x083C, 1)
IN_TABLE, ROW_END = (0x2416, 1), (0x2417, 1)


def row(*cells: str) -> list[Run]:
    """Runs of one table row."""
    return [Run(f"{c}\x07", paragraph=(IN_TABLE,)) for c in cells] + [
        Run("\x07", paragraph=(IN_TABLE, ROW_END))
    ]


def make_doc(
    *runs: Run, notes: str = "", encrypted: bool = False, narrow: bool = False, name: str = "WordDocument"
) -> bytes:
    """A document of these runs, its text in UTF-16 or, where ``narrow``, in single bytes."""
    text = "".join(run.text for run in runs) + notes
    data = text.encode("cp1252" if narrow else "utf-16-le")
    width = 1 if narrow else 2
    page_at = (_TEXT_AT + len(data) + 511) // 512
    main = bytearray((page_at + 2) * 512)
    main[_TEXT_AT : _TEXT_AT + len(data)] = data
    limits = [_TEXT_AT]
    for run in runs:
        limits.append(limits[-1] + len(run.text) * width)
    main[page_at * 512 : page_at * 512 + 512] = _run_page(runs, limits)
    main[page_at * 512 + 512 : page_at * 512 + 1024] = _paragraph_page(runs, limits)
    position = (_TEXT_AT * 2 | 0x40000000) if narrow else _TEXT_AT
    plc = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, position, 0)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    bins = [struct.pack("<III", limits[0], limits[-1], page_at + n) for n in (0, 1)]
    struct.pack_into("<H", main, 0, 0xA5EC)
    struct.pack_into("<H", main, 0x0A, 0x0100 if encrypted else 0)
    struct.pack_into("<ii", main, 0x4C, len(text) - len(notes), len(notes))
    struct.pack_into("<II", main, 0xFA, 0, 12)
    struct.pack_into("<II", main, 0x102, 12, 12)
    struct.pack_into("<II", main, 0x1A2, 24, len(clx))
    return make_ole({name: bytes(main), "0Table": bins[0] + bins[1] + clx})


def _group(properties: tuple[tuple[int, int], ...]) -> bytes:
    return b"".join(struct.pack("<HB", code, operand) for code, operand in properties)


def _run_page(runs: tuple[Run, ...], limits: list[int]) -> bytes:
    groups = [_group(run.properties) for run in runs]
    return _page(limits, [bytes((len(g),)) + g if g else b"" for g in groups], 1)


def _paragraph_page(runs: tuple[Run, ...], limits: list[int]) -> bytes:
    stored = []
    for run in runs:
        group = struct.pack("<H", run.style) + _group(run.paragraph)
        group += b"\0" * (1 - len(group) % 2)
        stored.append(bytes(((len(group) + 1) // 2,)) + group)
    return _page(limits, stored, 13)


def _page(limits: list[int], stored: list[bytes], step: int) -> bytes:
    page = bytearray(512)
    struct.pack_into(f"<{len(limits)}I", page, 0, *limits)
    at = 510
    for number, item in enumerate(stored):
        if item:
            at = (at - len(item)) // 2 * 2
            page[at : at + len(item)] = item
            page[4 * len(limits) + number * step] = at // 2
    page[511] = len(stored)
    return bytes(page)


def make_ole(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams; each is padded to the size from which it needs no mini sectors."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    table: list[int] = []
    starts = {}
    for name, data in padded.items():
        starts[name] = len(sectors)
        pieces = [data[i : i + _SECTOR].ljust(_SECTOR, b"\0") for i in range(0, len(data), _SECTOR)]
        table += [*range(len(sectors) + 1, len(sectors) + len(pieces)), _END]
        sectors += pieces
    entries = [_entry("Root Entry", 5, child=1)]
    for number, (name, data) in enumerate(padded.items(), start=1):
        entries.append(
            _entry(
                name,
                2,
                start=starts[name],
                size=len(data),
                right=number + 1 if number < len(padded) else _FREE,
            )
        )
    entries += [bytes(128)] * (-len(entries) % 4)
    directory_at = len(sectors)
    directory = b"".join(entries)
    pieces = [directory[i : i + _SECTOR] for i in range(0, len(directory), _SECTOR)]
    table += [*range(directory_at + 1, directory_at + len(pieces)), _END]
    sectors += pieces
    count = 1
    while (len(table) + count + 127) // 128 > count:
        count += 1
    places = list(range(len(sectors), len(sectors) + count))
    table += [_FAT] * count + [_FREE] * (count * 128 - len(table) - count)
    packed = struct.pack(f"<{len(table)}I", *table)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, count, directory_at, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *(places + [_FREE] * (109 - count)))
    return header + b"".join(sectors) + packed


def _entry(
    name: str, kind: int, start: int = 0, size: int = 0, right: int = _FREE, child: int = _FREE
) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(coded), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", _END if kind == 5 else start, size)
    )
