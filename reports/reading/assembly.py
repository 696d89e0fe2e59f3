"""Builds a Document block by block, so that offsets, separators and limits are settled in one place."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from reports.reading import limits
from reports.reading.characters import clean
from reports.reading.document import Block, Document, Origin

_NUMBER: Final = re.compile("[0-9\uff10-\uff19〇零一二三四五六七八九十百千万亿两]+")


class Assembly:
    """Text under construction. ``full`` says that a limit is reached and that a reader may stop."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._numbers = 0
        self._flags: dict[str, None] = {}
        self.full = False

    def flag(self, remark: str) -> None:
        """Keep a remark for the reader, once."""
        if len(self._flags) < limits.FLAGS:
            self._flags.setdefault(remark)

    def add(
        self,
        text: str,
        kind: str,
        origin: Origin,
        *,
        level: int | None = None,
        row: int | None = None,
        column: int | None = None,
        spans: tuple[int, int] = (1, 1),
        recognised: bool = False,
        separator: str = "\n",
    ) -> None:
        """Append one block, separated from what stands before it; an empty text leaves no block."""
        if self.full or not text:
            return
        if len(self._blocks) >= limits.BLOCKS:
            self._stop(f"cut_blocks:{limits.BLOCKS}")
            return
        text, remarks = clean(text)
        for remark in sorted(remarks):
            self.flag(remark)
        if self._parts:
            self._append(separator)
        start = self._length
        room = self._room(text)
        if len(text) > room:
            text = text[: max(room, 0)]
            if not text:
                return
        self._append(text)
        rows, columns = (min(max(s, 1), limits.TABLE_SPAN) for s in spans)
        self._blocks.append(
            Block(start, self._length, kind, origin, level, row, column, rows, columns, recognised)
        )

    def _room(self, text: str) -> int:
        """How many characters of the text may still come; the limit that is passed is flagged."""
        numbers = len(_NUMBER.findall(text))
        left = limits.NUMBERS - self._numbers
        self._numbers += numbers
        room = limits.TEXT_CHARACTERS - self._length
        if numbers > left:
            first_beyond = next(islice(_NUMBER.finditer(text), left, None)).start()
            if first_beyond < room:
                self._stop(f"cut_numbers:{limits.NUMBERS}")
                return first_beyond
        if len(text) > room:
            self._stop(f"cut_text:{limits.TEXT_CHARACTERS}")
        return room

    def gap(self, text: str) -> None:
        """Append characters that belong to no block, such as empty lines of a text file."""
        if not self.full and self._length + len(text) <= limits.TEXT_CHARACTERS:
            self._append(clean(text)[0])

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _stop(self, remark: str) -> None:
        self.full = True
        self.flag(remark)

    @property
    def is_empty(self) -> bool:
        return not self._blocks

    def finish(self, format: str, title: str | None = None) -> Document:
        """The finished document; ``title`` is cleaned to one line of at most 300 characters, or None."""
        if title is not None:
            title = " ".join(clean(title)[0].split())[:300] or None
        return Document("".join(self._parts), tuple(self._blocks), format, title, tuple(self._flags))
