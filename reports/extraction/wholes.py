"""Which of several statements a number goes on about: a whole and its parts, the last counts, all of a list."""

from __future__ import annotations

from reports.extraction.board import Found, Stated
from reports.extraction.labelled import Labelled
from reports.extraction.line import Number
from reports.extraction.subjects import subject_at

_KINDS_OF_CASES = frozenset({"trademark_cases", "counterfeit_cases", "dispute_cases"})


class Wholes(Labelled):
    """Picks among the statements of a line."""

    def _part_of_the_whole(self, number: Number, code: str | None) -> Found | None:
        """质押56笔,惠及企业48家,其中县区:某区12笔: a place's part of the only count of its unit that was told."""
        if code is not None and "/" not in self.entries[code].unit:
            return None
        now = subject_at(self.subjects, number.start, self.topic.subject)
        last = self.stated[-1]
        if (now.area, now.entity) in ((None, None), (last.subject.area, last.subject.entity)):
            return None
        if "其中" not in self.line.text[last.number.end : number.start] or self._counts_a_noun(number):
            return None
        whole = [s for s in self.stated if s.measure == "level" and self._unit_fits(s.code, number)]
        whole = [s for s in whole if "/" not in self.entries[s.code].unit and s.subject == last.subject]
        told = {(s.code, s.part) for s in whole}
        if len(told) != 1 or (number.quantity.value or 0) > whole[-1].value:
            return None
        return Found(whole[-1].code, whole[-1].part, "restated", whole[-1].mention, whole[-1])

    def _of_which_of_two(self, stated: Stated, number: Number) -> bool:
        """申请4012件、授权2216件;禹州636件: whether a place's count may be of either of two told together."""
        own = [s for s in self.stated if s.measure == "level"][-2:]
        if len(own) < 2 or own[-1] is not stated or own[0].code == own[1].code:
            return False
        if {own[0].code, own[1].code} != {"patent_applications", "patent_grants"}:
            return False
        if self.line.text[own[0].number.end : own[1].number.start][:1] not in ("、", "和"):
            return False
        now = subject_at(self.subjects, number.start, self.topic.subject)
        return (now.area, now.entity) != (stated.subject.area, stated.subject.entity)

    def _last_levels(self, count: int) -> list[Stated]:
        """The last levels of different indicators, oldest first; none where fewer were told."""
        levels = {s.code: s for s in self.stated if s.measure == "level"}
        last = list(levels.values())[-count:]
        return last if len(last) == count else []

    def _last_wholes(self, count: int) -> list[Found]:
        """两项总量均列第四: the rank of the last counts that are no parts."""
        wholes = {s.code: s for s in self.stated if s.measure == "level" and s.part is None}
        last = list(wholes.values())[-count:]
        return [Found(s.code, None, "elided", s.mention, s) for s in last] if len(last) == count else []

    def _ranked_alike(self) -> list[Found]:
        """申请2.07万件、注册1.62万件,均列第三: the rank of every count since the last semicolon."""
        last = self.stated[-1]
        begin = self.line.text.rfind(";", 0, last.number.start)
        counts = [s for s in self.stated if s.measure == "level" and s.number.start > begin]
        whose = (last.subject.area, last.subject.entity)
        alike = {(s.code, s.part): s for s in counts if (s.subject.area, s.subject.entity) == whose}
        return [Found(s.code, s.part, "elided", s.mention, s) for s in alike.values()]

    def _ends_a_list(self, last: Stated) -> bool:
        """商标案件365件、假冒专利案件119件: kinds of cases listed before what is told of all."""
        kinds = {s.code for s in self.stated if s.measure == "level" and s.code in _KINDS_OF_CASES}
        return last.code in kinds and len(kinds) > 1
