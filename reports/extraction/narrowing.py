"""What keeps a name from meaning what it says: groups of applicants, pieces of work, others' cases, what was paid."""

from __future__ import annotations

import re
from functools import lru_cache

from reports.extraction.board import Board, Stated
from reports.extraction.line import Number
from reports.extraction.mentions import PATENTS, Mention

APPLIED_FOR = re.compile(r"(?:申报|推荐|提名|争创|申请|推报|意向)[^,;。]{0,6}\Z")
_GROUP = re.compile(
    r"(?:(?<!为)企业|职务|个人|高校|大专院校|院校|科研(?:院所|单位|机构)|机关团体|规上|民营|高新技术|外资|园区|长株潭|珠三角|长三角|京津冀|城市群|三角洲|"
    r"民族地区|县域|现场|小微|行业|产业)(?:的)?\Z"
)
_HOME_OR_ABROAD = re.compile("国[内外]的?\\Z")
_DEEDS = re.compile("受理|查处|调处|调解|立案|办结|查办|处理")
_MONEY_BEHIND = re.compile(
    "[,、](?:安排|投入|拨付|下达|落实|补助|给予)?(?:财政)?(?:专项|补助|扶持)(?:资金|经费)"
)
_RATED = re.compile("每|标准")
LARGEST_RATE = 20_000  # 元 for one patent: 三万元 without 每件 is a sum
_OTHERS = re.compile(r"法院|检察|公安|海关|法庭|司法机关|仲裁")
# 与公安、工商联手查办: done together, so the office's too
_TOGETHER_WITH = re.compile(
    r"(?:[与同和]|会同|联合|配合)[^,;。]{1,16}?(?:联手|联合|联动|携手|协作|协同|合作|共同|一道|一起)[^,;。移]{0,12}\Z"
)
_OF_APPLICANTS = PATENTS | {"dispute_cases", "pct_applications"}
_MAY_BE_WORK = PATENTS | {"pledge_financing_amount", "dispute_cases", "enforcement_cases"}
_NO_PATENTS = re.compile(r"案|纠纷|投诉|举报|援助|商标|版权|著作权|咨询|质押|维权")
_ANY_MONEY = frozenset({"金额", "总金额", "融资", "贷款"})
_OF_LOANS = re.compile(r"质押|融资|贷")
MONEY_OF = {
    "patent_transfers": "patent_licensing_amount",
    "patent_licensing_amount": "patent_licensing_amount",
    "patent_insurance_policies": "patent_insurance_amount",
}
_NOT_COUNTED = re.compile(
    r"(?:非正常|展会|撤回|清理|优先审查|快速审查|预审|筛选|盘活|移交|移送|核查|应对|首笔|首单|首例|单户|单笔|异常|虚假|低质量|拟|代理)[^,;。]{0,8}\Z|(?:审结|审查|复审)(?:了|各类)*[^,;。]{0,30}\Z"
)


# 接收预审请求5230件,预审合格3980件,授权3102件: granted by the fast way, and not all that were granted
_PREEXAMINED = re.compile(r"预审(?:请求|申请|案件|合格|通过|服务)?[^。;]*\Z")
_GRANTED = re.compile(r"(?:获得?|已)?授权(?:量|专利)?")
REACH_OF_WORK = 40
_EACH_OF = re.compile(r"每[百千万亿]*(?:元|名|家|户|个)[^,;:。、\d]{1,10}\Z")
_SOME_PLACES = re.compile(
    r"(?:等(?:县区|区县|县市|县|市|区|地)|(?<!第)[\d二两三四五六七八九十]+个(?:县区|区县|县市区|市县区|县\(市、区\)|县市|市县|市州|地市|盟市|县|市|区|州|乡镇|镇|街道))的?(?:年度|当年|全年)?\Z"
)
_WHOLE_OF = re.compile("全[省市县区州]的?(?:所辖|所有|各|下辖|辖内)?\\Z")
# 维持10年以上的有效发明专利: some of those in force
_KEPT_LONG = re.compile(r"(?:年以上|(?:满|超过?|达到?)[\d一二三四五六七八九十]{1,3}年(?:以上)?)的?\Z")


@lru_cache(maxsize=1024)
def _may_be_wanted(codes: tuple[str, ...]) -> bool:
    return any(code.endswith("_awards") or code.startswith("pledge_financing") for code in codes)


@lru_cache(maxsize=1024)
def _are_cases(codes: tuple[str, ...]) -> bool:
    return any(code.endswith("_cases") for code in codes)


class Narrowing(Board):
    """Knows when a name is told of something else than the office's own statistic."""

    def _of_what_was_paid(self, mention: Mention, code: str, number: Number) -> str:
        """涉及金额, 惠及企业 belong to what was told last; 申请资助412万元 is no rate for one patent."""
        text = self.line.text[slice(*mention.span)]
        large = number.quantity.scaled or (number.quantity.value or 0) >= LARGEST_RATE
        if code.startswith("subsidy_rate") and large and not self._per_piece(number):
            return "subsidy_amount"
        if code == "pledge_financing_amount" and text in _ANY_MONEY and self.stated:
            return MONEY_OF.get(self.stated[-1].code, code)
        if code == "pledge_financing_enterprises" and not _OF_LOANS.search(text):
            own = [s.code for s in self.stated if s.unit_kind == "money" or s.code.startswith("pledge")]
            before = [s.code for s in self.topic.stated if s.unit_kind == "money"]
            if own:
                return "subsidy_recipients" if own[-1] in ("subsidy_amount", "ip_budget") else code
            if _OF_LOANS.search(self.line.text) is None and not (before and before[-1].startswith("pledge")):
                return "subsidy_recipients"
        return code

    def _of_another_matter(self, mention: Mention) -> bool:
        """运营基金…,金额6800万元: a bare amount behind something else than a loan is that thing's."""
        if self.line.text[slice(*mention.span)] not in ("金额", "总金额") or not self.stated:
            return False
        last = self.stated[-1].code
        return not last.startswith(("pledge", "patent_insurance")) and last not in MONEY_OF

    def _per_piece(self, number: Number) -> bool:
        before = self.line.text[max(0, number.start - 20) : number.start]
        return number.quantity.per is not None or _RATED.search(before) is not None

    def _of_patents(self, mention: Mention) -> bool:
        """受理6913件 counts patents where nothing but patents is spoken of."""
        before = self.line.text[: mention.span[0]]
        if _NO_PATENTS.search(before[-30:]):
            return False
        typed = any(m.bare == "type" and m.span[1] <= mention.span[0] for m in self.line.mentions)
        return typed or any(s.code in PATENTS for s in self.stated)

    def _of_a_group(self, mention: Mention) -> bool:
        """企业申请1080件, 职务发明, 长株潭: one kind of applicants or a cluster of cities, not the region."""
        if not mention.bare and _OF_APPLICANTS.isdisjoint(mention.codes):
            return False
        begin = mention.span[0]
        before = self.line.text[begin - 8 if begin > 8 else 0 : begin]
        group = _GROUP.search(before) or (_HOME_OR_ABROAD.search(before) if self._parted_abroad() else None)
        if group is None:
            return False
        start = begin - len(before) + group.start()
        return not any(
            place.start <= start < place.end for place in self.line.places
        )  # 园区 that is a subject

    def _of_the_same_deed(self, levels: list[Stated], number: Number) -> list[Stated]:
        """受理纠纷12件,查处假冒31起;两区分别受理3件和5件: what was counted with the same verb, where one was."""
        told = _DEEDS.findall(self.line.text[number.clause : number.start])
        if not told or len({s.code for s in levels}) < 2:
            return levels
        alike = [s for s in levels if told[-1] in self.line.text[s.number.clause : s.number.start]]
        return alike or levels

    @staticmethod
    def _one_of_two_kinds(levels: list[Stated]) -> bool:
        """Whether what goes on about the last count of cases may be about the kind told before it."""
        cases = [s.code for s in levels if s.code.endswith("_cases")]
        return len(set(cases)) > 1 and levels[-1].code == cases[-1]

    def _for_projects(self, mention: Mention) -> bool:
        """实施产业化项目52项,安排专项资金2080万元: money right behind projects is theirs."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.code != "industrialisation_projects":
            return False
        told = self.line.text[last.number.end : mention.span[1]]
        return _MONEY_BEHIND.fullmatch(told) is not None

    def _parted_abroad(self) -> bool:
        """国内申请150.5万件;国外申请12.9万件: a sentence that tells the two apart."""
        return "国外" in self.line.text and "国内" in self.line.text

    def _counts_less(self, mention: Mention) -> bool:
        """Whether a name is told of some of what it means, or of work on it: any of the five that follow."""
        return (
            self._of_a_group(mention)
            or self._only_wanted(mention)
            or self._is_subsidised(mention)
            or self._not_counted(mention)
            or self._of_some_places(mention)
        )

    def _only_wanted(self, mention: Mention) -> bool:
        """组织申报中国专利奖45项, 意向融资5亿元: applied for or wished for, not achieved."""
        if not _may_be_wanted(mention.codes):
            return False
        before = self.line.text[max(0, mention.span[0] - 8) : mention.span[0]]
        return APPLIED_FOR.search(before) is not None

    def _not_counted(self, mention: Mention) -> bool:
        """清理非正常申请860件, 优先审查专利申请83件, 首笔质押贷款300万元: a piece of work and no statistic."""
        start = self.line.clause_start(mention.span[0])
        if "valid_trademarks" in mention.codes and "商标" not in self.line.text[slice(*mention.span)]:
            return (
                "马德里" in self.line.text[max(0, start - REACH_OF_WORK) : start]
            )  # registered by way of Madrid
        if _MAY_BE_WORK.isdisjoint(mention.codes):
            return False
        before = self.line.text[start : mention.span[0]]
        if _NOT_COUNTED.search(before) is not None or _KEPT_LONG.search(before) is not None:
            return True
        bare = _GRANTED.fullmatch(self.line.text, *mention.span) is not None
        return bare and _PREEXAMINED.search(self.line.text, max(0, start - REACH_OF_WORK), start) is not None

    def _of_some_places(self, mention: Mention) -> bool:
        """2个县区授权量不足5件, 每亿元研发投入授权数9.8件: of some that are not named, or of each unit of something."""
        begin = mention.span[0]
        before = self.line.text[begin - 24 if begin > 24 else 0 : begin]
        each = "每" in before and _EACH_OF.search(before) is not None
        if each and mention.codes[:1] != ("patent_agencies",):
            return "每" not in self.line.text[slice(*mention.span)]
        if ("个" not in before and "等" not in before) or PATENTS.isdisjoint(mention.codes):
            return False
        some = _SOME_PLACES.search(before)
        return some is not None and _WHOLE_OF.search(before, 0, some.start()) is None

    def _is_subsidised(self, mention: Mention) -> bool:
        """资助发明专利30件、PCT申请5件: what is listed after 资助 was paid for and is no count of applications."""
        if not self.stated or self.stated[-1].code != "subsidised_patents":
            return False
        listed = self.line.text[self.stated[-1].number.end : mention.span[0]] in ("、", "和")
        return listed and any(code in PATENTS or code == "pct_applications" for code in mention.codes)

    def _done_by_others(self, mention: Mention) -> bool:
        """Cases of courts and customs are none of the office's."""
        if not _are_cases(mention.codes):
            return False
        start = self.line.clause_start(mention.span[0])
        if _OTHERS.search(self.line.text, start, mention.span[1]) is None:
            return False
        return _TOGETHER_WITH.search(self.line.text, start, mention.span[0]) is None
