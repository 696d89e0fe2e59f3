"""Glyphs → lines in reading order: runs of glyphs, lines of runs, and columns where a gutter runs down the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from reports.reading.pdf_glyphs import Glyph, tidy

_TAB_GAP: Final = 1.4
_WORD_GAP: Final = 0.22
_GUTTER: Final = 0.8
_COLUMN_LINES: Final = 4
_COLUMN_FILL: Final = 0.7
_LINES_FOR_COLUMNS: Final = 400
_TWO_LETTERS: Final = re.compile(r"[!-~\x00-\x1f\x7f]{2}")
"""Where a space may be wanted that the file does not hold: a sign of another script needs none beside it."""


@dataclass(slots=True)
class Run:
    """Glyphs that stand close together on one line; sizes are in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    base: float


@dataclass(slots=True)
class Line:
    """One line of text and the margins of the column that it stands in."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    base: float
    margin_left: float = 0.0
    margin_right: float = 0.0
    column: int = 0


def read_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """All lines of a page in reading order: down the first column, then down the next."""
    rows = _rows(make_runs(glyphs))
    columns = _split_columns(rows)
    lines: list[Line] = []
    for number, column in enumerate(columns):
        made = [_line(row) for row in column]
        left = min(line.left for line in made)
        right = max(line.right for line in made)
        for line in made:
            line.margin_left, line.margin_right, line.column = left, right, number
        lines += made
    return lines


def make_runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Runs in the order of the file; a step back, a step down or a gap ends one."""
    runs: list[Run] = []
    start, end = 0, len(glyphs)
    last_right = last_base = last_size = 0.0
    for at, (_text, left, _top, right, _bottom, base, size) in enumerate(glyphs):
        larger = size if size > last_size else last_size
        if at and (
            abs(last_base - base) > 0.4 * larger or not -0.5 * larger < left - last_right < _TAB_GAP * larger
        ):
            _end_run(glyphs[start:at], runs)
            start = at
        last_right, last_base, last_size = right, base, size
    if end:
        _end_run(glyphs[start:end], runs)
    return runs


def _end_run(glyphs: Sequence[Glyph], runs: list[Run]) -> None:
    start, end = 0, len(glyphs)
    while start < end and glyphs[end - 1].text == " ":
        end -= 1
    while start < end and glyphs[start].text == " ":
        start += 1
    if start == end:
        return
    shown = glyphs[start:end]
    signs, _lefts, tops, rights, bottoms, bases, sizes = zip(*shown, strict=True)
    text = "".join(signs)
    if _TWO_LETTERS.search(text):
        parts = [signs[0]]
        for last, glyph in pairwise(shown):
            if _needs_space(last, glyph):
                parts.append(" ")
            parts.append(glyph.text)
        text = "".join(parts)
    runs.append(
        Run(tidy(text), shown[0].left, min(tops), max(rights), max(bottoms), max(sizes), median(bases))
    )


def _needs_space(last: Glyph, glyph: Glyph) -> bool:
    """Only between words of letters is a gap a space: beside Chinese and inside numbers it is mere typesetting."""
    if not (last.text.isascii() and glyph.text.isascii()) or " " in (last.text, glyph.text):
        return False
    if not (last.text.isalpha() or glyph.text.isalpha()):
        return glyph.left - last.right > glyph.size * 0.6
    return glyph.left - last.right > glyph.size * _WORD_GAP


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs of one height on the page, from left to right; rows from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.base, r.left)):
        if rows:
            row = rows[-1]
            if abs(run.base - row[0].base) <= 0.4 * min(run.size, row[0].size):
                row.append(run)
                continue
        rows.append([run])
    for row in rows:
        row.sort(key=lambda r: r.left)
    return rows


def _line(row: list[Run]) -> Line:
    text = row[0].text
    for last, run in pairwise(row):
        gap = run.left - last.right
        text += (
            "\t" if gap >= _TAB_GAP * run.size else _joint(last.text, run.text, gap / run.size)
        ) + run.text
    return Line(
        text,
        row[0].left,
        min(r.top for r in row),
        max(r.right for r in row),
        max(r.bottom for r in row),
        max(r.size for r in row),
        row[0].base,
    )


def _joint(left: str, right: str, gap: float) -> str:
    """What stands between two runs of a line that the file keeps apart."""
    if not (left[-1].isascii() and right[0].isascii()):
        return ""
    return " " if gap > (_WORD_GAP if left[-1].isalpha() or right[0].isalpha() else 0.6) else ""


def _split_columns(rows: list[list[Run]]) -> list[list[list[Run]]]:
    """Rows grouped into columns of reading; most pages are one column."""
    if len(rows) > _LINES_FOR_COLUMNS:
        return [rows]
    result: list[list[list[Run]]] = []
    plain: list[list[Run]] = []
    at = 0
    while at < len(rows):
        end, gutter = _gutter_from(rows, at)
        if gutter is None:
            plain.append(rows[at])
            at += 1
            continue
        # Short lines above do not show a column, but do not contradict it either: they belong to it.
        while plain and all(run.right <= gutter or run.left >= gutter for run in plain[-1]):
            at -= 1
            plain.pop()
        if plain:
            result.append(plain)
            plain = []
        left = [[r for r in row if r.right <= gutter] for row in rows[at:end]]
        right = [[r for r in row if r.left >= gutter] for row in rows[at:end]]
        result.append([row for row in left if row])
        result += _split_columns([row for row in right if row])
        at = end
    if plain:
        result.append(plain)
    return result


def _gutter_from(rows: list[list[Run]], start: int) -> tuple[int, float | None]:
    """The end of the stretch of rows that share an empty strip with prose on both sides, and the strip's middle."""
    free: tuple[float, float] | None = None
    both: list[tuple[float, float, float, float]] = []
    end = start
    for row in rows[start:]:
        narrowed = _narrow(free, row)
        if narrowed is None:
            break
        free = narrowed
        end += 1
        middle = (free[0] + free[1]) / 2
        lefts = [r for r in row if r.right <= middle]
        rights = [r for r in row if r.left >= middle]
        if lefts and rights:
            both.append((lefts[0].left, lefts[-1].right, rights[0].left, rights[-1].right))
    if free is None or len(both) < _COLUMN_LINES or not _is_prose(both):
        return start, None
    return end, (free[0] + free[1]) / 2


def _narrow(free: tuple[float, float] | None, row: list[Run]) -> tuple[float, float] | None:
    """What a row leaves of an empty strip; without one, the widest gap of the row."""
    least = _GUTTER * min(r.size for r in row)
    if free is None:
        gaps = [(a.right, b.left) for a, b in pairwise(row) if b.left - a.right >= least]
        return max(gaps, key=lambda g: g[1] - g[0], default=None)
    low, high = free
    pieces = [(low, high)]
    for run in row:
        pieces = [
            piece
            for a, b in pieces
            for piece in ((a, min(b, run.left)), (max(a, run.right), b))
            if piece[1] - piece[0] >= least
        ]
        if not pieces:
            return None
    return max(pieces, key=lambda p: p[1] - p[0])


def _is_prose(both: list[tuple[float, float, float, float]]) -> bool:
    """Columns of prose fill their width on most lines; cells of a table do not."""
    left, left_end = min(b[0] for b in both), max(b[1] for b in both)
    right, right_end = min(b[2] for b in both), max(b[3] for b in both)
    left_width, right_width = left_end - left, right_end - right
    if min(left_width, right_width) < 0.5 * max(left_width, right_width):
        return False
    filled = sum(
        b[1] - b[0] >= _COLUMN_FILL * left_width and b[3] - b[2] >= _COLUMN_FILL * right_width for b in both
    )
    return filled * 2 >= len(both)
