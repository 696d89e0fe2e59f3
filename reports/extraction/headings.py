"""Headings of every numbering style, on a line of their own or at the head of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.extraction.frozen import quickly_made
from reports.extraction.lines import Line

CHINESE = "一二三四五六七八九十"
# Styles from the outermost to the innermost; the number is the level that a heading of the style has.
STYLES = (
    ("chapter", 1, rf"第[{CHINESE}]{{1,3}}(?:部分|章|篇)"),
    ("article", 2, rf"第[{CHINESE}]{{1,3}}节"),
    ("chinese", 2, rf"[{CHINESE}]{{1,3}} ?[、.]"),
    ("chinese_bracket", 3, rf"\( ?[{CHINESE}]{{1,3}} ?\)[、.,]?|[\u3220-\u3229]"),
    ("arabic", 4, r"[0-9]{1,2} ?(?:、|\.(?![0-9]))"),
    ("arabic_bracket", 5, r"\(? ?[0-9]{1,2} ?\)[、.,]?"),
    ("circled", 6, r"[\u2460-\u2473\u2776-\u277f●■◆▲★◇□◎]"),
    ("ordinal", 3, rf"第[{CHINESE}]{{1,3}} ?[,、:]"),
    ("named", 3, rf"(?:亮点|举措|做法|特色|经验|任务|措施|行动) ?[{CHINESE}]{{1,2}}(?:[:、.]| (?=[^ ]))"),
    ("adverb", 4, r"(?:首先|其次|再次|最后|此外) ?[,:、]"),
    ("is", 7, rf"[{CHINESE}]{{1,2}}[是要]"),
)
NUMBERING = re.compile("|".join(f"(?P<{name}>{pattern})" for name, _, pattern in STYLES))
LEVELS = {name: level for name, level, _ in STYLES}
PART_LEVEL = 1  # 2017年工作要点 on a line of its own closes everything numbered before it
PLAIN_LEVEL = 8
LONGEST_HEADING = 50
LONGEST_PLAIN = 30
OFFICE_LINE = re.compile(r".{2,30}(?:局|委员会|办公室|中心|政府|厅|委|院)")
DATE_LINE = re.compile(r"[0-9〇一二三四五六七八九*×Xx]{4} ?年.{1,4}月(?:.{1,4}日)?")
SENTENCE_END = re.compile(r"[。!?;]|: ?|  ")
FIGURE = re.compile(r"[0-9][0-9,.]* ?(?:万|亿|件|项|家|%|元|人|个|起|次|份)")


@quickly_made
@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found at a line's start; ``end`` is where it ends in the text, ``alone`` whether the line ends too."""

    style: str
    level: int
    start: int
    end: int
    text: str
    alone: bool


# What a number may begin with: one look spares most lines the pattern.
FIRST_SIGNS = frozenset(
    f" {CHINESE}第(0123456789亮举做特经任措行首其再最此●■◆▲★◇□◎"
    + "".join(map(chr, (*range(0x3220, 0x322A), *range(0x2460, 0x2474), *range(0x2776, 0x2780))))
)


def numbering(text: str) -> tuple[str, int] | None:
    """(style, length) of the number that folded ``text`` begins with, or None."""
    return _numbering(text) if text[:1] in FIRST_SIGNS else None


@lru_cache(maxsize=128)
def _numbering(text: str) -> tuple[str, int] | None:
    """One stage after another asks for the same lines."""
    match = NUMBERING.match(text)
    if match is None or match.lastgroup is None:
        return None
    return match.lastgroup, match.end()


def find_heading(line: Line, continued: bool = False) -> Heading | None:
    """The numbered heading that the line is or begins with; None for a numbered sentence, which is none.

    A heading ends at the first full stop, colon or wide gap. ``continued`` says that the next line goes on with this
    one, so that the end of the line is not the end of the sentence.
    """
    numbered = numbering(line.text)
    if numbered is None or line.text[-1] == ";":
        return None
    style, skip = numbered
    if style in ("is", "adverb"):
        return None
    end = SENTENCE_END.search(line.text, skip + 1)
    if end is not None and end.group() == ";":
        return None  # 1.配合人大完成…制定工作;印发推进计划。 is one sentence of two tasks
    stop = len(line.text) if end is None else end.start() + (line.text[end.start()] in "。!?")
    if stop < len(line.text) and line.text[stop] in ": " and _is_short_title(line.text):  # (二)运用:融资上量
        stop = len(line.text)
    title = line.text[:stop].rstrip(" :;")
    alone = stop >= len(line.text) or not line.text[stop:].strip(" :")
    if len(title) > LONGEST_HEADING or len(title) <= skip or (alone and continued and end is None):
        return None
    if not _reads_as_title(style, title[skip:], alone):
        return None
    return Heading(style, LEVELS[style], line.start, line.start + len(title), title, alone)


def _is_short_title(text: str) -> bool:
    return (
        len(text) <= LONGEST_PLAIN
        and FIGURE.search(text) is None
        and not any(sign in text for sign in "。;!?,")
    )


def _reads_as_title(style: str, title: str, alone: bool) -> bool:
    """Numbered one-liners (1.力争申请 900 件。) are sentences; what ends without a full stop, or opens a paragraph, is
    a title."""
    stopped = title[-1] in "。!?"
    if style in ("chapter", "article", "chinese", "chinese_bracket"):
        return not (FIGURE.search(title) and stopped and len(title) > 25)
    if style == "ordinal":
        return alone and not stopped and not FIGURE.search(title)
    if alone and stopped:
        return False
    return not FIGURE.search(title) and (alone or len(title) <= 30)


def is_plain_heading(line: Line, following: Line | None) -> bool:
    """Whether an unnumbered line stands as a heading: short, without a full stop, above a paragraph of its own."""
    text = line.text
    if following is None or not 4 <= len(text) <= LONGEST_PLAIN or text[-1] in "。!?;:,、)号" or "  " in text:
        return False
    if (
        text[0] in "(*-"
        or any(sign in text for sign in "。;:|/>")
        or FIGURE.search(text)
        or OFFICE_LINE.fullmatch(text)
        or DATE_LINE.fullmatch(text)
    ):
        return False
    return len(following.text) > len(text) or numbering(following.text) is not None


def level_below(heading: Heading, above: Sequence[Heading]) -> int:
    """The level of a heading below the open ones; 【创造】 stands above the bullets before it, and ends them."""
    outer = LEVELS["chinese_bracket"]
    if heading.style != "plain" or heading.text[:1] != "\u3010":
        return heading.level
    return heading.level if any(one.level == outer and one.style != "plain" for one in above) else outer


def broken_heading(lines: Sequence[Line], index: int) -> Heading | None:
    """A numbered heading that the width of the page broke in two: its second line is short and no sentence ends."""
    line, following = lines[index], lines[index + 1]
    joined = Line(
        line.start, following.end, line.indent, line.text + following.text, line.after_blank, line.width
    )
    if len(following.text) >= len(line.text) or numbering(following.text):
        return None
    heading = find_heading(joined)
    if heading is None or heading.text != joined.text or heading.text[-1] in "。!?":
        return None
    return Heading(heading.style, heading.level, line.start, following.end, heading.text, True)


def styled(line: Line, level: int) -> Heading:
    numbered = numbering(line.text)
    if numbered is not None and numbered[0] in LEVELS:
        return Heading(numbered[0], LEVELS[numbered[0]], line.start, line.end, line.text, True)
    return Heading("plain", min(level + 1, PLAIN_LEVEL), line.start, line.end, line.text, True)
