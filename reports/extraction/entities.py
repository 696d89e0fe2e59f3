"""Names of parks, centres, companies, schools and banks, found by what stands at their end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.extraction.region_names import RegionName
from reports.extraction.structure_words import words
from reports.extraction.types import Span
from reports.extraction.word_tree import WordTree

GOES_ON = re.compile(r"\)?|第[一二三四五六七八九十百0-9]{1,4}|国家大学|国家级?")
LONGEST_NAME = 28
# 中岳重工申请143件: a company's short name is one only where it opens a clause and files or holds something
_SHORT_FIRM = re.compile(
    r"[,;:。、\n]([\u4e00-\u9fff]{2,4}(?:重工|药业|化工|电子|股份|实业|汽车|电气|医药|机械|钢铁|电器|动力|能源|通信|光电|精密|新材|矿业|"
    r"食品|乳业|酒业|制药|机床|轴承|船舶|航空|仪器|半导体|智能|环保|建材|电缆|声学|通讯|纸业|啤酒|水泥|陶瓷|玻璃|橡胶|轮胎|微电子|照明|纺织|服饰|光伏|车辆厂))(?=(?:全年|一年|年内|当年)?(?:申请|授权|获权|获授权|发明|PCT|以?\d))"
)
# what is done with banks and is no bank's name
_LED_ON = frozenset({"撬动", "促成", "协调", "拉动", "吸引", "动员", "促使", "委托", "邀请", "带动", "对接"})
# what stands behind a firm's count: the next one's name before its own
_BESIDE = re.compile(r"[\d.,]{1,8}[件项](?:、|,|和)([\u4e00-\u9fff]{3,6}?)(?=\d[\d.,]{0,7}[件项])")
_NO_FIRM = re.compile(
    "[的占居比较增降升同共达为以及其另省市区县州镇乡]|发明|实用|外观|授权|申请|有效|累计|合计|全年|当年|专利|商标"
    "|企业|高校|个人|案件"
)
# what follows a firm that everybody knows by its short name (华为, 宁德时代) where it files or holds something
_FILES = re.compile(
    r"(?:全年|一年|年内|当年|一家)?(?:共|就|则|以|新增)?(?:申请|授权|获权|获授权|获得|发明|PCT|专利|有效|拥有|提交|[1-9])"
)
_BEFORE_FIRM = frozenset(",;:。、( \n和与及,")
MASKS = "×*"  # ××大学
LETTERS = re.compile(rf"[\u4e00-\u9fff{MASKS}]+\Z")
LONGEST_BRACKET = 14
BACK_TO = ("园区", "开发区", "高新区", "经开区", "试验区", "实验区", "示范区", "中心", "公司", "集团", "学校")


@dataclass(frozen=True, slots=True)
class Entity:
    """``span`` is where it stands, ``name`` the place of its full name: the same, or that of the name before it."""

    span: Span
    name: Span


@lru_cache(maxsize=1)
def _endings() -> WordTree[str]:
    """What names end in, and firms that everybody knows, with the kind of each."""
    kinds = dict.fromkeys(BACK_TO, "back")
    for kind in ("park", "company", "centre"):
        kinds.update(dict.fromkeys(words(f"{kind}_endings"), kind))
    return WordTree(kinds | dict.fromkeys(words("known_firms"), "firm"))


def find_entities(folded: str, names: Sequence[RegionName]) -> list[Entity]:
    """The entities of folded text in order and apart; ``names`` are the regions' names in it, where some begin."""
    starts = [name.start for name in names]
    name_ends = [name.end for name in names]
    ends = set(name_ends)
    firms = [Entity(match.span(1), match.span(1)) for match in _SHORT_FIRM.finditer(folded)]
    found: list[Entity] = []
    # a name that a longer one might go on from is found at the very end of a text only if a sign follows it
    for start, end, kind in _endings().words_in(folded + "\n"):
        ending = folded[start:end]
        if found and _goes_on(folded, found[-1].span[1], start):  # 某某集团 + 有限公司, 银行 + 某某分行
            found[-1] = Entity((found[-1].span[0], end), (found[-1].span[0], end))
            continue
        if kind == "firm":
            if _stands_alone(folded, start, end):
                found.append(Entity((start, end), (start, end)))
            continue
        left = _left_edge(folded, start, starts, name_ends, found[-1].span[1] if found else 0)
        stem = folded[left:start]
        if stem == "其中":
            left, stem = start, ""
        if stem.endswith("中") and ending == "小学":  # 中小学
            continue
        if kind != "back" and _names_somebody(stem, kind):
            found.append(Entity((left, end), (left, end)))
        elif _stands_for_another(folded, start, ending, found, ends):
            earlier = _named_before(folded, found, ending)
            if earlier is not None:
                found.append(Entity((start, end), earlier.name))
            elif ending in words("own_zones"):
                found.append(Entity((start, end), (start, end)))
    firms += _listed_firms(folded, found)
    taken = {place for entity in found for place in range(*entity.span)} if firms else set()
    found += [firm for firm in firms if not taken.intersection(range(*firm.span))]
    return sorted(found, key=lambda entity: entity.span)


def _listed_firms(folded: str, found: Sequence[Entity]) -> list[Entity]:
    """The unknown firm of 天合光能43件、恒立液压18件: a short name beside a firm's, each right before its count."""
    listed: list[Entity] = []
    for entity in found:
        at = entity.span[1]
        if not folded[at : at + 1].isdigit() or folded.endswith(BACK_TO, 0, at):
            continue
        while (beside := _BESIDE.match(folded, at)) is not None and _NO_FIRM.search(beside.group(1)) is None:
            listed.append(Entity(beside.span(1), beside.span(1)))
            at = beside.end()
    return listed


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a well-known firm's short name opens its clause and files or holds something."""
    opens = start == 0 or folded[start - 1] in _BEFORE_FIRM or folded.endswith("其中", 0, start)
    return opens and _FILES.match(folded, end) is not None


def _goes_on(folded: str, end: int, start: int) -> bool:
    """Whether the next ending belongs to the same name: directly behind it, or a branch of the bank."""
    between = folded[end:start]
    if GOES_ON.fullmatch(between) is not None:
        return True
    branch = folded[start : start + 2] in ("分行", "支行", "分公")
    return branch and len(between) <= 8 and between.isalpha()


def _left_edge(folded: str, start: int, starts: Sequence[int], ends: Sequence[int], barrier: int) -> int:
    """Where a name begins that ends at ``start``: behind a sign, a verb or a preposition, at most 28 characters.

    ``starts`` and ``ends`` are those of the regions' names, in order.
    """
    left = start
    lowest = max(barrier, start - LONGEST_NAME)
    while left > lowest:
        letters = LETTERS.search(folded, lowest, left)
        left = letters.start() if letters is not None else left
        if left <= lowest or folded[left - 1] != ")":
            break
        opening = folded.rfind("(", max(lowest, left - LONGEST_BRACKET), left)
        if opening <= lowest:
            break
        left = opening
    cut = _last_stop(folded[left:start])
    left += cut
    if cut:
        return left
    for at in range(bisect_left(starts, left), bisect_left(starts, start)):
        place, end = starts[at], ends[at]
        if end <= start and folded[end - 1 : end + 1] != "国家":  # the first one of those inside
            return place if place - left <= 4 and "国" not in folded[left:place] else left
    return left


@lru_cache(maxsize=1)
def _stops() -> dict[str, list[str]]:
    """The words at which no name goes on, by their first characters."""
    by_first: dict[str, list[str]] = {}
    for word in words("entity_stops"):
        by_first.setdefault(word[0], []).append(word)
    return by_first


def _last_stop(stretch: str) -> int:
    """The place behind the last word of ``stretch`` at which no name goes on."""
    cut = 0
    signs, by_first = set(stretch), _stops()
    for sign in signs.intersection(by_first):
        for stop in by_first[sign]:
            place = stretch.rfind(stop)
            if place >= 0:
                end = place + len(stop)
                if cut < end < len(stretch) and not stretch.startswith("银行", end):
                    cut = end
    for sign in signs.intersection(words("entity_stop_signs")):
        place = stretch.rfind(sign)
        if place >= cut and not _is_kept(stretch, place):
            cut = place + 1
    return cut


def _is_kept(stretch: str, place: int) -> bool:
    """Whether the sign at ``place`` is a piece of a word like 国家 or 和平, at which a name may go on."""
    near = stretch[max(0, place - 2) : place + 3]
    middle = place - max(0, place - 2)
    for word in words("stop_signs_kept"):
        start = near.find(word)
        if 0 <= start <= middle < start + len(word):
            return True
    return False


def _names_somebody(stem: str, kind: str) -> bool:
    if len(stem) < 2 or (stem[-1] in words("nobody_before") and not stem.endswith("国家")):
        return False
    if stem in _LED_ON:
        return False  # 撬动银行贷款
    if kind == "centre":
        return True
    rest, nobody = stem, words("nobody_words")
    while rest:
        if not rest.startswith(nobody):
            return True
        word = next(word for word in nobody if rest.startswith(word))
        rest = rest[len(word) :]
    return False


def _stands_for_another(
    folded: str, start: int, ending: str, found: Sequence[Entity], ends: Collection[int]
) -> bool:
    """Whether 园区 or 该中心 opens a clause, as it does where it goes back to a name, or follows one in a list."""
    if ending not in BACK_TO and ending not in words("own_zones"):
        return False
    before = folded[start - 1] if start else "\n"
    after = folded[start + len(ending) : start + len(ending) + 1]
    if before == "、":
        zone = ending in words("own_zones") and start - 1 in ends  # 襄城区、樊城区、高新区
        return zone or (bool(found) and found[-1].span[1] == start - 1)
    opens = before in "。,;:\n 该本市" or folded.endswith("其中", 0, start)
    return opens and after not in ("", "和", "等", "内", "要", "建", "为")


def _named_before(folded: str, found: Sequence[Entity], ending: str) -> Entity | None:
    for entity in reversed(found[-6:]):
        name = folded[slice(*entity.name)]
        if name.endswith(ending[-2:]) and name != ending:
            return entity
    return None
