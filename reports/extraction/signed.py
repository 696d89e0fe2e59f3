"""The day under a text, and which year a text of that day speaks of."""

from __future__ import annotations

import re

from reports.extraction.report_year import chinese_number
from reports.extraction.types import Structure

SIGNED = re.compile(
    r"(?:20[0-4][0-9]|二〇[〇一二三四][〇一二三四五六七八九]) ?年 ?[0-9一二三四五六七八九十]{1,3} ?月"
    r"(?:[0-9一二三四五六七八九十 ]{1,4}日)?"
)
UNDERSIGNED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,20}}(?:局|办公室|办|处|中心|委员会|厅)|来源 ?:[^。;0-9]{{2,20}})[ ,、]{{1,6}}"
    rf"({SIGNED.pattern}|20[0-4][0-9]-[01]?[0-9](?:-[0-3]?[0-9])?)"
)
SENT_IN = re.compile(
    rf"(?:供稿|来源|稿源|通讯员|编辑|责编|作者|撰稿|审核|单位)[^。;0-9]{{0,40}}({SIGNED.pattern})"
)
LAST_YEAR = re.compile("(?:^|[。;:\n ])(?:去年|上年)(?!同期|以来|同月)")
MONTH = re.compile("(?:年 ?|-0?)(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])(?: ?月|-|$)")


def dated(year: int, piece: str, of_year_before: bool) -> int:
    """Return the year that a text dated ``piece`` reports on: in spring the one before, where the text allows it."""
    month = MONTH.search(piece)
    early = month is not None and month.group(1) in ("1", "2", "3", "4", "一", "二", "三", "四")
    return year - 1 if early and of_year_before else year


def tells_of_its_year(folded: str, day: str) -> bool:
    """Whether a text dated behind April speaks of 今年: what it tells of is then the year of its date, and no other."""
    month = MONTH.search(day)
    late = month is not None and chinese_number(month.group(1)) > 4
    return late and "今年" in folded and LAST_YEAR.search(folded) is None


def signed_day(folded: str, structure: Structure) -> str | None:
    """The day in one of the last lines, alone or behind an office."""
    for sentence in reversed(structure.sentences[-8:]):
        piece = folded[slice(*sentence.span)].strip(" ()")
        signed = SIGNED.fullmatch(piece) or UNDERSIGNED.fullmatch(piece) or SENT_IN.fullmatch(piece)
        if signed is not None:
            return signed.group(signed.lastindex or 0)
    return None
