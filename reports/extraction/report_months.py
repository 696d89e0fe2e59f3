"""The months that a report covers: by its title, by its first sentence, and by what its paragraphs run through."""

from __future__ import annotations

import re

from reports.extraction.folding import fold
from reports.extraction.parts import SIGNED_ON
from reports.extraction.types import Structure

HALF = re.compile(r"上半年|半年(?:度)?(?:工作)?(?:总结|小结|报告)")
QUARTER = re.compile(r"(前三|前3|[一二三四1234])(?:个)?季度")
MONTHS = re.compile(r"(?<!\d)1 ?月?(?:-+|至|到) ?(1[0-2]|[2-9])月|前([一二三四五六七八九十]{1,2})个?月")
LATER_MONTHS = re.compile(r"(?<!\d)([2-9]|1[0-2]) ?月?(?:-+|至|到) ?(1[0-2]|[3-9])月")
MONTHLY = re.compile(
    "年 ?(1[0-2]|[1-9]) ?月份?[^,。;至-]{0,14}月[报度]"
    "|年 ?(1[0-2]|[1-9]) ?月份[^,。;至-]{0,12}(?:小结|总结|简报|情况|统计|数据|通报)"
    r"|年 ?(1[0-2]|[1-9]) ?月[^,。;至到\d-]{1,12}(?:统计|数据|简报|快报)\Z"
)
WHOLE_YEAR = re.compile("年度|全年|工作总结")
OPENING = 40
NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}
QUARTERS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12), "前三": (1, 9), "前3": (1, 9)}
QUARTERS |= {"1": (1, 3), "2": (4, 6), "3": (7, 9), "4": (10, 12)}
RUNNING = re.compile(
    r"(?<![0-9])1月?(?:-|至|到)([1-9]|1[0-2])月|截[至止](?:20[0-4][0-9]年|今年)?([1-9]|1[0-2])月(?:底|末|[0-9])"
    r"|[前头]([2-9]|1[01])个月|(?:今年|20[0-4][0-9]年)?上半年|前三季度"
)
# (2020年1-9月), a line of its own below the title
BELOW_TITLE = re.compile(
    r"(?:(?:19|20)[0-9]{2}年)?(?:第[0-9一二三四五六七八九十]{1,3}期)?[(]? ?"
    r"(?:(?:19|20)[0-9]{2}年)?1月?(?:-|至|到)([1-9]|1[0-2])月(?:份)? ?[)]?"
    r"|[(]? ?截[至止]到?(?:(?:19|20)[0-9]{2}年)?([1-9]|1[0-2])月[底末]? ?[)]?"
    r"|[(]? ?(?:(?:19|20)[0-9]{2}年)?(?:上半年|前三季度) ?[)]?"
)
FEW_LINES = 4


def titled_months(title: str | None, structure: Structure, name: str | None) -> tuple[int, int]:
    """The months that the report covers, from its title, first heading or file name; the whole year otherwise."""
    first = fold(structure.sections[0].path[-1]) if structure.sections else ""
    for text in (title or "", first, name or ""):
        told = _told_months(text)
        if told is not None:
            return told
    return 1, 12


def opening_months(folded: str, structure: Structure, title: str | None) -> tuple[int, int]:
    """The months that the first sentence of a bulletin or a piece of news reports on: 截至8月底, 今年1—8月."""
    if title and WHOLE_YEAR.search(title):
        return 1, 12
    prose = (
        s for s in structure.sentences if s.part not in ("noise", "planned") and s.span[1] - s.span[0] > 16
    )
    pieces = (folded[slice(*s.span)] for s in prose)
    told = (piece for piece in pieces if SIGNED_ON.search(piece) is None)  # the office's line with its day
    told = (
        piece for piece in told if "," in piece or piece[-1] in "。;"
    )  # a masthead's lines hold no clause
    first = next((piece for piece in told if not title or piece not in title), "")
    below = (folded[slice(*s.span)] for s in structure.sentences[:FEW_LINES])
    match = next(filter(None, map(BELOW_TITLE.fullmatch, below)), None) or RUNNING.search(first[:OPENING])
    if match is None:
        return 1, 12
    last = _last_month(match)
    return (1, last) if last <= 12 else (1, 12)


def _last_month(running: re.Match[str]) -> int:
    """The month up to which 1-10月, 前10个月 or 上半年 runs."""
    told = next((group for group in running.groups() if group), None)
    return int(told) if told else 6 if "半" in running.group() else 9


def runs_within(folded: str, structure: Structure) -> bool:
    """Whether a text without 全年 speaks of the months up to one and the same twice: 1-10月 in several paragraphs.

    What it leaves undated may be those months' and not the whole year's.
    """
    if WHOLE_YEAR.search(folded) is not None:
        return False
    prose = (folded[slice(*s.span)] for s in structure.sentences if s.part not in ("noise", "planned"))
    told = [_last_month(match) for piece in prose if (match := RUNNING.search(piece)) is not None]
    return len(told) > 1 and len(set(told)) == 1 and told[0] < 12


def _told_months(text: str) -> tuple[int, int] | None:
    match = MONTHS.search(text)
    if match is not None:
        last = int(match.group(1)) if match.group(1) else NUMERALS.get(match.group(2)[-1], 0)
        return (1, last) if last else None
    later = LATER_MONTHS.search(text)
    if later is not None and int(later.group(1)) < int(later.group(2)):
        return int(later.group(1)), int(later.group(2))
    if (monthly := MONTHLY.search(text)) is not None:
        only = int(next(filter(None, monthly.groups())))
        return (only, only)
    quarter = QUARTER.search(text)
    if quarter is not None:
        return QUARTERS[quarter.group(1)]
    half = HALF.search(text)
    return (1, 6) if half is not None else None
