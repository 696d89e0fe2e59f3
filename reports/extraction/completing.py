"""What a name means for a number that it was found for: its indicator and part, from what was told before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.extraction.board import INHERITED, Found, Stated
from reports.extraction.frozen import maker
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import PATENTS, RATES, Mention
from reports.extraction.narrowing import Narrowing
from reports.extraction.subjects import subject_at
from reports.extraction.times import PILED

_LIST_SIGN = re.compile(r"(?:量|数)?[、,]?(?:和|及|与|以及)?(?:其中)?\Z")
HELD_OF = {
    "geographical_indications": "geographical_indications",
    "well_known_trademarks": "well_known_trademarks",
    "trademark_registrations": "valid_trademarks",
    "trademark_applications": "valid_trademarks",
    "valid_invention_patents_per_10k_population": "valid_patents",
    "pct_applications": "valid_patents",
    "high_value_invention_patents": "valid_patents",
    "plant_variety_rights": "plant_variety_rights",
}
TOTAL = re.compile(r"合计|总计|共计|总共|加起来|[三两二](?:者|项|类)")
_TRADEMARKS = frozenset({"trademark_applications", "trademark_registrations", "valid_trademarks"})
# What 涉及金额, 惠及企业 or a rate may really mean depends on what was paid before it
_TOLD_AFTER_PAYMENTS = ("subsidy_rate", "pledge_financing_amount", "pledge_financing_enterprises")
_PARTS_TOLD_BEFORE = ("subsidy_rate", "pledge_financing")
_make_found = maker(Found)
_RECEIVED = frozenset({"受理", "受理量", "提交", "提出"})
# 授权8件 right after one of these is theirs, not the patents'
_OTHER_RIGHTS = frozenset({"plant_variety_rights", "trademark_applications", "copyright_registrations"})
_OTHER_GOODS = re.compile("商标|版权|著作权|品种")
_WON = ("获奖", "获奖项目", "获奖总数", "获奖专利")
_TAKES = re.compile("[仅只]?占(?:全[省市区县州]|当年|年度|专利)*")
LONGEST_SHORT = 4  # 融资额, 质押额: names that go on about the pledges told before
_FIRM = re.compile(r"(?:公司|集团|厂|大学|学院|学校|医院|研究院|研究所)\Z")


class Completing(Narrowing):
    """Completes names: bare ones (授权), open ones (发明), and those that are listed together."""

    def _complete(
        self, mention: Mention, index: int, number: Number, measured: Measured, rule: str
    ) -> Found | None:
        if mention.open_dimension:
            return self._open(mention, index, number, measured)
        code = self._fitting(mention, number, measured)
        if code is None:
            return None
        if code.startswith(_TOLD_AFTER_PAYMENTS):
            if code == "pledge_financing_amount" and self._of_another_matter(mention):
                return None
            code = self._of_what_was_paid(mention, code, number)
        if code == "valid_invention_patents_per_10k_population":
            if self._of_high_value(mention):
                code = "high_value_invention_patents_per_10k_population"
            if self._of_applications(mention):
                return None
        if code == "park_employees" and self.stated and self.stated[-1].code == "patent_agencies":
            return None  # 代理机构6家,从业人员73人
        if code == "ip_budget" and self._for_projects(mention):
            code = "industrialisation_funding"
        if code == "china_patent_awards" and self._of_the_prize_before(mention, index):
            code = "regional_patent_awards"
        part = mention.part
        if code in RATES and part is not None and self._among_the_paid(number):
            return Found("subsidised_patents", part, "part", mention, doubt=INHERITED)
        if mention.bare == "act":
            return self._bare_act(mention, code, part, index)
        if part is None and code.startswith(_PARTS_TOLD_BEFORE):
            if code.startswith("subsidy_rate"):
                part = self._rate_part()
            elif code != "pledge_financing_enterprises":
                part = None if self._adds_up(code, number) else self._pledge_part(mention)
        if part is not None and not self._has_part(code, part):
            part = None
        return _make_found(code, part, rule, mention)

    def _adds_up(self, code: str, number: Number) -> bool:
        """合计1503件, 两项合计 behind the parts is their total."""
        clause = number.clause
        if TOTAL.search(self.line.text, clause, number.start) is None:
            return False
        return len({s.part for s in self.stated if s.code == code and s.measure == "level"}) > 1

    def _of_high_value(self, mention: Mention) -> bool:
        """每万人口2.09件 right behind the high-value patents is theirs."""
        bare = "专利" not in self.line.text[slice(*mention.span)]
        return bare and bool(self.stated) and self.stated[-1].code == "high_value_invention_patents"

    def _of_applications(self, mention: Mention) -> bool:
        """每万人22.9件 right behind applications is theirs, and no count of patents in force."""
        told = self.line.text[slice(*mention.span)]
        last = self.stated[-1] if self.stated else None
        if last is None or any(word in told for word in ("专利", "发明", "有", "价值")):
            return False
        between = self.line.text[last.number.end : mention.span[0]]
        return between == "," and last.code == "patent_applications" and last.part != "invention"

    def _rate_part(self) -> str | None:
        return next((s.part for s in reversed(self.stated) if s.code.startswith("subsidy_rate")), None)

    def _pledge_part(self, mention: Mention) -> str | None:
        """质押金额 after 专利权质押登记 is the patents' too; after 知识产权质押 it is everybody's."""
        text = self.line.text[slice(*mention.span)]
        if text.startswith("知识产权") or "商标" in text or "专利" in text:
            return None
        pledges = [m for m in self.line.mentions if any(c.startswith("pledge_financing") for c in m.codes)]
        counted = next((s for s in reversed(self.stated) if s.code == "pledge_financing_contracts"), None)
        if counted is not None and counted.part and counted.rule == "named" and not counted.under_among:
            return counted.part
        if len(pledges) < 2 and not self.stated:
            parts = {s.part for s in self.topic.stated if s.code == "pledge_financing_amount"}
            return parts.pop() if len(parts) == 1 and len(text) < LONGEST_SHORT else None
        segment = self.line.text.rfind(";", 0, mention.span[0]) + 1
        before = [m for m in pledges if m.span[1] <= mention.span[0]]
        first = next((m for m in before if m.span[0] >= segment), before[0] if before else None)
        return first.part if first is not None else None

    def _bare_act(self, mention: Mention, code: str, part: str | None, index: int) -> Found | None:
        """申请432件, 授权182件: patents, of the type that the sentence is about."""
        if self.setting.cues.patterns["rates"].match(self.line.text, mention.span[1]):
            return None
        if _OTHER_GOODS.search(self.line.text[max(0, mention.span[0] - 6) : mention.span[0]]):
            return None
        clause = self.line.clause_start(mention.span[0])
        if code == "patent_applications" and self.line.text.startswith("PCT", clause):
            return Found("pct_applications", None, "bare", mention)  # PCT方面递交61件
        if code == "patent_grants" and self._of_varieties(mention):
            return Found("plant_variety_rights", None, "bare", mention)
        going_on = self._act_of_another(mention, code)
        if going_on is not None:
            return going_on
        if self.stated and self.stated[-1].code in _OTHER_RIGHTS and not mention.part:
            return None
        if code == "valid_patents" and self.stated and self.stated[-1].code not in PATENTS:
            held = HELD_OF.get(self.stated[-1].code)
            return Found(held, None, "restated", mention) if held else None
        if code.startswith("subsidy_rate"):
            return Found(code, part or self._rate_part(), "bare", mention)
        if part is None and "总" in self.line.text[slice(*mention.span)] and self._is_taken_of(mention):
            return Found(code, None, "bare", mention)  # 占授权总量1600件的50.7%
        if self.line.text[slice(*mention.span)] in _RECEIVED and not self._of_patents(mention):
            return None
        last = self.stated[-1] if self.stated else None
        if (
            part is None
            and last is not None
            and last.part
            and last.code in PATENTS
            and last.measure == "level"
        ):
            between = self.line.text[last.number.end : mention.span[0]]
            if between in ("、", "和", "与", "及") and last.code != code:
                return Found(code, last.part, "bare", mention)  # 发明申请1200件、授权300件
        if part is None and "实际" in self.line.text[max(0, mention.span[0] - 4) : mention.span[0]]:
            part = next((s.part for s in reversed(self.stated) if s.code == code), None)
        elif code in RATES and part is None:
            part = self._topic_part(index)
            if "总" in self.line.text[slice(*mention.span)]:
                return Found(code, None, "bare", mention)  # 发明11637件;授权总量19035件
            if part is None and self._ranks_inventions(mention, code):
                return Found(code, "invention", "bare", mention, doubt=INHERITED)
            if self._of_which_type(mention, part):
                piled = PILED.search(self.line.text, self.line.clause_start(mention.span[0]), mention.span[0])
                return Found(code, None if piled else part, "bare", mention, doubt=INHERITED)
        return Found(code, part, "bare", mention)

    def _ranks_inventions(self, mention: Mention, code: str) -> bool:
        """企业中,某某公司授权2673件 behind a ranking of universities by their inventions."""
        told = [s for s in self.topic.stated if s.code == code and s.measure == "level"]
        if self.stated or not told or any(s.part != "invention" or not s.subject.entity for s in told):
            return False
        return subject_at(self.subjects, mention.span[0], self.topic.subject).entity is not None

    def _beside_inventions(self, mention: Mention) -> bool:
        """…;发明申请9127件,授权3612件: grants of inventions or of all patents."""
        last = self.stated[-1] if self.stated else None
        if last is None or (last.code, last.part, last.measure) != (
            "patent_applications",
            "invention",
            "level",
        ):
            return False
        begin = self.line.text.rfind(";", 0, last.number.start) + 1
        alone = begin > 0 and not any(begin <= s.number.start < last.number.start for s in self.stated)
        named = last.mention is not None and last.mention.bare is None
        return alone and named and self.line.text[last.number.end : mention.span[0]] == ","

    def _of_varieties(self, mention: Mention) -> bool:
        """植物新品种权申请312件,获得授权147件: grants of the rights that were applied for right before."""
        at = self.line.text.rfind("品种", 0, mention.span[0])
        if at < 0 or "申请" not in self.line.text[at : mention.span[0]]:
            return False
        return re.search("[;。]|专利|商标", self.line.text[at : mention.span[0]]) is None

    def _of_which_type(self, mention: Mention, part: str | None) -> bool:
        """有效发明6873件,累计授权6万件: whether inventions alone were told of, and this may be of all patents."""
        told = [s for s in self.stated if s.code in PATENTS and s.measure == "level"]
        if part is None and self._beside_inventions(mention):
            return True
        if not told or {s.part for s in told} != {"invention"}:
            return False
        now = subject_at(self.subjects, mention.span[0], self.topic.subject)
        if (now.area, now.entity) != (told[-1].subject.area, told[-1].subject.entity):
            return False
        if part is None:
            return ";" in self.line.text[told[-1].number.end : mention.span[0]] or len(self.stated) < 6
        clause = self.line.clause_start(mention.span[0])
        return PILED.search(self.line.text, clause, mention.span[0]) is not None

    def _is_taken_of(self, mention: Mention) -> bool:
        clause = self.line.clause_start(mention.span[0])
        return self.line.text.find("占", clause, mention.span[0]) >= 0

    def _act_of_another(self, mention: Mention, code: str) -> Found | None:
        """申请1.1万件 after trademarks, or a company's after PCT applications, goes on about these; 授权量2.4件 per
        GDP after 每亿元GDP专利申请量."""
        last = self.stated[-1] if self.stated else None
        if last is None or mention.part or code not in RATES:
            return None
        between = self.line.text[last.number.end : mention.span[0]]
        if "专利" in between:
            return None
        if last.code in _TRADEMARKS and code == "patent_applications":
            return Found("trademark_applications", None, "bare", mention)
        if last.code.startswith("patent_applications_per") and code == "patent_grants" and between in "、,和":
            return Found(last.code.replace("applications", "grants"), None, "bare", mention)
        if last.code == "pct_applications" and code == "patent_applications":
            now = subject_at(self.subjects, mention.span[0], self.topic.subject)
            if now.several or now.area or now.entity or "其中" in between:
                return Found(last.code, None, "bare", mention, doubt=INHERITED)
        return None

    def _topic_part(self, index: int) -> str | None:
        for earlier in range(index - 1, -1, -1):
            mention = self.line.mentions[earlier]
            if (
                mention.bare == "type"
                and earlier not in self.used
                and not self._numbers_between(mention, index)
            ):
                return mention.part
        first = next((s for s in self.stated if s.code in PATENTS), None)
        at = self.line.mentions[index].span[0]
        if first is not None and self._told_anew(first, at):
            return None
        if first is None or first.part is None or first.under_among:
            return None
        told = {s.part for s in self.stated if s.code in PATENTS and s.measure in ("level", "target")}
        return first.part if told == {first.part} and len(self.stated) < 4 else None

    def _told_anew(self, stated: Stated, at: int) -> bool:
        """Whether a statement was a company's or a school's and another subject has been told since."""
        now = subject_at(self.subjects, at, self.topic.subject)
        if (now.area, now.entity) == (stated.subject.area, stated.subject.entity):
            return False
        return _FIRM.search(stated.subject.entity or "") is not None

    def _open(self, mention: Mention, index: int, number: Number, measured: Measured) -> Found | None:
        """发明5件 after 授权182件 are grants; 金奖1项 after 中国专利奖 is of that prize."""
        dimension = mention.open_dimension
        whole = self._share_of(mention, number) if measured.measure == "share" else None
        if whole is not None and dimension == "patent_type":
            return Found(whole, mention.part, "part", mention)
        if dimension == "award_level" and self._of_a_regional_award(index):
            return self._alone_of_its_prize(mention)
        for stated in reversed(self.stated):
            if self._matches(stated.code, dimension, number, measured):
                return Found(stated.code, mention.part, "part", mention, stated)
        for earlier in reversed(self.line.mentions[:index]):
            for code in earlier.codes:
                if self._matches(code, dimension, number, measured):
                    return Found(code, mention.part, "part", mention)
        for stated in reversed(self.topic.stated):
            if self._matches(stated.code, dimension, number, measured):
                return Found(stated.code, mention.part, "part-before", mention)
        for earlier in (*reversed(self.topic.mentions), *self.topic.heading):
            for code in earlier.codes:
                if self._matches(code, dimension, number, measured):
                    return Found(code, mention.part, "part-before", mention)
        if measured.measure == "share" and dimension == "patent_type":
            return Found("patent_applications", mention.part, "part-alone", mention)
        return None

    def _share_of(self, mention: Mention, number: Number) -> str | None:
        """占授权量的比例, 占申请总量的: the count of patents that a share is told of, or None."""
        for later in self.line.mentions:
            if mention.span[1] <= later.span[0] and later.span[1] <= number.start and later.codes:
                between = self.line.text[mention.span[1] : later.span[0]]
                if _TAKES.fullmatch(between):
                    return later.codes[0] if later.codes[0] in PATENTS else None
        return None

    def _of_a_regional_award(self, index: int) -> bool:
        """金奖1项 after 省专利奖9项 is one of the province's and no class that is counted."""
        for earlier in reversed(self.line.mentions[:index]):
            if any(code.endswith("_awards") for code in earlier.codes):
                return "regional_patent_awards" in earlier.codes
        return bool(self.stated) and self.stated[-1].code == "regional_patent_awards"

    def _among_the_paid(self, number: Number) -> bool:
        """本批共资助专利1862件。其中:发明专利授权218件,每件资助6000元: parts of what was paid for."""
        told = self.stated or self.topic.stated
        paid = any(s.code == "subsidised_patents" and s.measure == "level" for s in told)
        counted = any(s.code in RATES and s.measure == "level" for s in told)
        return paid and not counted and "其中" in self.line.text[: number.start]

    def _of_the_prize_before(self, mention: Mention, index: int) -> bool:
        """省专利奖揭晓,30个项目获奖: 获奖 alone is of the prize named last."""
        return self.line.text[slice(*mention.span)].endswith(_WON) and self._of_a_regional_award(index)

    def _alone_of_its_prize(self, mention: Mention) -> Found | None:
        """省专利奖金奖1项、银奖2项: prizes of the province without a total beside them."""
        prizes = [s for s in self.stated if s.code == "regional_patent_awards" and s.mention is not None]
        if any(s.mention is not None and not s.mention.open_dimension for s in prizes):
            return None
        return Found("regional_patent_awards", None, "part-alone", mention)

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

    def _complete_run(self, run: Sequence[int], number: Number, measured: Measured) -> list[Found]:
        """Listed names complete each other: 发明申请、授权 and 发明、实用新型专利申请."""
        mentions = [self.line.mentions[index] for index in run]
        full = [mention for mention in mentions if mention.meanings]
        found: list[Found] = []
        for index, mention in zip(run, mentions, strict=True):
            if mention.bare == "type" and full:
                code = self._fitting(full[-1], number, measured)
                found_one = Found(code, mention.part, "listed", mention) if code else None
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
    ) -> Found | None:
        """授权量 after 每亿元GDP的专利申请量 is per GDP too; after 发明申请 it is the inventions'."""
        code = first.codes[0]
        if code.startswith("patent_applications_per"):
            return Found(code.replace("applications", "grants"), None, "listed", mention)
        own = self._fitting(mention, number, measured)
        part = mention.part or (first.part if code in PATENTS else None)
        return Found(own, part, "listed", mention) if own else None
