"""Which name a number belongs to, where one stands beside it or before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reports.extraction.board import Found, Stated
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import PATENTS, RATES, Mention
from reports.extraction.narrowing import APPLIED_FOR, Narrowing
from reports.extraction.subjects import subject_at

LONGEST_REACH = 26
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
_WHOLE_BEFORE = re.compile(r"(?:在|从|这|全部|全市|全省|的)\Z")
_WHOLE_AFTER = re.compile(r"(?:专利)?(?:中|里|当中|之中|内|的(?:总?盘子|总量|总数|大盘|基数))")
_RECEIVED = frozenset({"受理", "受理量", "提交", "提出"})
# 授权8件 right after one of these is theirs, not the patents'
_OTHER_RIGHTS = frozenset({"plant_variety_rights", "trademark_applications", "copyright_registrations"})


_GONE_TO = re.compile(r"(?:深入|走进|赶?赴|奔赴|前往|下到|走访|分赴)(?:全[省市区县])?(?:辖区)?(?:的)?\Z")
_PLACES = re.compile(
    r"(?:地级|设区|县级)?[市县区州旗省](?!级|内|域)|乡|镇|街道|村|社区|园区|开发区|学校|中小学|高校|院校|企业|公司|单位"
)
_TRAINEES = re.compile(
    r"(?:(?!引进|招|聘|选派|派|考|取得|通过|邀请|持|讲)[^,;。:]){0,30}"
    r"(?:人员|人才|骨干|干部|学员|职工|员工|师生|教师|学生|企业家|负责人|代理人|专员|工程师)等?(?:各类|共|达|约|近|超)*"
)
_OTHER_GOODS = re.compile("商标|版权|著作权|品种")
_TAKES = re.compile("[仅只]?占(?:全[省市区县州]|当年|年度|专利)*")
_SHARED = re.compile("[均都皆]|双双")
_PAID = re.compile("资助|奖励|补助")
_UNDER_WAY = re.compile("启动|推进|正在|计划|拟|申报")
_GOODS = re.compile("专利|商标")
_FIRM = re.compile(r"(?:公司|集团|厂|大学|学院|学校|医院|研究院|研究所)\Z")


class Naming(Narrowing):
    """Finds the name that a number belongs to."""

    def _complete(
        self, mention: Mention, index: int, number: Number, measured: Measured, rule: str
    ) -> Found | None:
        if mention.open_dimension:
            return self._open(mention, index, number, measured)
        code = self._fitting(mention, number, measured)
        if code is None:
            return None
        code = self._of_what_was_paid(mention, code, number)
        if code == "valid_invention_patents_per_10k_population" and self._of_high_value(mention):
            code = "high_value_invention_patents_per_10k_population"
        part = mention.part
        if mention.bare == "act":
            return self._bare_act(mention, code, part, index)
        if part is None and code.startswith("subsidy_rate"):
            part = self._rate_part()
        if part is None and code.startswith("pledge_financing") and code != "pledge_financing_enterprises":
            part = self._pledge_part(mention)
        return Found(code, part if self._has_part(code, part) else None, rule, mention)

    def _of_high_value(self, mention: Mention) -> bool:
        """每万人口2.09件 right behind the high-value patents is theirs."""
        bare = "专利" not in self.line.text[slice(*mention.span)]
        return bare and bool(self.stated) and self.stated[-1].code == "high_value_invention_patents"

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
        if self.stated and self.stated[-1].code in _OTHER_RIGHTS and not mention.part:
            return None
        if code == "valid_patents" and self.stated and self.stated[-1].code not in PATENTS:
            held = HELD_OF.get(self.stated[-1].code)
            return Found(held, None, "restated", mention) if held else None
        if code.startswith("subsidy_rate"):
            return Found(code, part or self._rate_part(), "bare", mention)
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
            part = self._topic_part(index, code)
        return Found(code, part, "bare", mention)

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
            return None
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

    def _shared(
        self, index: int, chosen: Found, number: Number, measured: Measured, clause: int
    ) -> list[Found]:
        """Names listed before one number share it where it is a rank, or where 均 or 各 says so."""
        self.used.add(index)
        left_over = self._left_over(self.line.mentions[index].span[1], measured.subject_end)
        if left_over != chosen.left_over:
            chosen = replace(chosen, left_over=left_over)
        told = self.line.text[self.line.mentions[index].span[1] : number.start]
        if measured.measure != "rank" and not _SHARED.search(told):
            return [chosen]
        run = self._run_ending(index, 0 if measured.measure == "rank" else clause)
        if len(run) < 2:
            return [chosen]
        return self._complete_run(run, number, measured) or [chosen]

    def _to_the_left(self, number: Number, measured: Measured, start: int) -> list[Found]:
        clause = self.line.clause_start(min(number.start, measured.subject_end), start)
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            mention = self.line.mentions[index]
            if mention.span[1] > measured.subject_end or index in self.used:
                continue
            if mention.span[0] < clause:
                break
            if mention.void or self._done_by_others(mention):
                return []
            if mention.bare == "patent":
                pledged = self._pledged(mention, number, measured)
                if pledged is not None:
                    self.used.add(index)
                    return [pledged]
                continue
            if self._of_a_group(mention) or self._only_wanted(mention) or self._is_subsidised(mention):
                return []
            if self._not_counted(mention):
                return []
            left_over = self._left_over(mention.span[1], measured.subject_end)
            if left_over > 1 and self._trains(mention, number):
                left_over = 0
            if left_over > 1:
                break
            chosen = self._complete(mention, index, number, measured, "named")
            if chosen is None:
                continue
            if left_over and measured.measure == "level":
                right_next = self._right_neighbour(number)
                if right_next is not None and right_next.code != chosen.code:
                    return []
            return self._shared(index, chosen, number, measured, clause)
        return []

    def _pledged(self, mention: Mention, number: Number, measured: Measured) -> Found | None:
        """专利80笔 after 质押登记120笔: the patents among what was pledged."""
        if mention.span[1] != measured.subject_end:
            return None
        for stated in reversed(self.stated):
            if stated.code.startswith("pledge_financing") and self._matches(
                stated.code, "ip_type", number, measured
            ):
                return Found(stated.code, "patent", "part", mention, None)
        return None

    def _trains(self, mention: Mention, number: Number) -> bool:
        """培训企业管理人员、科技人员5200人次: whoever stands between, all of them were trained."""
        if number.kind != "people" or "training_participants" not in mention.codes:
            return False
        between = self.line.text[mention.span[1] : number.start]
        return _TRAINEES.fullmatch(between) is not None

    def _right_neighbour(self, number: Number) -> Found | None:
        for index in range(bisect_left(self.mention_places, number.end), len(self.line.mentions)):
            mention = self.line.mentions[index]
            if mention.span[0] >= number.end and index not in self.used:
                between = self.line.text[number.end : mention.span[0]]
                if between not in ("", "的") or mention.bare or mention.open_dimension:
                    return None
                return self._complete(mention, index, number, as_level(number), "behind")
        return None

    def _counts_places_gone_to(self, number: Number) -> bool:
        """深入14个县开展巡讲: how many places were gone to, not what was done there."""
        before = self.line.text[max(0, number.start - 6) : number.start]
        return _GONE_TO.search(before) is not None and _PLACES.match(self.line.text, number.end) is not None

    def _to_the_right(self, number: Number) -> Found | None:
        if self._counts_places_gone_to(number):
            return None
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

    def _behind(self, mention: Mention, index: int, number: Number, between: str) -> Found | None:
        """16项发明专利申请 is a count of nothing unless the sentence says what was done with them."""
        patents = mention.bare or not mention.meanings or mention.codes[0] in PATENTS
        if patents and mention.meanings and not between.strip("的") and self._of_a_whole(mention, number):
            code = self._fitting(mention, number, as_level(number))
            return Found(code, mention.part, "behind", mention) if code else None
        if patents:
            if number.kind in ("count", "bare") and _PAID.search(self.line.text) and not between.strip("的"):
                return Found("subsidised_patents", mention.part, "behind", mention)
            return None
        if _UNDER_WAY.search(between) and number.kind != "people":
            return None
        if len(self.setting.cues.without_fillers(between)) > 6 and number.kind != "people":
            return None
        if APPLIED_FOR.search(between):
            return None
        award = mention.codes[0].endswith("_awards")
        if _GOODS.search(between) and not award and len(between) < 12:
            return None
        return self._complete(mention, index, number, as_level(number), "behind")

    def _of_a_whole(self, mention: Mention, number: Number) -> bool:
        """在2981件授权专利中: the whole that the next figures are parts of."""
        before = self.line.text[max(0, number.start - 3) : number.start]
        after = self.line.text[mention.span[1] : mention.span[1] + 5]
        return _WHOLE_BEFORE.search(before) is not None and _WHOLE_AFTER.match(after) is not None

    def _earlier(self, number: Number, measured: Measured, start: int) -> list[Found]:
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
            if mention.bare == "patent" or (not mention.meanings and measured.measure != "level"):
                continue
            if measured.measure in ("yoy", "change", "share") and self.stated:
                break
            chosen = self._complete(mention, index, number, measured, "earlier")
            if chosen is not None:
                return self._shared(index, chosen, number, measured, start)
        return []


def as_level(number: Number) -> Measured:
    return Measured("level", number.quantity.value or Decimal(0), number.start, number.quantity.comparator)
