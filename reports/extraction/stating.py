"""From a number and its name to the value in full: accounting, period, place, plan or fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from reports.extraction.accounting import OWNED, Accounting
from reports.extraction.board import INHERITED, Found, Stated
from reports.extraction.checks import REPEATED
from reports.extraction.doubts import (
    days_before,
    far_off,
    of_another_purse,
    of_no_centre,
    of_which_year,
    undated_month,
)
from reports.extraction.frozen import maker
from reports.extraction.givers import GIVEN, giver_of
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import PATENTS, Mention
from reports.extraction.subjects import (
    Subject,
    bracketed_subject,
    local_subject,
    subject_at,
    subject_of,
)
from reports.extraction.times import When, dates_of, local_when, report_when

# Rules by which a value has its name from another sentence or clause; what goes on about it shares the doubt.
_make_stated = maker(Stated)
_BY_ITS_NAME = frozenset({"named", "listed", "by-name", "bare"})
INFERRED = frozenset({"before", "part-before", "part-alone", "earlier"})
# Two values may stand side by side: rounds of the same work, an old rate and a new one
_SAID_TWICE = REPEATED | {"subsidy_rate_application", "subsidy_rate_grant"}
_HOME_OR_ABROAD = re.compile(
    "[,(;、](?:来自)?国[内外](?!外)[^,;。]{0,8}\\Z"
)  # 国内申请27.9万件 behind the nation's total
_MOST_LAST = 6
_LAST_WORDS = re.compile(rf"[\u4e00-\u9fff]{{2,{_MOST_LAST}}}\Z")
_YEAR_END_BASE = re.compile(r"(?:上年|去年)(?:末|底)|年初")
_SUBSIDISED_INTEREST = re.compile(r"贴息|补贴|补助|奖补|保费|贴费")
_ONE_LOAN = re.compile(r"首笔|单笔|最高|最大|户均|每户|平均")
_ONE_FIRM = re.compile(r"(?:^|[,;。:])(?:有)?[1一](?:家|户)[^,;。]{0,8}(?:企业|公司)[^;。]*\Z")
_EXAMPLE = re.compile(r"为例|例如|比如|凭借|凭着")
_COMPANY = re.compile(r"(?:公司|集团|厂|企业)\Z")
_CLOSED = re.compile(r"(?:办结|结案|审结|结办|调解成功|已结)[^,;。]{0,4}\Z")


_FILES = re.compile("申请|获|授权|拥有|取得|持有|手握|提交")
_OPENING = re.compile(r"(?:^|[。;:])([\u4e00-\u9fff]{3,8})\Z")
# what narrows a count, or only leads up to it, and names nobody
_NO_NAME = re.compile(
    "[的了着在从向由将把被对等及与和并也又再更最全本我各其此该这那年月日季期间个家项件所名位约近超共已新]|企业|高校|院校|院所"
    "|单位|个人|职务|机关|团体|社会|国内|国外|境内|涉外|规上|领域|产业|行业|工矿|累计|实现|完成|达到|组织|代理|指导|帮助"
    "|引导|推动|鼓励|支持|资助|动员|协助|发动|市民|农民|学生|教师|中小学|民营|民间|系统|实际|先后|分别|截止|截至"
)
_CHANGED_TO = re.compile(r"[由从].*(?:增|升|高|加|大|长|降|少|展|跃)[^,;。]{0,4}[至到为][^,;。]{0,3}\Z")


class Stating(Accounting):
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
        if found.code not in self.entries:
            return
        level, own = measured.measure == "level", when
        subject = self._whose(number, measured, found, subject)
        local, current = self._clocked(number, found, start)
        measure, planned, when = self._aimed(number, measured, start, own, local, current)
        if level:
            accounting = self._accounting(number, found, start, when, found.base)
        else:
            accounting, when = self._as_base(found, found.base, when)
            before = local if local is not None and local.kind == "prior" and measure == "share" else None
            when = own or before or when
        if self._counts_nothing(number, measured, found, subject, accounting, when):
            return
        begin, end = dates_of(accounting, when, self.window)
        told_anew = found.rule == "restated" and measure == "level"
        if told_anew and self._says_otherwise(found, measured, accounting, when, subject):
            self.lost.add(number.start)
            return
        if planned and when.kind == "plan" and accounting != "flow":
            begin = None
        bound = measured.comparator
        if planned and bound == "exact" and self._is_floor(number):
            bound = "above"
        self.stated.append(
            _make_stated(
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
                self._all_doubts(number, found, subject, when, level and accounting == "cumulative"),
                found.mention,
                self.told_among and self.setting.cues.has("among", self.line.text[start : number.start]),
                self.entries[found.code].unit_kind,
                self._name_of(found),
                giver_of(self.line, number, found.code) if found.code in GIVEN else "",
                local is None
                and self._comes_from(number),  # 由每件2000元提高到4000元: only where it came from
            )
        )

    def _whose(self, number: Number, measured: Measured, found: Found, subject: Subject | None) -> Subject:
        """Whom a value is about: who was given, the place beside it, else the one that the line goes on about."""
        line = self.line
        if subject is None and line.places:
            if measured.measure == "level":
                subject = local_subject(line, number.start)
            elif measured.measure in ("yoy", "share"):
                subject = bracketed_subject(line, number.start)
        subject = subject or self._subject_of(number, found.base)
        if subject.area is None and subject.entity is None and found.code in OWNED:
            subject = self._owner(number) or subject
        if measured.measure == "level" and found.rule == "named" and found.code in PATENTS:
            subject = self._unknown_firm(found, subject) or subject
        return subject

    def _clocked(self, number: Number, found: Found, start: int) -> tuple[When | None, When]:
        """The period told beside the number or None, and the one that holds there anyway."""
        stocks = self.entries[found.code].accounting == "stock"
        current = self.clock.at(number.start, self.number_places, stocks)
        local = local_when(self.line, number.start, start, self.clock) if self.line.periods else None
        if local is None and current.kind == "years":
            local = self._end_of_years(number, current)
        return local, current

    def _aimed(
        self,
        number: Number,
        measured: Measured,
        start: int,
        own: When | None,
        local: When | None,
        current: When,
    ) -> tuple[str, bool, When]:
        """The measure, which is a target where a goal is set, whether it is one, and the period."""
        measure, planned = self._as_target(number, measured, start)
        goal_year = None
        if planned and not self.planned:
            goal_year = self._goal_year(number, start) or self._by_then(number)
        when = own or local or goal_year or current
        if planned and self.planned and self._lies_behind(when):
            measure, planned = measured.measure, False  # no goal is of a year gone by
        if planned and not self.planned and own is None and local is None:
            when = self._goal_of_year(number, when)
        return measure, planned, when

    def _counts_nothing(
        self,
        number: Number,
        measured: Measured,
        found: Found,
        subject: Subject,
        accounting: str,
        when: When,
    ) -> bool:
        """Whether a value was told already, is a single loan, or grew since another day than a year ago."""
        if self._is_a_fraction(number, measured, found.code):
            return True
        if measured.measure == "level" and self._is_told(found, subject, accounting, when, number):
            return True
        if found.code.startswith("pledge_financing") and self._single_loan(found.code, subject, number):
            return True
        return measured.measure == "yoy" and self._since_year_end(number, when)

    def _all_doubts(
        self, number: Number, found: Found, subject: Subject, when: When, piled: bool
    ) -> tuple[str, ...]:
        """The doubts about the name, about the time and about the place of a value, in this order; ``piled`` says
        that it is a level that piled up."""
        doubts = self._doubts(number, found)
        if when.label or self.line.periods:  # else neither the line nor its period names a time
            doubts += undated_month(self.line, number, when)
            if when.label:
                doubts += far_off(when, self.window) or of_which_year(self.line, when, self.window)
        if found.code in OWNED:
            doubts += of_no_centre(found.code, subject)
        if piled:
            doubts += self._piled_up_or_not(when, found.code)
        if found.code in GIVEN and giver_of(self.line, number, found.code):
            doubts += of_another_purse(found.code, (*self.topic.stated, *self.stated))
        if when.kind == "days":
            doubts += days_before(self.line, number, found.code, when)
        return tuple(doubts)

    def _is_told(self, found: Found, subject: Subject, accounting: str, when: When, number: Number) -> bool:
        """Whether a count is one of those that make up another, which was told before it."""
        if self._is_at_home(found, number):
            return True
        if not self.stated:
            return False
        return self._is_closed_of_received(found, number) or self._is_part_of_total(
            found, subject, accounting, when, number
        )

    def _name_of(self, found: Found) -> str:
        if found.base is not None:
            return found.base.name
        return self.line.text[slice(*found.mention.span)] if found.mention is not None else ""

    def _subject_of(self, number: Number, base: Stated | None) -> Subject:
        if not self.subjects:
            return self.topic.subject if base is None else base.subject
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
        before = self.line.text[number.clause : number.start]
        if _CHANGED_TO.search(before):
            return When("span", date(when.end.year, 1, 1), when.end, True)
        return None

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
                between = self.line.text[stated.number.end : number.start]
                return "其中" in between or _HOME_OR_ABROAD.search(between) is not None
        return False

    def _is_closed_of_received(self, found: Found, number: Number) -> bool:
        """受理19起,办结17起: the cases closed are some of those received, and no second count of cases."""
        last = self.stated[-1]
        if last.code != found.code or last.part != found.part or not found.code.endswith("_cases"):
            return False
        return _CLOSED.search(self.line.text[last.number.end : number.start]) is not None

    def _says_otherwise(
        self,
        found: Found,
        measured: Measured,
        accounting: str,
        when: When,
        subject: Subject,
    ) -> bool:
        """新增授权526件,总数达到2136件: what goes on about a value and contradicts it counts something else."""
        base = found.base
        if base is not None and base.measure in ("yoy", "change"):
            own = (s for s in reversed(self.stated) if (s.code, s.part) == (base.code, base.part))
            base = next((s for s in own if s.measure == "level"), base)
        if base is None or base.hidden or base.measure != "level" or found.code in _SAID_TWICE:
            return False
        if measured.comparator != "exact" or base.comparator != "exact":
            return False
        dates = dates_of(accounting, when, self.window)
        if when.end is None and when.label != base.when.label:
            return False  # 8月512件;1-8月累计4216件 in a text without a year
        alike = (found.code, found.part, accounting, *dates) == (
            base.code, base.part, base.accounting, base.start, base.end,
        )  # fmt: skip
        same = (subject.area, subject.entity) == (base.subject.area, base.subject.entity)
        return alike and same and 10 * abs(measured.value - base.value) > base.value

    def _since_the_same(self, number: Number, base: Stated) -> bool:
        """比年初多出4710件,增长12.41%: the growth may be told since then, too, and not over a year."""
        if base.measure != "change" or number.kind != "percent":
            return False
        end = self.window.end if base.when.end is None else base.when.end
        told = self.line.text[base.number.clause : base.number.start]
        return _YEAR_END_BASE.search(told) is not None and (end is None or end.month != 12)

    def _since_year_end(self, number: Number, when: When) -> bool:
        """较去年末增长5.4% within the year is growth over some months, not over a year."""
        before = self.line.text[number.clause : number.start]
        return _YEAR_END_BASE.search(before) is not None and (when.end is None or when.end.month != 12)

    def _single_loan(self, code: str, subject: Subject, number: Number) -> bool:
        """One company's loan, an example, or interest paid back are no pledge statistics."""
        before = self.line.text[: number.start]
        if (
            _ONE_FIRM.search(before)
            or _ONE_LOAN.search(before[-8:])
            or _EXAMPLE.search(before)
            or (subject.entity and _COMPANY.search(subject.entity))
        ):
            return True
        return (
            code == "pledge_financing_enterprises" and _SUBSIDISED_INTEREST.search(before[-40:]) is not None
        )

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
        usual = self.entries[found.code].accounting
        return usual, report_when(self.window) if when.kind == "prior" else when

    def _qualified(self, mention: Mention) -> bool:
        """Whether words that the lists do not know stand right before a name and may narrow it."""
        at = mention.span[0]
        start = self.line.clause_start(at, at - 12 if at > 12 else 0)
        if start == at:
            return False
        before = self.line.open_text(start, at)
        tail = _LAST_WORDS.search(before[-_MOST_LAST:])
        if tail is None or self.setting.cues.knows_opening(before):
            return False
        return len(self.setting.cues.without_fillers(tail.group())) > 1

    def _unknown_firm(self, found: Found, told: Subject) -> Subject | None:
        """泸州老窖申请专利216件: unknown words that open a sentence and then file or hold something are a name."""
        mention, text = found.mention, self.line.text
        if told.area is not None or told.entity is not None:
            return None
        if mention is None or _FILES.match(text, mention.span[0]) is None or not self._qualified(mention):
            return None
        opened = _OPENING.search(text, 0, mention.span[0])
        if opened is None or _NO_NAME.search(opened.group(1)) is not None:
            return None
        return Subject(mention.span[0], None, opened.group(1))

    def _doubts(self, number: Number, found: Found) -> list[str]:
        doubts = []
        mention, base = found.mention, found.base
        if mention is not None:
            if found.rule in _BY_ITS_NAME and self._qualified(mention):
                doubts.append("an unknown word before the name")
            if mention.loose:
                doubts.append("named by an everyday word")
        if found.left_over:
            doubts.append("words between name and number")
        if found.doubt:
            doubts.append(found.doubt)
        if base is not None and (base.rule in INFERRED or INHERITED in base.reasons):
            doubts.append(INHERITED)
        if found.code == "subsidy_amount" and self.stated and self.stated[-1].code.endswith("_awards"):
            doubts.append(INHERITED)  # 评出专利奖30项,奖励金额86万元
        if base is not None and self._since_the_same(number, base):
            doubts.append(INHERITED)
        if number.quantity.unit is None:
            doubts.append("no unit of its own")
        return doubts


def found_later(subjects: Sequence[Subject], base: Stated, number: Number) -> Subject | None:
    """The subject told between a statement and a number that goes on about it, or None."""
    if base.number.start >= number.start:
        return None
    told = (one for one in subjects if base.number.end <= one.start <= number.start and not one.back)
    return next(told, None)
