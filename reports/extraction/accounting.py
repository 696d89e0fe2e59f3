"""Whether a value flowed in a period, stood at a date or piled up, from its words and what was told before."""

from __future__ import annotations

import re

from reports.extraction.board import INHERITED, Found, Stated
from reports.extraction.goals import Goals
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import Mention
from reports.extraction.times import HOLDS, NEW, PILED, When, accounting_of, holds_now, until_now

HOLDABLE = frozenset({
    "pilot_enterprises", "certified_enterprises", "national_ip_enterprises", "strong_ip_enterprises", "aid_stations",
    "patent_navigation_projects", "madrid_trademark_applications", "industrialisation_projects",
    "plant_variety_rights",
})  # fmt: skip
# Told of a park, a zone or a centre only
OWNED = frozenset({
    "park_enterprises", "park_employees", "zone_projects_signed", "zone_contracted_investment", "zone_external_funds",
    "zone_fixed_investment", "agency_filings", "examination_cases_closed",
})  # fmt: skip
_CHANGES_FROM = re.compile(r"[由从][^,;。]{0,8}\Z")
_DEPENDS = re.compile(",?(?:涉及|惠及|服务|支持|受益)")
_CHANGES_TO = re.compile(
    r"[^,;。]{0,4}(?:提高|增加|升|上升|增长|增|调整|调高|扩大|扩充|扩容|扩展|拓展|壮大|发展|攀升|跃升|回落|降|减少|减|下降|提升|压缩|缩短)[^,;。]{0,3}(?:到|至|为)|(?:升|增|降|减|提)(?:至|到)"
)
# 建成机构112家,其中当年新增23家: what is there, new and old
_OF_THEM_NEW = re.compile(
    r"[,(](?:其中)?(?:当年|今年|本年度?|年内|全年)新增(?=\d)|[,(]其中[,:]?[^,;。\d]{0,6}?(?:(?:当年|今年|本年度?|年内|全年|当期|\d{4}年(?:度)?)新|新(?:增|认定|建|设))"
)
_BY_ITS_END = re.compile("[底末]")
_AMONG_HELD = re.compile(r"[,(]其中(?![^,;。]{0,12}新)")
_HAS = re.compile("(?<!没)有(?!效)|(?:家|个)?数达|总数")
_ENTERS = re.compile("列入|入选|获批|通过|获评|认定|晋升|跻身|入围|评为|确定为|获得|荣获")
_CAME_IN = re.compile("(?:新|成功|顺利|全部)?(?:获准|获批|获得|核准|注册|获评|入选|通过)")
_LET_IN = re.compile(r"(?:核准|获准|引进|引入|列入|入选|获批|获评|新建|通过)(?:了)?\Z")
_MAY_ENTER = frozenset(
    {"patent_agencies", "geographical_indications", "well_known_trademarks", "aid_stations"}
)
# listed behind what came in (新增试点县6个、示范城市2个) they came in too; named alone they are held
_LISTED_NEW = _MAY_ENTER | {"demonstration_cities", "pilot_cities", "strong_ip_counties", "patent_agents"}
_GRANTED_TOO = re.compile(",(?:累计)?(?:获|获得|专利|共)*")
_NOW_AT = re.compile("(?:现)?(?:已|已经|总量|总数)?(?:达到?|增至|升至|增加到|有)了?")
_GIVEN = re.compile("获批|获准|核准|批准|注册|认定")
_PASSES = ("通过", "完成")


_AT_HOME = re.compile(r"国内(?:\([^()]{0,12}\))?\Z")


class Accounting(Goals):
    """Tells flows from stocks and from what piled up."""

    def _accounting(self, number: Number, found: Found, start: int, when: When, base: Stated | None) -> str:
        usual = self.entries[found.code].accounting
        if found.code.startswith("subsidy_rate"):
            return usual  # 对当年授权的…每件补助5000元: what is new is no rate
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
        if previous is not None and previous.accounting == "cumulative" and previous.code == found.code:
            between = self.line.text[previous.number.end : number.start]
            if between[:1] == "," and _GIVEN.match(between, 1):
                inherited = "cumulative"  # 累计注册地理标志商标46件,获批地理标志保护产品17个
        if previous is not None and previous.accounting == "cumulative" and found.mention is not None:
            between = self.line.text[previous.number.end : found.mention.span[0]]
            pair = (previous.code, found.code) == ("patent_applications", "patent_grants")
            if pair and _GRANTED_TOO.fullmatch(between):
                inherited = "cumulative"  # 历年累计申请4.57万件,授权2.86万件
        if found.code in HOLDABLE and inherited is None and self._held(number, found, start, when):
            clause = self.line.text[number.clause : number.start]
            return "cumulative" if "累计" in clause else "stock"
        if (
            found.code in OWNED
            and usual == "flow"
            and when.kind == "asof"
            and "截" in self.line.text[: number.start]
        ):
            return "cumulative"
        if self.planned and usual == "stock" and found.code in _MAY_ENTER and previous is not None:
            before = self.line.text[previous.number.clause : previous.number.start]
            between = self.line.text[previous.number.end : number.start]
            if between[:1] == "," and NEW.search(before) and not HOLDS.search(before + between):
                return "flow"  # 新增注册商标5万件,驰名商标3件
        if found.rule == "behind" and found.mention is not None and usual == "flow":
            between = self.line.text[number.end : found.mention.span[0]]
            if "累计" in between and re.search("今年|当年|本年|年内|全年", between) is None:
                return "cumulative"  # 17家企业累计通过认证
        told = accounting_of(self.line, start, number.start, usual, when, inherited)
        if told == "stock" and (found.code.endswith("_enterprises") or found.code in _LISTED_NEW):
            return self._entered(number, found, start, when) or told
        return told

    def _entered(self, number: Number, found: Found, start: int, when: When) -> str | None:
        """引进机构2家, 3家企业列入…, 新认定…5家、…12家: what came in flows, though what is there is usually told."""
        clause = number.clause
        own = self.line.text[max(number.clause, start) : number.start]
        if HOLDS.search(own):
            return None
        dated = when.kind == "asof" and bool(self.clock.marks)  # in this sentence, and not in one before it
        if own.startswith(("、", "和", "及")):
            before = self.line.text[clause : number.start]
            if PILED.search(before):
                return "cumulative"
            return "flow" if NEW.search(before) and not HOLDS.search(before) and not dated else None
        if found.mention is None or dated or PILED.search(own) or found.code in _LISTED_NEW - _MAY_ENTER:
            return None
        return "flow" if self._may_enter(found.mention, number) else None

    def _may_enter(self, mention: Mention, number: Number) -> bool:
        """Whether what is counted came in: 引进机构2家, 3家企业列入…, 通过贯标认证的企业7家."""
        if mention.span[0] >= number.end:
            came = _ENTERS.search(self.line.text, number.end, mention.span[0])
            return (came or _CAME_IN.match(self.line.text, mention.span[1])) is not None
        clause = number.clause
        verb = self.line.text[max(clause, mention.span[0] - 3) : mention.span[0]]
        certified = "certified_enterprises" in mention.codes
        opened = certified and self.line.text.startswith(_PASSES, mention.span[0])
        return opened or _LET_IN.search(verb) is not None

    def _held(self, number: Number, found: Found, start: int, when: When) -> bool:
        if holds_now(self.line, start, number.start) or self._comes_from(number):
            return True
        if _OF_THEM_NEW.match(self.line.text, number.end):
            return True
        clause = self.line.text[number.clause : number.start]
        if NEW.search(clause) and HOLDS.search(clause) is None:
            return False
        if (
            when.kind == "asof"
            and _BY_ITS_END.search(when.label)
            and _HAS.search(self.line.text[max(number.clause, start) : number.start])
        ):
            return True
        if self._held_with(found, number) or self._grown_to(found, number):
            return True
        if self._outnumbers_the_new(found, number):
            return True
        dated = bool(self.clock.marks) or not (found.mention and self._may_enter(found.mention, number))
        return (
            dated and found.code.endswith("_enterprises") and until_now(self.line, start, number.start, when)
        )

    def _outnumbers_the_new(self, found: Found, number: Number) -> bool:
        """4家列入试点企业,全县试点企业达11家: how many there are, behind fewer that came in."""
        own = self.line.text[number.clause : number.start]
        if "达" not in own or found.rule != "named":
            return False
        last = self.stated[-1] if self.stated else None
        return (
            last is not None
            and (last.code, last.measure, last.accounting) == (found.code, "level", "flow")
            and last.value < (number.quantity.value or 0)
        )

    def _piled_up_or_not(self, when: When, code: str) -> tuple[str, ...]:
        """2013年举办培训班26期,累计培训2760人次: behind a flow of the same year 累计 may add up that year."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.code == code:
            return ()
        same = last.accounting == "flow" and last.when == when and when.told and when.kind == "span"
        return (INHERITED,) if same else ()

    def _is_at_home(self, found: Found, number: Number) -> bool:
        """国内(不含港澳台)发明专利拥有量 behind the sentence on the nation's."""
        if found.mention is None or not self.topic.stated:
            return False
        if _AT_HOME.search(self.line.text, max(0, found.mention.span[0] - 16), found.mention.span[0]) is None:
            return False
        told = (s for s in self.topic.stated if (s.code, s.part) == (found.code, found.part))
        return any(s.measure == "level" and s.value > (number.quantity.value or 0) for s in told)

    def _is_a_fraction(self, number: Number, measured: Measured, code: str) -> bool:
        """Whether what is counted in pieces comes in pieces of them: 9.8件 is per something, and no count."""
        if number.quantity.text.isalnum():
            return False  # most numbers: no point stands in them
        if self.entries[code].unit_kind not in ("count", "people") or number.kind in ("percent", "points"):
            return False
        exact = measured.measure in ("level", "change") and not number.quantity.scaled
        return exact and measured.value != measured.value.to_integral_value()

    def _lies_behind(self, when: When) -> bool:
        """Whether a period that is told ends in a year before the one planned for."""
        year = self.window.year
        return when.told and when.end is not None and year is not None and when.end.year < year

    def _grown_to(self, found: Found, number: Number) -> bool:
        """贯标企业新增15家,达98家: what came in and how many there are now."""
        base = found.base
        if found.rule != "restated" or base is None or base.value >= (number.quantity.value or 0):
            return False
        before = self.line.text[self.line.clause_start(base.number.start) : base.number.start]
        own = self.line.text[self.line.clause_start(number.start) : number.start]
        return NEW.search(before) is not None and _NOW_AT.fullmatch(own) is not None

    def _held_with(self, found: Found, number: Number) -> bool:
        """年底有优势企业9家,示范企业36家: named and counted right behind what is held, so held too."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.code not in HOLDABLE or last.accounting != "stock" or found.mention is None:
            return False
        if found.base is last and found.rule in ("restated", "part"):
            return _AMONG_HELD.match(self.line.text, last.number.end) is not None
        between = self.line.text[last.number.end : found.mention.span[0]]
        return between in (",", "、") and last.rule in ("named", "part") and last.measure == "level"

    def _comes_from(self, number: Number) -> bool:
        """Whether a number is the first of 由…增加到…."""
        before = self.line.text[number.clause : number.start]
        if "由" not in before and "从" not in before:  # most numbers: two looks instead of two patterns
            return False
        return (
            _CHANGES_FROM.search(before) is not None
            and _CHANGES_TO.match(self.line.text, number.end) is not None
        )
