"""From names, numbers, periods and places to stated values: each number gets one meaning or none."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.extraction.board import Setting, Stated, Topic
from reports.extraction.line import Line, Number
from reports.extraction.lists import Lists
from reports.extraction.measures import Measured
from reports.extraction.subjects import local_subject, place_runs, subject_at, subject_of
from reports.extraction.times import When

_RESPECTIVELY = re.compile(r"分别|依次|各")
GROWTHS = frozenset({"percent", "times", "growth"})
_EACH = re.compile("(?<![平人户年月])均(?!值)|[都皆]|各(?![项类种市县区地级省方单])|双双")
_CLOSED = re.compile(r"(?:办结|结案|审结|结办|已结)[^,;。]{0,4}\Z")
_JOINT = re.compile(
    r"[、,]?(?:和|及|与|以及)?(?:分别|依次)?(?:增长|下降|增加|减少|提高|提升|上升|降低|下滑|回落|微降|微增|增|降|减)?(?:了)?(?:近|约|超过|超|逾|将近)?\Z"
)


def read_line(line: Line, topic: Topic, setting: Setting, inherited: When | None) -> list[Stated]:
    """Return what a sentence states, in order; ``inherited`` is the period that holds before its first date."""
    nothing_named = not (line.mentions or topic.stated or topic.whole or topic.heading or topic.title)
    if nothing_named and topic.mentions and ":" in line.text:
        nothing_named = False  # 2018年:36850 below a line that names what it counts
    if nothing_named or not line.numbers:
        return []
    return _Reader(line, topic, setting, inherited).read()


class _Reader(Lists):
    """Reads one line, number by number."""

    def read(self) -> list[Stated]:
        for group in self._groups():
            start = self._gap_start(group[0])
            if len(group) > 1 and self._distribute(group, start):
                continue
            if len(group) > 1:
                self.listed.update(number.start for number in group)
            for number in group:
                gap = start if number is group[0] else self._gap_start(number)
                if len(self.line.numbers) > 1 and self._left_of_a_list(number, gap):
                    continue
                self._read_one(number, gap)
        return [stated for stated in self.stated if not stated.hidden]

    def _left_of_a_list(self, number: Number, start: int) -> bool:
        """分别增长 before a single percentage: its list was not understood, and half of it would mislead."""
        if number.kind not in ("percent", "points"):
            return False
        return "分别" in self.line.text[max(number.clause, start) : number.start]

    def _groups(self) -> list[list[Number]]:
        groups: list[list[Number]] = []
        last: Number | None = None
        for number in self.line.numbers:
            if last is not None and self._in_one_list(last, number):
                groups[-1].append(number)
            else:
                groups.append([number])
            last = number
        return groups

    def _in_one_list(self, last: Number, number: Number) -> bool:
        if last.kind in ("ordinal", "identifier"):
            return False
        between = self.line.text[last.end : number.start]
        if last.kind != number.kind or last.unit != number.unit:
            return self._grow_apart(last, number, between)
        if last.kind == "rank":
            return between in ("、", "和", "与", "及")
        if between.startswith(",") and number.kind == "percent" and not self._one_measure(last, between):
            return False
        return bool(between) and between not in (",", "。") and _JOINT.fullmatch(between) is not None

    def _grow_apart(self, last: Number, number: Number, between: str) -> bool:
        """分别增长1.1倍和94.6%: growths told in different units."""
        if last.kind not in GROWTHS or number.kind not in GROWTHS or _JOINT.fullmatch(between) is None:
            return False
        told = self.line.text[last.clause : number.start]
        return bool(between) and _RESPECTIVELY.search(told) is not None

    def _one_measure(self, last: Number, between: str) -> bool:
        """占40%,增长6% are a share and a growth; 增长5%,下降3% behind 分别 are one list."""
        told = self.line.text[last.clause : last.start]
        return between == "," or _RESPECTIVELY.search(told + between) is not None

    def _read_one(self, number: Number, start: int) -> None:
        measured = self._measure(number, start, self.last_measure)
        weak = number.quantity.weak and not self._counts_one(number)
        if measured is None or weak or number.quantity.kind in ("range", "damaged"):
            self.last_measure = None
            return
        self.last_measure = measured.measure
        if self._several(number) if self.subjects else self.topic.subject.several:
            if number.start not in self.listed:
                self._state_each(number, measured)
            return
        if measured.measure == "average":
            self._state_average(number, measured)
            return
        told = len(self.stated)
        for found in self._find(number, measured, start):
            self._state(number, measured, found, start)
        if len(self.stated) == told and measured.measure == "level":
            self.lost.add(number.start)
            if _CLOSED.search(self.line.text[start : number.start]):
                self.closed.append(number.start)

    def _state_each(self, number: Number, measured: Measured) -> None:
        """两区均超过1万件, 甲县、乙县各3家: what holds for each of the listed places."""
        clause = number.clause
        if _EACH.search(self.line.text, clause, number.start) is None:
            return
        runs = [run for run in place_runs(self.line) if len(run) > 1 and run[-1].end <= number.start]
        if not runs or any(one.place.kind == "self" for one in runs[-1]):
            return
        end = runs[-1][-1].end
        found = self._find(number, measured, end) or self._before_places(number, measured, runs[-1][0].start)
        for placed in runs[-1] if found else ():
            shared = replace(found[0], rule="by-place")
            self._state(number, measured, shared, end, subject_of(placed, placed.end))

    def _several(self, number: Number) -> bool:
        return subject_at(self.subjects, number.start, self.topic.subject).several

    def _state_average(self, number: Number, measured: Measured) -> None:
        """增速比全国平均水平(31.3%)低: the average is a level, or a growth, of the other region."""
        base = self.stated[-1] if self.stated else None
        local = local_subject(self.line, number.start)
        if base is None or local is None or base.measure not in ("yoy", "share"):
            return
        self.stated.append(
            replace(
                base,
                number=number,
                value=measured.value,
                subject=local,
                rule="average",
                comparator=measured.comparator,
            )
        )
