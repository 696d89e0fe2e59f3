"""A Document as bytes between a cell and its caller; what comes back is checked like any input."""

from __future__ import annotations

import json
import math
import struct
from typing import Any, Final, NoReturn

from reports.reading import limits
from reports.reading.characters import clean
from reports.reading.document import Block, Document, Origin, ReadingError

_KINDS: Final = frozenset({"paragraph", "heading", "cell", "line", "header", "footer", "footnote", "noise"})
_ERROR_CHARACTERS: Final = 300
_HIGHEST: Final = 10**9
"""No line, row or paragraph has a higher number: a file has fewer bytes."""


class WireError(ValueError):
    """Bytes that are no answer of a cell."""


def pack(document: Document) -> bytes:
    """The document as one JSON object in UTF-8."""
    blocks = [
        [
            b.start,
            b.end,
            b.kind,
            _fields(b.origin),
            b.level,
            b.row,
            b.column,
            b.row_span,
            b.column_span,
            b.recognised,
        ]
        for b in document.blocks
    ]
    answer = {
        "text": document.text,
        "blocks": blocks,
        "format": document.format,
        "title": document.title,
        "flags": list(document.flags),
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _fields(origin: Origin) -> list[Any]:
    return [origin.page, origin.paragraph, origin.line, origin.table, origin.cell, origin.part, origin.box]


_PROGRESS: Final = struct.Struct(">cII")
_MARK: Final = b"\x01"
"""Begins a note of progress; an answer begins with a brace."""


def pack_progress(done: int, pages: int) -> bytes:
    """Pages done and pages in all, as a note that goes ahead of the answer."""
    return _PROGRESS.pack(_MARK, done, pages)


def take_progress(body: bytearray) -> tuple[int, int] | None:
    """Pages done and pages in all by the last whole note at the head of ``body``, from which all notes are removed.

    None where there is none, or where the numbers can't be.
    """
    told = None
    while body[:1] == _MARK and len(body) >= _PROGRESS.size:
        _, done, pages = _PROGRESS.unpack_from(body)
        told = (done, pages) if done <= pages <= limits.PAGES else told
        del body[: _PROGRESS.size]
    return told


def pack_error(code: str, message: str, detail: str = "") -> bytes:
    """A refusal as one JSON object; ``detail`` is for the log only."""
    return json.dumps({"error": code, "message": message, "detail": detail[:200]}).encode("ascii")


def unpack(answer: bytes) -> Document:
    """The document that a cell sent. Raises ReadingError for a refusal and WireError for anything out of order."""
    try:
        value = json.loads(answer.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WireError("no JSON") from error
    if not isinstance(value, dict):
        raise WireError("no object")
    if "error" in value:
        raise _refusal(value)
    if set(value) != {"text", "blocks", "format", "title", "flags"}:
        raise WireError("other fields")
    text = value["text"]
    if not isinstance(text, str) or len(text) > limits.TEXT_CHARACTERS or clean(text)[0] != text:
        raise WireError("text")
    return Document(text, _blocks(value["blocks"], len(text)), *_labels(value))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refusal(value: dict[str, Any]) -> ReadingError:
    code, message = value["error"], value.get("message")
    if not isinstance(code, str) or not code.isidentifier() or len(code) > 40:
        raise WireError("code")
    if (
        not isinstance(message, str)
        or not 0 < len(message) <= _ERROR_CHARACTERS
        or clean(message)[0] != message
    ):
        raise WireError("message")
    return ReadingError(code, message)


def _labels(value: dict[str, Any]) -> tuple[str, str | None, tuple[str, ...]]:
    format, title, flags = value["format"], value["title"], value["flags"]
    if not isinstance(format, str) or not format.isalnum() or len(format) > 20:
        raise WireError("format")
    if title is not None and (not isinstance(title, str) or len(title) > 300 or clean(title)[0] != title):
        raise WireError("title")
    if not isinstance(flags, list) or len(flags) > limits.FLAGS:
        raise WireError("flags")
    if not all(isinstance(f, str) and 0 < len(f) <= 100 and clean(f)[0] == f for f in flags):
        raise WireError("flags")
    return format, title, tuple(flags)


def _blocks(rows: object, length: int) -> tuple[Block, ...]:
    if not isinstance(rows, list) or len(rows) > limits.BLOCKS:
        raise WireError("blocks")
    blocks, last = [], 0
    for row in rows:
        if not isinstance(row, list) or len(row) != 10:
            raise WireError("block")
        start, end, kind, origin, level, table_row, column, row_span, column_span, recognised = row
        if not (_count(start) and _count(end) and last <= start < end <= length):
            raise WireError("block")
        if not isinstance(kind, str) or kind not in _KINDS or not isinstance(recognised, bool):
            raise WireError("block")
        if not (
            _maybe(level) and _maybe(table_row) and _maybe(column) and _span(row_span) and _span(column_span)
        ):
            raise WireError("block")
        blocks.append(
            Block(
                start, end, kind, _origin(origin), level, table_row, column, row_span, column_span, recognised
            )
        )
        last = end
    return tuple(blocks)


def _count(value: object) -> bool:
    return type(value) is int and 0 <= value <= _HIGHEST


def _maybe(value: object) -> bool:
    return value is None or _count(value)


def _span(value: object) -> bool:
    return type(value) is int and 1 <= value <= limits.TABLE_SPAN


def _label(value: object) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= 100 and clean(value)[0] == value)


def _origin(value: object) -> Origin:
    if not isinstance(value, list) or len(value) != 7:
        raise WireError("origin")
    page, paragraph, line, table, cell, part, box = value
    if not (_maybe(page) and _maybe(paragraph) and _maybe(line) and _maybe(table)):
        raise WireError("origin")
    if not (_label(cell) and _label(part)):
        raise WireError("origin")
    if box is None:
        return Origin(page, paragraph, line, table, cell, part)
    if not isinstance(box, list) or len(box) != 4 or not all(_measure(n) for n in box):
        raise WireError("origin")
    left, top, right, bottom = box
    return Origin(page, paragraph, line, table, cell, part, (left, top, right, bottom))


def _measure(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and abs(value) < 1e6  # type: ignore[arg-type]
