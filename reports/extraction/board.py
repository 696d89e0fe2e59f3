"""What is known while a line is read: its things in order, what was stated so far, and which units fit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.catalogue import Catalogue
from reports.extraction.amounts import BAR_OF_A_LIST
from reports.extraction.cues import Cues
from reports.extraction.frozen import quickly_made
from reports.extraction.lexicon import UnitWords
from reports.extraction.line import Line, Number
from reports.extraction.measures import Measured, measure_of
from reports.extraction.mentions import RATES, Mention
from reports.extraction.periods import Window
from reports.extraction.subjects import HOME, Subject, find_subjects
from reports.extraction.times import Clock, When, report_when

_NOUN_AFTER = re.compile(
    r"[县市区省镇乡州村局厅]|(?!入选|获奖|入围|上榜|[的和与及占同增减降升提回净多少较比为以其仍等也均都在居全上下左涉惠且并后台关大之级次领紧位排最首名跟随仅相])[\u4e00-\u9fff]{2}"
)

_EACH_PIECE = re.compile("每[件项个]")
_BY_PIECE = re.compile("[/每][件项]")
# Without one of these only a date makes a number a goal.
_GOAL_WORDS = re.compile(
    "[力目任指争确预要拟计应须冲底季](?:(?<=力)争|(?<=目)标|(?<=任)务|(?<=指)(?<![项个大要心类].)标|(?<=争)取|(?<=确)保"
    "|(?<=预)[期计]|(?<=要)[达突升超实]|(?<=拟)|(?<=计)划|(?<=[应须])[达完实突]|(?<=冲)刺|(?<=底)前|(?<=季)度前)"
)
_BAR = re.compile("(?:以上|以下)?的(?:企业|单位|高校)?[有达共]?(?:\\d+|[一二三四五六七八九十]+)[家户所个]")
_BAR_BEFORE = re.compile(r"[超过达到满]{1,2}[\d百千万]+[件项](?:以上)?的(?:企业|单位|高校)?[有达共]?\Z")
_OF_A_TASK = re.compile("任务|目标|计划|指标|完成")
_HELD_AGAINST = re.compile("(?:高于|低于|高出|领先|落后)[^,;。]{0,8}平均[^,;。]{0,4}\\Z")
# 排名前三位的省(区、市)依次为: what leads up to a list of places names nothing itself
_LEADS_UP = re.compile(
    r"(?:排名|排在|排|位居|稳居|位列|居|列)?前(?:[一二三四五六七八九十]+|\d{1,2})?(?:位|名)?的?"
    r"(?:[省市县区州](?:[份级]|[市县区州])?|地市|市州|盟市|旗县|地区|省区市)?(?:\([省市县区州、]{1,6}\))?(?:依次|分别|顺次)?[是为]?:?"
)
LONGEST_LABEL = 8
INHERITED = "what it goes on about was not named beside it"  # a doubt
PAID = re.compile("资助|奖励|补助")


@quickly_made
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
    name: str = ""  # the words that named it
    giver: str = ""  # by level, whose money was paid
    hidden: bool = False  # told only to be replaced: 由每件2000元 before 提高到4000元

    @property
    def unit_kind(self) -> str:
        """The kind of unit of the value: percent for growth and shares, rank for ranks."""
        if self.measure == "rank":
            return "rank"
        if self.measure in ("yoy", "share") or self.number.kind in ("percent", "points", "times", "growth"):
            return "percent"
        return self.usual_kind


@quickly_made
@dataclass(frozen=True, slots=True)
class Topic:
    """What the line before left behind: its values, its names and whom it spoke of."""

    stated: tuple[Stated, ...] = ()
    mentions: tuple[Mention, ...] = ()
    subject: Subject = HOME
    heading: tuple[Mention, ...] = ()
    title: tuple[Mention, ...] = ()  # of a text without headings: what lines of labels tell of
    whole: Stated | None = None  # the last count of patents for the reporting region as a whole
    counted: Stated | None = None  # the last one of any type of patents


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for a whole document."""

    catalogue: Catalogue
    units: UnitWords
    cues: Cues
    units_of: Mapping[str, frozenset[str]]
    window: Window
    plan_window: Window


@quickly_made
@dataclass(frozen=True, slots=True)
class Found:
    """A subject name chosen for a number, with the rule that chose it."""

    code: str
    part: str | None
    rule: str
    mention: Mention | None
    base: Stated | None = None
    left_over: int = 0
    doubt: str = ""


class Board:
    """Reads one line from left to right; keeps only what has been stated so far."""

    def __init__(self, line: Line, topic: Topic, setting: Setting, inherited: When | None) -> None:
        self.line = line
        self.topic = topic
        self.setting = setting
        self.entries = setting.catalogue.indicators
        self.planned = line.sentence.part == "planned"
        self.window = setting.plan_window if self.planned else setting.window
        self.clock = Clock(line, self.window, inherited or report_when(self.window))
        self.subjects = find_subjects(line, setting.cues)
        self.number_places = [number.start for number in line.numbers]
        self.mention_places = [mention.span[0] for mention in line.mentions]
        text = line.text
        self.told_goals = (
            _GOAL_WORDS.search(text) is not None or "届时" in text or "确定的" in text or "下达的" in text
        )
        self.brackets = ")" in text
        self.told_among = setting.cues.has("among", text)  # whether it is worth asking of a part of it
        self.stated: list[Stated] = []
        self.used: set[int] = set()
        self.rests: dict[tuple[int, int], int] = {}
        self.closed: list[int] = []  # where cases closed are counted, which state nothing of their own
        self.lost: set[int] = set()  # where numbers stand that counted something unknown
        self.listed: set[int] = set()  # where numbers stand whose list was not understood
        self.last_measure: str | None = None

    def _gap_start(self, number: Number) -> int:
        if number is self.line.numbers[0]:
            return 0
        for index in range(bisect_left(self.number_places, number.start) - 1, -1, -1):
            other = self.line.numbers[index]
            if not self._is_small_talk(other):
                return other.end
        return 0

    def _counts_one(self, number: Number) -> bool:
        """培训班一期, 专利纠纷一起: a one that ends its clause right behind a name counts, 一个时期 does not."""
        if self.line.text[number.end : number.end + 1] not in ("", ",", "。", ";", "、", ")"):
            return False
        return any(m.span[1] == number.start and m.meanings for m in self.line.mentions)

    def _label(self, number: Number) -> str:
        """The 完成情况 of 完成情况:3218件; empty where a number does not open what follows a label."""
        text, at = self.line.text, number.start
        at -= text[at - 1 : at] == "+"
        if text[at - 1 : at] != ":":
            return ""
        label = text[: at - 1]
        return label if 2 <= len(label) <= LONGEST_LABEL else ""

    def _is_small_talk(self, number: Number) -> bool:
        """科技三项经费, 基金二期: a small Chinese numeral that stated nothing is a word like others."""
        if self._sets_a_bar(number):
            return True
        value = number.quantity.value
        if number.quantity.weak:
            return not self._counts_one(number)
        small = value is not None and value <= 20 and number.kind in ("count", "bare")
        if not small or number.quantity.text[:1].isdigit():
            return False
        return all(stated.number is not number for stated in self.stated)

    def _sets_a_bar(self, number: Number) -> bool:
        """授权量超百件的5家:…: how much is needed to be listed, and how many are."""
        if number.kind != "count" or "的" not in self.line.text:
            return False
        if BAR_OF_A_LIST.match(self.line.text, number.end) is not None:
            return True
        return _BAR.match(self.line.text, number.end) is not None or (
            _BAR_BEFORE.search(self.line.text, 0, number.start) is not None
            and self.line.text[number.end : number.end + 1] in ":,有是为"
        )

    def _left_over(self, start: int, end: int) -> int:
        if start >= end:
            return 0
        key = (start, end)
        rest = self.rests.get(key)
        if rest is None:
            between = self.line.open_text(start, end)
            if "前" in between:
                between = _LEADS_UP.sub("", between)
            rest = len(self.setting.cues.without_fillers(between))
            self.rests[key] = rest
        return rest

    def _unsaid(self, start: int, end: int) -> int:
        """How much stands between two places besides small words, places, periods and names already used."""
        if start >= end:
            return 0
        mentions = self.line.mentions
        rest = 0
        for low, high in [mentions[index].span for index in sorted(self.used)] if self.used else ():
            if start <= low and high <= end:
                rest += self._left_over(start, low)
                start = high
        return rest + self._left_over(start, end)

    def _numbers_between(self, mention: Mention, index: int) -> bool:
        end = self.line.mentions[index].span[0]
        return any(
            mention.span[1] <= number.start < end for number in self.line.numbers if number.kind != "rank"
        )

    def _has_part(self, code: str, part: str | None) -> bool:
        entry = self.entries.get(code) if part is not None else None
        if entry is None:
            return False
        dimension = entry.breakdown
        return dimension is not None and part in self.setting.catalogue.dimensions[dimension].members

    def _follows(self, stated: Stated, number: Number, counts_only: bool = False) -> bool:
        """Whether no number that stated nothing stands between a statement and one that would go on about it."""
        for other in self.line.numbers:
            if self._in_closed_bracket(other, number):
                continue
            if (
                stated.number.end <= other.start
                and other.end <= number.start
                and not self._is_small_talk(other)
                and not self._turns_nothing(other, stated, number)
            ) and (not counts_only or other.start in self.lost):
                return False
        return True

    def _turns_nothing(self, other: Number, stated: Stated, number: Number) -> bool:
        """环比下降8.6%, or 规上企业占46.1% behind what it is of, states nothing and turns to nothing else either."""
        clause = self.line.text[other.clause : other.start]
        if other.kind == "times":
            return "是" in clause or "相当于" in clause  # 是上年的1.9倍
        if other.kind != "percent":
            return _HELD_AGAINST.search(clause) is not None  # 低于全国平均2.37件
        if self.setting.cues.has("other_base", clause) or _OF_A_TASK.search(clause):
            return True
        if number.kind not in ("count", "people") or not self.setting.cues.has("share", clause):
            return False
        return not any(stated.number.end <= m.span[0] < number.start and m.codes for m in self.line.mentions)

    def _in_closed_bracket(self, other: Number, number: Number) -> bool:
        """62家(含分支机构19家),占四成: what stands in a bracket that is closed does not come between."""
        opened = self.line.text.rfind("(", 0, other.start)
        if opened < 0 or self.line.text.find(")", opened, other.start) >= 0:
            return False
        return self.line.text.find(")", other.end, number.start) >= 0

    def _counts_a_noun(self, number: Number) -> bool:
        """18个兄弟省: a number right before a noun counts that noun, whatever was named before."""
        after = self.line.text[number.end : number.end + 2]
        return bool(after) and _NOUN_AFTER.match(after) is not None

    def _said_before(self, mention: Mention) -> str | None:
        """Of several meanings, the one that was stated last in this line."""
        codes = mention.codes
        for stated in reversed(self.stated):
            if stated.code in codes and stated.measure == "level":
                return stated.code
        return None

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
        if number.kind == "money" and any(code in RATES.values() for code in mention.codes):
            return "subsidy_amount" if "subsidy_amount" in self.entries else None  # 三万元用作申请资助
        return None

    def _is_rate(self, number: Number) -> bool:
        """4000元/项, 每件2000元: what is paid for one patent."""
        before = self.line.text[max(0, number.start - 14) : number.start]
        after = self.line.text[number.end : number.end + 6]
        rated = bool(self.stated) and self.stated[-1].code in RATES.values() and not number.quantity.scaled
        per = (
            rated
            or number.quantity.per in ("件", "项", "个")
            or _EACH_PIECE.search(before)
            or _BY_PIECE.match(after)
        )
        return bool(per) or (not number.quantity.scaled and PAID.search(before) is not None)

    def _unit_fits(self, code: str, number: Number) -> bool:
        entry = self.entries.get(code)
        if entry is None:
            return False
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

    def _matches(self, code: str, dimension: str | None, number: Number, measured: Measured) -> bool:
        if code not in self.entries or self.entries[code].breakdown != dimension:
            return False
        return (
            measured.measure not in ("level", "change")
            or number.kind == "percent"
            or self._unit_fits(code, number)
        )

    def _measure(self, number: Number, start: int, previous: str | None) -> Measured | None:
        label = self._label(number) if number.kind == "percent" else ""
        if label:
            growth = self.setting.cues.has("year_before", label) or self.setting.cues.has("up", label)
            kind = "yoy" if growth else "share" if self.setting.cues.has("share", label) else None
            value = number.quantity.value
            if kind is not None and value is not None:
                return Measured(kind, value, number.start, number.quantity.comparator)
        return measure_of(self.line, number, start, self.setting.cues, previous, self.window.year)
