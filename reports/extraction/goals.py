"""Whether a number tells what was reached or what is aimed at, and for which year."""

from __future__ import annotations

import re
from datetime import date

from reports.extraction.going_on import GoingOn
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.times import When

_YEARS_GOAL = re.compile(r"(?:年度|全年|年初|当年|本年|今年)[^,;。]{0,6}(?:目标|任务|计划|指标)")
_NAMED_GOAL = re.compile(r"((?:19|20)\d{2})年的?(?:规划|预期|发展|约束性)?目标")  # 规划2025年目标为3件
_PAST = re.compile("去年|上年|已(?:经)?(?:达|完成|实现|建)")
_AGAINST = re.compile(r"(?:[比较由从]|在)((?:19|20)\d{2})年的?\Z")
_AHEAD = re.compile("将|要|预计|预期|有望|打算|安排|工作(?:重点|要点|思路)|明年|来年|(?:^|[,;:。])到20")
_AIMS = re.compile(
    r"力争|目标|任务|(?<![项个大要心类])指标|争取(?:达到|实现|完成|突破|年内|在|到(?=[12二“\"十今明年])|年底)|确保|预期|要(?:达到|突破|升到|超过|实现)"
    r"|预计(?!数)|冲刺|(?:年|季度|月)底?前(?:再|将|要|新|完成|建成)|拟|计划(?:完成|实现|新增|达到)|[应须](?:达到?|完成|实现|突破)(?![了过])"
)
_REACHED = re.compile("实际|(?<!确保)(?<!力争)(?<!争取)(?<!计划)(?:完成|实现)|超额|已达")
# 计划新增30家,…达到5亿元以上: a plan for the rest of its sentence, until something is told of what was done
_PLANS = re.compile(
    r"(?:计划|拟)(?:再|新|年内|全年|共){0,2}(?:新增|完成|实现|培育|达到|新建|建设|举办|组织|开展|引进|申请|办理|查处|推动)"
)
_DONE_SINCE = re.compile("[;。]|实际|已|目前|截至|截止|其中")
# 2019年主要目标:发明授权1500件,培训3000人次: whatever the clause behind the colon lists, to the end of the sentence
_GOALS_LISTED = re.compile(
    "(?<![完成实现超额达到])(?:目标|(?:年度|全年|目标)任务|(?:确定|下达|预期|量化|约束性)的?[^,;:。]{0,4}指标)(?:任务)?(?:为|是|如下)?:"
)
_LISTED_DONE = re.compile("。|实际|实绩|已|目前|截至|截止|同比|[比较][上去]年|完成|达成|超额|结果")
_DATED_ASIDE = re.compile(r"(?:(?:19|20)\d{2}年|上年|去年)[^()]*\Z")
_WISH = re.compile("力争|争取(?!到[^0-9]{0,8}(?:资金|经费|项目))|预计|冲刺|底前|季度前|(?<!为)确保(?!了)")
_DONE_BY_NOW = re.compile(
    "[;。]|实际|已|目前|截至|截止|同比|[比较][上去]年|占|完成[^,;。、]{0,4}(?:[^,;。、0-9]{0,6})(?=[0-9])|达到了|[排位列居]"
)
_GOAL_TOLD = re.compile("目标|任务|指标|计划")
_MONTHS = re.compile("月|季度|半年|时序|序时|进度")
_MET = re.compile("完成|占|超")
_OF_A_GOAL = re.compile(r"(?:、[^,;。]{0,30}|的|[^,;。(]{0,4})?的?(?:年度)?(?:目标|任务|指标)")
_LEAD_IN = re.compile(r"(?:按照|根据|按)[^,;。]*(?:目标|任务|计划|指标)[^,;。]{0,6},\Z")
_GOAL = re.compile(r"(?:目标|任务|计划|指标)[^,;。]{0,5}\Z")
_SHARE_OF_GOAL = re.compile(r"\)?(?:目标|任务|计划|指标)?的(?:[\d.]+%|百分之|[一二三四五六七八九]成|\d+成)")
_STRETCHED = re.compile(r"[^,;。]{0,4}[,、]?(?:力争|争取|冲刺)")


class Goals(GoingOn):
    """Tells what is planned from what was done."""

    def _as_target(self, number: Number, measured: Measured, start: int) -> tuple[str, bool]:
        if "(" in self.line.text and self._told_aside(number):
            return measured.measure, False
        if self.line.text.startswith("的基础上", number.end):
            return measured.measure, False  # 在2022年82.6亿元的基础上增长20%
        if self._grows_from(number):
            return "target", True
        if not (
            self.planned or self.told_goals or self.clock.looks_ahead
        ):  # nothing speaks of what is to come
            return measured.measure, False
        clause_start = max(number.clause, start)
        head = self.line.text[clause_start : number.start] or self._label(number)
        if self.planned:
            whole = self.line.text[number.clause : number.start] if head[:1] in ("、", "和") else head
            past = _PAST.search(whole) or self._held_against(head)
            return (measured.measure, False) if past else ("target", True)
        if measured.measure in ("rank",):
            return measured.measure, False
        cue = _AIMS.search(head) if self.told_goals else None
        if cue and not _REACHED.search(head, cue.end()) and not _MET.search(head[: cue.start()][-4:]):
            return "target", True
        if self.told_goals and (
            self._planned_before(number) or self._aimed_on(number) or self._listed_as_goal(number)
        ):
            return "target", True
        level = measured.measure == "level"
        if level and self.told_goals:
            tail = self.line.text[number.end : self.line.clause_end(number.end)]
            if (_GOAL.search(head) and _SHARE_OF_GOAL.match(tail)) or _OF_A_GOAL.match(tail):
                return "target", True
        if self.clock.looks_ahead and (
            self._goal_ahead(number) or (level and self.clock.at(number.start, ()).kind == "plan")
        ):
            return "target", True
        return measured.measure, False

    def _grows_from(self, number: Number) -> bool:
        """力争在2022年82.6亿元的基础上增长20%,转让2.2万次: what a wish sets out from ends no wish."""
        wish = _WISH.search(self.line.text, 0, number.start) if self.told_goals else None
        basis = self.line.text.find("的基础上", wish.end(), number.start) if wish is not None else -1
        return basis >= 0 and _DONE_BY_NOW.search(self.line.text, basis, number.start) is None

    def _held_against(self, head: str) -> bool:
        """比2018年的362件增长10%: in a plan, the value that its aim is held against was reached."""
        held = _AGAINST.search(head)
        return held is not None and bool(self.window.year) and int(held.group(1)) < (self.window.year or 0)

    def _is_floor(self, number: Number) -> bool:
        """确保完成1500件、力争完成1700件: the first is the least that is wanted, so both hold."""
        before = self.line.text[max(0, number.start - 12) : number.start]
        return "确保" in before and _STRETCHED.match(self.line.text, number.end) is not None

    def _told_aside(self, number: Number) -> bool:
        """达到4件(2012年末为2.35件): what a bracket dates to an earlier year is where the goal sets out from."""
        opening = self.line.text.rfind("(", 0, number.start)
        if opening < 0 or ")" in self.line.text[opening : number.start]:
            return False
        if _DATED_ASIDE.match(self.line.text[opening + 1 : number.start]) is None:
            return False
        dates = [t.period.end for t in self.line.periods if opening < t.start and t.end <= number.start]
        end = dates[-1] if dates else None
        if end is None or not self.stated or self.stated[-1].measure != "target":
            return False
        aim = self.stated[-1].end
        return end.year <= self.window.year if self.window.year else aim is not None and end < aim

    def _listed_as_goal(self, number: Number) -> bool:
        if "届时" in self.line.text[: number.start]:
            return True
        told = _GOALS_LISTED.search(self.line.text, 0, number.start)
        if told is not None and self._told_before(number):
            return False
        return told is not None and _LISTED_DONE.search(self.line.text, told.end(), number.start) is None

    def _told_before(self, number: Number) -> bool:
        """到2025年…;2020年末万人拥有量38.9件: a date of its own before the goals' end, told as it was."""
        when = self.clock.at(number.start, ())
        aim = next((s.end for s in reversed(self.stated) if s.measure == "target"), None)
        return (
            when.kind == "asof" and when.told and when.end is not None and aim is not None and when.end < aim
        )

    def _by_then(self, number: Number) -> When | None:
        """届时建成示范城市3个: by the end that the goals before it were set for."""
        if "届时" not in self.line.text[: number.start]:
            return None
        return next((s.when for s in reversed(self.topic.stated) if s.measure == "target"), None)

    def _planned_before(self, number: Number) -> bool:
        plan = _PLANS.search(self.line.text, 0, number.start)
        return plan is not None and _DONE_SINCE.search(self.line.text, plan.end(), number.start) is None

    def _aimed_on(self, number: Number) -> bool:
        """力争质押额突破21亿元、有效发明3300件: what is aimed at goes on through its list, until something was done."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.measure != "target" or last.number.start >= number.start:
            return False
        before = self.line.text[last.number.clause : last.number.start]
        if _WISH.search(before) is None and not self._wished(last.number):
            return False
        return _DONE_BY_NOW.search(self.line.text, last.number.end, number.start) is None

    def _wished(self, number: Number) -> bool:
        wish = [match.end() for match in _WISH.finditer(self.line.text, 0, number.start)]
        return bool(wish) and _DONE_BY_NOW.search(self.line.text, wish[-1], number.start) is None

    def _goal_year(self, number: Number, start: int) -> When | None:
        """完成年度目标1350件的89.5% within the year: the goal is that of the whole year."""
        head = self.line.text[max(number.clause, start) : number.start]
        behind = self.line.text[number.end : number.end + 8]
        lead_in = _LEAD_IN.search(self.line.text[: number.start - len(head)])
        if (named := _NAMED_GOAL.search(head)) is not None:
            first = date(int(named.group(1)), 1, 1)
            return When("span", first, first.replace(month=12, day=31), True)
        if self.window.year is None or not (
            _YEARS_GOAL.search(head) or _YEARS_GOAL.match(behind.lstrip("的")) or lead_in
        ):
            return None
        year = self.window.year
        return When("span", date(year, 1, 1), date(year, 12, 31), True)

    def _goal_of_year(self, number: Number, when: When) -> When:
        """1—11月进度:专利申请目标5000件: a goal whose own clause names no months is the whole year's."""
        if when.kind not in ("span", "asof") or when.end is None or when.end.month == 12:
            return when
        head = self.line.text[number.clause : number.start]
        if _GOAL_TOLD.search(head + self.line.text[number.end : number.end + 6]) is None or _MONTHS.search(
            head
        ):
            return when
        return When("span", date(when.end.year, 1, 1), date(when.end.year, 12, 31), True)

    def _goal_ahead(self, number: Number) -> bool:
        """到2025年,……要达到…,……突破…: a horizon after the window makes all that follows a goal."""
        when = self.clock.at(number.start, ())
        if self.window.end and when.end and when.label[:2] in ("年底", "年末") and when.end > self.window.end:
            return True
        if when.kind != "plan" and not self.told_goals and _AHEAD.search(self.line.text) is None:
            return False
        return bool(when.end and self.window.end and when.end.year > self.window.end.year)
