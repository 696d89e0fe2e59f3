"""The lines of a text, and which of them are pieces of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

TERMINATORS = "。!?;:"
NOT_BLANK = re.compile(r"[^ \n]")
WRAP_AT_LEAST = 20  # characters: a shorter line is a heading or a cell before it is a broken sentence
WRAP_AT_MOST = 90


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: ``start`` and ``end`` leave out the blanks around it, ``indent`` counts those
    before it, ``after_blank`` says that an empty line or the start of the text goes before."""

    start: int
    end: int
    indent: int
    text: str
    after_blank: bool


def find_lines(folded: str) -> tuple[Line, ...]:
    """The lines of folded text that hold anything."""
    found: list[Line] = []
    position, after_blank = 0, True
    for raw in folded.split("\n"):
        text = raw.strip(" \ufeff\u200b")
        if text:
            indent = raw.index(text[0])
            start = position + indent
            found.append(Line(start, start + len(text), indent, text, after_blank))
            after_blank = False
        else:
            after_blank = True
        position += len(raw) + 1
    return tuple(found)


def is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Whether the text was broken at a fixed width, as printed pages are: many long lines end within a sentence."""
    long = [line for line in lines if WRAP_AT_LEAST <= len(line.text) <= WRAP_AT_MOST]
    broken = [line for line in long if line.text[-1] not in TERMINATORS]
    return len(broken) >= 3 and 2 * len(broken) >= len(long)


def continues(line: Line, following: Line, wrapped: bool) -> bool:
    """Whether ``following`` goes on with the sentence that ``line`` began. Both are known to be no headings."""
    if following.after_blank or following.indent >= 2 or line.text[-1] in TERMINATORS:
        return False
    if line.text[-1] in ",、(":
        return True
    if following.indent > line.indent or len(line.text) < WRAP_AT_LEAST:
        return False
    inside = any(sign in line.text for sign in ",、;。")
    return inside and (wrapped or following.indent < line.indent or following.indent == 0)


def join_paragraphs(lines: Iterable[Line], wrapped: bool) -> list[tuple[Line, ...]]:
    """Runs of lines that make one paragraph each, in order."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and continues(paragraphs[-1][-1], line, wrapped):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [tuple(paragraph) for paragraph in paragraphs]
