"""Which name a number belongs to, where one stands beside it or before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from reports.extraction.board import INHERITED, PAID, Found
from reports.extraction.completing import Completing
from reports.extraction.frozen import changed
from reports.extraction.line import Number
from reports.extraction.measures import Measured
from reports.extraction.mentions import PATENTS, Mention
from reports.extraction.narrowing import APPLIED_FOR

LONGEST_REACH = 26
_WHOLE_BEFORE = re.compile(r"(?:在|从|这|全部|全市|全省|的)\Z")
_WHOLE_AFTER = re.compile(r"(?:专利)?(?:中|里|当中|之中|内|的(?:总?盘子|总量|总数|大盘|基数))")
_GONE_TO = re.compile(r"(?:深入|走进|赶?赴|奔赴|前往|下到|走访|分赴)(?:全[省市区县])?(?:辖区)?(?:的)?\Z")
_PLACES = re.compile(
    r"(?:地级|设区|县级)?[市县区州旗省](?!级|内|域)|乡|镇|街道|村|社区|园区|开发区|学校|中小学|高校|院校|企业|公司|单位"
)
_PLEDGES = re.compile("(?:发明|有效)?(?:专利|商标|知识产权)权?(?:质押|作质押|出质)")
_TRAINEES = re.compile(
    r"(?:(?!引进|招|聘|选派|派|考|取得|通过|邀请|持|讲)[^,;。:]){0,30}"
    r"(?:人员|人才|骨干|干部|学员|职工|员工|师生|教师|学生|企业家|负责人|代理人|专员|工程师)等?(?:各类|共|达|约|近|超)*"
)
_GOT = re.compile("(?:获得?|取得)了?\\Z")
_TAKEN_IN = re.compile("(?:受理|提交|递交|提出)(?:了|各类|的)?\\Z")
_SHARED = re.compile("[均都皆]|双双")
_DOERS = re.compile(
    r"(?:设区|地级|县级|兄弟|成员|试点|重点)?(?:县区|州市|市州|市县|县市|区县|盟市|旗县|地市|市|县|区|州|省|镇|乡|街道|社区|村|园区|开发区|部门|单位"
    r"|企业|公司|高校|院校|学校|机构|商户|产业|行业|领域)(?![级内域知专])"
)
_OF_PLACES = frozenset(
    {
        "strong_ip_counties",
        "demonstration_cities",
        "pilot_cities",
        "patent_agencies",
        "enterprises_with_patents",
    }
)
_UNDER_WAY = re.compile("启动|推进|正在|计划|拟|申报")
# 拿出30万元,用于专利资助: what money is for may stand in the clause behind it
_PURPOSE = re.compile(r",(?:专门|专项|全部|主要|统一|单独|重点)?(?:用作|用于|用来|用以|作为|投入|充作|列作)")
_WITH = re.compile(r"(?:以|凭借?)\Z")
_LEADS = re.compile("量?(?:占|[位排名]?[居列]|排|领|独|紧|高居|稳居|次于)")
_TAKES_PLACE = re.compile(r"(?:高|稳|独|仍|继续)?(?:位?居|列|排|占据|领跑|位列)[^,;。\d]{0,10}")
_AT_THE_TOP = re.compile("[总]?量?(?:的|排行)?(?:之首|首位|榜首|第|前)")
_BESIDE = frozenset({"、", "和", "、人员", "、学员", "、参训人员", ",人员"})
_PASSES = re.compile(
    "(?:首次|一举|成功|已|再次)*(?:突破|首破|超过?|跨过|跨越|迈[上过入]|首[超过])了?[十百千万亿]+[件元]?(?:大关|关口|台阶)?,"
)
_HOLDING = re.compile(r"(?:[共总现尚还]?有|拥有|持有|手握|保有)\Z")
_PASSIVE = ("得到", "获得", "获", "受到", "享受", "拿到", "领到")
_LISTED_AS = re.compile("入选|获评|列入|评为|认定为|跻身|成为|获批")
_HEARERS = frozenset({"参加", "听讲", "到课"})
_SIZES = frozenset({"规模", "总规模", "发行规模", "金额", "总金额"})
_WINS = re.compile("(?:荣获|喜获|获得?|入选|摘得|斩获)[^,;。]{0,12}奖")
_GOODS = re.compile("专利|商标")
_HELD = frozenset({"valid_patents", "valid_trademarks", "high_value_invention_patents"})


class Naming(Completing):
    """Finds the name that a number belongs to."""

    def _shared(
        self, index: int, chosen: Found, number: Number, measured: Measured, clause: int
    ) -> list[Found]:
        """Names listed before one number share it where it is a rank, or where 均 or 各 says so."""
        self.used.add(index)
        end = self.line.mentions[index].span[1]
        left_over = self._left_over(end, measured.subject_end)
        if left_over != chosen.left_over:
            chosen = changed(chosen, left_over=left_over)
        if measured.measure != "rank" and (
            end == number.start or not _SHARED.search(self.line.text, end, number.start)
        ):
            return [chosen]
        run = self._run_ending(index, 0 if measured.measure == "rank" else clause)
        if len(run) < 2:
            return [chosen]
        return self._complete_run(run, number, measured) or [chosen]

    def _to_the_left(self, number: Number, measured: Measured, start: int) -> list[Found]:
        last = bisect_left(self.mention_places, number.start) - 1
        if last < 0:
            return []
        subject_end = measured.subject_end
        if subject_end < number.start:
            clause = self.line.clause_start(subject_end, start)
        else:
            clause = number.clause if number.clause > start else start
        mentions = self.line.mentions
        for index in range(last, -1, -1):
            mention = mentions[index]
            begin, end = mention.span
            if end > subject_end or index in self.used:
                continue
            if begin < clause:
                break
            if self.brackets and self._said_aside(mention, number):
                continue
            if mention.void or self._done_by_others(mention):
                return []
            if number.kind == "money" and self._is_size_of_what_follows(mention, number):
                continue
            if mention.bare == "patent":
                pledged = self._pledged(mention, number, measured)
                if pledged is not None:
                    self.used.add(index)
                    return [pledged]
                continue
            if self._counts_less(mention) or self._which_won(mention):
                return []
            left_over = self._left_over(end, subject_end)
            if left_over > 1:
                if not self._trains(mention, number):
                    break
                left_over = 0
            chosen = self._complete(mention, index, number, measured, "named")
            if chosen is None:
                continue
            if left_over and measured.measure == "level":
                right_next = self._right_neighbour(number)
                if right_next is not None and right_next.code != chosen.code:
                    return []
            return self._shared(index, chosen, number, measured, clause)
        return []

    def _said_aside(self, mention: Mention, number: Number) -> bool:
        """占全国的34.8%(不含国外企业的申请),居第一: a name in brackets that are closed names nothing behind them."""
        closing = self.line.text.find(")", mention.span[1], number.start)
        return (
            closing >= 0
            and self.line.text.find("(", mention.span[1], closing) < 0
            and (self.line.text.rfind("(", 0, mention.span[0]) >= 0)
        )

    def _which_won(self, mention: Mention) -> bool:
        """获奖的38件: which of the things counted before won a prize, and no prizes."""
        end = mention.span[1]
        return self.line.text.startswith("获奖的", end - 2) if end >= 2 else False

    def _is_size_of_what_follows(self, mention: Mention, number: Number) -> bool:
        """规模2亿元的运营基金 is the fund's size, whatever else the sentence speaks of."""
        if self.line.text[number.end : number.end + 1] != "的":
            return False
        if self.line.text[slice(*mention.span)] not in _SIZES:
            return False
        end = self.line.clause_end(number.end)
        following = (m for m in self.line.mentions if number.end < m.span[0] < end and m.meanings)
        return any(self._fitting(each, number, as_level(number)) for each in following)

    def _pledged(self, mention: Mention, number: Number, measured: Measured) -> Found | None:
        """专利80笔 after 质押登记120笔: the patents among what was pledged."""
        if self.line.text[mention.span[1] : measured.subject_end] not in ("", "占", "为", "达"):
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

    def _is_pledged(self, number: Number) -> bool:
        """以5件专利质押获贷5000万元: what one firm pledged, and no number of loans."""
        before = self.line.text[max(0, number.start - 2) : number.start]
        return (
            before.endswith(("以", "用", "将", "凭"))
            and _PLEDGES.match(self.line.text, number.end) is not None
        )

    def _to_the_right(self, number: Number) -> Found | None:
        if self._counts_places_gone_to(number) or self._is_pledged(number):
            return None
        end = self.line.clause_end(number.end)
        if number.kind == "money" and _PURPOSE.match(self.line.text, end):
            end = self.line.clause_end(end + 1)
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
            if found is not None and self._does_it(number, found):
                return None
            if found is not None:
                self.used.add(index)
                return self._far_behind(found, number, between)
        return None

    def _far_behind(self, found: Found, number: Number, between: str) -> Found:
        """The name, with a doubt where unknown words stand before it that no list of firms or counties explains."""
        if number.kind == "people" or found.code.endswith(
            ("_enterprises", "_recipients", "_counties", "_cities")
        ):
            return found
        unknown = len(self.setting.cues.without_fillers(between))
        return replace(found, left_over=unknown) if unknown > 2 else found

    def _does_it(self, number: Number, found: Found) -> bool:
        """16个县区查办案件213件, 为47家企业提供维权援助: who does it or has it, and not what is counted."""
        if found.code in _OF_PLACES or found.code.endswith(("_enterprises", "_recipients")):
            return False
        return number.kind == "count" and _DOERS.match(self.line.text, number.end) is not None

    def _behind(self, mention: Mention, index: int, number: Number, between: str) -> Found | None:
        """16项发明专利申请 is a count of nothing unless the sentence says what was done with them."""
        if mention.open_dimension == "enterprise_tier" and _LISTED_AS.search(between):
            return self._complete(mention, index, number, as_level(number), "behind")  # 18家入选优势企业
        patents = mention.bare or not mention.meanings or mention.codes[0] in PATENTS
        if patents and mention.meanings and not between.strip("的") and self._of_a_whole(mention, number):
            code = self._fitting(mention, number, as_level(number))
            return Found(code, mention.part, "behind", mention) if code else None
        if patents and mention.bare != "type" and self._tops_the_list(mention, number, between):
            return self._complete(mention, index, number, as_level(number), "behind")
        if patents:
            if mention.meanings and not between.strip("的") and self._was_done(mention, number):
                code = self._fitting(mention, number, as_level(number))
                doubt = INHERITED if mention.codes[0] in _HELD else ""
                return Found(code, mention.part, "behind", mention, doubt=doubt) if code else None
            end = self.line.text.find(";", mention.span[1])
            begin, end = (
                self.line.text.rfind(";", 0, number.start) + 1,
                end if end >= 0 else len(self.line.text),
            )
            paid = PAID.search(self.line.text, begin, end) and not _WINS.match(
                self.line.text, mention.span[1]
            )
            if number.kind in ("count", "bare") and paid and not between.strip("的"):
                return Found("subsidised_patents", mention.part, "behind", mention)
            return None
        if _UNDER_WAY.search(between) and number.kind != "people":
            return None
        if len(self.setting.cues.without_fillers(between)) > 6 and number.kind != "people":
            return None
        if APPLIED_FOR.search(between):
            return None
        if self.line.text[slice(*mention.span)] in _HEARERS and mention.span[1] != self.line.clause_end(
            number.end
        ):
            return None  # 参加全国考试, not a course of the office's
        award = mention.codes[0].endswith("_awards")
        paid = self.line.text.startswith(_PASSIVE, mention.span[0]) and "subsidised_patents" in mention.codes
        paid = paid or between.startswith(",")  # behind a comma only what money is for is looked for
        if _GOODS.search(between) and not (award or paid) and len(between) < 12:
            return None
        return self._complete(mention, index, number, as_level(number), "behind")

    def _tops_the_list(self, mention: Mention, number: Number, between: str) -> bool:
        """某区以6104件居各功能区申请量之首: what is ranked by a count is what was counted."""
        before = self.line.text[number.start - 1 : number.start]
        return (
            before in ("以", "凭")
            and _TAKES_PLACE.fullmatch(between) is not None
            and _AT_THE_TOP.match(self.line.text, mention.span[1]) is not None
        )

    def _was_done(self, mention: Mention, number: Number) -> bool:
        """5236件专利获得授权, 受理1203件专利申请: what was done with them is said, so they are counted."""
        before = self.line.text[max(0, number.start - 4) : number.start]
        if _WITH.search(before) and (not mention.bare or _LEADS.match(self.line.text, mention.span[1])):
            return True  # 以118件的发明专利授权量居首
        if mention.codes[0] in _HELD and _HOLDING.search(before):
            return True  # 有3180件有效发明专利在册
        if "patent_grants" in mention.codes:
            named = self.line.text[slice(*mention.span)]
            return "获" in named or _GOT.search(before) is not None
        return "patent_applications" in mention.codes and _TAKEN_IN.search(before) is not None

    def _of_a_whole(self, mention: Mention, number: Number) -> bool:
        """在2981件授权专利中: the whole that the next figures are parts of."""
        before = self.line.text[max(0, number.start - 3) : number.start]
        after = self.line.text[mention.span[1] : mention.span[1] + 5]
        return _WHOLE_BEFORE.search(before) is not None and _WHOLE_AFTER.match(after) is not None

    def _beside_lost(self, number: Number, measured: Measured, start: int) -> list[Found]:
        """参训企业640家次、1520人次: the name that the number right before it did not fit."""
        if measured.measure != "level" or self.line.text[start : number.start] not in _BESIDE:
            return []
        lost = next((n for n in self.line.numbers if n.end == start and n.start in self.lost), None)
        index = bisect_left(self.mention_places, start) - 1
        if lost is None or index < 0 or index in self.used:
            return []
        mention = self.line.mentions[index]
        if mention.span[1] > lost.start or self._left_over(mention.span[1], lost.start):
            return []
        chosen = self._complete(mention, index, number, measured, "named")
        return [replace(chosen, doubt=INHERITED)] if chosen else []

    def _earlier(self, number: Number, measured: Measured, start: int) -> list[Found]:
        """A name in a clause before, when nothing but small words stands between it and the number."""
        clause = max(number.clause, start)
        if self._left_over(clause, measured.subject_end) > 1 or self._counts_a_noun(number):
            return []
        for index in range(bisect_left(self.mention_places, number.start) - 1, -1, -1):
            mention = self.line.mentions[index]
            if mention.span[1] > clause:
                if mention.void and mention.span[1] == number.start:
                    return []  # 受理资助申请312件
                continue
            if index in self.used or self._said_aside(mention, number):
                continue
            if mention.span[0] < start:
                break
            if mention.void:
                return []
            if mention.bare == "patent" or (not mention.meanings and measured.measure != "level"):
                continue
            if measured.measure in ("yoy", "change", "share") and self.stated:
                break
            told = self.line.text[mention.span[1] : clause]
            passed = _PASSES.fullmatch(told) is not None  # 首次突破万件,达12036件
            named = "named" if told == ":" or passed else "earlier"  # 专利申请:12036件
            chosen = self._complete(mention, index, number, measured, named)
            if chosen is not None and passed:
                return [chosen]
            if chosen is not None:
                return self._shared(index, chosen, number, measured, start)
        return []


def as_level(number: Number) -> Measured:
    return Measured("level", number.quantity.value or Decimal(0), number.start, number.quantity.comparator)
