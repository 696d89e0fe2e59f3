"""Text in a drawing: as text and never as paths, with the fonts named in the order in which they are looked for."""

from __future__ import annotations

import re
from html import escape, unescape

FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei',"
    " 'WenQuanYi Micro Hei', sans-serif"
)
_TAG = re.compile(r"</?(?:b|i|sub|sup|span)[^<>]*>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CLOSERS = "，。；：、）】》”’％%!?！？"


def plain(words: str) -> str:
    """The words of a figure's text, which is HTML: tags left out, entities as the characters that they mean."""
    return unescape(_TAG.sub("", words.replace("<br>", " ")))


def width_of(words: str, size: float) -> float:
    """About how wide the words are: an em for a Chinese character, a little more than half of one for others."""
    return sum(size if ord(character) > 0x2E7F else size * 0.56 for character in words)


def wrap(words: str, size: float, room: float) -> list[str]:
    """The words in lines that fit the room, broken between Chinese characters or at spaces, no closing sign first."""
    lines, line = [], ""
    for piece in re.findall(r"[\u2e80-\uffff]|[^\u2e80-\uffff\s]+|\s+", words):
        if line and piece not in _CLOSERS and width_of(line + piece, size) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def text(
    words: str,
    x: float,
    y: float,
    *,
    size: float = 13,
    colour: str = "#000000",
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """A text element whose base line begins, ends or is centred at the place."""
    weight = ' font-weight="600"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"{side}{weight}>'
        f"{escaped(words)}</text>"
    )


def escaped(words: str) -> str:
    """The words as they may stand in an SVG document: no markup, no character that XML has no place for."""
    return escape(_FORBIDDEN.sub("", words), quote=False)
