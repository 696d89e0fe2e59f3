"""The region that a report is about: its office, the names in its title and body, and townships where it is masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indicators.regions import Gazetteer, RegionEntry
from reports.extraction.own_level import LEADERS, SELF, fits_level, own_level
from reports.extraction.parts import is_plan_title
from reports.extraction.region_names import COMPANY, RegionName, candidates, find_region_names, only_of_firms
from reports.extraction.regions_above import (
    IN_TITLE,
    RegionMention,
    city_of_counties,
    live_ones,
    province_of_cities,
)
from reports.extraction.structure_words import words
from reports.extraction.types import Span, Structure

# 居宁波各县区第二, 占全市的: the region above it that it is held against
AGAINST = re.compile(r"(?:[占居列位在比]|高于|低于|领先|位列|名列|高出|排名|仅次于)(?:到|了)?\Z")
AMONG_ITS = re.compile(
    r"(?:省|市|州)?(?:各[市县区]|的?\d{1,2}个|[辖内]?县[区市(]|的?[前第](?![一二三四五六七八九十0-9]{1,3}[届次]))"
)
OF_THE_NATION = re.compile(
    r"\s*(?:(?:截至)?(?:19|20)\d{2}年(?:度|底|末|上半年|[\d至-]{1,5}月(?:底|末)?)?,?)?(?:全国|我国)(?!第|前|平均|的|首|性)"
)
COUNTED = re.compile(r"[仅达为有]?\d[\d.,]*[万亿]?[件项个家元笔]{1,2}(?=[,、;和。(]|\Z)")
TOWNSHIP = re.compile(r"(?<=([\u4e00-\u9fff]))(?:镇|乡|街道)")
ZONE = re.compile(
    r"[^,。;、 0-9省市区县]{0,6}?(?:高新技术产业开发区|经济技术开发区|高新区|经开区|开发区|新区"
    r"|工业园区|产业园区|保税区|自贸区)"
)
OFFICE_IN_TITLE, OFFICE, FIRST_SENTENCE, SUBJECT = 8, 3, 3, 2
LONGEST_TOWNSHIP, MOST_BETWEEN, MOST_MENTIONS = 5, 20, 6


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """The region chosen, or None, the reason in words, and whether the evidence is more than a passing mention."""

    entry: RegionEntry | None
    reason: str
    sure: bool = True


@lru_cache(maxsize=1)
def _office() -> re.Pattern[str]:
    return re.compile(
        "(?:省|市|区|县|州|盟|旗|自治区)?(?:" + "|".join(map(re.escape, words("office_words"))) + ")"
    )


def choose_region(
    folded: str, structure: Structure, gazetteer: Gazetteer, title: str | None, file_name: str | None
) -> RegionChoice:
    """The reporting region with the reason for it; no region where the text leaves a doubt."""
    level = own_level(folded, title)
    if title and _is_of_a_zone(title, gazetteer):
        return RegionChoice(None, "标题写明的是没有区划代码的园区", sure=False)
    mentions = _weighed_mentions(folded, structure, gazetteer, title, file_name)
    if (
        level is None and title is None and OF_THE_NATION.match(folded)
    ):  # whatever provinces it goes on to name
        return RegionChoice(None, "正文开头说的是全国")
    named, reasons = _scores(mentions, gazetteer)
    scores = named
    if level is not None:
        fitting = {code: score for code, score in scores.items() if _fits(gazetteer, code, level)}
        told = _told_by_title(gazetteer, title)
        if fitting or _is_firm(folded, level):
            scores = {**fitting, **({told: scores[told]} if told in scores else {})}
    chosen = _above_its_part(_best(scores, gazetteer), scores, mentions, gazetteer)
    autonomous = level == "自治区"
    upper = autonomous or level == "省"
    above = province_of_cities(chosen, mentions, gazetteer, autonomous) if upper else None
    above = city_of_counties(chosen, mentions, gazetteer) if level == "市" else above
    if above is not None:
        within = [m.name.name for m in mentions if any(e.parent == above.code for e in m.entries)]
        return RegionChoice(above, f"正文提到“{'、'.join(dict.fromkeys(within))}”", autonomous)
    if chosen is not None:
        sure = told_surely(chosen, named, mentions, folded, level, title, gazetteer)
        return RegionChoice(chosen, reasons.get(chosen.code, "正文提到最多的地区"), sure)
    alone = only_of_firms(folded, gazetteer) if level == "市" and not mentions else None
    if alone is not None and fits_level(alone, "市"):
        return RegionChoice(alone, f"正文提到“{alone.name.removesuffix('市')}”", False)
    return _by_townships(folded, mentions, gazetteer, level)


def _above_its_part(
    chosen: RegionEntry | None,
    scores: Mapping[str, int],
    mentions: Sequence[RegionMention],
    gazetteer: Gazetteer,
) -> RegionEntry | None:
    """The region that the text opens with, where what it names more often (诸城 in 潍坊) lies within it."""
    first = mentions[0] if mentions else None
    if chosen is None or first is None or first.against or first.weight <= FIRST_SENTENCE:
        return chosen
    entry = next((e for e in first.entries if e.code in scores and e.code != chosen.code), None)
    if entry is not None and scores[entry.code] == scores[chosen.code] and first.name.start < 2:
        return entry if gazetteer.is_within(entry.code, chosen.code) else chosen  # 汉川市…;孝感全市…
    if entry is None or not gazetteer.is_within(chosen.code, entry.code) or entry.level == "province":
        return chosen
    return entry if 2 * scores[entry.code] >= scores[chosen.code] else chosen


def _is_of_a_zone(title: str, gazetteer: Gazetteer) -> bool:
    """Whether the title names a zone below a region (某市高新区) and not the region itself."""
    names = find_region_names(title, gazetteer)
    if not names:
        return False
    last = gazetteer.resolve(names[-1].name)
    return (last is None or last.level != "zone") and ZONE.match(title, names[-1].end) is not None


def _fits(gazetteer: Gazetteer, code: str, level: str) -> bool:
    entry = gazetteer.by_code(code)
    return entry is not None and fits_level(entry, level)


def _is_firm(folded: str, level: str) -> bool:
    """Whether the text calls its region 我省 or 我市 itself, and not only 全市, which may be a region above it."""
    return any(match.group(1) == level for pattern in (SELF, LEADERS) for match in pattern.finditer(folded))


def told_surely(
    chosen: RegionEntry,
    scores: Mapping[str, int],
    mentions: Sequence[RegionMention],
    folded: str,
    level: str | None,
    title: str | None,
    gazetteer: Gazetteer,
) -> bool:
    """Return whether more than a mention in passing tells the region that was chosen.

    ``scores`` are those before the level by which the text calls its region had its say.
    """
    if _told_by_title(gazetteer, title) == chosen.code:
        return True
    fits = level is not None and fits_level(chosen, level)
    if fits and level is not None and _is_firm(folded, level):
        peers = (code for code in scores if code != chosen.code and _fits(gazetteer, code, level))
        return all(2 * scores[code] < scores[chosen.code] for code in peers)
    own = [mention.weight for mention in mentions if chosen in mention.entries and not mention.against]
    if not own or _has_rival(chosen, scores, mentions, gazetteer):
        return False
    alone = all(gazetteer.is_within(code, chosen.code) for code in scores)
    return max(own) >= IN_TITLE or (alone and (fits or level is None))


def _has_rival(
    chosen: RegionEntry, scores: Mapping[str, int], mentions: Sequence[RegionMention], gazetteer: Gazetteer
) -> bool:
    """Whether another region was told as firmly: a part of the chosen one before it, or any as often as it."""
    order: dict[str, int] = {}
    for place, mention in enumerate(mentions):
        for entry in mention.entries:
            order.setdefault(entry.code, place)
    own = scores.get(chosen.code, 0)
    for code, score in scores.items():
        if code == chosen.code:
            continue
        if score > own or (score == own and order[code] < order[chosen.code]):
            return True
        related = gazetteer.is_within(code, chosen.code) or gazetteer.is_within(chosen.code, code)
        if not related and score >= own - 1:
            return True
    return False


def _told_by_title(gazetteer: Gazetteer, title: str | None) -> str | None:
    if not title:
        return None
    names = find_region_names(title, gazetteer)
    entry = gazetteer.resolve(names[-1].name) if names else None
    return entry.code if entry else None


def _weighed_mentions(
    folded: str, structure: Structure, gazetteer: Gazetteer, title: str | None, file_name: str | None
) -> list[RegionMention]:
    found: list[RegionMention] = []
    if title:
        found += _named_in(title, gazetteer, IN_TITLE, OFFICE_IN_TITLE)
    if file_name:
        found += _named_in(file_name, gazetteer, IN_TITLE // 2, OFFICE)
    plan = title is not None and is_plan_title(title)
    spans = [s.span for s in structure.sentences if s.part != "noise" and (plan or s.part != "planned")]
    titles = {s.span for s in structure.sentences[:12] if title and folded[slice(*s.span)] == title}
    first = next((span for span in spans if span not in titles and span[1] - span[0] > 12), None)
    names = find_region_names(folded, gazetteer)
    office = _office()
    chains = {name.start: before for before, name in pairwise(names) if before.end == name.start}
    listed = _listed_districts(folded, names, chains)
    chains = {start: before for start, before in chains.items() if start not in listed}
    qualifiers = {before.start for before in chains.values()}
    for name in _within(names, [span for span in spans if span not in titles]):
        if name.start in qualifiers:  # of 某省某市 the last name is meant
            continue
        if not name.full and COMPANY.match(folded, name.end):
            continue
        against = AGAINST.search(folded, max(0, name.start - 3), name.start) is not None
        if against and AMONG_ITS.match(folded, name.end):
            continue
        weight = 1
        if first is not None and first[0] <= name.start < first[1]:
            weight += FIRST_SENTENCE
        before = chains.get(name.start)
        opening = before.start if before else name.start
        if opening == 0 or folded[opening - 1] in "。\n ,;年":
            weight += SUBJECT
        if name.start in listed or _only_counted(folded, name, names):
            weight = 1
        if office.match(folded, name.end):
            weight += OFFICE
        entries = _entries(gazetteer, name, before)
        if entries:
            found.append(RegionMention(name, entries, weight, against))
    return found


def _only_counted(folded: str, name: RegionName, names: Sequence[RegionName]) -> bool:
    """北京94.2件、上海34.2件: regions right before their numbers, one beside the other, are held against each other."""
    if COUNTED.match(folded, name.end) is None:
        return False
    near = (n for n in names if n.start != name.start and abs(n.start - name.start) <= 16)
    return any(COUNTED.match(folded, other.end) for other in near)


def _listed_districts(
    folded: str, names: Sequence[RegionName], chains: Mapping[int, RegionName]
) -> frozenset[int]:
    """Where the first district of a list begins (某市甲区、乙区、丙区): it is the city that the list speaks of."""
    following = {before.start: name for before, name in pairwise(names)}
    by_start = {name.start: name for name in names}
    found = set()
    for start in chains:
        name = by_start.get(start)
        beside = following.get(start)
        if name is not None and beside is not None and _beside(folded, name, beside):
            found.add(start)
    return frozenset(found)


def _beside(folded: str, name: RegionName, other: RegionName) -> bool:
    """甲区、乙区, and 甲县申请186件,乙县97件."""
    between = folded[name.end : other.start]
    if between in ("、", "和", "与", "及"):
        return True
    counted = len(between) <= MOST_BETWEEN and between.endswith((",", "、")) and "。" not in between
    return counted and COUNTED.match(folded, other.end) is not None


def _entries(gazetteer: Gazetteer, name: RegionName, before: RegionName | None) -> tuple[RegionEntry, ...]:
    """What a name may mean; below the name that goes before it (北京市朝阳区) where one lies there."""
    entries = candidates(gazetteer, name)
    upper = gazetteer.resolve(before.name) if before else None
    below = [entry for entry in entries if upper is not None and gazetteer.is_within(entry.code, upper.code)]
    return tuple(below) or entries


def _named_in(text: str, gazetteer: Gazetteer, plain: int, with_office: int) -> list[RegionMention]:
    """The names of a title; of a chain (西安市雁塔区) the last one bears the weight."""
    names = find_region_names(text, gazetteer)
    found: list[RegionMention] = []
    for index, name in enumerate(names):
        chained = index + 1 < len(names) and names[index + 1].start <= name.end + 1
        weight = 1 if chained else with_office + plain if _office().match(text, name.end) else plain
        before = names[index - 1] if index and names[index - 1].end == name.start else None
        found.append(RegionMention(name, _entries(gazetteer, name, before), weight))
    return found


def _within(names: Iterable[RegionName], spans: Sequence[Span]) -> Iterable[RegionName]:
    place = 0
    for name in names:
        while place < len(spans) and spans[place][1] <= name.start:
            place += 1
        if place < len(spans) and spans[place][0] <= name.start:
            yield name


def _scores(mentions: Sequence[RegionMention], gazetteer: Gazetteer) -> tuple[dict[str, int], dict[str, str]]:
    """Weight of each region: clear names first, ambiguous ones in the light of the clear."""
    scores: dict[str, int] = {}
    counts: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for mention in mentions:
        live = live_ones(mention.entries)
        if len(live) == 1:
            _add(scores, counts, reasons, live[0], mention)
    home = max(scores, key=lambda code: (scores[code], -int(code)), default=None)
    for mention in mentions:
        if len(live_ones(mention.entries)) != 1:
            entry = _province_of(mention) or gazetteer.resolve(mention.name.name, home)
            if entry is not None and entry in mention.entries:
                _add(scores, counts, reasons, entry, mention)
    return scores, reasons


def _province_of(mention: RegionMention) -> RegionEntry | None:
    """The province of a short name that one of its cities shares (吉林), where it stands in the first sentence."""
    if mention.name.full or mention.weight <= FIRST_SENTENCE:
        return None
    return next((entry for entry in mention.entries if entry.level == "province"), None)


def _add(
    scores: dict[str, int],
    counts: Counter[str],
    reasons: dict[str, str],
    entry: RegionEntry,
    mention: RegionMention,
) -> None:
    counts[entry.code] += 1
    if counts[entry.code] > MOST_MENTIONS and mention.weight <= 1 + SUBJECT:
        return
    scores[entry.code] = scores.get(entry.code, 0) + mention.weight
    if mention.weight >= IN_TITLE:
        reasons[entry.code] = f"标题或发文单位写明“{mention.name.name}”"
    else:
        reasons.setdefault(entry.code, f"正文提到“{mention.name.name}”")


def _best(scores: dict[str, int], gazetteer: Gazetteer) -> RegionEntry | None:
    """The region with the highest score; an even race between regions of different trees is decided for none."""
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked:
        return None
    first = ranked[0]
    for other in ranked[1:]:
        if scores[other] < scores[first]:
            break
        if gazetteer.is_within(first, other):
            first = other
        elif not gazetteer.is_within(other, first):
            return None
    return gazetteer.by_code(first)


def _by_townships(
    folded: str, mentions: Sequence[RegionMention], gazetteer: Gazetteer, level: str | None
) -> RegionChoice:
    """A masked district or county, told by the townships below it within the one province that is named."""
    if level not in ("区", "县", "市", "旗"):
        return RegionChoice(None, "正文没有写明地区")
    provinces = {
        entry.code
        for mention in mentions
        for entry in mention.entries
        if entry.level == "province" and len(live_ones(mention.entries)) == 1
    }
    votes: dict[str, set[str]] = {}
    for match in TOWNSHIP.finditer(folded):
        for length in range(2, LONGEST_TOWNSHIP):
            name = folded[max(0, match.start() - length) : match.end()]
            for county in gazetteer.counties_of_township(name):
                if not provinces or county[:2] + "0000" in provinces:
                    votes.setdefault(county, set()).add(name)
    fitting = {code: names for code, names in votes.items() if _fits(gazetteer, code, level)}
    most = max((len(names) for names in fitting.values()), default=0)
    winners = [code for code, names in fitting.items() if len(names) == most]
    if len(winners) != 1 or (most < 2 and len(provinces) != 1):
        return RegionChoice(None, "地区被隐去,正文中的乡镇也不能确定")
    names = "、".join(sorted(fitting[winners[0]]))
    sure = len(provinces) == 1
    return RegionChoice(gazetteer.by_code(winners[0]), f"正文提到所辖乡镇街道“{names}”", sure)
