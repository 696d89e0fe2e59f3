"""The characters of one Word paragraph as its reader sees them: insertions in, deletions and hidden text out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reports.reading.docx_styles import Styles, W, attribute, is_on

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_INSERTED: Final = frozenset({W + "ins", W + "moveTo"})
_DELETED: Final = frozenset({W + "del", W + "moveFrom"})
_IGNORED: Final = frozenset(
    {W + "pPr", W + "rPr", W + "rt", W + "instrText", W + "delInstrText", W + "sdtPr"}
)
_CHARACTERS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}


@dataclass(slots=True)
class Inline:
    """What stands in a paragraph: its text (``\\n`` for a line break inside) and the text boxes anchored in it."""

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)


def alternative(element: etree._Element) -> etree._Element | None:
    """Of contents that say the same twice, for new and for old programs, the one to read."""
    choice = element.find(MC + "Choice")
    return choice if choice is not None else element.find(MC + "Fallback")


def read_inline(paragraph: etree._Element, styles: Styles, flag: Callable[[str], None]) -> Inline:
    """The text of a paragraph; ``flag`` is told of ``tracked_insertions``, ``tracked_deletions``, ``hidden_text``."""
    inline = Inline()
    inline.text = "".join(_pieces(paragraph, inline, styles, flag))
    return inline


def _pieces(
    element: etree._Element, inline: Inline, styles: Styles, flag: Callable[[str], None]
) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == W + "r":
            if _is_hidden(child, styles):
                if any(t.text for t in child.iter(W + "t")):
                    flag("hidden_text")
            else:
                yield from _pieces(child, inline, styles, flag)
        elif tag in (W + "t", M + "t"):
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == W + "br":
            if attribute(child, "type") in (None, "textWrapping"):
                yield "\n"
        elif tag in _DELETED:
            if child.find(f".//{W}delText") is not None or child.find(f".//{W}t") is not None:
                flag("tracked_deletions")
        elif tag == W + "delText":
            flag("tracked_deletions")
        elif tag == W + "txbxContent":
            inline.boxes.append(child)
        elif tag == MC + "AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from _pieces(chosen, inline, styles, flag)
        elif tag not in _IGNORED:
            if tag in _INSERTED and child.find(f".//{W}t") is not None:
                flag("tracked_insertions")
            yield from _pieces(child, inline, styles, flag)


def _is_hidden(run: etree._Element, styles: Styles) -> bool:
    own = run.find(W + "rPr")
    if own is None:
        return False
    hidden = is_on(own.find(W + "vanish"))
    if hidden is None:
        style = attribute(own.find(W + "rStyle"))
        hidden = styles.get(style).hidden if style else None
    return bool(hidden)
