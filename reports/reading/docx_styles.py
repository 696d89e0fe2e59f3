"""Styles and numbering of a docx: what a paragraph is besides its characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reports.reading.numerals import format_number

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING: Final = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_PLACE: Final = re.compile(r"%([1-9])")
_CHAIN: Final = 20
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or character style says that matters for reading; None where it says nothing."""

    name: str = ""
    level: int | None = None
    number: tuple[str | None, int | None] = (None, None)
    hidden: bool | None = None


def attribute(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of Word's own namespace, or None."""
    return None if element is None else element.get(W + name)


def number_of(value: str | None) -> int | None:
    """A whole number from an attribute, or None; hostile lengths are no numbers."""
    if value is None or len(value) > 9 or not value.lstrip("-").isdecimal():
        return None
    return int(value)


def is_on(element: etree._Element | None) -> bool | None:
    """A toggle property: None where it is absent."""
    return None if element is None else attribute(element) not in {"0", "false", "off"}


def properties(
    element: etree._Element | None,
) -> tuple[int | None, tuple[str | None, int | None], bool | None]:
    """Outline level (1 to 9), numbering (list, depth) and hiddenness that paragraph or style properties give."""
    if element is None:
        return None, (None, None), None
    ppr = element.find(W + "pPr") if element.tag == W + "style" else element
    level: int | None = None
    listing: tuple[str | None, int | None] = (None, None)
    if ppr is not None:
        outline = number_of(attribute(ppr.find(W + "outlineLvl")))
        level = outline + 1 if outline is not None and 0 <= outline < _LEVELS else None
        numbering = ppr.find(W + "numPr")
        if numbering is not None:
            depth = number_of(attribute(numbering.find(W + "ilvl")))
            listing = (attribute(numbering.find(W + "numId")), depth)
    return level, listing, is_on(element.find(f"{W}rPr/{W}vanish"))


class Styles:
    """Styles by id, with what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default = ""
        for element in () if root is None else root.iterchildren(W + "style"):
            identifier = attribute(element, "styleId") or ""
            self._elements[identifier] = element
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true"}:
                self.default = identifier

    def get(self, identifier: str | None) -> Style:
        """The style of that id, or an empty one."""
        identifier = identifier or self.default
        if identifier not in self._resolved:
            self._resolved[identifier] = self._resolve(identifier)
        return self._resolved[identifier]

    def _resolve(self, identifier: str) -> Style:
        name, level, hidden = "", None, None
        number: tuple[str | None, int | None] = (None, None)
        for step in range(_CHAIN):
            element = self._elements.get(identifier)
            if element is None:
                break
            own_name = attribute(element.find(W + "name")) or ""
            name = name or own_name
            own_level, own_number, own_hidden = properties(element)
            found = _HEADING.fullmatch(own_name)
            if own_level is None and found:
                own_level = int(found.group(1))
            level = own_level if level is None else level
            number = (number[0] or own_number[0], own_number[1] if number[1] is None else number[1])
            hidden = own_hidden if hidden is None else hidden
            parent = attribute(element.find(W + "basedOn"))
            if parent is None or step == _CHAIN - 1:
                break
            identifier = parent
        return Style(name, level, number, hidden)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    gap: bool
    restart: int | None
    legal: bool


class Numbering:
    """Counts numbered paragraphs in reading order and says the characters that stand before each."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        for element in root.iterchildren(W + "abstractNum"):
            identifier = attribute(element, "abstractNumId") or ""
            self._abstract[identifier] = {
                depth: _level(level)
                for level in element.iterchildren(W + "lvl")
                if (depth := number_of(attribute(level, "ilvl"))) is not None and 0 <= depth < _LEVELS
            }
        for element in root.iterchildren(W + "num"):
            starts = {}
            for override in element.iterchildren(W + "lvlOverride"):
                depth = number_of(attribute(override, "ilvl"))
                start = number_of(attribute(override.find(W + "startOverride")))
                if depth is not None and start is not None:
                    starts[depth] = start
            target = attribute(element.find(W + "abstractNumId")) or ""
            self._lists[attribute(element, "numId") or ""] = (target, starts)

    def next(self, listing: str | None, depth: int | None) -> str:
        """The characters before the next paragraph of that list and depth, with a space where one must follow."""
        if listing is None or listing not in self._lists:
            return ""
        depth = min(max(depth or 0, 0), _LEVELS - 1)
        abstract, starts = self._lists[listing]
        levels = self._abstract.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if listing not in self._begun:
            self._begun.add(listing)
            for place, start in starts.items():
                if 0 <= place < _LEVELS:
                    counts[place] = start - 1
        current = counts[depth]
        counts[depth] = level.start if current is None else current + 1
        for deeper in range(depth + 1, _LEVELS):
            below = levels.get(deeper)
            if below is None or below.restart is None or below.restart > depth:
                counts[deeper] = None
        return _written(level, levels, counts)


def _written(level: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
    def one(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        of = levels.get(place)
        if of is None:
            return ""
        count = counts[place]
        return format_number(of.start if count is None else count, "decimal" if level.legal else of.format)

    if level.format == "bullet":
        return ""
    text = _PLACE.sub(one, level.text)
    # A full stop before a digit would make a decimal of the two: "1." and "3月" must not become 1.3.
    return text + " " if text and level.gap and text[-1] < "\x7f" else text


def _level(element: etree._Element) -> _Level:
    start = number_of(attribute(element.find(W + "start")))
    return _Level(
        start=1 if start is None else start,
        format=attribute(element.find(W + "numFmt")) or "decimal",
        text=(attribute(element.find(W + "lvlText")) or "")[:50],
        gap=(attribute(element.find(W + "suff")) or "tab") != "nothing",
        restart=number_of(attribute(element.find(W + "lvlRestart"))),
        legal=is_on(element.find(W + "isLgl")) or False,
    )
