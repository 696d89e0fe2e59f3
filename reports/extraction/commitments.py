"""What a planned item binds itself to besides its words: who answers for it, and until when."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from reports.extraction.folding import fold
from reports.extraction.numerals import parse_chinese

LABELLED = re.compile(
    r"(?:责任|牵头|承办|主办|主责|负责)(?:单位|部门|处室|科室) ?: ?"
    r"([^。;:()\n]{2,60}?)(?=[。;()\n]|,? ?(?:配合|协办|协助|参与|完成时限|完成时间|时限)|$)"
)
NAMED = re.compile(r"由([^,。;:()由\n]{2,20}?)(?:牵头(?!的)|负责(?!人)|承担|会同)")
# （责任单位：法制处） after the sentence
BEHIND = re.compile(r"[。;]? ?\((?:责任|牵头|承办|主办|主责|负责)[^()\n]{2,80}\)")
_BRACKETS = frozenset("(\uff08")  # one of them within three characters, or BEHIND can't match

_YEAR = r"(?:([12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3})年)?"
_COUNT = r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DOES = r"(?:全面|全部|基本|正式)?(?:完成|出台|印发|建成|投入|启动|挂牌|上线|举办|实现|到位|开通|开业)"
_BEFORE = r"(?:[之以]?前|内)"
MONTH = re.compile(
    rf"{_YEAR}(?<![0-9.第]){_COUNT}月(?:{_COUNT}日|(上旬|中旬|下旬|底|末|份))?(?:{_BEFORE}|(?={_DOES}))"
)
QUARTER = re.compile(rf"{_YEAR}第?([一二三四1-4])季度(?:末|底)?(?:{_BEFORE}|(?={_DOES}))")
HALF = re.compile(rf"{_YEAR}(上|下)半年(?:末|底)?(?:{_BEFORE}|(?={_DOES}))")
YEAR_END = re.compile(rf"(?:{_YEAR[3:-3]}年?)?年(?:底|末)(?:{_BEFORE}|(?={_DOES}))|[到至]年(?:底|末)|年内")
BY_YEAR = re.compile(r"(?:^|(?<=[,。;:])) ?[到至]([12][0-9]{3})年(?:底|末)?(?=,)")
DAYS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Commitment:
    """The body as the text names it and the last day, each empty where the text tells none; ``due_words`` is the
    piece that tells the day."""

    body: str = ""
    due: date | None = None
    due_words: str = ""


def commitment(text: str, year: int | None, behind: str = "") -> Commitment:
    """Who answers for the item and until when.

    ``year`` is the item's own, for days without one; ``behind`` what stands after it in the report, where the body
    is often put into brackets. Of several days the last counts: before it something of the item is open.
    """
    folded, bracketed = fold(text), not _BRACKETS.isdisjoint(behind[:3])
    after = BEHIND.match(fold(behind)) if bracketed else None
    told = LABELLED.search(folded) or (after and LABELLED.search(after[0])) or NAMED.search(folded)
    start, end = told.span(1) if told else (0, 0)
    source = behind if told and after and told.string == after[0] else text
    due, words = max(_days(folded, text, year), default=(None, ""), key=lambda found: found[0] or date.min)
    return Commitment(source[start:end].strip(" ,、"), due, words)


def _days(folded: str, text: str, year: int | None) -> list[tuple[date, str]]:
    found = []
    for sign, pattern, day_of in (
        ("月", MONTH, _month),
        ("季度", QUARTER, _quarter),
        ("半年", HALF, _half),
        ("年", YEAR_END, _end),
        ("年", BY_YEAR, _end),
    ):
        for match in pattern.finditer(folded) if sign in folded else ():
            day = day_of(match, _year(match[1] if match.re.groups else None) or year)
            if day:
                found.append((day, text[slice(*match.span())]))
    return found


def _month(match: re.Match[str], year: int | None) -> date | None:
    month, day = _count(match[2]), _count(match[3]) if match[3] else DAYS.get(match[4])
    return _last_day(year, month, day)


def _quarter(match: re.Match[str], year: int | None) -> date | None:
    return _last_day(year, 3 * _count(match[2]))


def _half(match: re.Match[str], year: int | None) -> date | None:
    return _last_day(year, 6 if match[2] == "上" else 12)


def _end(_match: re.Match[str], year: int | None) -> date | None:
    return _last_day(year, 12)


def _last_day(year: int | None, month: int, day: int | None = None) -> date | None:
    """The day, or the month's last where none is told; None for what no calendar has."""
    if year is None or not 1949 <= year <= 2100 or not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if (day or last) <= last else None


def _count(words: str) -> int:
    return int(words) if words.isdigit() else int(parse_chinese(words) or 0)


def _year(words: str | None) -> int | None:
    if not words:
        return None
    digits = words.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
    return int(digits) if digits.isdigit() else None
