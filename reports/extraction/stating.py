"""From a number and its name to the value in full: accounting, period, place, plan or fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from reports.extraction.board import INHERITED, Found, Stated
from reports.extraction.goals import Goals
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import Mention
from reports.extraction.subjects import Subject, bracketed_subject, local_subject, subject_at, subject_of
from reports.extraction.times import (
    HOLDS,
    NEW,
    PILED,
    When,
    accounting_of,
    dates_of,
    holds_now,
    local_when,
    report_when,
    until_now,
)

HOLDABLE = frozenset({
    "pilot_enterprises", "certified_enterprises", "national_ip_enterprises", "strong_ip_enterprises", "aid_stations",
    "patent_navigation_projects", "madrid_trademark_applications", "industrialisation_projects",
})  # fmt: skip
# Rules by which a value has its name from another sentence or clause; what goes on about it shares the doubt.
INFERRED = frozenset({"before", "part-before", "part-alone", "earlier"})
# Told of a park, a zone or a centre only
OWNED = frozenset({
    "park_enterprises", "park_employees", "zone_projects_signed", "zone_contracted_investment", "zone_external_funds",
    "zone_fixed_investment", "agency_filings", "examination_cases_closed",
})  # fmt: skip
_LAST_WORDS = re.compile(r"[\u4e00-\u9fff]{2,6}\Z")
_YEAR_END_BASE = re.compile(r"(?:上年|去年)(?:末|底)|年初")
_SUBSIDISED_INTEREST = re.compile(r"贴息|补贴|补助|奖补|保费|贴费")
_ONE_LOAN = re.compile(r"首笔|单笔|最高|最大|户均|每户|平均")
_EXAMPLE = re.compile(r"为例|例如|比如|凭借|凭着")
_COMPANY = re.compile(r"(?:公司|集团|厂|企业)\Z")
_CHANGES_FROM = re.compile(r"[由从][^,;。]{0,8}\Z")
_CLOSED = re.compile(r"(?:办结|结案|审结|结办|调解成功|已结)[^,;。]{0,4}\Z")
_DEPENDS = re.compile(",?(?:涉及|惠及|服务|支持|受益)")
_CHANGES_TO = re.compile(
    r"[^,;。]{0,4}(?:提高|增加|升|上升|增长|调整|扩大|降|减少|下降|提升|压缩|缩短)[^,;。]{0,3}(?:到|至|为)|(?:升|增|降|减|提)(?:至|到)"
)


_CHANGED_TO = re.compile(r"[由从].*(?:增|升|高|加|大|长|降|少|展|跃)[^,;。]{0,4}[至到为][^,;。]{0,3}\Z")


# 建成机构112家,其中当年新增23家: what is there, new and old
_OF_THEM_NEW = re.compile(
    r"[,(]其中[,:]?[^,;。\d]{0,6}?(?:(?:当年|今年|本年度?|年内|全年|当期|\d{4}年(?:度)?)新|新(?:增|认定|建|设))"
)
_BY_ITS_END = re.compile("[底末]")
_HAS = re.compile("(?<!没)有(?!效)|(?:家|个)?数达|总数")
_ENTERS = re.compile("列入|入选|获批|通过|获评|认定|晋升|跻身|入围|评为|确定为|获得|荣获")
_LET_IN = re.compile(r"(?:引进|引入|列入|入选|获批|获评|新建|通过)(?:了)?\Z")
_MAY_ENTER = frozenset(
    {"patent_agencies", "geographical_indications", "well_known_trademarks", "aid_stations"}
)
_PASSES = ("通过", "完成")


class Stating(Goals):
    """Puts a value together from what stands around its number."""

    def _state(
        self,
        number: Number,
        measured: Measured,
        found: Found,
        start: int,
        subject: Subject | None = None,
        when: When | None = None,
    ) -> None:
        if found.code not in self.setting.catalogue:
            return
        line, base = self.line, found.base
        local_place = local_subject(line, number.start) if measured.measure == "level" else None
        if measured.measure in ("yoy", "share"):
            local_place = bracketed_subject(line, number.start)
        subject = subject or local_place or self._subject_of(number, base)
        if subject.area is None and subject.entity is None and found.code in OWNED:
            subject = self._owner(number) or subject
        stocks = self.setting.catalogue[found.code].accounting == "stock"
        current = self.clock.at(number.start, self.number_places, stocks)
        local = local_when(line, number.start, start, self.clock) or self._end_of_years(number, current)
        measure, planned = self._as_target(number, measured, start)
        goal_year = self._goal_year(number, start) if planned and not self.planned else None
        own = when
        when = own or local or goal_year or current
        if measured.measure == "level":
            accounting = self._accounting(number, found, start, when, base)
        else:
            accounting, when = self._as_base(found, base, when)
            when = own or when
        if measured.measure == "level" and self._is_closed_of_received(found, number):
            return
        if measured.measure == "level" and self._is_part_of_total(found, subject, accounting, when, number):
            return
        if found.code.startswith("pledge_financing") and self._single_loan(found.code, subject, number):
            return
        if measured.measure == "yoy" and self._since_year_end(number, when):
            return
        begin, end = dates_of(accounting, when, self.window)
        if planned and when.kind == "plan" and accounting != "flow":
            begin = None
        bound = measured.comparator
        if planned and bound == "exact" and self._is_floor(number):
            bound = "above"
        self.stated.append(
            Stated(
                number,
                found.code,
                found.part,
                measure,
                measured.value,
                bound,
                accounting,
                begin,
                end,
                subject,
                when,
                found.rule,
                self._doubts(number, found),
                found.mention,
                self.setting.cues.has("among", line.text[start : number.start]),
                self.setting.catalogue[found.code].unit_kind,
                self._name_of(found),
                self._gives_way(number, local),
            )
        )

    def _name_of(self, found: Found) -> str:
        if found.base is not None:
            return found.base.name
        return self.line.text[slice(*found.mention.span)] if found.mention is not None else ""

    def _subject_of(self, number: Number, base: Stated | None) -> Subject:
        subject = subject_at(self.subjects, number.start, self.topic.subject)
        if base is not None and found_later(self.subjects, base, number) is None:
            return base.subject
        return subject

    def _end_of_years(self, number: Number, when: When) -> When | None:
        """2018年到2022年,由1204件增至3361件: the first value is that of the first year, the second of the last."""
        if when.kind != "years" or when.start is None or when.end is None:
            return None
        if self._comes_from(number):
            return When("span", when.start, date(when.start.year, 12, 31), True)
        before = self.line.text[self.line.clause_start(number.start) : number.start]
        if _CHANGED_TO.search(before):
            return When("span", date(when.end.year, 1, 1), when.end, True)
        return None

    def _gives_way(self, number: Number, local: When | None) -> bool:
        """由每件2000元提高到4000元: without a date of its own the first value only tells where it came from."""
        if local is not None:
            return False
        return self._comes_from(number)

    def _comes_from(self, number: Number) -> bool:
        """Whether a number is the first of 由…增加到…."""
        if _CHANGES_TO.match(self.line.text, number.end) is None:
            return False
        before = self.line.text[self.line.clause_start(number.start) : number.start]
        return _CHANGES_FROM.search(before) is not None

    def _owner(self, number: Number) -> Subject | None:
        """The last park or centre named before: its enterprises, its filings."""
        named = [p for p in self.line.places if p.place.kind == "entity" and p.end <= number.start]
        return subject_of(named[-1], named[-1].end) if named else None

    def _is_part_of_total(
        self, found: Found, subject: Subject, accounting: str, when: When, number: Number
    ) -> bool:
        """19篇,其中省局网站8篇: where a total is told, its parts by medium or agency are none of ours."""
        for stated in self.stated:
            if stated.code != found.code or stated.measure != "level" or stated.number is number:
                continue
            alike = (stated.part, stated.accounting) == (found.part, accounting)
            same = stated.subject.area == subject.area and stated.subject.entity == subject.entity
            dated = (stated.when.start, stated.when.end) == (when.start, when.end)
            if alike and same and dated:
                return "其中" in self.line.text[stated.number.end : number.start]
        return False

    def _is_closed_of_received(self, found: Found, number: Number) -> bool:
        """受理19起,办结17起: the cases closed are some of those received, and no second count of cases."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.code != found.code or not found.code.endswith("_cases"):
            return False
        return (
            last.part == found.part
            and _CLOSED.search(
                self.line.text[last.number.end : number.start],
            )
            is not None
        )

    def _since_year_end(self, number: Number, when: When) -> bool:
        """较去年末增长5.4% within the year is growth over some months, not over a year."""
        before = self.line.text[self.line.clause_start(number.start) : number.start]
        return _YEAR_END_BASE.search(before) is not None and (when.end is None or when.end.month != 12)

    def _single_loan(self, code: str, subject: Subject, number: Number) -> bool:
        """One company's loan, an example, or interest paid back are no pledge statistics."""
        before = self.line.text[: number.start]
        if (
            _ONE_LOAN.search(before[-8:])
            or _EXAMPLE.search(before)
            or (subject.entity and _COMPANY.search(subject.entity))
        ):
            return True
        return (
            code == "pledge_financing_enterprises" and _SUBSIDISED_INTEREST.search(before[-40:]) is not None
        )

    def _accounting(self, number: Number, found: Found, start: int, when: When, base: Stated | None) -> str:
        usual = self.setting.catalogue[found.code].accounting
        inherited = None
        if base is not None and self.line.text[base.number.end : number.start] in ("、", "和", ""):
            inherited = base.accounting
        if found.rule == "part" and base is not None and base.accounting == "cumulative":
            among = self.line.text[base.number.end : number.start]
            inherited = (
                "cumulative" if usual == "flow" and "其中" in among and ";" not in among else inherited
            )
        if base is not None and base.measure == "target" and usual == "stock":
            usual = base.accounting  # 全年目标为新增3000件,已完成1560件
        previous = self.stated[-1] if self.stated else None
        if previous is not None and previous.accounting == "cumulative" and usual == "flow":
            between = self.line.text[previous.number.end : number.start]
            dependent = _DEPENDS.match(between)
            if dependent or between.startswith("、"):
                inherited = "cumulative"
        if found.code in HOLDABLE and inherited is None and self._held(number, found, start, when):
            clause = self.line.text[self.line.clause_start(number.start) : number.start]
            return "cumulative" if "累计" in clause else "stock"
        if (
            found.code in OWNED
            and usual == "flow"
            and when.kind == "asof"
            and "截" in self.line.text[: number.start]
        ):
            return "cumulative"
        told = accounting_of(self.line, start, number.start, usual, when, inherited)
        if told == "stock" and (found.code.endswith("_enterprises") or found.code in _MAY_ENTER):
            return self._entered(number, found, start, when) or told
        return told

    def _entered(self, number: Number, found: Found, start: int, when: When) -> str | None:
        """引进机构2家, 3家企业列入…, 新认定…5家、…12家: what came in flows, though what is there is usually told."""
        clause = self.line.clause_start(number.start)
        own = self.line.text[self.line.clause_start(number.start, start) : number.start]
        if HOLDS.search(own):
            return None
        dated = when.kind == "asof" and bool(self.clock.marks)  # in this sentence, and not in one before it
        if own.startswith(("、", "和", "及")):
            before = self.line.text[clause : number.start]
            if PILED.search(before):
                return "cumulative"
            return "flow" if NEW.search(before) and not HOLDS.search(before) and not dated else None
        if found.mention is None or dated or PILED.search(own):
            return None
        return "flow" if self._may_enter(found.mention, number) else None

    def _may_enter(self, mention: Mention, number: Number) -> bool:
        """Whether what is counted came in: 引进机构2家, 3家企业列入…, 通过贯标认证的企业7家."""
        if mention.span[0] >= number.end:
            return _ENTERS.search(self.line.text, number.end, mention.span[0]) is not None
        clause = self.line.clause_start(number.start)
        verb = self.line.text[max(clause, mention.span[0] - 3) : mention.span[0]]
        certified = "certified_enterprises" in mention.codes
        opened = certified and self.line.text.startswith(_PASSES, mention.span[0])
        return opened or _LET_IN.search(verb) is not None

    def _held(self, number: Number, found: Found, start: int, when: When) -> bool:
        if holds_now(self.line, start, number.start) or self._comes_from(number):
            return True
        if _OF_THEM_NEW.match(self.line.text, number.end):
            return True
        if (
            when.kind == "asof"
            and _BY_ITS_END.search(when.label)
            and _HAS.search(self.line.text[self.line.clause_start(number.start, start) : number.start])
        ):
            return True
        if self._held_with(found, number):
            return True
        dated = bool(self.clock.marks) or not (found.mention and self._may_enter(found.mention, number))
        return (
            dated and found.code.endswith("_enterprises") and until_now(self.line, start, number.start, when)
        )

    def _held_with(self, found: Found, number: Number) -> bool:
        """年底有优势企业9家,示范企业36家: named and counted right behind what is held, so held too."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.code not in HOLDABLE or last.accounting != "stock" or found.mention is None:
            return False
        between = self.line.text[last.number.end : found.mention.span[0]]
        return between in (",", "、") and last.rule in ("named", "part") and last.measure == "level"

    def _as_base(self, found: Found, base: Stated | None, when: When) -> tuple[str, When]:
        """Growth, shares and ranks hold for the accounting and the period of the level they speak of."""
        level = base
        if level is None or (level.measure == "target" and not self.planned):
            level = next(
                (
                    s
                    for s in reversed(self.stated)
                    if (s.code, s.part) == (found.code, found.part) and s.measure == "level"
                ),
                None,
            )
        if level is not None and level.when.kind != "prior":
            return level.accounting, level.when
        if level is not None:
            return level.accounting, report_when(self.window) if when.kind == "prior" else when
        usual = self.setting.catalogue[found.code].accounting
        return usual, report_when(self.window) if when.kind == "prior" else when

    def _qualified(self, mention: Mention) -> bool:
        """Whether words that the lists do not know stand right before a name and may narrow it."""
        start = self.line.clause_start(mention.span[0], max(0, mention.span[0] - 12))
        before = self.line.open_text(start, mention.span[0])
        tail = _LAST_WORDS.search(before)
        if tail is None or self.setting.cues.knows_opening(before):
            return False
        return len(self.setting.cues.without_fillers(tail.group())) > 1

    def _doubts(self, number: Number, found: Found) -> tuple[str, ...]:
        doubts = []
        if (
            found.mention is not None
            and found.rule in ("named", "listed", "by-name", "bare")
            and self._qualified(found.mention)
        ):
            doubts.append("an unknown word before the name")
        if found.left_over:
            doubts.append("words between name and number")
        if found.doubt:
            doubts.append(found.doubt)
        if found.base is not None and (found.base.rule in INFERRED or INHERITED in found.base.reasons):
            doubts.append(INHERITED)
        if number.quantity.unit is None:
            doubts.append("no unit of its own")
        return tuple(doubts)


def found_later(subjects: Sequence[Subject], base: Stated, number: Number) -> Subject | None:
    """The subject told between a statement and a number that goes on about it, or None."""
    if base.number.start >= number.start:
        return None
    told = (one for one in subjects if base.number.end <= one.start <= number.start and not one.back)
    return next(told, None)
