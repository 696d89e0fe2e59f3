"""From names, numbers, periods and places to stated values: each number gets one meaning or none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from indicators.catalogue import Catalogue
from reports.extraction.cues import Cues
from reports.extraction.lexicon import UnitWords
from reports.extraction.line import Line, Number
from reports.extraction.measures import Measured, measure_of
from reports.extraction.mentions import PATENTS, RATES, TYPES, Mention
from reports.extraction.periods import Window
from reports.extraction.subjects import (
    HOME,
    Subject,
    find_subjects,
    local_subject,
    place_runs,
    subject_at,
    subject_of,
)
from reports.extraction.times import (
    Clock,
    When,
    accounting_of,
    dates_of,
    holds_now,
    local_when,
    report_when,
)

HOLDABLE = frozenset({
    "pilot_enterprises", "certified_enterprises", "national_ip_enterprises", "strong_ip_enterprises", "aid_stations",
    "patent_navigation_projects", "madrid_trademark_applications", "industrialisation_projects",
})  # fmt: skip
LONGEST_REACH = 26
# What is counted and paid together: 205笔18.63亿元
TOPICS = (
    ("pledge_financing_contracts", "pledge_financing_amount"),
    ("patent_transfers", "patent_licensing_amount"),
    ("patent_insurance_policies", "patent_insurance_amount"),
)
# Told of a park, a zone or a centre only
OWNED = frozenset({
    "park_enterprises", "park_employees", "zone_projects_signed", "zone_contracted_investment", "zone_external_funds",
    "zone_fixed_investment", "agency_filings", "examination_cases_closed",
})  # fmt: skip
_LIST_SIGN = re.compile(r"(?:量|数)?[、,]?(?:和|及|与|以及)?(?:其中)?\Z")
_JOINT = re.compile(r"[、,]?(?:和|及|与|以及)?(?:分别|依次)?(?:增长|下降|增加|减少|提高|上升|增|降)?\Z")
_NOUN_AFTER = re.compile(
    r"[县市区省镇乡州村局厅]|(?![的和与及占同增较比为以其仍等也均都在居全上下左涉惠且并后台关大之级次])[\u4e00-\u9fff]{2}"
)
_YEAR_END_BASE = re.compile(r"(?:上年|去年)(?:末|底)|年初")
_BOUND_WITHIN = re.compile(r"[余多几来上下内]")
_APPLIED_FOR = re.compile(r"(?:申报|推荐|提名|争创|申请|推报|意向)[^,;。]{0,6}\Z")
_GROUP = re.compile(
    r"(?:(?<!为)企业|职务|个人|高校|大专院校|院校|科研(?:院所|单位|机构)|机关团体|规上|民营|高新技术|外资|园区|长株潭|珠三角|长三角|京津冀|城市群|三角洲|"
    r"民族地区|县域|现场|小微|行业|产业)(?:的)?\Z"
)
_SUBSIDISED_INTEREST = re.compile(r"贴息|补贴|补助|奖补|保费|贴费")
_EXAMPLE = re.compile(r"为例|例如|比如|凭借|凭着")
_COMPANY = re.compile(r"(?:公司|集团|厂|企业)\Z")
_CHANGES_TO = re.compile(
    r"[^,;。]{0,4}(?:提高|增加|升|上升|增长|调整|扩大|降|减少|下降|提升|压缩|缩短)[^,;。]{0,3}(?:到|至|为)|(?:升|增|降|减|提)(?:至|到)"
)
_OTHERS = re.compile(r"法院|检察|公安|海关|法庭|司法机关|仲裁")


@dataclass(frozen=True, slots=True)
class Stated:
    """One reading of one number, before it becomes a ``StatedValue``."""

    number: Number
    code: str
    part: str | None
    measure: str
    value: Decimal
    comparator: str
    accounting: str
    start: date | None
    end: date | None
    subject: Subject
    when: When
    rule: str
    reasons: tuple[str, ...] = ()
    mention: Mention | None = None
    under_among: bool = False
    usual_kind: str = "count"
    hidden: bool = False  # told only to be replaced: 由每件2000元 before 提高到4000元

    @property
    def unit_kind(self) -> str:
        """The kind of unit of the value: percent for growth and shares, rank for ranks."""
        if self.measure == "rank":
            return "rank"
        if self.measure in ("yoy", "share") or self.number.kind in ("percent", "points", "times", "growth"):
            return "percent"
        return self.usual_kind


@dataclass(frozen=True, slots=True)
class Topic:
    """What the line before left behind: its values, its names and whom it spoke of."""

    stated: tuple[Stated, ...] = ()
    mentions: tuple[Mention, ...] = ()
    subject: Subject = HOME
    heading: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for a whole document."""

    catalogue: Catalogue
    units: UnitWords
    cues: Cues
    units_of: Mapping[str, frozenset[str]]
    window: Window
    plan_window: Window


@dataclass(frozen=True, slots=True)
class _Found:
    """A subject name chosen for a number, with the rule that chose it."""

    code: str
    part: str | None
    rule: str
    mention: Mention | None
    base: Stated | None = None
    left_over: int = 0


def read_line(line: Line, topic: Topic, setting: Setting, inherited: When | None) -> list[Stated]:
    """Return what a sentence states, in order; ``inherited`` is the period that holds before its first date."""
    return _Reader(line, topic, setting, inherited).read()


class _Reader:
    """Reads one line from left to right; keeps only what has been stated so far."""

    def __init__(self, line: Line, topic: Topic, setting: Setting, inherited: When | None) -> None:
        self.line = line
        self.topic = topic
        self.setting = setting
        self.planned = line.sentence.part == "planned"
        self.window = setting.plan_window if self.planned else setting.window
        self.clock = Clock(line, self.window, inherited or report_when(self.window))
        self.subjects = find_subjects(line, setting.cues)
        self.number_places = [number.start for number in line.numbers]
        self.mention_places = [mention.span[0] for mention in line.mentions]
        self.runs = place_runs(line)
        self.stated: list[Stated] = []
        self.used: set[int] = set()
        self.lost: set[int] = set()  # where numbers stand that counted something unknown
        self.last_measure: str | None = None

    def read(self) -> list[Stated]:
        for group in self._groups():
            start = self._gap_start(group[0])
            if len(group) > 1 and self._distribute(group, start):
                continue
            for number in group:
                self._read_one(number, self._gap_start(number))
        return [stated for stated in self.stated if not stated.hidden]

    # -- the numbers, alone or in lists

    def _groups(self) -> list[list[Number]]:
        groups: list[list[Number]] = []
        for number in self.line.numbers:
            last = groups[-1][-1] if groups else None
            if last is not None and self._in_one_list(last, number):
                groups[-1].append(number)
            else:
                groups.append([number])
        return groups

    def _in_one_list(self, last: Number, number: Number) -> bool:
        between = self.line.text[last.end : number.start]
        if last.kind != number.kind or last.unit != number.unit or last.kind in ("ordinal", "identifier"):
            return False
        if last.kind == "rank":
            return between in ("、", "和", "与", "及")
        return bool(between) and between not in (",", "。") and _JOINT.fullmatch(between) is not None

    def _gap_start(self, number: Number) -> int:
        for index in range(bisect_left(self.number_places, number.start) - 1, -1, -1):
            other = self.line.numbers[index]
            if not self._is_small_talk(other):
                return other.end
        return 0

    def _is_small_talk(self, number: Number) -> bool:
        """科技三项经费, 基金二期: a small Chinese numeral that stated nothing is a word like others."""
        value = number.quantity.value
        small = value is not None and value <= 20 and number.kind in ("count", "bare")
        if not small or number.quantity.text[:1].isdigit():
            return False
        return all(stated.number is not number for stated in self.stated)

    # -- one number

    def _read_one(self, number: Number, start: int) -> None:
        measured = self._measure(number, start, self.last_measure)
        if measured is None or number.quantity.weak or number.quantity.kind in ("range", "damaged"):
            self.last_measure = None
            return
        self.last_measure = measured.measure
        if self._several(number):
            return
        if measured.measure == "average":
            self._state_average(number, measured)
            return
        chosen = self._find(number, measured, start)
        if not chosen and measured.measure == "level":
            self.lost.add(number.start)
        for found in chosen:
            self._state(number, measured, found, start)

    def _measure(self, number: Number, start: int, previous: str | None) -> Measured | None:
        return measure_of(self.line, number, start, self.setting.cues, previous, self.window.year)

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

    def _find(self, number: Number, measured: Measured, start: int) -> list[_Found]:
        """The names a number belongs to: usually one; several where they share it (均为, 名列第一)."""
        if measured.measure == "change" and number.kind == "points":
            return self._elided(number, measured, start, frozenset({"share", "change"}))
        found = self._to_the_left(number, measured, start)
        if found:
            return found
        if measured.measure == "level":
            right = self._to_the_right(number)
            if right:
                return [right]
        found = self._earlier(number, measured, start)
        return found or self._elided(number, measured, start, None)

    def _to_the_left(self, number: Number, measured: Measured, start: int) -> list[_Found]:
        clause = self.line.clause_start(number.start, start)
        right_next = self._right_neighbour(number) if measured.measure == "level" else None
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            mention = self.line.mentions[index]
            if mention.span[1] > measured.subject_end or index in self.used:
                continue
            if mention.span[0] < clause:
                break
            if mention.void or self._done_by_others(mention):
                return []
            if mention.bare == "patent":
                continue
            if self._of_a_group(mention) or self._only_wanted(mention):
                return []
            left_over = self._left_over(mention.span[1], measured.subject_end)
            if left_over > 1:
                break
            chosen = self._complete(mention, index, number, measured, "named")
            if chosen is None:
                continue
            if right_next is not None and left_over and right_next.code != chosen.code:
                return []
            return self._shared(index, chosen, number, measured, clause)
        return []

    def _only_wanted(self, mention: Mention) -> bool:
        """组织申报中国专利奖45项, 意向融资5亿元: applied for or wished for, not achieved."""
        before = self.line.text[max(0, mention.span[0] - 8) : mention.span[0]]
        wanted = any(
            code.endswith("_awards") or code.startswith("pledge_financing") for code in mention.codes
        )
        return wanted and _APPLIED_FOR.search(before) is not None

    def _unsaid(self, start: int, end: int) -> int:
        """How much stands between two places besides small words, places, periods and names already used."""
        used = [self.line.mentions[index].span for index in sorted(self.used)]
        rest = 0
        for low, high in used:
            if start <= low and high <= end:
                rest += self._left_over(start, low)
                start = high
        return rest + self._left_over(start, end)

    def _of_a_group(self, mention: Mention) -> bool:
        """企业申请1080件, 职务发明, 长株潭: one kind of applicants or a cluster of cities, not the region."""
        before = self.line.text[max(0, mention.span[0] - 8) : mention.span[0]]
        if _GROUP.search(before) is None:
            return False
        return any(
            code in PATENTS or code in ("dispute_cases", "pct_applications") for code in mention.codes
        ) or bool(mention.bare)

    def _done_by_others(self, mention: Mention) -> bool:
        """Cases of courts and customs are none of the office's."""
        if not any(code.endswith("_cases") for code in mention.codes):
            return False
        start = self.line.clause_start(mention.span[0])
        return _OTHERS.search(self.line.text, start, mention.span[1]) is not None

    def _left_over(self, start: int, end: int) -> int:
        return len(self.setting.cues.without_fillers(self.line.open_text(start, end)))

    def _shared(
        self, index: int, chosen: _Found, number: Number, measured: Measured, clause: int
    ) -> list[_Found]:
        """Names listed before one number share it where it is a rank, or where 均 or 各 says so."""
        self.used.add(index)
        chosen = replace(
            chosen, left_over=self._left_over(self.line.mentions[index].span[1], measured.subject_end)
        )
        told = self.line.text[self.line.mentions[index].span[1] : number.start]
        if measured.measure != "rank" and not re.search(r"均|都|双双|皆", told):
            return [chosen]
        run = self._run_ending(index, 0 if measured.measure == "rank" else clause)
        if len(run) < 2:
            return [chosen]
        return self._complete_run(run, number, measured) or [chosen]

    def _run_ending(self, index: int, floor: int) -> list[int]:
        """The mentions listed right before one, itself last."""
        run = [index]
        while run[0] > 0:
            left, right = self.line.mentions[run[0] - 1], self.line.mentions[run[0]]
            between = self.line.text[left.span[1] : right.span[0]]
            if (
                left.span[0] < floor
                or left.bare == "patent"
                or not _LIST_SIGN.fullmatch(between)
                or not between
            ):
                break
            if between == "," or between.startswith(","):
                break
            run.insert(0, run[0] - 1)
        return run

    def _complete_run(self, run: Sequence[int], number: Number, measured: Measured) -> list[_Found]:
        """Listed names complete each other: 发明申请、授权 and 发明、实用新型专利申请."""
        mentions = [self.line.mentions[index] for index in run]
        full = [mention for mention in mentions if mention.meanings]
        found: list[_Found] = []
        for index, mention in zip(run, mentions, strict=True):
            if mention.bare == "type" and full:
                code = self._fitting(full[-1], number, measured)
                found_one = _Found(code, mention.part, "listed", mention) if code else None
            elif mention.bare == "act" and mentions[0].meanings and mention is not mentions[0]:
                found_one = self._act_after(mentions[0], mention, number, measured)
            else:
                found_one = self._complete(mention, index, number, measured, "listed")
            if found_one is None:
                return []
            found.append(found_one)
        self.used.update(run)
        return found

    def _act_after(
        self, first: Mention, mention: Mention, number: Number, measured: Measured
    ) -> _Found | None:
        """授权量 after 每亿元GDP的专利申请量 is per GDP too; after 发明申请 it is the inventions'."""
        code = first.codes[0]
        if code.startswith("patent_applications_per"):
            return _Found(code.replace("applications", "grants"), None, "listed", mention)
        own = self._fitting(mention, number, measured)
        part = mention.part or (first.part if code in PATENTS else None)
        return _Found(own, part, "listed", mention) if own else None

    def _fitting(self, mention: Mention, number: Number, measured: Measured) -> str | None:
        """The one meaning of a name that a number's unit allows."""
        if measured.measure in ("yoy", "share", "rank") or number.kind in ("percent", "points", "times"):
            return self._said_before(mention) or (mention.codes[0] if mention.meanings else None)
        for meaning in mention.meanings:
            if meaning.units is None:
                if self._unit_fits(meaning.code, number):
                    return meaning.code
            elif number.unit in meaning.units or (
                number.unit is None and number.quantity.scaled and "元" in meaning.units
            ):
                return meaning.code
        if number.kind == "money" and self._is_rate(number):
            return next((RATES[code] for code in mention.codes if code in RATES), None)
        return None

    def _said_before(self, mention: Mention) -> str | None:
        """Of several meanings, the one that was stated last in this line."""
        codes = mention.codes
        for stated in reversed(self.stated):
            if stated.code in codes and stated.measure == "level":
                return stated.code
        return None

    def _is_rate(self, number: Number) -> bool:
        """4000元/项, 每件2000元: what is paid for one patent."""
        before = self.line.text[max(0, number.start - 14) : number.start]
        after = self.line.text[number.end : number.end + 6]
        per = (
            number.quantity.per in ("件", "项", "个")
            or re.search(r"每[件项个]", before)
            or re.match(r"[/每][件项]", after)
        )
        return bool(per) or (not number.quantity.scaled and re.search(r"资助|奖励|补助", before) is not None)

    def _unit_fits(self, code: str, number: Number) -> bool:
        entry = self.setting.catalogue[code]
        if number.unit is None:
            return number.quantity.scaled and number.kind == "bare"
        if entry.unit_kind == "money":
            if entry.unit != "元":
                return number.kind == "money" and self._is_rate(number)
            return number.kind == "money" and number.quantity.per is None
        family = self.setting.units.families.get(entry.unit)
        if family is None:
            return number.unit == entry.unit or number.kind == entry.unit_kind
        if entry.unit_kind == "people":
            return number.kind == "people" and number.unit in family
        return number.unit in family or number.unit in self.setting.units_of.get(code, ())

    # -- names that need another

    def _complete(
        self, mention: Mention, index: int, number: Number, measured: Measured, rule: str
    ) -> _Found | None:
        if mention.open_dimension:
            return self._open(mention, index, number, measured)
        code = self._fitting(mention, number, measured)
        if code is None:
            return None
        part = mention.part
        if mention.bare == "act":
            return self._bare_act(mention, code, part, index)
        if part is None and code.startswith("subsidy_rate"):
            part = self._rate_part()
        if part is None and code.startswith("pledge_financing") and code != "pledge_financing_enterprises":
            part = self._pledge_part(mention)
        return _Found(code, part if self._has_part(code, part) else None, rule, mention)

    def _rate_part(self) -> str | None:
        return next((s.part for s in reversed(self.stated) if s.code.startswith("subsidy_rate")), None)

    def _pledge_part(self, mention: Mention) -> str | None:
        """质押金额 after 专利权质押登记 is the patents' too; after 知识产权质押 it is everybody's."""
        text = self.line.text[slice(*mention.span)]
        if text.startswith("知识产权") or "商标" in text or "专利" in text:
            return None
        pledges = [m for m in self.line.mentions if any(c.startswith("pledge_financing") for c in m.codes)]
        first = next((m for m in pledges if m.span[1] <= mention.span[0]), None)
        return first.part if first is not None else None

    def _has_part(self, code: str, part: str | None) -> bool:
        dimension = self.setting.catalogue[code].breakdown
        return (
            part is not None
            and dimension is not None
            and part in self.setting.catalogue.dimensions[dimension].members
        )

    def _bare_act(self, mention: Mention, code: str, part: str | None, index: int) -> _Found | None:
        """申请432件, 授权182件: patents, of the type that the sentence is about."""
        if self.setting.cues.patterns["rates"].match(self.line.text, mention.span[1]):
            return None
        if re.search(r"商标|版权|著作权|品种", self.line.text[max(0, mention.span[0] - 6) : mention.span[0]]):
            return None
        if code.startswith("subsidy_rate"):
            return _Found(code, part or self._rate_part(), "bare", mention)
        if part is None and "实际" in self.line.text[max(0, mention.span[0] - 4) : mention.span[0]]:
            part = next((s.part for s in reversed(self.stated) if s.code == code), None)
        elif code in RATES and part is None:
            part = self._topic_part(index, code)
        return _Found(code, part, "bare", mention)

    def _topic_part(self, index: int, code: str) -> str | None:
        for earlier in range(index - 1, -1, -1):
            mention = self.line.mentions[earlier]
            if (
                mention.bare == "type"
                and earlier not in self.used
                and not self._numbers_between(mention, index)
            ):
                return mention.part
        first = next((s for s in self.stated if s.code in PATENTS), None)
        if first is None or first.part is None or first.under_among:
            return None
        told = {s.part for s in self.stated if s.code in PATENTS and s.measure in ("level", "target")}
        return first.part if told == {first.part} and len(self.stated) < 4 else None

    def _numbers_between(self, mention: Mention, index: int) -> bool:
        end = self.line.mentions[index].span[0]
        return any(
            mention.span[1] <= number.start < end for number in self.line.numbers if number.kind != "rank"
        )

    def _open(self, mention: Mention, index: int, number: Number, measured: Measured) -> _Found | None:
        """发明5件 after 授权182件 are grants; 金奖1项 after 中国专利奖 is of that prize."""
        dimension = mention.open_dimension
        for stated in reversed(self.stated):
            if self._matches(stated.code, dimension, number, measured):
                return _Found(stated.code, mention.part, "part", mention, stated)
        for earlier in reversed(self.line.mentions[:index]):
            for code in earlier.codes:
                if self._matches(code, dimension, number, measured):
                    return _Found(code, mention.part, "part", mention)
        for stated in reversed(self.topic.stated):
            if self._matches(stated.code, dimension, number, measured):
                return _Found(stated.code, mention.part, "part-before", mention)
        for earlier in (*reversed(self.topic.mentions), *self.topic.heading):
            for code in earlier.codes:
                if self._matches(code, dimension, number, measured):
                    return _Found(code, mention.part, "part-before", mention)
        return None

    def _matches(self, code: str, dimension: str | None, number: Number, measured: Measured) -> bool:
        if self.setting.catalogue[code].breakdown != dimension:
            return False
        return (
            measured.measure not in ("level", "change")
            or number.kind == "percent"
            or self._unit_fits(code, number)
        )

    # -- names on the right, in an earlier clause, or not said again

    def _right_neighbour(self, number: Number) -> _Found | None:
        for index in range(bisect_left(self.mention_places, number.end), len(self.line.mentions)):
            mention = self.line.mentions[index]
            if mention.span[0] >= number.end and index not in self.used:
                between = self.line.text[number.end : mention.span[0]]
                if between not in ("", "的") or mention.bare or mention.open_dimension:
                    return None
                return self._complete(mention, index, number, _level(number), "behind")
        return None

    def _to_the_right(self, number: Number) -> _Found | None:
        end = self.line.clause_end(number.end)
        following = bisect_left(self.number_places, number.end)
        end = min(end, self.number_places[following]) if following < len(self.number_places) else end
        for index in range(bisect_left(self.mention_places, number.end), len(self.line.mentions)):
            mention = self.line.mentions[index]
            if mention.span[0] < number.end or index in self.used or mention.bare == "patent":
                continue
            if mention.span[0] >= end or mention.span[0] - number.end > LONGEST_REACH:
                return None
            between = self.line.text[number.end : mention.span[0]]
            if between.startswith(("、", "和", ")")):
                return None
            found = self._behind(mention, index, number, between)
            if found is not None:
                self.used.add(index)
                return found
        return None

    def _behind(self, mention: Mention, index: int, number: Number, between: str) -> _Found | None:
        """16项发明专利申请 is a count of nothing unless the sentence says what was done with them."""
        patents = mention.bare or not mention.meanings or mention.codes[0] in PATENTS
        if patents:
            if (
                number.kind in ("count", "bare")
                and re.search(r"(?:资助|奖励|补助)", self.line.text)
                and not between.strip("的")
            ):
                return _Found("subsidised_patents", mention.part, "behind", mention)
            return None
        if len(self.setting.cues.without_fillers(between)) > 6 and number.kind != "people":
            return None
        award = mention.codes[0].endswith("_awards")
        if re.search(r"专利|商标", between) and not award and len(between) < 12:
            return None
        return self._complete(mention, index, number, _level(number), "behind")

    def _earlier(self, number: Number, measured: Measured, start: int) -> list[_Found]:
        """A name in a clause before, when nothing but small words stands between it and the number."""
        clause = self.line.clause_start(number.start, start)
        if self._left_over(clause, measured.subject_end) > 1 or self._counts_a_noun(number):
            return []
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            mention = self.line.mentions[index]
            if mention.span[1] > clause or index in self.used:
                continue
            if mention.span[0] < start:
                break
            if mention.void:
                return []
            if mention.bare == "patent" or not mention.meanings and measured.measure != "level":
                continue
            if measured.measure in ("yoy", "change", "share") and self.stated:
                break
            chosen = self._complete(mention, index, number, measured, "earlier")
            if chosen is not None:
                return self._shared(index, chosen, number, measured, start)
        return []

    def _elided(
        self, number: Number, measured: Measured, start: int, only: frozenset[str] | None
    ) -> list[_Found]:
        """Nothing is named: the number goes on about what was stated last."""
        clause = self.line.clause_start(number.start, start)
        if self._unsaid(clause, measured.subject_end) > 1:
            return []
        if self.stated and measured.measure != "level":
            if not self._follows(self.stated[-1], number, counts_only=True):
                return []
            base = self._base_for(number, measured, only)
            return [_Found(base.code, base.part, "elided", base.mention, base)] if base else []
        for stated in self.stated[-1:]:
            code = self._same_topic(stated, number, measured)
            if code is not None and self._follows(stated, number) and not self._counts_a_noun(number):
                rule = "restated" if code == stated.code else "topic"
                part = stated.part
                if (
                    part is None
                    and rule == "topic"
                    and code.startswith("pledge")
                    and stated.mention is not None
                ):
                    part = self._pledge_part(stated.mention)
                return [
                    _Found(code, part if self._has_part(code, part) else None, rule, stated.mention, stated)
                ]
        return self._from_before(number, measured, only)

    def _follows(self, stated: Stated, number: Number, counts_only: bool = False) -> bool:
        """Whether no number that stated nothing stands between a statement and one that would go on about it."""
        for other in self.line.numbers:
            if (
                stated.number.end <= other.start
                and other.end <= number.start
                and not self._is_small_talk(other)
            ):
                if not counts_only or other.start in self.lost:
                    return False
        return True

    def _counts_a_noun(self, number: Number) -> bool:
        """18个兄弟省: a number right before a noun counts that noun, whatever was named before."""
        after = self.line.text[number.end : number.end + 2]
        return bool(after) and _NOUN_AFTER.match(after) is not None

    def _base_for(self, number: Number, measured: Measured, only: frozenset[str] | None) -> Stated | None:
        for stated in reversed(self.stated):
            if only is not None and stated.measure not in only:
                continue
            if measured.measure == "share" and (stated.subject.area or "").startswith(("全", "自治区")):
                continue
            if (
                measured.measure == "change"
                and number.kind not in ("points",)
                and not self._unit_fits(stated.code, number)
            ):
                continue
            return stated
        return None

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

    def _from_before(self, number: Number, measured: Measured, only: frozenset[str] | None) -> list[_Found]:
        """A sentence without a name of its own goes on about the one before: 其中海创集团201件."""
        text = self.line.text
        if self._counts_a_noun(number):
            return []
        placed = bool(self.subjects) or self.setting.cues.has("among", text[: number.start])
        if not self.topic.stated or self.stated:
            return []
        base = self.topic.stated[-1]
        if measured.measure == "level":
            level = next(
                (
                    s
                    for s in reversed(self.topic.stated)
                    if s.measure == "level" and self._unit_fits(s.code, number)
                ),
                None,
            )
            if level is None or not placed:
                return []
            return [_Found(level.code, level.part, "before", None)]
        if only is not None:
            return []
        return [_Found(base.code, base.part, "before", None)] if placed else []

    # -- lists of values

    def _distribute(self, group: list[Number], start: int) -> bool:
        first = group[0]
        measured = [self._measure(first, start, None)]
        if measured[0] is None:
            return False
        for last, number in zip(group, group[1:], strict=False):
            one = self._measure(number, last.end, measured[0].measure)
            if one is None or one.measure != measured[0].measure:
                sign = -1 if measured[0].value < 0 else 1
                one = replace(
                    measured[0],
                    value=sign * abs(number.quantity.value or Decimal(0)),
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
            self._by_place(group, readings, start)
            or self._by_period(group, readings, start)
            or self._by_name(group, readings, start)
            or self._by_statement(group, readings, start)
            or self._for_nobody(group, readings, start)
        )

    def _for_nobody(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        """分别为3件、2件 of things that nobody could tell apart: none is better than a guess."""
        told = self.line.text[self.line.clause_start(group[0].start, start) : group[0].start]
        return measured[0].measure == "level" and re.search(r"分别|依次", told) is not None

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
        for number, reading, placed in zip(group, measured, runs[-1], strict=True):
            self._state(
                number, reading, replace(found[0], rule="by-place"), start, subject_of(placed, placed.end)
            )
        return True

    def _before_places(self, number: Number, measured: Measured, at: int) -> list[_Found]:
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            mention = self.line.mentions[index]
            if mention.span[1] <= at:
                found = self._complete(mention, index, number, measured, "by-place")
                return [found] if found else []
        base = next(
            (s for s in reversed(self.stated or list(self.topic.stated)) if s.measure == "level"), None
        )
        if base is None or measured.measure == "level" and not self._unit_fits(base.code, number):
            return []
        return [_Found(base.code, base.part, "by-place", None, base)]

    def _by_period(self, group: list[Number], measured: list[Measured], start: int) -> bool:
        parts = [
            t.period.parts
            for t in self.line.periods
            if t.end <= group[0].start and len(t.period.parts) == len(group)
        ]
        if not parts:
            return False
        found = self._find(group[0], measured[0], start)
        if not found:
            return False
        for number, reading, (low, high) in zip(group, measured, parts[-1], strict=True):
            when = When("span", low, high, True)
            self._state(number, reading, replace(found[0], rule="by-period"), start, None, when)
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
        ):
            if not re.search(
                r"分别|依次|各|双双", self.line.text[self.line.mentions[run[-1]].span[1] : group[0].start]
            ):
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
        listed = re.search(r"分别|依次|各", told) is not None
        mention = next(
            (m for m in reversed(self.line.mentions) if start <= m.span[0] and m.span[1] <= group[0].start),
            None,
        )
        if not listed and measured[0].measure == "level" and (mention is None or mention.bare != "type"):
            return False
        bases = self._last_statements(len(group), mention)
        if len(bases) != len(group):
            return False
        if measured[0].measure == "level" and not all(
            self._unit_fits(b.code, n) for b, n in zip(bases, group, strict=True)
        ):
            return False
        for number, reading, base in zip(group, measured, bases, strict=True):
            part = mention.part if mention is not None and mention.bare == "type" else base.part
            found = _Found(base.code, part, "by-statement", base.mention, base)
            self._state(number, reading, found, start)
        return True

    def _last_statements(self, count: int, mention: Mention | None) -> list[Stated]:
        """The last distinct values stated, oldest first; of the named indicator where one is named."""
        bases: list[Stated] = []
        seen: set[tuple[object, ...]] = set()
        by_type = mention is not None and mention.bare == "type"
        for stated in reversed([*self.topic.stated, *self.stated]):
            if stated.measure not in ("level", "target"):
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

    # -- the value in full

    def _state(
        self,
        number: Number,
        measured: Measured,
        found: _Found,
        start: int,
        subject: Subject | None = None,
        when: When | None = None,
    ) -> None:
        line, base = self.line, found.base
        local_place = local_subject(line, number.start) if measured.measure == "level" else None
        subject = subject or local_place or self._subject_of(number, base)
        if subject.area is None and subject.entity is None and found.code in OWNED:
            subject = self._owner(number) or subject
        stocks = self.setting.catalogue[found.code].accounting == "stock"
        current = self.clock.at(number.start, self.number_places, stocks)
        local = local_when(line, number.start, start, self.clock)
        when = when or local or current
        measure, planned = self._as_target(number, measured, start)
        if measured.measure == "level":
            accounting = self._accounting(number, found, start, when, base)
        else:
            accounting, when = self._as_base(found, base, when, local)
        if measured.measure == "level" and self._is_part_of_total(found, subject, accounting, when, number):
            return
        if found.code.startswith("pledge_financing") and self._single_loan(
            found.code, subject, number, start
        ):
            return
        if measured.measure == "yoy" and self._since_year_end(number, when):
            return
        begin, end = dates_of(accounting, when, self.window)
        if planned and when.kind == "plan" and accounting != "flow":
            begin = None
        self.stated.append(
            Stated(
                number,
                found.code,
                found.part,
                measure,
                measured.value,
                measured.comparator,
                accounting,
                begin,
                end,
                subject,
                when,
                found.rule,
                self._doubts(number, found, measured),
                found.mention,
                self.setting.cues.has("among", line.text[start : number.start]),
                self.setting.catalogue[found.code].unit_kind,
                self._gives_way(number, local),
            )  # fmt: skip
        )

    def _subject_of(self, number: Number, base: Stated | None) -> Subject:
        subject = subject_at(self.subjects, number.start, self.topic.subject)
        if base is not None and found_later(self.subjects, base, number) is None:
            return base.subject
        return subject

    def _gives_way(self, number: Number, local: When | None) -> bool:
        """由每件2000元提高到4000元: without a date of its own the first value only tells where it came from."""
        if local is not None:
            return False
        before = self.line.text[self.line.clause_start(number.start) : number.start]
        return (
            re.search(r"[由从][^,;。]{0,8}\Z", before) is not None
            and _CHANGES_TO.match(self.line.text, number.end) is not None
        )

    def _owner(self, number: Number) -> Subject | None:
        """The last park or centre named before: its enterprises, its filings."""
        named = [p for p in self.line.places if p.place.kind == "entity" and p.end <= number.start]
        return subject_of(named[-1], named[-1].end) if named else None

    def _is_part_of_total(
        self, found: _Found, subject: Subject, accounting: str, when: When, number: Number
    ) -> bool:
        """19篇,其中省局网站8篇: where a total is told, its parts by medium or agency are none of ours."""
        for stated in self.stated:
            alike = (stated.code, stated.part, stated.accounting) == (found.code, found.part, accounting)
            same = stated.subject.area == subject.area and stated.subject.entity == subject.entity
            dated = (stated.when.start, stated.when.end) == (when.start, when.end)
            if alike and same and dated and stated.measure == "level" and stated.number is not number:
                return "其中" in self.line.text[stated.number.end : number.start]
        return False

    def _since_year_end(self, number: Number, when: When) -> bool:
        """较去年末增长5.4% within the year is growth over some months, not over a year."""
        before = self.line.text[self.line.clause_start(number.start) : number.start]
        return _YEAR_END_BASE.search(before) is not None and (when.end is None or when.end.month != 12)

    def _single_loan(self, code: str, subject: Subject, number: Number, start: int) -> bool:
        """One company's loan, an example, or interest paid back are no pledge statistics."""
        before = self.line.text[: number.start]
        if _EXAMPLE.search(before) or subject.entity and _COMPANY.search(subject.entity):
            return True
        return (
            code == "pledge_financing_enterprises" and _SUBSIDISED_INTEREST.search(before[-40:]) is not None
        )

    def _accounting(self, number: Number, found: _Found, start: int, when: When, base: Stated | None) -> str:
        usual = self.setting.catalogue[found.code].accounting
        inherited = None
        if base is not None and self.line.text[base.number.end : number.start] in ("、", "和", ""):
            inherited = base.accounting
        previous = self.stated[-1] if self.stated else None
        if previous is not None and previous.accounting == "cumulative" and usual == "flow":
            between = self.line.text[previous.number.end : number.start]
            dependent = re.match(r",?(?:涉及|惠及|服务|支持|受益)", between)
            if dependent or between.startswith("、"):
                inherited = "cumulative"
        if found.code in HOLDABLE and holds_now(self.line, start, number.start) and inherited is None:
            clause = self.line.text[self.line.clause_start(number.start) : number.start]
            return "cumulative" if "累计" in clause else "stock"
        if (
            found.code in OWNED
            and usual == "flow"
            and when.kind == "asof"
            and "截" in self.line.text[: number.start]
        ):
            return "cumulative"
        return accounting_of(self.line, start, number.start, usual, when, inherited)

    def _as_base(
        self, found: _Found, base: Stated | None, when: When, local: When | None
    ) -> tuple[str, When]:
        """Growth, shares and ranks hold for the accounting and the period of the level they speak of."""
        level = base
        if level is None or level.measure == "target" and not self.planned:
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

    def _as_target(self, number: Number, measured: Measured, start: int) -> tuple[str, bool]:
        clause_start = self.line.clause_start(number.start, start)
        head = self.line.text[clause_start : number.start]
        if self.planned:
            past = re.search(r"(?:去年|上年|已(?:经)?(?:达|完成|实现|建))", head)
            return (measured.measure, False) if past else ("target", True)
        if measured.measure in ("rank",):
            return measured.measure, False
        cue = re.search(
            r"力争|目标|任务|指标|争取|确保|预期|要(?:达到|突破|升到|超过|实现)|拟|计划(?:完成|实现|新增|达到)",
            head,
        )
        if (
            cue
            and not re.search(r"实际|完成|实现|超额|已达", head[cue.end() :])
            and not re.search(r"完成|占|超", head[: cue.start()][-4:])
        ):
            return "target", True
        tail = self.line.text[number.end : self.line.clause_end(number.end)]
        if (
            re.match(r"(?:、[^,;。]{0,30}|的|[^,;。]{0,4})?的?(?:年度)?(?:目标|任务|指标)", tail)
            and measured.measure == "level"
        ):
            return "target", True
        if (
            self._goal_ahead(number)
            or self.clock.at(number.start, ()).kind == "plan"
            and measured.measure == "level"
        ):
            return "target", True
        return measured.measure, False

    def _goal_ahead(self, number: Number) -> bool:
        """到2025年,……要达到…,……突破…: a horizon after the window makes all that follows a goal."""
        when = self.clock.at(number.start, ())
        return bool(when.end and self.window.end and when.end.year > self.window.end.year)

    def _doubts(self, number: Number, found: _Found, measured: Measured) -> tuple[str, ...]:
        doubts = []
        if found.left_over:
            doubts.append("words between name and number")
        if number.quantity.unit is None:
            doubts.append("no unit of its own")
        return tuple(doubts)


def found_later(subjects: Sequence[Subject], base: Stated, number: Number) -> Subject | None:
    """The subject told between a statement and a number that goes on about it, or None."""
    if base.number.start >= number.start:
        return None
    told = (one for one in subjects if base.number.end <= one.start <= number.start and not one.back)
    return next(told, None)


def _level(number: Number) -> Measured:
    return Measured("level", number.quantity.value or Decimal(0), number.start, number.quantity.comparator)


def is_type(part: str | None) -> bool:
    """Whether a part is one of the three kinds of patent."""
    return part in TYPES
