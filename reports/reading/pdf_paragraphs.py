"""Lines of a PDF → paragraphs: what was only wrapped is joined; page numbers and running heads are set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from reports.reading.pdf_lines import Line
from reports.reading.pdf_tables import PdfTable

_MARGIN: Final = 0.105
"""Share of the page's height, above and below, in which running heads and page numbers are looked for."""
_PAGE_NUMBER: Final = re.compile(
    r"[-—–―‐·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?"
    r"[-—–―‐·•\s]*"
    r"|[-—–\s]*(?:第\s*)?[一二三四五六七八九十百]{1,5}\s*页[-—–\s]*|[ivxlc]{1,6}"
)
_ITEM: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、,.，．:：是]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[、.．](?!\d)|[①-⒛]|第[一二三四五六七八九十]{1,3}[章节条])"
)
_SENTENCE_ENDS: Final = "。！？；：.!?;:"
_CLOSING: Final = "”’」』)】》）"
_UNBROKEN: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/+\-%％‰]*[，。；、：！？）”》〉」』】]*")
_FULL: Final = 2.1
_HALF: Final = 0.58
"""Width of a digit or letter beside a Chinese sign's; most fonts have 0.5 to 0.56."""
_INDENT: Final = 1.2
_WIDE_PITCH: Final = 1.45
_REPEATED: Final = 0.3


@dataclass(slots=True)
class PageLines:
    """Lines and tables of one page, in reading order, and the page's size in points."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PdfTable]
    recognised: bool = False


@dataclass(slots=True)
class Paragraph:
    """Joined lines; page and box are those of the part that begins it."""

    text: str
    kind: str
    page: int
    box: tuple[float, float, float, float]
    lines: list[Line] = field(default_factory=list)
    recognised: bool = False


def find_running_heads(pages: Sequence[PageLines]) -> dict[int, str]:
    """``id`` of each line that is a running head or page number → ``header`` or ``footer``."""
    candidates: list[tuple[Line, str, str]] = []
    for page in pages:
        for line in page.lines:
            zone = _zone(line, page)
            if zone is not None:
                candidates.append((line, zone, re.sub(r"\d+|\s+", "#", line.text)))
    often = max(2, round(_REPEATED * len(pages)))
    counts = Counter((zone, key) for _, zone, key in candidates)
    return {
        id(line): zone
        for line, zone, key in candidates
        if counts[zone, key] >= often or _PAGE_NUMBER.fullmatch(line.text.strip())
    }


def _zone(line: Line, page: PageLines) -> str | None:
    if line.bottom <= _MARGIN * page.height:
        return "header"
    return "footer" if line.top >= (1 - _MARGIN) * page.height else None


def read_paragraphs(pages: Sequence[PageLines]) -> Iterator[Paragraph | tuple[int, PdfTable]]:
    """Paragraphs and tables (with their pages) in reading order; a sentence goes on across a page's end."""
    running = find_running_heads(pages)
    bodies = [[line for line in page.lines if id(line) not in running] for page in pages]
    _set_margins(pages, bodies)
    layout = _Layout(pages, bodies)
    current: Paragraph | None = None
    late: list[Paragraph] = []
    for page in pages:
        waiting = list(page.tables)
        for line in page.lines:
            if id(line) in running:
                late.append(_begin(line, page, running[id(line)]))
                continue
            while waiting and waiting[0].top < line.top and _beside(waiting[0], line):
                if current is not None:
                    yield current
                current = None
                yield page.number, waiting.pop(0)
            if current is not None and layout.goes_on(current, line, page):
                current.text += _joint(current.text, line.text) + line.text
                current.lines.append(line)
                current.recognised = current.recognised or page.recognised
                _grow(current, line, page)
                continue
            if current is not None:
                yield current
            current = _begin(line, page, "paragraph")
        for table in waiting:
            if current is not None:
                yield current
            current = None
            yield page.number, table
    if current is not None:
        yield current
    yield from late


def _beside(table: PdfTable, line: Line) -> bool:
    left, right = min(c.left for c in table.cells), max(c.right for c in table.cells)
    return line.margin_left < right and left < line.margin_right


def _begin(line: Line, page: PageLines, kind: str) -> Paragraph:
    box = (line.left, line.top, line.right, line.bottom)
    return Paragraph(line.text, kind, page.number, box, [line], page.recognised)


def _grow(paragraph: Paragraph, line: Line, page: PageLines) -> None:
    """Stretch the box over a line of the same page and column; what follows elsewhere leaves it as it is."""
    if page.number == paragraph.page and line.column == paragraph.lines[0].column:
        left, top, right, bottom = paragraph.box
        paragraph.box = (
            min(left, line.left),
            min(top, line.top),
            max(right, line.right),
            max(bottom, line.bottom),
        )


def _joint(text: str, following: str) -> str:
    last, first = text[-1], following[0]
    return " " if last.isascii() and first.isascii() and (last.isalpha() or first.isalpha()) else ""


def _set_margins(pages: Sequence[PageLines], bodies: Sequence[list[Line]]) -> None:
    """Pages of one column share their margins, so that a page of few lines knows how wide a full one is."""
    single = [
        (round(page.width), body)
        for page, body in zip(pages, bodies, strict=True)
        if body and all(line.column == 0 for line in body)
    ]
    shared: dict[int, tuple[float, float]] = {}
    for width, body in single:
        left, right = shared.get(width, (float("inf"), 0.0))
        shared[width] = (min(left, min(x.left for x in body)), max(right, max(x.right for x in body)))
    for width, body in single:
        for line in body:
            line.margin_left, line.margin_right = shared[width]


class _Layout:
    """How this document sets its paragraphs: the distance of its lines, and whether first lines are indented."""

    def __init__(self, pages: Sequence[PageLines], bodies: Sequence[list[Line]]) -> None:
        pitches: list[float] = []
        starts = indented = 0
        for page, body in zip(pages, bodies, strict=True):
            for last, line in pairwise(body):
                if line.column == last.column and line.base > last.base:
                    pitches.append((line.base - last.base) / max(line.size, 1.0))
                if not _is_full(last, page):
                    starts += 1
                    indented += _is_indented(line)
        self._pitch = median(pitches) if pitches else 1.5
        self._indents = starts > 0 and indented * 2 >= starts

    def goes_on(self, paragraph: Paragraph, line: Line, page: PageLines) -> bool:
        """Whether a line continues the paragraph before it."""
        last = paragraph.lines[-1]
        if abs(last.size - line.size) > 0.15 * max(last.size, line.size):
            return False
        if not _is_full(last, page, _kept_together(last.text, line.text)):
            return False
        same_place = line.column == last.column and line.base > last.base
        if same_place and line.base - last.base > _WIDE_PITCH * self._pitch * max(last.size, line.size):
            return False
        ended = last.text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS
        if _is_indented(line):
            hanging = line.left > paragraph.lines[0].left + 0.8 * line.size
            aligned = len(paragraph.lines) > 1 and abs(line.left - last.left) < 0.5 * line.size
            listed = _ITEM.match(paragraph.text) is not None and _ITEM.match(line.text) is None
            return not ended and listed and (hanging or aligned)
        return not (ended and (_ITEM.match(line.text) or not self._indents))


def _is_full(line: Line, page: PageLines, pushed: float = 0.0) -> bool:
    """Whether a line reaches its right margin, less what typesetting may push to the next one (in widths of a sign)."""
    width = line.margin_right - line.margin_left
    return line.margin_right - line.right <= max(_FULL, pushed) * line.size and width >= 0.25 * page.width


def _kept_together(text: str, following: str) -> float:
    """How many widths of a sign the figure that begins the following line takes: where figures are kept whole, the
    text before one may end early. 0 where that text had ended or ends in a figure itself, or a new item begins."""
    word = _UNBROKEN.match(following)
    ended = text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS or text[-1:].isascii()
    if word is None or ended or _ITEM.match(following):
        return 0.0
    return sum(_HALF if sign.isascii() else 1.0 for sign in word[0])


def _is_indented(line: Line) -> bool:
    return line.left - line.margin_left > _INDENT * line.size
