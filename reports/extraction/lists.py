"""Lists of values: 分别为, 依次为, by place, by quarter, by name, or by the statements before."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from calendar import monthrange
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.extraction.board import INHERITED, Found, Stated
from reports.extraction.line import Number
from reports.extraction.listed_names import UNKNOWN_NAME, find_listed_names
from reports.extraction.measures import LEVEL_AND_GROWTH, Measured
from reports.extraction.mentions import PATENTS, RATES, Mention
from reports.extraction.stating import Stating
from reports.extraction.subjects import place_runs, subject_of
from reports.extraction.times import When

TYPES_IN_ORDER = ("invention", "utility_model", "design")
TIERS = {"示范": "demonstration", "优势": "advantage", "领军": "leading"}
_AND = re.compile("[、和与及]")
_THREE_TYPES = re.compile(r"三[类种者](?:专利)?[^,;。]{0,4}(?:相应|依次|分别|各|对应)")
_OF_TYPES = re.compile("[三两][类种]")
_ONE_BY_ONE = re.compile("分别|依次")
_RESPECTIVELY = re.compile("分别|依次|各")
_ONE_EACH = re.compile("分别|依次|各|双双")
_MONTH_BY_MONTH = re.compile("单月|各月|每月|逐月|分月|当月|月度|月均?分别|分别|依次")
_RESULT = re.compile("实际|完成|实绩|达到")
_BOUND_WITHIN = re.compile(r"[余多几来上下内]")


class Lists(Stating):
    """Gives the values of a list to their places, periods, names or statements."""

    def _distribute(self, group: list[Number], start: int) -> bool:
        first = group[0]
        if first.kind == "rank" and LEVEL_AND_GROWTH.search(self.line.text[start : first.start]):
            return False
        measured = [self._measure(first, start, None)]
        if measured[0] is None:
            return False
        for last, number in itertools.pairwise(group):
            one = self._measure(number, last.end, measured[0].measure)
            if one is None or one.measure != measured[0].measure:
                falls = measured[0].value < 0 and not first.quantity.text.startswith("-")
                sign = -1 if falls or number.quantity.text.startswith("-") else 1  # 增速分别为-2.3%和15.8%
                times = 100 if number.kind == "times" and measured[0].measure == "yoy" else 1
                one = replace(
                    measured[0],
                    value=sign * times * abs(number.quantity.value or Decimal(0)),
                    comparator=number.quantity.comparator,
                )
            measured.append(one)
        readings = [one for one in measured if one is not None]
        if first.quantity.comparator != "exact" and not _BOUND_WITHIN.search(first.quantity.text):
            bound = first.quantity.comparator  # 分别突破12万件和5万件 bounds both
            readings = [
                replace(one, comparator=bound) if one.comparator == "exact" else one for one in readings
            ]
        return (
            self._by_listed_names(group, readings, start)
            or self._by_place(group, readings, start)
            or self._by_period(group, readings, start)
            or self._by_tiers(group, readings, start)
            or self._by_name(group, readings, start)
            or self._by_statement(group, readings, start)
            or self._by_position(group, readings, start)
            or self._for_nobody(group, readings, start)
        )

    def _by_position(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        """授权812件,三类相应是74、503和235件: the types in the order in which they were told before."""
        clause = self.line.text[max(group[0].clause, start) : group[0].start]
        if len(group) != 3 or _THREE_TYPES.search(clause) is None:
            return False
        base = next((s for s in reversed(self.stated) if s.measure == "level" and s.part is None), None)
        named = next(
            (m for m in reversed(self.line.mentions) if m.span[1] <= group[0].start and m.codes), None
        )
        if named is not None and max(group[0].clause, start) <= named.span[0]:
            base, code = None, named.codes[0]  # 三种专利的申请量依次是402、1876、2940件
        elif base is not None:
            code, named = base.code, base.mention
        else:
            return False
        if code not in PATENTS:
            return False
        told = [m.part for m in (*self.topic.mentions, *self.line.mentions) if m.bare == "type" and m.part]
        order = list(dict.fromkeys(told)) if len(set(told)) == 3 else list(TYPES_IN_ORDER)
        for number, reading, part in zip(group, measured, order, strict=True):
            self._state(number, reading, Found(code, part, "by-position", named, base), start)
        return True

    def _for_nobody(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        """分别为3件、2件 of things that nobody could tell apart: none is better than a guess."""
        told = self.line.text[max(group[0].clause, start) : group[0].start]
        return measured[0].measure == "level" and _ONE_BY_ONE.search(told) is not None

    def _by_place(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        runs = [
            run
            for run in place_runs(self.line)
            if len(run) == len(group) and start <= run[0].start and run[-1].end <= group[0].start
        ]
        if not runs:
            return False
        found = self._find(group[0], measured[0], max(start, runs[-1][-1].end))
        if not found:
            found = self._before_places(group[0], measured[0], runs[-1][0].start)
        if not found:
            return False
        one = replace(found[0], rule="by-place")
        name = one.mention
        named = name is not None and runs[-1][-1].end < name.span[0]
        if named and name is not None and self._left_over(runs[-1][-1].end, name.span[0]) > 1:
            one = replace(one, left_over=2)  # 某市幼专: the place is only the beginning of a name
        for number, reading, placed in zip(group, measured, runs[-1], strict=True):
            self._state(number, reading, one, start, subject_of(placed, placed.end))
        return True

    def _by_listed_names(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        """章源机电、睿芯微两家的发明申请分别为118件、74件: names of any kind, as many as there are values."""
        if measured[0].measure != "level":
            return False
        listed = find_listed_names(self.line, start, group[0].start, len(group))
        if listed is None:
            return False
        subjects, (begin, end) = listed
        named = any(end <= m.span[0] and m.span[1] <= group[0].start for m in self.line.mentions)
        found = self._find(group[0], measured[0], end) if named else []
        found = found or self._before_places(group[0], measured[0], begin)
        if not found:
            return False
        for number, reading, subject in zip(group, measured, subjects, strict=True):
            one = replace(found[0], rule="by-place", base=None, doubt=UNKNOWN_NAME)
            self._state(number, reading, one, start, subject)
        return True

    def _before_places(self, number: Number, measured: Measured, at: int) -> list[Found]:
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            mention = self.line.mentions[index]
            if mention.span[1] <= at:
                found = self._complete(mention, index, number, measured, "by-place")
                if found is not None and self._one_of_two_kinds(self.stated):
                    told = self._of_the_same_deed(self.stated, number)[-1]
                    found = replace(found, code=told.code, part=told.part, doubt=INHERITED)
                return [found] if found else []
        levels = [s for s in self.stated or self.topic.stated if s.measure == "level"]
        if measured.measure == "level":
            levels = self._of_the_same_deed(levels, number)
        base = levels[-1] if levels else None
        if base is None or (measured.measure == "level" and not self._unit_fits(base.code, number)):
            return []
        doubt = INHERITED if self._one_of_two_kinds(levels) else ""
        return [Found(base.code, base.part, "by-place", None, base, doubt=doubt)]

    def _by_period(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        parts = [
            t.period.parts
            for t in self.line.periods
            if t.end <= group[0].start and len(t.period.parts) == len(group)
        ]
        parts = parts or self._months(group)
        if not parts:
            return False
        found = self._find(group[0], measured[0], start)
        if not found:
            return False
        for number, reading, (low, high) in zip(group, measured, parts[-1], strict=True):
            when = When("span", low, high, True)
            self._state(number, reading, replace(found[0], rule="by-period"), start, None, when)
        return True

    def _months(self, group: list[Number]) -> list[tuple[tuple[date, date], ...]]:
        """1至6月单月金额分别为…: each month of a span that has as many months as the list has values."""
        for timed in reversed(self.line.periods):
            period = timed.period
            if timed.end > group[0].start or period.kind != "span" or not (period.start and period.end):
                continue
            first, last = period.start, period.end
            if (first.year, last.month - first.month + 1) != (
                last.year,
                len(group),
            ) or "月" not in period.text:
                continue
            if _MONTH_BY_MONTH.search(self.line.text, timed.start, group[0].start) is None:
                continue
            days = [monthrange(first.year, month)[1] for month in range(first.month, last.month + 1)]
            return [
                tuple(
                    (date(first.year, first.month + i, 1), date(first.year, first.month + i, d))
                    for i, d in enumerate(days)
                )
            ]
        return []

    def _by_tiers(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        """国家知识产权示范企业、优势企业累计达到9家和37家: one name of two tiers before two values."""
        before = [m for m in self.line.mentions if start <= m.span[0] and m.span[1] <= group[0].start]
        if len(group) != 2 or not before or before[-1].part or measured[0].measure != "level":
            return False
        mention = before[-1]
        told = self.line.text[slice(*mention.span)]
        tiers = sorted((told.find(word), part) for word, part in TIERS.items() if word in told)
        code = self._fitting(mention, group[0], measured[0])
        if (
            len(tiers) != 2
            or _AND.search(told) is None
            or code is None
            or not self._has_part(code, tiers[0][1])
        ):
            return False
        if self._left_over(mention.span[1], group[0].start) > 2:
            return False
        for number, reading, (_, part) in zip(group, measured, tiers, strict=True):
            self._state(number, reading, Found(code, part, "by-name", mention, doubt=INHERITED), start)
        return True

    def _by_name(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        before = [
            i
            for i, m in enumerate(self.line.mentions)
            if start <= m.span[0] and m.span[1] <= group[0].start and m.bare != "patent"
        ]
        if not before:
            return False
        run = self._run_ending(before[-1], start)
        if len(run) != len(group):
            return False
        if (
            self._left_over(self.line.mentions[run[-1]].span[1], group[0].start) > 2
            and measured[0].measure == "level"
        ) and not _ONE_EACH.search(self.line.text[self.line.mentions[run[-1]].span[1] : group[0].start]):
            return False
        found = self._complete_run(run, group[0], measured[0])
        if len(found) != len(group):
            return False
        for number, reading, one in zip(group, measured, found, strict=True):
            self._state(number, reading, replace(one, rule="by-name"), start)
        return True

    def _by_statement(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        """分别增长a和b after two values: each growth belongs to its own."""
        told = self.line.text[start : group[0].start]
        listed = _RESPECTIVELY.search(told) is not None
        mention = next(
            (m for m in reversed(self.line.mentions) if start <= m.span[0] and m.span[1] <= group[0].start),
            None,
        )
        by_task = mention is None and self._meets_tasks(group, told)
        typed = mention is not None and mention.bare == "type"
        if measured[0].measure == "level" and not (listed or by_task or typed):
            return False
        row = self._row_with_closings() if mention is None and self.closed else []
        if len(row) == len(group) and measured[0].measure == "yoy":
            for number, reading, told_of in zip(group, measured, row, strict=True):
                if told_of is not None:
                    one = Found(told_of.code, told_of.part, "by-statement", told_of.mention, told_of)
                    self._state(number, reading, one, start, told_of.subject)
            return True
        if measured[0].measure == "share" and mention is None and self._told_twice(len(group)):
            return True  # 侵权纠纷217件、其他纠纷18件,…占比分别为…: which share is whose
        bases = self._last_statements(len(group), mention, group[0].start)
        if len(bases) != len(group):
            return False
        types = _OF_TYPES.search(told) is not None
        typed = types and any(base.code in PATENTS and base.part for base in bases)
        if mention is None and typed and len({base.code for base in bases}) > 1:
            return True  # 三类依次增长 behind a total and its parts: which three
        if (
            measured[0].measure in ("yoy", "share")
            and mention is None
            and self._lost_between(bases[0], group[0])
        ):
            return True  # 职务申请149件,发明申请88件,分别增长…: the first growth is of what stated nothing
        if measured[0].measure == "level" and not all(
            self._unit_fits(b.code, n) for b, n in zip(bases, group, strict=True)
        ):
            return False
        act = mention.codes if mention is not None and mention.bare == "act" else ()
        if RATES.keys() & set(act) and any(base.code not in act for base in bases):
            return False  # 分别申请803件、417件 of places that nobody could tell apart
        last = self.stated[-1].number.end if self.stated else 0
        told_anew = any(last <= one.start <= group[0].start and not one.back for one in self.subjects)
        for number, reading, base in zip(group, measured, bases, strict=True):
            part = mention.part if mention is not None and mention.bare == "type" else base.part
            found = Found(base.code, part, "by-statement", base.mention, base)
            self._state(number, reading, found, start, None if told_anew else base.subject)
        return True

    def _told_twice(self, count: int) -> bool:
        """Whether two of the last counts are of one statistic."""
        last = [
            (s.code, s.part, s.subject.area, s.subject.entity) for s in self.stated if s.measure == "level"
        ]
        return len(set(last[-count:])) < len(last[-count:])

    def _lost_between(self, base: Stated, number: Number) -> bool:
        """Whether a count of the same unit that stated nothing stands between a statement and its list."""
        return any(
            base.number.end <= other.start < number.start and other.start in self.lost
            for other in self.line.numbers
            if other.unit == base.number.unit and other.start not in self.closed
        )

    def _meets_tasks(self, group: list[Number], told: str) -> bool:
        """实际完成4873件和1037件 after as many tasks: each result is that of its task."""
        last = self.stated[-len(group) :]
        tasks = [(s.code, s.part) for s in last if s.measure == "target"]
        return len(set(tasks)) == len(group) and _RESULT.search(told) is not None

    def _row_with_closings(self) -> list[Stated | None]:
        """The counts of this line in order; None for 结案119件, whose growth is listed but stated of nothing."""
        told: dict[int, Stated | None] = dict.fromkeys(self.closed)
        told |= {s.number.start: s for s in self.stated if s.measure == "level"}
        return [told[at] for at in sorted(told)]

    def _in_bracket(self, stated: Stated) -> bool:
        """申请512件(发明163件),授权297件(发明38件),分别增长…: a part in brackets is none of the two."""
        text, number = self.line.text, stated.number
        return (
            text.rfind("(", 0, number.start) > text.rfind(")", 0, number.start) and ")" in text[number.end :]
        )

    def _last_statements(self, count: int, mention: Mention | None, at: int) -> list[Stated]:
        """The last distinct values stated, oldest first; of the named indicator where one is named."""
        bases: list[Stated] = []
        seen: set[tuple[object, ...]] = set()
        by_type = mention is not None and mention.bare == "type"
        aside = [s for s in self.stated if s.number.start < at and self._in_bracket(s)] if not by_type else []
        for stated in reversed([*self.topic.stated, *self.stated]):
            if stated.measure not in ("level", "target") or stated in aside:
                continue
            if (
                mention is not None
                and mention.meanings
                and not mention.bare
                and stated.code not in mention.codes
            ):
                continue
            key: tuple[object, ...] = (
                (stated.code,)
                if by_type
                else (stated.code, stated.part, stated.subject.area, stated.subject.entity)
            )
            if key in seen:
                continue
            seen.add(key)
            bases.append(stated)
            if len(bases) == count:
                break
        return bases[::-1]
