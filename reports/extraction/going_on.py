"""What a number goes on about, where nothing is named: the statement before it."""

from __future__ import annotations

import re
from bisect import bisect_left

from reports.extraction.board import INHERITED, Found, Stated
from reports.extraction.completing import TOTAL
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import PATENTS
from reports.extraction.subjects import subject_at
from reports.extraction.times import NEW
from reports.extraction.wholes import Wholes

# What is counted and paid together: 205笔18.63亿元
TOPICS = (
    ("pledge_financing_contracts", "pledge_financing_amount"),
    ("patent_transfers", "patent_licensing_amount"),
    ("patent_insurance_policies", "patent_insurance_amount"),
    ("training_sessions", "training_participants"),
)


# 总量与密度稳居首位: both counts just told
_BOTH_RANK = re.compile("(?:总量|总数|数量|存量|总规模)[与和及、](?:密度|人均|强度|万人拥有量|人均拥有量)")
_SHARED_RANK = re.compile(r"([两二三])(?:项|者|个)(?:指标|总量|数据)?[^,;。]{0,2}[均都皆]")
_EACH_RANK = re.compile("(?:[均都皆]|双双)(?:位?列|位?居|位于|排|名列|保持|进入|为|全|在)")
_COUNT_OF = {"两": 2, "二": 2, "三": 3}
_TASK_BEHIND = re.compile(
    "的?(?:年度|全年|年初|预期|既定|工作|申请|授权|培训|融资|考核)*(?:目标|任务|指标|计划)"
)
_RECEIVED = frozenset({"受理", "受理量", "提交", "提出"})
_COME_IN = frozenset(
    {"patent_applications", "patent_grants", "trademark_applications", "trademark_registrations"}
)
_TOGETHER = re.compile(r"总量|总数|合计|总体")
_OF_OTHERS = re.compile("海关|法院|检察|公安|法庭|仲裁")
_OF_CASES = re.compile("立案|办结|结案|审结|查处|查获|移送")


class GoingOn(Wholes):
    """Finds what a number without a name of its own goes on about."""

    def _find(self, number: Number, measured: Measured, start: int) -> list[Found]:
        """The names a number belongs to: usually one; several where they share it (均为, 名列第一)."""
        if measured.measure == "change" and number.kind == "points":
            return self._elided(number, measured, start, frozenset({"share", "change"}))
        found = self._to_the_left(number, measured, start) or self._by_label(number, measured)
        if found:
            return found
        if measured.measure == "level":
            right = self._to_the_right(number)
            if right:
                return [right]
        found = self._beside_lost(number, measured, start) or self._earlier(number, measured, start)
        return found or self._elided(number, measured, start, None)

    def _elided(
        self, number: Number, measured: Measured, start: int, only: frozenset[str] | None
    ) -> list[Found]:
        """Nothing is named: the number goes on about what was stated last."""
        clause = max(number.clause, start)
        if measured.measure in ("share", "yoy", "change") and self._of_a_group_here(clause, number):
            return []
        if measured.measure == "rank" and _BOTH_RANK.search(self.line.text, clause, number.start):
            return [
                Found(s.code, s.part, "elided", s.mention, s, doubt=INHERITED) for s in self._last_levels(2)
            ]
        if (task := self._task_of_last(number, measured)) is not None:
            return [task]
        if self._unsaid(clause, measured.subject_end) > 1:
            return []
        if self.stated and measured.measure != "level":
            if not self._follows(self.stated[-1], number, counts_only=True):
                return []
            told = self.line.text[clause : number.start]
            if measured.measure == "rank" and (several := _SHARED_RANK.search(told)):
                return self._last_wholes(_COUNT_OF[several.group(1)])
            if measured.measure == "rank" and _EACH_RANK.search(told):
                return self._ranked_alike()
            base = self._base_for(number, measured, only)
            if base is not None and _TOGETHER.search(told) and self._ends_a_list(base):
                return [Found("enforcement_cases", None, "elided", None, doubt="of several kinds together")]
            if base is not None and measured.measure == "yoy" and self._grew_for_years(base):
                return []
            if base is not None and measured.measure == "rank" and self._alone(base, number):
                return [Found(base.code, base.part, "ranked", base.mention, base)]
            tenths = measured.measure == "share" and not self.setting.cues.has("share", told)
            unsaid = measured.measure == "yoy" and told.startswith("达")  # 某区增幅最大,达到87.5%
            unsaid = unsaid or (
                measured.measure == "yoy" and base is not None and self._of_whole_or_part(base)
            )
            doubt = INHERITED if unsaid or (tenths and "成" in number.quantity.text) else ""
            return [Found(base.code, base.part, "elided", base.mention, base, doubt=doubt)] if base else []
        gone_on = self._restated(number, measured, clause)
        return self._from_before(number, measured, only) if gone_on is None else gone_on

    def _of_a_group_here(self, clause: int, number: Number) -> bool:
        """企业申请占70.6%: a share of one kind of applicants, whatever was told before it."""
        own = (m for m in self.line.mentions if clause <= m.span[0] and m.span[1] <= number.start)
        return any(self._of_a_group(mention) for mention in own)

    def _task_of_last(self, number: Number, measured: Measured) -> Found | None:
        """迈过下达的14000件任务线, 完成全年5000件目标: the task of what was just told."""
        last = self.stated[-1] if self.stated else None
        if last is None or measured.measure != "level" or not self.told_goals:
            return None
        if last.measure not in ("level", "yoy", "change"):
            return None
        if _TASK_BEHIND.match(self.line.text, number.end) is None or not self._unit_fits(last.code, number):
            return None
        return Found(last.code, last.part, "restated", last.mention, last)

    def _restated(self, number: Number, measured: Measured, clause: int) -> list[Found] | None:
        """达到35709件, 86笔、12.3亿元: a level that goes on about the last statement; None where it does not."""
        if not self.stated:
            return None
        stated = self.stated[-1]
        aside = len(self.stated) > 1 and self._part_in_bracket(stated, number)
        stated = self.stated[-2] if aside else stated  # 申请512件(发明163件),完成目标800件
        of_kinds = stated.code.endswith("_cases") and self._one_of_two_kinds(self.stated)
        if of_kinds and measured.measure == "level":
            stated = self._of_the_same_deed(self.stated, number)[-1]
        code = self._same_topic(stated, number, measured)
        code = self._paid_or_held(code, stated, clause, number)
        if measured.measure == "level" and (one := self._part_of_the_whole(number, code)) is not None:
            return [one]
        if code is None or not self._follows(stated, number) or self._counts_a_noun(number):
            return None
        if self._no_ratio(stated, clause, number) or self._in_force(stated, clause, number):
            return []
        if self._turns_away(stated, clause, number) or self._names_another(code, clause, number):
            return []
        doubt = INHERITED if of_kinds or self._of_which_of_two(stated, number) else ""
        rule = "restated" if code == stated.code else "topic"
        part = None if self._adds_up(stated.code, number) else stated.part
        if part is None and rule == "topic" and code.startswith("pledge") and stated.mention is not None:
            part = stated.mention.part or self._pledge_part(stated.mention)
        part = part if self._has_part(code, part) else None
        return [Found(code, part, rule, stated.mention, stated, doubt=doubt)]

    def _no_ratio(self, stated: Stated, clause: int, number: Number) -> bool:
        """每万人34.6件;年内新增620件: what is new, or far above a ratio, is no ratio."""
        if "/" not in self.entries[stated.code].unit or stated.value <= 0:
            return False
        value = (number.quantity.value or 0) if stated.measure == "level" else 0
        return value > 20 * stated.value or NEW.search(self.line.text, clause, number.start) is not None

    def _in_force(self, stated: Stated, clause: int, number: Number) -> bool:
        """新申请2.6万件,累计有效8.1万件: what is in force is no count of what came in."""
        flows = self.setting.catalogue[stated.code].accounting == "flow"
        return flows and self.line.text.find("有效", clause, number.start) >= 0 and stated.code in _COME_IN

    def _grew_for_years(self, base: Stated) -> bool:
        """由2012年的1.3件提高到7.2件,增长4.5倍: growth over years, and not over one."""
        at = next((i for i, one in enumerate(self.stated) if one is base), 0)
        before = self.stated[at - 1] if at else None
        if before is None or (before.code, before.part, before.measure) != (base.code, base.part, "level"):
            return False
        if base.number.clause != before.number.clause:
            return False
        if before.end is None or base.end is None:
            return False
        return base.end.year - before.end.year > 1

    def _alone(self, base: Stated, number: Number) -> bool:
        """Whether a rank can only be that of one count: no other was told since the last semicolon."""
        begin = self.line.text.rfind(";", 0, number.start)
        told = {(s.code, s.part) for s in self.stated if s.measure == "level" and s.number.start > begin}
        sure = base.measure in ("level", "yoy") and INHERITED not in base.reasons
        return sure and told == {(base.code, base.part)}

    def _turns_away(self, stated: Stated, clause: int, number: Number) -> bool:
        """立案32件 after the goods that were checked counts cases, and no goods."""
        if stated.code.endswith("_cases"):
            return False
        return _OF_CASES.search(self.line.text, clause, number.start) is not None

    def _base_for(self, number: Number, measured: Measured, only: frozenset[str] | None) -> Stated | None:
        clause = number.clause
        if self.line.text.startswith(("前者", "后者"), clause):
            counts = [s for s in self.stated if s.measure == "level"][-2:]
            return counts[self.line.text[clause] == "后"] if len(counts) > 1 else None
        for stated in reversed(self.stated):
            if only is not None and stated.measure not in only:
                continue
            if measured.measure == "rank" and (stated.subject.area or "").startswith(("全", "自治区")):
                continue  # 比全省平均水平(9.86件)低2.69件,居第六
            if measured.measure == "share" and (
                (
                    (stated.subject.area or "").startswith(("全", "自治区"))
                    and not self._takes_of_it(clause, number)
                )
                or self._is_the_whole(stated, number)
            ):
                continue
            if measured.measure != "level" and (
                self._only_beside(stated, number) or self._part_in_bracket(stated, number)
            ):
                continue
            if measured.measure == "change" and self._far_above(stated, number):
                continue  # 万人拥有量8.58件,…较上年底增加612件 goes back to what is held
            if (
                measured.measure == "change"
                and number.kind not in ("points",)
                and not self._unit_fits(stated.code, number)
            ):
                continue
            return stated
        return None

    def _names_another(self, code: str, clause: int, number: Number) -> bool:
        """Whether the clause names something else, if only what is not stated: a group's applications."""
        named = (m for m in self.line.mentions if clause <= m.span[0] and m.span[1] <= number.start)
        bare = code.endswith("_cases")  # 受理37件 behind cases are cases
        return any(
            m.meanings and code not in m.codes and not (bare and self.line.text[slice(*m.span)] in _RECEIVED)
            for m in named
        )

    def _takes_of_it(self, clause: int, number: Number) -> bool:
        """全国363.9万件,我省占10.8%: the share of the reporting region, which is named."""
        return any(p.place.kind == "self" and clause <= p.start < number.start for p in self.line.places)

    def _only_beside(self, stated: Stated, number: Number) -> bool:
        """仅次于广东(71.0万件),居第三: what stands in brackets behind another place is held against, no more."""
        at = stated.number.start
        if self.line.text[at - 1 : at] != "(" or stated.subject.area is None:
            return False
        return stated.subject.area == self.line.text[at - 1 - len(stated.subject.area) : at - 1] and (
            ")" in self.line.text[stated.number.end : number.start]
        )

    def _of_whole_or_part(self, base: Stated) -> bool:
        """办案1206件,其中纠纷312件、假冒894件,同比增18.6%: whether the growth may be the whole's."""
        levels = [s for s in self.stated if s.measure == "level"]
        if len(levels) < 3 or levels[-1] is not base or self.stated[-1] is not base:
            return False
        listed = self.line.text[levels[-2].number.end : base.number.start].startswith(("、", "和"))
        return listed and "其中" in self.line.text[levels[-3].number.end : levels[-2].number.start]

    def _far_above(self, stated: Stated, number: Number) -> bool:
        """Whether a change is far larger than the ratio (件/万人) that it would be told of."""
        if "/" not in self.setting.catalogue[stated.code].unit:
            return False
        levels = (s.value for s in reversed(self.stated) if s.code == stated.code and s.measure == "level")
        return (number.quantity.value or 0) > next(levels, 0)

    def _part_in_bracket(self, stated: Stated, number: Number) -> bool:
        """申请专利1612件(其中发明506件),同比增22.8%: the growth is that of the count before the bracket."""
        if not self._in_closed_bracket(stated.number, number):
            return False
        opening = self.line.text.rfind("(", 0, stated.number.start)
        return any(s.number.end == opening and s.measure == "level" for s in self.stated)

    def _is_the_whole(self, stated: Stated, number: Number) -> bool:
        """The 9862件 of 占专利申请总量9862件的31.7% is what the share is taken of."""
        clause = number.clause
        return (
            stated.measure == "level"
            and 0 <= self.line.text.find("占", clause, number.start) < stated.number.start
        )

    def _same_topic(self, stated: Stated, number: Number, measured: Measured) -> str | None:
        if measured.measure == "level" and self._unit_fits(stated.code, number):
            return stated.code
        for group in TOPICS:
            if stated.code in group:
                return next((code for code in group if self._unit_fits(code, number)), None)
        if stated.mention is None:
            return None
        for meaning in stated.mention.meanings:
            if meaning.units and number.unit in meaning.units:
                return meaning.code
        return None

    def _from_before(self, number: Number, measured: Measured, only: frozenset[str] | None) -> list[Found]:
        """A sentence without a name of its own goes on about the one before: 其中海创集团201件."""
        if measured.measure == "share" and (taken := self._taken_of(number)) is not None:
            return [taken]
        text = self.line.text
        if self._counts_a_noun(number) or (not self.stated and self._of_some_applicants(number, measured)):
            return []
        if self.subjects and _OF_OTHERS.search(text, 0, number.start) is not None:
            return []  # 某海关查扣68.3万件 goes on about nothing of the office's
        placed = bool(self.subjects) or self.setting.cues.has("among", text[: number.start])
        if self.stated:
            return []
        if measured.measure == "level" and TOTAL.search(text[number.clause : number.start]):
            return self._total_of_named(number, measured)
        if not self.topic.stated:
            headed = self._from_heading(number, measured, self.topic.heading)
            if headed or only is not None:
                return headed
            return self._from_this_line(number, measured) if placed and only is None else []
        base = self.topic.stated[-1]
        if measured.measure == "level":
            level = self._level_before(number)
            if placed and (named := self._counted_of_a_group(number)) is not None:
                return [named]
            if level is None or not placed:
                return []
            return [Found(level.code, self._part_before(level, number), "before", None)]
        if only is not None:
            return []
        return [Found(base.code, base.part, "before", None)] if placed else []

    def _counted_of_a_group(self, number: Number) -> Found | None:
        """高校申请1306件,其中某大学312件: one of a group is counted as the group is."""
        at = bisect_left(self.mention_places, number.start) - 1
        mention = self.line.mentions[at] if at >= 0 else None
        if mention is None or not mention.codes or mention.codes[0] not in PATENTS or not self.lost:
            return None
        return Found(mention.codes[0], mention.part, "before", None) if self._of_a_group(mention) else None

    def _taken_of(self, number: Number) -> Found | None:
        """西安占全省申请量的八成: the count that a place's share is taken of, named behind 占."""
        if self.stated or not self.subjects:
            return None
        at = self.line.text.rfind("占", self.line.clause_start(number.start), number.start)
        named = [m for m in self.line.mentions if at <= m.span[0] and m.span[1] <= number.start and m.codes]
        if at < 0 or len(named) != 1 or named[0].codes[0] not in PATENTS:
            return None
        return Found(named[0].codes[0], named[0].part, "before", None)

    def _of_some_applicants(self, number: Number, measured: Measured) -> bool:
        """其中企业申请1022件,占55.7% after 申请专利1836件: of one kind of applicants, so neither is the region's."""
        if measured.measure == "share" and self.lost:
            return any(self._of_a_group(m) for m in self.line.mentions if m.span[1] <= min(self.lost))
        clause = number.clause
        own = (m for m in self.line.mentions if clause <= m.span[0] and m.span[1] <= number.start)
        return any(self._of_a_group(mention) for mention in own)

    def _part_before(self, level: Stated, number: Number) -> str | None:
        """A bank's contracts after the contracts by kind are of all kinds."""
        kinds = {s.part for s in self.topic.stated if s.code == level.code and s.measure == "level"}
        now = subject_at(self.subjects, number.start, self.topic.subject)
        several = len(kinds) > 1 and bool(now.area or now.entity)
        of_a_school = now.area is not None and level.subject.entity is not None
        return None if several or of_a_school else level.part

    def _level_before(self, number: Number) -> Stated | None:
        """The count that a place's or a part's count goes on about; never a ratio, and no school's inventions."""
        now = subject_at(self.subjects, number.start, self.topic.subject)
        told = [s for s in reversed(self.topic.stated) if s.measure == "level"]
        if now.area is not None and self.topic.whole is not None:
            ratio = bool(told) and "/" in self.entries[told[0].code].unit
            told = [self.topic.whole] if ratio or not told else told
        if self.topic.counted is not None:  # behind what is told per head: 每万人22.8件。某大学3106件
            told.append(self.topic.counted)
        value = number.quantity.value
        whole_number = value is not None and value == value.to_integral_value()
        return next(
            (
                s
                for s in told
                if self._unit_fits(s.code, number) and not (whole_number and "/" in self.entries[s.code].unit)
            ),
            None,
        )
