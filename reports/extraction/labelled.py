"""What a number is called by a label, a heading or the title above it."""

from __future__ import annotations

import re
from bisect import bisect_left

from reports.extraction.board import INHERITED, PAID, Found, Stated
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import Mention
from reports.extraction.naming import Naming
from reports.extraction.subjects import subject_at

_PAID_OUT = re.compile("发放|兑现|拨付|支出|到账|使用")
_LABELS = re.compile("目标|任务|计划|完成|同比|增幅|排名|位次|占比|实际|数量")
_PERIOD_LABEL = re.compile(r"(?:19|20)\d{2}年度?|第?[一二三四]季度|\d{1,2}月份?|[上下]半年")


class Labelled(Naming):
    """Finds the name that a label of its own line, a heading or the line above gives a number."""

    def _by_label(self, number: Number, measured: Measured) -> list[Found]:
        """完成情况:3218件, 同比:+11.4%: a line of its own goes on about the lines above it, or their title."""
        label = self._label(number)
        if label and not self.stated and number.kind == "bare" and _PERIOD_LABEL.fullmatch(label):
            return self._of_the_line_above(measured)
        if not label or self.stated or _LABELS.search(label) is None:
            return []
        for stated in reversed(self.topic.stated):
            if measured.measure != "level" or self._unit_fits(stated.code, number):
                return [Found(stated.code, stated.part, "heading", None)]
        return self._from_heading(number, measured, self.topic.title)

    def _of_the_line_above(self, measured: Measured) -> list[Found]:
        """2018年:36850 below 2018年至2020年专利授权量(件): a column of years under what it counts."""
        named = [m for m in self.topic.mentions if m.meanings and not m.void]
        if len(named) != 1 or measured.measure != "level" or len(named[0].codes) != 1:
            return []
        return [Found(named[0].codes[0], named[0].part, "heading", None, doubt=INHERITED)]

    def _paid_or_held(self, code: str | None, stated: Stated, clause: int, number: Number) -> str | None:
        """What a restated value is where words say that it was paid out, or is all that is held."""
        if code == "ip_budget" and _PAID_OUT.search(self.line.text, clause, number.start):
            planned = self.line.text[stated.number.clause : stated.number.start]
            return "subsidy_amount" if PAID.search(planned) else None  # 安排资助资金650万元,实际发放586万元
        if code == "trademark_registrations" and "有效" in stated.name:  # 新增有效注册商标5872件,总量6.3万件
            return "valid_trademarks" if "总" in self.line.text[clause : number.start] else code
        return code

    def _total_of_named(self, number: Number, measured: Measured) -> list[Found]:
        """省专利奖…一等奖4项、二等奖11项,合计15项: the total of what the sentence named, or the one before it told."""
        told = [s for s in self.topic.stated if s.measure == "level" and s.part]
        fit = [s for s in told if self._unit_fits(s.code, number)]
        own = self.line.mentions and self.line.mentions[0].span[0] < number.start
        if len({s.code for s in fit}) == 1 and len({s.part for s in fit}) > 1 and not own:
            return [Found(fit[0].code, None, "before", None)]
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            if self.line.mentions[index].meanings:
                found = self._complete(self.line.mentions[index], index, number, measured, "earlier")
                return [found] if found else []
        return []

    def _from_heading(self, number: Number, measured: Measured, heading: tuple[Mention, ...]) -> list[Found]:
        """(1)申请:全年33212件: a heading that is one name speaks for the first number below it."""
        named = [mention for mention in heading if mention.meanings and not mention.void]
        if len(named) != 1 or measured.measure not in ("level", "yoy"):
            return []
        doubt = ""
        if measured.measure == "yoy":  # 从增幅看,某区增长21.4% below a heading and its table
            now = subject_at(self.subjects, number.start, self.topic.subject)
            if now.area is None and now.entity is None:
                return []
            doubt = INHERITED
        code = self._fitting(named[0], number, measured)
        return [Found(code, named[0].part, "heading", None, doubt=doubt)] if code else []

    def _from_this_line(self, number: Number, measured: Measured) -> list[Found]:
        """平度市增长12.3% after 三地合计申请: growth of what the sentence last named."""
        if measured.measure != "yoy":
            return []
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            if self.line.mentions[index].meanings:
                found = self._complete(self.line.mentions[index], index, number, measured, "before")
                return [found] if found else []
        return []
