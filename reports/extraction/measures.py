"""What a number measures: a level, a growth, a change, a share or a rank, and with which sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.extraction.cues import Cues
from reports.extraction.line import Line, Number

_REACHES = re.compile(
    r"(?:增|升|提高|提升|增长|增加|扩大|上升|下降|减少|降|发展|降低|跃升|回升)(?:至|到|为)|达到?|为\Z|突破"
)
_COMPARED = re.compile(
    r"(?:[比较](?:上年|去年|上一年|上年度|前一年)(?:度)?(?:同期|末|底|同月)?|同比|[比较]同期|[比较]年初|与(?:上年|去年)(?:同期)?相比|净)"
)
_RANK_VERB = re.compile(r"(?:均|都|分别|仅|继续|稳|跃|仍|并|也)?(?:位居|位列|名列|排名|排在|跃居|保持|[居列排位])")
_RANK_SCOPE = re.compile(
    r"(?:全国|全省|全市|全区|全县|自治区|[东中西]部(?:地区)?|东北|副省级(?:城市)?|省会(?:城市)?|同类|地级市|设区市|各[市县区]"
    r"|××大市|大市)\Z"
)
_AVERAGE = re.compile(r"平均(?:水平|增速|增幅|值)?[(]?(?:为|是)?\Z")
_GROWTH_RANK = re.compile(r"增幅|增速|增长率|降幅|增长幅度")
_OLDER_BASE = re.compile(
    r"(?:比|较|与|是|为|相比)(?:“?十[一二三四]五|(?:19|20)\d{2}年|[一二三四五六七八九十两\d]+年前|“)"
)
_RATE_NOUN = re.compile(r"(?<![占频效功税])率|满意度|得分|评分|指数|利率|成活|总分")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number's measure and its value in the measure's terms; ``subject_end`` is where its subject must stand before."""

    measure: str
    value: Decimal
    subject_end: int
    comparator: str


def measure_of(line: Line, number: Number, start: int, cues: Cues, previous: str | None) -> Measured | None:
    """Return what a number measures, reading the text from ``start`` to it; None where it is no statistic.

    ``previous`` is the measure of the number before it in the same list.
    """
    value = number.quantity.value
    if value is None:
        return None
    before = line.text[start : number.start]
    clause = line.text[line.clause_start(number.start, start) : number.start]
    bound = number.quantity.comparator
    if number.kind == "rank":
        return _rank(line, number, clause, value, bound)
    if number.kind == "growth":
        return _growth(line, number, clause, value, bound, cues)
    if number.kind == "times":
        grows = cues.has("up", clause) and not re.search(r"(?:为|是|达到?|相当于)[^增]{0,12}\Z", clause)
        return _growth(line, number, clause, value * 100, bound, cues) if grows else None
    if number.kind == "points":
        return _points(line, number, clause, value, bound, cues)
    if number.kind == "percent":
        return _percent(line, number, clause, before, value, bound, cues, previous)
    if number.kind in ("count", "people", "money") or number.kind == "bare":
        return _amount(line, number, clause, value, bound, cues)
    return None


def _rank(line: Line, number: Number, clause: str, value: Decimal, bound: str) -> Measured | None:
    if _GROWTH_RANK.search(clause) or _RATE_NOUN.search(clause):
        return None
    verb = None
    for verb in _RANK_VERB.finditer(clause):
        pass
    scope = _RANK_SCOPE.search(clause)
    at = verb.start() if verb else scope.start() if scope else len(clause)
    return Measured("rank", value, number.start - len(clause) + at, "exact")


def _other_base(clause: str, cues: Cues) -> bool:
    return cues.has("other_base", clause) or _OLDER_BASE.search(clause) is not None


def _growth(
    line: Line, number: Number, clause: str, value: Decimal, bound: str, cues: Cues
) -> Measured | None:
    if _other_base(clause, cues):
        return None
    place = max(cues.last("up", clause), cues.last("down", clause))
    at = number.start - len(clause) + (place if place >= 0 else len(clause))
    return Measured("yoy", value, at, bound)


def _points(
    line: Line, number: Number, clause: str, value: Decimal, bound: str, cues: Cues
) -> Measured | None:
    if re.search(r"高于|低于|高出|低|收窄|差距|快于|慢于|领先|扩大|相差|超出|超过", clause) or _other_base(
        clause, cues
    ):
        return None
    down, up = cues.last("down", clause), cues.last("up", clause)
    if max(down, up) < 0:
        return None
    at = number.start - len(clause) + max(down, up)
    return Measured("change", -value if down > up else value, at, bound)


def _percent(
    line: Line,
    number: Number,
    clause: str,
    before: str,
    value: Decimal,
    bound: str,
    cues: Cues,
    previous: str | None,
) -> Measured | None:
    offset = number.start - len(clause)
    if _AVERAGE.search(clause):
        return Measured("average", value, offset, bound)
    share, up, down = cues.last("share", clause), cues.last("up", clause), cues.last("down", clause)
    if _RATE_NOUN.search(clause) and share < 0:
        return None
    if share >= 0 and share > max(up, down) - 4:
        return Measured("share", value, offset + cues.first("share", clause), bound)
    if max(up, down) >= 0:
        if _other_base(clause, cues) or re.search(r"高于|低于|快于", clause):
            return None
        falling = down > up and not clause[down:].startswith("增")
        return Measured("yoy", -abs(value) if falling else value, offset + _growth_start(clause, cues), bound)
    if number.quantity.text in ("一半", "半数"):
        return Measured("share", value, number.start, bound)
    whole = line.text[line.clause_start(number.start) : number.start]
    if re.search(r"(?:相当于|占)[^,;。]{0,30}的\Z", whole):
        return Measured("share", value, number.start, bound)
    return (
        Measured(previous, value, number.start, bound)
        if previous in ("share", "yoy") and not clause
        else None
    )


def _growth_start(clause: str, cues: Cues) -> int:
    places = [place for place in (cues.first(g, clause) for g in ("up", "down", "year_before")) if place >= 0]
    return min(places)


def _amount(
    line: Line, number: Number, clause: str, value: Decimal, bound: str, cues: Cues
) -> Measured | None:
    offset = number.start - len(clause)
    compared = None
    for compared in _COMPARED.finditer(clause):
        pass
    up, down = cues.last("up", clause), cues.last("down", clause)
    if (
        compared is not None
        and max(up, down) >= compared.start()
        and not _REACHES.search(clause, compared.start())
    ):
        sign = -1 if down > up else 1
        return Measured("change", sign * value, offset + compared.start(), bound)
    if (
        re.search(r"(?:高出|高于|低于|多出|超出|相差|少于)[^,]{0,16}\Z", clause)
        and number.quantity.comparator == "exact"
    ):
        return None
    if re.search(r"(?:仍有|尚有|还有)\Z", clause) and "差距" in line.text[number.end : number.end + 6]:
        return None
    return Measured("level", value, number.start, bound)
