"""When a number holds, and whether it flowed in a period, stood at a date or piled up since a start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reports.extraction.frozen import quickly_made
from reports.extraction.line import Line, Timed
from reports.extraction.periods import Period, Window, a_year_earlier

_REFERENCE = re.compile(
    r"(?:[比较与和同自由从]|高于|低于|为|是|相比|对比|(?<!截至)(?:为|是|占|相当于)(?:近|过去|此前|前))\Z"
)
_GOAL_NOUN = re.compile(r"(?:的)?(?:工作)?(?:计划|目标|任务|预期|指标)(?!完成|执行|进度|进展|实现)")
_ONLY_LINKS = re.compile(r"[(]?(?:同期|全年)?(?:的|仅|只)?(?:为|是|有|仅为|只有|实绩|实际)?[(]?")
_LINKS = frozenset({"", "的", "为", "是", "有", "(", "仅", "仅为", "只有", "的(", "实绩", "实际", "实绩为"})
_THE_YEAR = re.compile("今年|本年|年初以来|当年|全年|年内")
_OF_THE_SAME = re.compile("全年|年内")
_IN_FORCE = re.compile("起?(?:正式)?(?:施行|实施|执行|生效)")
# 兑现上年度专利资助资金: for which year, and not when
_PAYS = re.compile("(?:兑现|发放|拨付|下拨|支付|落实|下达|补发)了?\\Z")
_PAID_FOR = re.compile(
    "度?的?(?:省级|市级|县级|区级)?(?:发明)?(?:专利|知识产权)?(?:申请|授权|创造|专项)?(?:资助|奖励|奖补|补助|扶持|激励|资金|政策)"
)
_GROWN_TO = re.compile("(?:增|升|扩|增加|增长|发展|扩大|上升|提高)(?:至|到)|已达")
_FROM = re.compile(r"(?:由|从)\Z")
_ANAPHORA = re.compile(r"本次|此次|活动期间|期间|这次|该项?活动|通过对[^,]{0,30}检查")
NEW = re.compile(
    r"新(?:增|添|设|建|认定|培育|引进|获批|获|注册|批|核准|成立|登记|入驻|发展|备案|通过|申报|取得|评定|确定|列入|评|投保|增加|发行|签|办理|创建|确认|入选|入库|授|领)|增设|获批|当年|年内|全年共?|本年|今年|净增"
)
HOLDS = re.compile(
    r"现有|下设|在研|在建|在册|期末|有效的|目前|总数|截至目前|拥有|现拥有|保有|增至|增加到|已有|总量(?:达|为|突破)|达到?总|共有|已达|累计拥有|(?:发展|扩|扩大|扩容|壮大|增长|上升)(?:至|到)"
)
PILED = re.compile(r"累计|历年|历史上|建局以来|以来")
_SEVERAL_MONTHS = re.compile("[-至到前头]|当月|单月")
_MONTH = re.compile(r"\d月")
_NO_LONGER = re.compile("[;。]|累计")  # 当月24件,累计287件
_SINCE_A_YEAR = re.compile(r"\d年以来")
_SINCE_JANUARY = re.compile("(?:[-至到前头].*(?:月|季度))|上半年")
_FROM_THE_FIRST = re.compile("历[年史]|以来|至今|建局")
_THIS_YEAR = re.compile(
    r"(?:今年|年初|年)以来,?|(?:当年|今年|本年|全年|年内|[1一]月?份?[-至到][\d一二三四五六七八九十]{1,2}月|上半年|\d月|[前头](?:\d{1,2}|[一二三四五六七八九十]+)个?(?:月|季度))[^,;。]{0,8}累计"
)


_GOALS_OF = re.compile(
    "(?:年度)?(?:工作|主要|总体|发展|预期)*目标(?:任务)?[是为]?:"
)  # 2020年目标:万人拥有量10.5件
_NO_YEAR = re.compile("(?:截[至止]到?|[到至])?(?:年(?:末|底|终)|全年|年内)")
_YEAR_END = re.compile("[到至]?年(?:末|底|终)")
_LAST_YEAR = frozenset({"去年", "上年", "上一年", "前一年"})


@quickly_made
@dataclass(frozen=True, slots=True)
class When:
    """A period as it holds for a number; ``kind`` as in ``periods``; None dates where the year is not known."""

    kind: str
    start: date | None
    end: date | None
    told: bool
    label: str = ""  # the words, which tell two unknown periods apart


def report_when(window: Window) -> When:
    """Return the report's own period."""
    return When("span", window.start, window.end, False)


def usable(line: Line, timed: Timed) -> bool:
    """Whether an expression dates what follows: deadlines, goals, comparisons and dates of publishing do not."""
    period = timed.period
    if period.kind in ("deadline", "stamp", "masked") or (
        period.kind == "years" and (not period.parts or line.text[timed.end : timed.end + 1] in ")》")
    ):
        return False
    before = line.text[max(0, timed.start - 3) : timed.start]
    if period.kind == "asof" and period.text.endswith("年初"):
        return False
    if _PAYS.search(before) is not None and _PAID_FOR.match(line.text, timed.end) is not None:
        return False
    if _REFERENCE.search(before) is not None or _IN_FORCE.match(line.text, timed.end) is not None:
        return False
    return _GOAL_NOUN.match(line.text, timed.end) is None or _GOALS_OF.match(line.text, timed.end) is not None


def governing(line: Line, inherited: date | None) -> list[Timed]:
    """Return the periods that date what follows them, in order; ``inherited`` is the end of the period before.

    A year that goes back in time right before one number (1200件,2018年为1000件) is held against the number before
    it and dates nothing else.
    """
    if not line.periods:
        return []
    kept: list[Timed] = []
    for timed in line.periods:
        if not usable(line, timed):
            continue
        end = next((one.period.end for one in reversed(kept) if one.period.end is not None), inherited)
        if not _goes_back(line, timed, end):
            kept.append(timed)
    return kept


def end_of_aside(line: Line, timed: Timed) -> int | None:
    """Where the bracket closes that dates one number behind another: 14期(2017年11期); None for all others."""
    opening = line.text.rfind("(", 0, timed.start)
    if opening < 0 or line.text.find(")", opening, timed.start) >= 0:
        return None
    closing = line.text.find(")", timed.end)
    if closing < 0 or not any(number.end == opening for number in line.numbers):
        return None
    return closing if any(timed.end <= number.start < closing for number in line.numbers) else None


def _goes_back(line: Line, timed: Timed, latest: date | None) -> bool:
    period = timed.period
    if period.kind not in ("span", "asof") or period.end is None or latest is None:
        return False
    if timed.start == 0 or line.text[timed.start - 1] not in ",(" or period.end.year >= latest.year:
        return False
    after = _ONLY_LINKS.match(line.text, timed.end)
    told = [number.start for number in line.numbers if number.start < timed.start]
    return bool(told) and after is not None and any(after.end() == n.start for n in line.numbers)


def local_when(line: Line, number_start: int, floor: int, clock: Clock) -> When | None:
    """Return the date that only this number has: 较上年的706笔, 由2010年的0.31件; None for the others."""
    for timed in line.periods:
        if timed.start < floor or timed.end > number_start or number_start - timed.end > 3:
            continue
        if line.text[timed.end : number_start] not in _LINKS:
            continue
        period = timed.period
        before = line.text[max(0, timed.start - 2) : timed.start]
        if period.kind == "prior" and "同" in period.text:
            return replace(earlier(clock.at(timed.start, ())), kind="prior")
        against = _REFERENCE.search(before) is not None and period.kind in ("span", "asof")
        if period.kind == "prior" or against or _FROM.search(before) or timed in clock.held_against:
            return When("prior", period.start, period.end, True, period.text)
    return None


class Clock:
    """The period that holds while a line is read from left to right."""

    marks: list[Timed]
    held_against: list[Timed]
    whens: list[When]
    asides: dict[int, int]

    def __init__(self, line: Line, window: Window, inherited: When) -> None:
        self.line = line
        self.window = window
        self.inherited = inherited
        self.of_flows: dict[int, bool] = {}  # whether the first number that a mark dated flows
        if not line.periods:
            self.marks, self.held_against, self.whens, self.asides = [], [], [], {}
            self.looks_ahead = self._is_ahead(inherited)
            return
        self.marks = governing(line, inherited.end)
        self.held_against = (
            [t for t in line.periods if t not in self.marks and usable(line, t)]
            if len(self.marks) < len(line.periods)
            else []
        )
        self.whens = [
            When(
                "span" if self._opens_with(timed) else timed.period.kind,
                *self._dates(timed.period),
                True,
                timed.period.text,
            )
            for timed in self.marks
        ]
        ends = {index: end_of_aside(line, timed) for index, timed in enumerate(self.marks)}
        self.asides = {index: end for index, end in ends.items() if end is not None}
        self.looks_ahead = any(self._is_ahead(when) for when in (inherited, *self.whens))

    def _dates(self, period: Period) -> tuple[date | None, date | None]:
        """The dates of a period; 年底 or 全年 where a plan looks back is of the year that it looks back to."""
        back = (
            self.window.year is not None
            and period.end is not None
            and period.end.year == self.window.year + 1
        )
        if back and _NO_YEAR.fullmatch(period.text):
            return a_year_earlier(period.start), a_year_earlier(period.end)
        return period.start, period.end

    def at(self, place: int, numbered_after: Sequence[int], stock: bool = True) -> When:
        """The period that holds at a place; a month that only dates an event ends with the event's clause."""
        when = self.inherited
        if not self.marks:
            return when
        since: Period | None = None
        gone: Timed | None = None  # 在去年1368件、年末236件的基础上: the year that the next 年末 ends
        for index, timed in enumerate(self.marks):
            if timed.end > place:
                break
            period = timed.period
            if period.kind == "same" or place > self.asides.get(index, place):
                continue
            if (
                period.kind == "prior"
                and self.whens[index].kind == "prior"
                and not self._governs(timed, place, numbered_after)
            ):
                gone = timed if period.text in _LAST_YEAR else gone
                continue
            flows = self.of_flows.setdefault(index, not stock)
            if not stock and not flows and self._left_behind(timed, place):
                continue
            if self._is_spent(timed, place, numbered_after):
                continue
            if period.kind == "since":
                since = period
                continue
            told = self._ends(gone, timed) if gone is not None else None
            when, gone = told or self._in_the_light_of(when, index), None
            if since is not None and self._turns_to(timed):
                since = None
        if since is not None:
            return When(
                "since", since.start, when.end if when.told else since.end, True, since.text + when.label
            )
        return when

    def _ends(self, gone: Timed, timed: Timed) -> When | None:
        """The end of the year gone by, where 年末 stands behind 去年 and no sign ends what was told of it."""
        if _YEAR_END.fullmatch(timed.period.text) is None:
            return None
        last = gone.period.end
        if last is None or re.search("[;。]|今年|本年", self.line.text[gone.end : timed.start]):
            return None
        day = date(last.year, 12, 31)
        return When("asof", day.replace(month=1, day=1), day, True, gone.period.text + timed.period.text)

    def _in_the_light_of(self, before: When, index: int) -> When:
        """The period of a mark as what was told before it narrows it: 当月, 截至8月底,今年, 2021年…全年."""
        when, period = self.whens[index], self.marks[index].period
        if period.kind == "month":
            return self._month_of(before)
        if not before.told or before.end is None or when.end is None:
            return when
        if before.kind == "span" and before.end.year != when.end.year and _YEAR_END.fullmatch(period.text):
            year = before.end.year  # 2022年,…;年末…: that year's
            return When("asof", date(year, 1, 1), date(year, 12, 31), True, period.text)
        if period.kind != "span":
            return when
        if _THE_YEAR.match(period.text) is None:
            return when
        first = date(before.end.year, 1, 1)
        so_far = _OF_THE_SAME.match(period.text) is None
        if so_far and before.kind == "asof" and before.end.year == when.end.year and before.end < when.end:
            return When("span", first, before.end, True, period.text)  # 截至8月底,今年…
        ahead = before.kind in ("span", "plan") and before.end.year != when.end.year
        if ahead and _OF_THE_SAME.match(period.text):
            return When(before.kind, first, date(before.end.year, 12, 31), True, period.text)  # 2021年,…全年…
        return when

    def _month_of(self, when: When) -> When:
        """当月: the last month of the period told before, or of a report on less than a year."""
        end = when.end if when.told else self.window.end
        if end is None or (not when.told and end.month == 12):
            return When("span", None, None, True, "当月")
        return When("span", end.replace(day=1), end, True, "当月")

    def _turns_to(self, timed: Timed) -> bool:
        """累计…286万元;仅2017年前三季度就…: a stretch behind a semicolon or 仅 ends what was told since a year."""
        before = self.line.text[max(0, timed.start - 3) : timed.start]
        return timed.period.kind in ("span", "years") and before.endswith((";", "仅", "其中", "。", "中,"))

    def _is_ahead(self, when: When) -> bool:
        """Whether a period is a plan's or ends in a year behind the window."""
        if when.kind == "plan" or self._at_the_end_of_a_year_begun(when):
            return True
        return bool(when.end and self.window.end and when.end.year > self.window.end.year)

    def _at_the_end_of_a_year_begun(self, when: When) -> bool:
        """年底达到2.6件 in a half-year's report lies ahead."""
        last = self.window.end
        if when.kind != "asof" or when.end is None or last is None or last.month == 12:
            return False
        return when.end > last and when.end.year == last.year and when.label[:1] == "年"

    def _governs(self, timed: Timed, place: int, numbers: Sequence[int]) -> bool:
        """上年同期为271件 dates its own number and no other."""
        told = any(timed.end <= number < place for number in numbers)
        return not told and self.line.clause_start(place) <= timed.start

    def _opens_with(self, timed: Timed) -> bool:
        """去年,受理312件,其中…: what opens a sentence, or what stands behind a semicolon, dates all that follows."""
        if timed.period.kind != "prior" or (timed.start and self.line.text[timed.start - 1] not in ";:。"):
            return False
        return not self.line.text.startswith(("为", "是", "的", "仅", "只"), timed.end)

    def _left_behind(self, timed: Timed, place: int) -> bool:
        """截至11月底有效… dates what is held; a flow behind the next semicolon goes back to the report's period."""
        if timed.period.kind != "asof" or "月" not in timed.period.text:
            return False
        return ";" in self.line.text[timed.end : place]

    def _is_spent(self, timed: Timed, place: int, numbers: Sequence[int]) -> bool:
        period = timed.period
        if period.kind == "month":
            return _NO_LONGER.search(self.line.text, timed.end, place) is not None
        single_month = (
            period.kind == "span" and "月" in period.text and not _SEVERAL_MONTHS.search(period.text)
        )
        if not single_month:
            return False
        clause = self.line.clause_end(timed.end)
        next_clause = self.line.clause_end(clause + 1) if clause < len(self.line.text) else clause
        told = any(timed.end <= number < next_clause for number in numbers)
        return place > clause and not told


def carries_days(line: Line) -> bool:
    """Whether a sentence goes on about the dated event of the one before it (本次活动期间, 通过对…检查)."""
    return _ANAPHORA.search(line.text[:40]) is not None


def accounting_of(
    line: Line, start: int, number_start: int, usual: str, when: When, inherited: str | None
) -> str:
    """Return flow, stock or cumulative for a level, from the words of its own clause and the usual accounting."""
    clause_start = line.clause_start(number_start, start)
    own = line.text[clause_start:number_start]
    if PILED.search(own) and not _within_months(line, clause_start, number_start, usual, when):
        return "cumulative"
    if inherited == "cumulative":
        return "cumulative"
    if when.kind == "since":
        return "cumulative"
    if NEW.search(own) and not (usual == "stock" and _GROWN_TO.search(own)):
        return "flow"
    return usual


def _within_months(line: Line, clause_start: int, number_start: int, usual: str, when: When) -> bool:
    """Whether what piled up did so over months or within the year, so that it flows."""
    own = line.text[clause_start:number_start]
    if when.kind == "span" and when.told and "年" not in own and _MONTH.search(own) is not None:
        return True
    if usual == "flow" and _since_january(line, clause_start, number_start, when):
        return True
    if any(t.period.kind == "month" and t.end <= number_start for t in line.periods):
        return True
    return _this_year(line, clause_start, number_start, when)


def _since_january(line: Line, clause_start: int, number_start: int, when: When) -> bool:
    """1月至12月,全市累计申请…: piled up over the months that are told."""
    if when.kind != "span" or not when.told or _SINCE_JANUARY.search(when.label) is None:
        return False
    return _FROM_THE_FIRST.search(line.text, max(0, clause_start - 12), number_start) is None


def _this_year(line: Line, clause_start: int, number_start: int, when: When) -> bool:
    """当年累计, 今年以来累计, and 2023年以来 in a report on 2023: piled up within the year, so it flows."""
    told = line.text[max(0, clause_start - 12) : number_start]
    own_year = when.kind == "span" and "来" in when.label
    return _THIS_YEAR.search(told) is not None and (own_year or _SINCE_A_YEAR.search(told) is None)


def holds_now(line: Line, start: int, number_start: int) -> bool:
    """Whether the clause says that things are held (现有, 总数达到), for things that usually flow."""
    own = line.text[line.clause_start(number_start, start) : number_start]
    clause = line.text[line.clause_start(number_start) : number_start]
    return HOLDS.search(clause) is not None and not NEW.search(own)


def until_now(line: Line, start: int, number_start: int, when: When) -> bool:
    """截至目前…9家 are held, unless they are new."""
    own = line.text[line.clause_start(number_start, start) : number_start]
    return when.kind == "asof" and when.label.startswith("截") and NEW.search(own) is None


def dates_of(accounting: str, when: When, window: Window) -> tuple[date | None, date | None]:
    """Return (start, end) of a value: a flow has both, a stock and a cumulative value only the end."""
    if when.kind == "since" and accounting == "flow":
        return window.start, when.end
    if accounting != "flow":
        return None, when.end
    return when.start, when.end


def earlier(when: When) -> When:
    """Return the same period a year earlier."""
    return When(when.kind, a_year_earlier(when.start), a_year_earlier(when.end), when.told)
