"""What was decided by a weak cue: a period, a place or an aim told some way off, or against the words beside it.

Each of these was wrong in a quarter of the cases and more when texts that nobody had read before were first read
(docs/extraction.md has the counts), however clearly the indicator was named. They are said of the words around a
value alone, whatever rule made it, so that they hold for ways of speaking that no rule knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.extraction.frozen import changed
from reports.extraction.types import StatedValue, Structure

MAY_BE_AIMED_AT = "a goal word stands before it in its sentence"
MAY_BE_REACHED = "nothing in its sentence says that it is aimed at"
ANOTHER_YEAR = "another year stands between its own and it"
DAYS_FROM_BEFORE = "its days were told in a sentence before"
NEW_OR_HELD = "its words do not settle whether it is new, held or piled up"
PLACE_FAR_OFF = "whom it is about was told some clauses before"
MOST = 0.86
LINE = 0.9  # what lies below it is read by somebody anyway

_GOAL = re.compile(
    r"力争|争取(?=达到|实现|完成|突破|年内|在|用)|确保|目标|预计|预期|计划(?!实施|项目|单位)|任务"
    r"|(?:考核|约束性|预期性|下达的?)指标|指标(?=\d)|规划|拟|打算|冲刺"
    r"|(?<![主需重])要(?:达|突破|实现|升|增)"
)
_GOAL_SIGNS = frozenset("争保标期计划务拟打冲要预")  # one of which stands in each of these words
_AHEAD = re.compile(r"届时|须|底前|提出|(?<!年)[到至] ?20\d\d ?年")
# 完成全年目标任务3400件的53.6%,其中…: the goal is told and over
_GOAL_OVER = re.compile(
    r"的 ?\d[\d.]* ?%|\A ?\d[\d.]* ?%|完成率|超额|同比|[比较][上去]年|现有|目前|截至|实际|》|;"
)
_DONE = re.compile(r"同比|[比较][上去]年|[位排]?居[全首第]|实现了|已[经达完建]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?= ?年)")
_HELD_AGAINST = re.compile(r"(?:[比较由从自到至与和在《为是占-]|截[至止]到?|于) ?\Z")
_ASIDE = re.compile(r"\([^()]*\)")
_ITS_NUMBER = re.compile(r" ?年[末底]?(?:为|仅|是|的|只有|仅为)? ?\d| ?年的?(?:规划|预期)?目标")
_LAST_YEAR = re.compile("上年|去年|上一年|前一年")
_DAY = re.compile(r"本次|此次|该项|通过对|\d ?日|[一二三四五六七八九十]日|\d\.\d|\d·\d|周|期间|当天|当日")
_PILED = re.compile(r"累计|历[年史]|以来|总|共|自|迄今|至今|[五三两十]年")
_NEW = re.compile("新(?:增|认定|培育|获批|设|建)")
_ITS_OWN = re.compile("园区|中心|基地|该[区园市县]|区内|园内")  # 园区 goes back to the park by its name
_ONLY_OF_PARKS = ("park_", "zone_", "agency_filings")
_CLAUSE = re.compile("[,;:。(]")
REACH = 300  # signs before and behind a number that are looked at, so that time stays linear in a sentence's length
NEAR = 3  # clauses, its own among them, within which a place is looked for


def doubt_weak_cues(
    values: Iterable[StatedValue], folded: str, structure: Structure
) -> tuple[StatedValue, ...]:
    """Return the values, those above the line that a weak cue decided with its reason and at most 0.86.

    Said after the checks have spoken: what is doubted for its words is held against its neighbours all the same.
    Cells of tables have no words around them and are left as they are.
    """
    planned = {s.span for s in structure.sentences if s.part == "planned"}
    return tuple([
        value if value.confidence < LINE or value.rule == "table" else _doubted(value, folded, planned)
        for value in values
    ])  # fmt: skip


def _doubted(value: StatedValue, folded: str, planned: set[tuple[int, int]]) -> StatedValue:
    (begin, end), (at, behind) = value.sentence, value.span
    before = folded[begin if at - begin < REACH else at - REACH : at]
    if value.measure == "target":
        sentence = "".join(value.section[-1:]) + before + folded[at : min(end, behind + REACH)]
        doubt = _that_it_is_aimed_at(sentence, value.sentence in planned)
    else:
        doubt = None if _GOAL_SIGNS.isdisjoint(before) else _that_it_is_reached(before)
    doubt = doubt or _of_time(value, before)
    if doubt is None and (value.accounting != "flow" or value.area or value.entity):
        doubt = _of_accounting(value, before) or _of_place(value, before)
    if doubt is None:
        return value
    return changed(value, confidence=min(value.confidence, MOST), reasons=(*value.reasons, doubt))


def _that_it_is_reached(before: str) -> str | None:
    """力争质押融资2亿元,惠及企业60户 read as reached."""
    told = list(_GOAL.finditer(before))
    return MAY_BE_AIMED_AT if told and _GOAL_OVER.search(before[told[-1].end() :]) is None else None


def _that_it_is_aimed_at(sentence: str, planned: bool) -> str | None:
    """2018年惠及企业77家 read as aimed at for its date alone; the sentence comes with the heading above it."""
    if _GOAL.search(sentence) is not None or _AHEAD.search(sentence) is not None:
        return None
    return MAY_BE_REACHED if not planned or _DONE.search(sentence) is not None else None


def _of_time(value: StatedValue, before: str) -> str | None:
    """2017年…;2018年…授权300件 dated to 2017; 发放资料2万份 dated to the day of the sentence before."""
    start, end = value.start, value.end
    if end is None:
        return None
    if start is not None and (start.day != 1 or end.day < 28) and _DAY.search(before) is None:
        return DAYS_FROM_BEFORE
    if not ("20" in before or "19" in before) or value.rule == "by-period":
        return None
    if _LAST_YEAR.search(_CLAUSE.split(before)[-1]):
        return None
    own = {str(day.year) for day in (value.start, value.end) if day is not None}
    open_text = _ASIDE.sub("", before) if ")" in before else before
    for told in reversed(list(_YEAR.finditer(open_text))):
        if told.group(1) in own:
            return None
        if _ITS_NUMBER.match(open_text, told.end()) is not None:
            continue  # 2004年仅8216件 dates that number and no other
        since = open_text.startswith(("以来", "来", "起"), told.end() + 1)
        if not since and _HELD_AGAINST.search(open_text, 0, told.start()) is None:
            return ANOTHER_YEAR
    aside = len(open_text) < len(before) and any(m.group(1) in own for m in _YEAR.finditer(before))
    return ANOTHER_YEAR if aside else None


def _of_accounting(value: StatedValue, before: str) -> str | None:
    """Cumulative without a word for it, or held although its own clause calls it new."""
    if value.accounting == "cumulative" and _PILED.search(before) is None:
        return NEW_OR_HELD
    if value.accounting != "stock" or "新" not in before:
        return None
    return NEW_OR_HELD if _NEW.search(_CLAUSE.split(before)[-1]) is not None else None


def _of_place(value: StatedValue, before: str) -> str | None:
    """Whose place was told more than three clauses before, so that another may hold by then."""
    place = (value.area or value.entity or "")[:2]
    if not place or place[0] in "全我本该":
        return None
    clauses = _CLAUSE.split(before)
    if place in clauses[-1] or _ITS_OWN.search(clauses[-1]) or value.indicator.startswith(_ONLY_OF_PARKS):
        return None
    return PLACE_FAR_OFF if place in before and place not in "".join(clauses[-NEAR:]) else None
