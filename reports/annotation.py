"""A document's text with everything known about it laid over: what the report page draws.

Offsets count code points of the text, as everywhere. What is drawn keeps one character for one character, so that a
place selected in the browser is the same place in the text. Nothing here escapes: templates do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

Span = tuple[int, int]
Block = Mapping[str, Any]

WINDOW = 20_000
NESTED = 8  # claims that one piece names at most; real texts nest two deep
SENTENCE = 300
WIDEST = 200  # columns that a cell may claim to reach over
WORST_FIRST = ("doubt", "pending", "corrected", "accepted", "rejected")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_HEADINGS = (
    (re.compile(r"第[一二三四五六七八九十]{1,3}[章部编]"), 2),
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), 2),
    (re.compile("[(\uff08][一二三四五六七八九十]{1,3}[)\uff09]"), 3),
)
_LONGEST_HEADING = 45
_STOPS = ("\u3002", "\uff01", "\uff1f", "\n")


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim as far as the drawing needs it: its place, its state, its number."""

    start: int
    end: int
    state: str
    claim: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text with one meaning; ``claims`` are those read from exactly this place."""

    start: int
    end: int
    role: str
    state: str = ""
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters drawn alike. ``role`` is empty for plain text; ``unseen`` names an invisible character."""

    start: int
    text: str
    role: str = ""
    state: str = ""
    claims: tuple[int, ...] = ()
    lit: bool = False
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    lines: tuple[tuple[Piece, ...], ...]
    row_span: int
    column_span: int
    is_header: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the page: heading (with ``level``), paragraph, noise, or table (with ``rows``).

    ``page`` is set where a new page of the file begins.
    """

    kind: str
    start: int
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    rows: tuple[tuple[Cell, ...], ...] = ()
    page: int | None = None


def find_windows(text: str, blocks: Sequence[Block], size: int = WINDOW) -> list[Span]:
    """Spans that follow each other and cover the whole text, each at most ``size`` long where a block allows it.

    A window ends with a block; a block longer than a window is cut. An empty text has one empty window.
    """
    windows, start, end = [], 0, 0
    for block in blocks:
        if block["end"] - start > size and end > start:
            windows.append((start, end))
            start = end
        end = max(end, block["end"])
    windows.append((start, max(end, len(text))))
    return [part for window in windows for part in _cut_window(window, size)]


def _cut_window(window: Span, size: int) -> Iterator[Span]:
    start, end = window
    while end - start > 2 * size:
        yield start, start + size
        start += size
    yield start, end


def window_at(windows: Sequence[Span], offset: int) -> int:
    """The number (from 0) of the window that holds the offset; the last one for offsets beyond the end."""
    return max(0, bisect_right([start for start, _ in windows], offset) - 1)


def find_sentence(text: str, start: int, end: int) -> Span:
    """The sentence around a place: to the full stops or line ends nearest to it, at most ``SENTENCE`` either way."""
    floor, ceiling = max(0, start - SENTENCE), min(len(text), end + SENTENCE)
    before = max(text.rfind(stop, floor, start) for stop in _STOPS)
    after = min((at for at in (text.find(stop, end, ceiling) for stop in _STOPS) if at >= 0), default=ceiling)
    first = floor if before < 0 else before + 1
    last = after + 1 if after < ceiling and text[after] != "\n" else after
    return first + len(text[first:start]) - len(text[first:start].lstrip()), last


def build_marks(
    figures: Iterable[Mapping[str, Any]], readings: Iterable[Reading], noise: Iterable[Sequence[int]] = ()
) -> list[Mark]:
    """Marks in reading order: one for each place that claims were read from, one for every other figure or noise."""
    places: dict[Span, list[Reading]] = {}
    for reading in readings:
        places.setdefault((reading.start, reading.end), []).append(reading)
    marks = {span: _mark_of(span, found) for span, found in places.items()}
    for figure in figures:
        span = (int(figure["span"][0]), int(figure["span"][1]))
        if span not in marks and span[0] < span[1]:
            marks[span] = Mark(*span, role=figure["role"])
    for start, end in noise:
        marks.setdefault((start, end), Mark(start, end, role="noise"))
    return sorted(marks.values(), key=lambda mark: (mark.start, -mark.end))


def _mark_of(span: Span, readings: Sequence[Reading]) -> Mark:
    state = min((reading.state for reading in readings), key=WORST_FIRST.index)
    return Mark(*span, role="observation", state=state, claims=tuple(reading.claim for reading in readings))


def build_nodes(
    text: str,
    blocks: Sequence[Block],
    marks: Sequence[Mark],
    window: Span,
    *,
    title: str = "",
    lit: Span | None = None,
) -> list[Node]:
    """The drawing of one window, in reading order; ``lit`` is a span to light up, such as a sentence.

    Text that no block covers is drawn as paragraphs, so nothing of the text is lost. The time is linear in the length
    of the window and the number of its marks.
    """
    pieces = _Pieces(text, _within(marks, window), window, lit)
    nodes: list[Node] = []
    page: int | None = None
    for part in _parts(_runs(text, blocks, window)):
        new_page = part[0].get("page")
        shown, page = (new_page if new_page != page else None), new_page or page
        if _table_of(part[0]) is None:
            nodes.append(_plain_node(text, part[0], pieces, title, shown))
        else:
            nodes.append(Node("table", part[0]["start"], rows=_rows(part, pieces), page=shown))
    return nodes


def _within(marks: Sequence[Mark], window: Span) -> list[Mark]:
    return [mark for mark in marks if mark.start < window[1] and mark.end > window[0]]


def _runs(text: str, blocks: Sequence[Block], window: Span) -> Iterator[Block]:
    """The blocks of the window cut to it, with the text between them as paragraphs of its own."""
    at, last = window
    first = bisect_left(blocks, window[0] + 1, key=lambda block: int(block["end"]))
    for block in islice(blocks, first, None):
        if block["start"] >= last:
            break
        yield from _loose(text, at, block["start"])
        start, end = max(block["start"], at), min(block["end"], last)
        if start < end:
            yield {**block, "start": start, "end": end}
        at = max(at, end)
    yield from _loose(text, at, last)


def _loose(text: str, start: int, end: int) -> Iterator[Block]:
    for line in text[start:end].splitlines(keepends=True) if start < end else ():
        if line.strip():
            yield {"start": start, "end": start + len(line.rstrip("\r\n")), "kind": "paragraph"}
        start += len(line)


def _parts(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """What makes one node: the cells of a table together, every other block by itself."""
    for table, run in groupby(blocks, key=_table_of):
        if table is not None:
            yield list(run)
        else:
            yield from ([block] for block in run)


def _table_of(block: Block) -> tuple[int | None] | None:
    """The table that a cell with a known place belongs to; None for all else."""
    if block["kind"] == "cell" and block.get("row") is not None and block.get("column") is not None:
        return (block.get("table"),)
    return None


def _plain_node(text: str, block: Block, pieces: _Pieces, title: str, page: int | None) -> Node:
    start, end, kind = block["start"], block["end"], block["kind"]
    drawn = pieces.between(start, end)
    if kind in {"noise", "header", "footer"} or _is_all_noise(drawn):
        return Node("noise", start, drawn, page=page)
    level = _heading_level(text[start : min(end, start + 301)].strip(), block, title)
    return Node("heading" if level else "paragraph", start, drawn, level=level, page=page)


def _is_all_noise(pieces: Sequence[Piece]) -> bool:
    """Whether nothing but noise is to be read in the pieces: an insertion does not make its sentence noise."""
    read = [piece for piece in pieces if piece.text.strip()]
    return bool(read) and all(piece.role == "noise" for piece in read)


def _heading_level(line: str, block: Block, title: str) -> int:
    """1 for the title, 2 to 4 for headings below it, 0 for running text."""
    if title and line == title.strip():
        return 1
    numbered = next((level for pattern, level in _HEADINGS if pattern.match(line)), 0)
    if block["kind"] == "heading":
        return numbered or min(max(int(block.get("level") or 2), 2), 4)
    is_short = len(line) <= _LONGEST_HEADING and not line.endswith(("\u3002", "\uff1b", ";", "\uff0c"))
    return numbered if is_short else 0


def _rows(cells: Sequence[Block], pieces: _Pieces) -> tuple[tuple[Cell, ...], ...]:
    """The table's rows; blocks of one cell become its lines."""
    places: dict[tuple[int, int], list[Block]] = {}
    for block in cells:
        places.setdefault((block["row"], block["column"]), []).append(block)
    drawn = {place: _cell(found, pieces) for place, found in places.items()}
    top = min(row for row, _ in drawn)
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), (lines, block) in drawn.items():
        cell = Cell(
            block["start"], lines, _reach(block, "row_span"), _reach(block, "column_span"), row == top == 0
        )
        rows.setdefault(row, []).append((column, cell))
    return tuple(
        tuple(cell for _, cell in sorted(rows[row], key=lambda pair: pair[0])) for row in sorted(rows)
    )


def _cell(blocks: Sequence[Block], pieces: _Pieces) -> tuple[tuple[tuple[Piece, ...], ...], Block]:
    return tuple(pieces.between(block["start"], block["end"]) for block in blocks), blocks[0]


def _reach(block: Block, name: str) -> int:
    return min(max(int(block.get(name) or 1), 1), WIDEST)


class _Pieces:
    """The window cut at every edge of a mark, to be read off from left to right."""

    def __init__(self, text: str, marks: Sequence[Mark], window: Span, lit: Span | None) -> None:
        self.text = text
        self.lit = lit or (-1, -1)
        self.cuts = _cut(marks, window, [edge for edge in self.lit if window[0] < edge < window[1]])
        self.starts = [start for start, _, _ in self.cuts]

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of one block, which stands wholly inside the window."""
        found: list[Piece] = []
        for at in range(max(0, bisect_right(self.starts, start) - 1), len(self.cuts)):
            left, right, active = self.cuts[at]
            if left >= end:
                break
            found += self._drawn(max(left, start), min(right, end), active)
        return tuple(found)

    def _drawn(self, start: int, end: int, active: tuple[Mark, ...]) -> Iterator[Piece]:
        lit = self.lit[0] <= start < self.lit[1]
        role, state = (active[0].role, active[0].state) if active else ("", "")
        claims = tuple(dict.fromkeys(claim for mark in active for claim in mark.claims))
        at = start
        for hidden in _UNSEEN.finditer(self.text, start, end):
            if at < hidden.start():
                yield Piece(at, self.text[at : hidden.start()], role, state, claims, lit)
            yield Piece(hidden.start(), "\u25a1", role, state, claims, lit, f"U+{ord(hidden[0]):04X}")
            at = hidden.end()
        if at < end:
            yield Piece(at, self.text[at:end], role, state, claims, lit)


def _cut(
    marks: Sequence[Mark], window: Span, edges: Sequence[int]
) -> list[tuple[int, int, tuple[Mark, ...]]]:
    """Stretches that cover the window, each with the marks over it, the innermost first."""
    events: list[tuple[int, int, int]] = [(edge, 2, 0) for edge in edges]
    for number, mark in enumerate(marks):
        events += [(max(mark.start, window[0]), 1, number), (min(mark.end, window[1]), 0, number)]
    cuts: list[tuple[int, int, tuple[Mark, ...]]] = []
    active: OrderedDict[int, Mark] = OrderedDict()  # a linked list: a dict would walk over what was taken out
    at = window[0]
    for place, step, number in sorted(events):
        if place > at:
            cuts.append((at, place, tuple(islice(reversed(active.values()), NESTED))))
            at = place
        if step == 1:
            active[number] = marks[number]
        elif step == 0:
            active.pop(number, None)
    if at < window[1]:
        cuts.append((at, window[1], ()))
    return cuts
