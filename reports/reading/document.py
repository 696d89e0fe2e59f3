"""What every reader returns: one text, and for each part of it the place it came from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block stands in its file; only what the format knows is filled.

    ``page`` and ``line`` count from 1; ``cell`` is an address as people write it (``B7``, or ``3:2`` for row 3,
    column 2 of a text table); ``table`` counts from 1 and is set for cells only; ``part`` is a named part of the
    file (a sheet, ``header``, ``footnote``); ``box`` is left, top, right, bottom in points of the page.
    """

    page: int | None = None
    paragraph: int | None = None
    line: int | None = None
    table: int | None = None
    cell: str | None = None
    part: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One run of ``Document.text``: ``kind`` is paragraph, heading, cell, line, header, footer, footnote or noise.

    For a heading of the file's own styles ``level`` is 1 to 9. ``row`` and ``column`` of a cell count from 0,
    ``row_span`` and ``column_span`` say how far it reaches. ``recognised``: a machine made out the letters of a
    picture, so that a person must compare every figure.
    """

    start: int
    end: int
    kind: str
    origin: Origin
    level: int | None = None
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text. Spans count characters of ``text``, which is never changed after reading.

    Blocks are in reading order, do not overlap, and are separated by at least one line break (cells of one row by a
    tab). ``flags`` are remarks a person should see, such as ``cut_pages:1000`` or ``invisible_characters``.
    """

    text: str
    blocks: tuple[Block, ...]
    format: str
    title: str | None = None
    flags: tuple[str, ...] = field(default=())


class ReadingError(Exception):
    """A file that can't be read: ``code`` for programs, ``str()`` one Chinese sentence of reason and next step."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
