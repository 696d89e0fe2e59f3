"""The lines of a text, and which of them are pieces of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.extraction.frozen import maker, quickly_made

TERMINATORS = "。!?;:"
WRAP_AT_LEAST = (
    30  # columns, two for a Chinese character: a shorter line is a heading or a cell before it is broken
)
WRAP_AT_MOST = 130
PROSE = re.compile(r"[。;]|[0-9] ?[件项家个元%人起次份]")
FULL = 0.85  # of the width: signs that the folding halved and words that the page did not break leave a gap


@quickly_made
@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: ``start`` and ``end`` leave out the blanks around it, ``indent`` counts those
    before it, ``width`` is in columns, ``after_blank`` says that an empty line or the text's start goes before."""

    start: int
    end: int
    indent: int
    text: str
    after_blank: bool
    width: int


_make_line = maker(Line)


def find_lines(folded: str) -> tuple[Line, ...]:
    """The lines of folded text that hold anything."""
    found: list[Line] = []
    position, after_blank = 0, True
    for raw in folded.split("\n"):
        text = raw.strip(" \ufeff\u200b")
        if text:
            indent = 0 if text is raw else raw.index(text[0])
            start = position + indent
            width = indent + (len(text) + len(text.encode("utf-8", "surrogatepass"))) // 2
            found.append(_make_line(start, start + len(text), indent, text, after_blank, width))
            after_blank = False
        else:
            after_blank = True
        position += len(raw) + 1
    return tuple(found)


def wrap_width(lines: Sequence[Line]) -> int:
    """The width in columns at which the text was broken, as printed pages are; 0 where lines are whole paragraphs."""
    widths = sorted([line.width for line in lines])
    if len(widths) < 6:
        return 0
    width = widths[(len(widths) - 1) * 9 // 10]
    if not WRAP_AT_LEAST <= width <= WRAP_AT_MOST or widths[-1] > 1.5 * width + 8:
        return 0
    full = [line for line in lines if line.width >= FULL * width]
    broken = [line for line in full if line.text[-1] not in TERMINATORS]
    return width if len(broken) >= 3 and 3 * len(full) >= len(lines) and 2 * len(broken) >= len(full) else 0


_BARE_FIGURE = re.compile(r"-?[0-9][0-9.,]* ?(?:%|个百分点|万[件元]|亿元|倍)")


def continues(line: Line, following: Line, width: int) -> bool:
    """Whether ``following`` goes on with the sentence that ``line`` began; ``width`` is that of a page, or 0."""
    if following.after_blank or following.indent >= 2:
        return False
    text, last = line.text, line.text[-1]
    if following.text[0] in ",。;、)":
        return True
    prose = "," in text or ";" in text or "。" in text
    if prose and last not in TERMINATORS and _BARE_FIGURE.match(following.text):
        return True  # 同比增长 at the end of a line, 56.8% at the head of the next
    if width:
        return last not in "。!?" and (line.width >= FULL * width or last in ",、(")
    if last in TERMINATORS:
        return False
    if last in ",、(":
        return True
    if following.indent > line.indent or line.width < WRAP_AT_LEAST:
        return False
    if following.width > line.width + 6 and PROSE.search(text) is None:  # a heading above its paragraph
        return False
    return prose or "、" in text
