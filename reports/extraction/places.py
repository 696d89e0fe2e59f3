"""Whom a figure may be about: regions, the reporting region itself, and parks, centres, companies and schools."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indicators.regions import NATION_CODE, Gazetteer, RegionEntry
from reports.extraction.entities import Entity, find_entities
from reports.extraction.folding import fold
from reports.extraction.frozen import quickly_made
from reports.extraction.issuer import is_issuer, is_zone
from reports.extraction.own_level import fits_level, own_level
from reports.extraction.region_names import RegionName, find_region_names
from reports.extraction.structure_words import words
from reports.extraction.types import ReportFacts, Span, Structure

WHOLE = re.compile(
    r"[全我本自](?:(?<=[全我本])(自治区|省|市|区|县|州|盟|旗)(?!场|域|块|际)|(?<=全)国"
    r"|(?<=自)(?<![国各与壮族].)治区(?!党委|政府|人民政府|知识产权局|级|本级))",
    re.DOTALL,
)
TITLE_MARKS = re.compile(r"《[^《》\n]{1,120}》")
NO_PLACE_AFTER = ("籍", "话", "会议", "精神")
_STREET = re.compile(r"街(?=全年|申请|授权|专利|有效|发明|[获共以]?\d)")
BEFORE_SHORT = frozenset("、,;:。( \n和与及是,")
AFTER_SHORT = frozenset("、和与(0123456789一二两三四五六七八九十等分为,: ")
# 厦门宏发、福州高意等5家企业: firms by their short names, which begin with a city's
SO_MANY_FIRMS = re.compile(r"等(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3}|多|数)?[家户](?!银行)")
LISTED = re.compile(r"(?:[\u4e00-\u9fffA-Za-z]{2,12}、){0,8}[\u4e00-\u9fffA-Za-z]{2,12}\Z")
LONGEST_LIST = 9 * 13
WITH_A_DEED = re.compile(r"帮助|推荐|组织|支持|推动|指导|辅导|培育|扶持|[有的向为对与]")
BOUNDARY = frozenset("、,;:。( \n和与及在")


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text. ``kind`` is area, entity or self (the reporting region); ``text`` is its name as the
    document has it; ``code`` the region's, None for entities without one and for what the gazetteer lacks.

    For 园区 or 该中心 that goes back to a name before it, ``text`` is that name.
    """

    span: Span
    text: str
    kind: str
    code: str | None


def find_places(
    text: str, structure: Structure, gazetteer: Gazetteer, facts: ReportFacts
) -> tuple[Place, ...]:
    """All places in reading order, apart from each other; names in titles of documents (《…》) are left out."""
    folded = fold(text)
    shut = _Spans([match.span() for match in TITLE_MARKS.finditer(folded)])
    names = [name for name in find_region_names(folded, gazetteer) if not shut.touches(name.start, name.end)]
    entities = [entity for entity in find_entities(folded, names) if not shut.touches(*entity.span)]
    level = _own_level(folded, structure, gazetteer, facts)
    if facts.entity is not None:  # whom the report is about: a region is then another one
        level, facts = ("区" if is_zone(facts.entity) else None), replace(facts, region=None)
    found = [_entity_place(text, entity, gazetteer, facts) for entity in entities]
    taken = _Spans([entity.span for entity in entities])
    named = _region_places(text, folded, names, gazetteer, facts)
    named += _whole_places(text, folded, gazetteer, facts, level)
    named += _township_places(text, folded, gazetteer, facts)
    named += _short_districts(text, folded, gazetteer, facts)
    found += [place for place in named if not taken.touches(*place.span) and not shut.touches(*place.span)]
    return _apart(found)


class _Spans:
    """Ordered spans that are asked whether they touch another one."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def touches(self, start: int, end: int) -> bool:
        """Whether one of the spans shares a character with start..end; the spans themselves lie apart."""
        index = bisect_right(self.starts, start)
        if index and self.spans[index - 1][1] > start:
            return True
        return index < len(self.spans) and self.spans[index][0] < end


def _apart(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places in order; of two that share characters the longer one."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda each: (each.span[0], -each.span[1])):
        if kept and place.span[0] < kept[-1].span[1]:
            if place.span[1] - place.span[0] > kept[-1].span[1] - kept[-1].span[0]:
                kept[-1] = place
            continue
        kept.append(place)
    return tuple(kept)


def _own_level(folded: str, structure: Structure, gazetteer: Gazetteer, facts: ReportFacts) -> str | None:
    """省, 市, 区 …: how the report calls its own region; of a known region by its name."""
    entry = gazetteer.by_code(facts.region) if facts.region else None
    if entry is None:
        return own_level(folded, fold(structure.title) if structure.title else None)
    for level in ("自治区", "省", "市", "区", "县", "州", "盟", "旗"):
        if entry.name.endswith(level):
            return level
    return "市" if entry.name.endswith("地区") else "区"


def _entity_place(text: str, entity: Entity, gazetteer: Gazetteer, facts: ReportFacts) -> Place:
    start, end = entity.span
    shown = text[slice(*entity.name)]
    if facts.entity is not None and is_issuer(fold(shown), facts.entity):
        return Place((start, end), shown, "self", None)
    coded = gazetteer.resolve(shown, facts.region) or _behind_its_city(shown, gazetteer)
    if coded is not None and coded.level != "zone":
        return Place((start, end), shown, "self" if coded.code == facts.region else "area", coded.code)
    return Place((start, end), shown, "entity", coded.code if coded else None)


def _behind_its_city(name: str, gazetteer: Gazetteer) -> RegionEntry | None:
    """The district of 天津滨海新区, whose name alone has a code; None for zones and what has none."""
    for cut in (2, 3):
        upper, own = gazetteer.resolve(name[:cut]), gazetteer.resolve(name[cut:])
        if upper is not None and own is not None and gazetteer.is_within(own.code, upper.code):
            return own if own.level != "zone" else None
    return None


def _region_places(
    text: str, folded: str, names: Sequence[RegionName], gazetteer: Gazetteer, facts: ReportFacts
) -> list[Place]:
    found: list[Place] = []
    firms = _firms(folded)
    for index, name in enumerate(names):
        if not name.full and any(start == name.start and name.end < end for start, end in firms):
            continue
        if folded.startswith(NO_PLACE_AFTER, name.end) or _only_qualifies(names, index, gazetteer, facts):
            continue
        entry = gazetteer.resolve(name.name, facts.region)
        if entry is None and index and names[index - 1].end == name.start:  # 南京市鼓楼区
            before = gazetteer.resolve(names[index - 1].name, facts.region)
            entry = gazetteer.resolve(name.name, before.code) if before else None
        if entry is None and not name.full:
            continue
        if (
            entry is not None
            and not name.full
            and entry.level == "county"
            and not _is_near(entry, gazetteer, facts)
        ):
            continue
        span = (name.start, name.end)
        named = span
        if (
            index
            and names[index - 1].end == name.start
            and _only_qualifies(names, index - 1, gazetteer, facts)
        ):
            span = (names[index - 1].start, name.end)  # 南阳西峡县 is one place
        kind = "entity" if entry is not None and entry.level == "zone" else "area"
        if entry is not None and entry.code == facts.region:
            kind = "self"
            city = _listed_city(folded, name, entry, gazetteer)
            if city is not None:
                kind, entry = "area", city
        shown = "".join(text[slice(*named)].split())  # a name may be cut in two by the end of a line
        found.append(Place(span, shown, kind, entry.code if entry else None))
    return found


def _firms(folded: str) -> list[Span]:
    """The names in lists of so many firms."""
    found: list[Span] = []
    for so_many in SO_MANY_FIRMS.finditer(folded):
        end = so_many.start()
        begin = max(0, end - LONGEST_LIST)
        match = LISTED.search(folded[begin:end])
        at = begin + (match.start() if match is not None else 0)
        for name in match.group().split("、") if match is not None else ():
            if WITH_A_DEED.search(name) is None:
                found.append((at, at + len(name)))
            at += len(name) + 1
    return found


def _listed_city(
    folded: str, name: RegionName, entry: RegionEntry, gazetteer: Gazetteer
) -> RegionEntry | None:
    """The city of 长春、吉林两市 in a report of 吉林省: beside other places the short name is the city's."""
    if name.full or "、" not in (folded[name.start - 1 : name.start], folded[name.end : name.end + 1]):
        return None
    return next((e for e in gazetteer.named(name.name) if e.parent == entry.code), None)


def _only_qualifies(
    names: Sequence[RegionName], index: int, gazetteer: Gazetteer, facts: ReportFacts
) -> bool:
    """Whether a name goes straight before that of a region within it: of 南京市鼓楼区 the district is meant."""
    if index + 1 == len(names) or names[index + 1].start != names[index].end:
        return False
    upper = gazetteer.resolve(names[index].name, facts.region)
    lower = gazetteer.named(names[index + 1].name)
    return upper is not None and any(gazetteer.is_within(entry.code, upper.code) for entry in lower)


def _is_near(entry: RegionEntry, gazetteer: Gazetteer, facts: ReportFacts) -> bool:
    """Whether a county written short is the reporting region, lies below it or beside it."""
    if facts.region is None:
        return False
    if gazetteer.is_within(entry.code, facts.region):
        return True
    home = gazetteer.by_code(facts.region)
    return home is not None and home.level != "province" and entry.parent == home.parent


def _whole_places(
    text: str, folded: str, gazetteer: Gazetteer, facts: ReportFacts, level: str | None
) -> list[Place]:
    """全国, 全省, 我市, 本区, 自治区: the reporting region where the level is its own, else one above it."""
    above = gazetteer.ancestors(facts.region) if facts.region else ()
    found: list[Place] = []
    for match in WHOLE.finditer(folded):
        word, span = match.group(), match.span()
        if word == "全国":
            national = facts.region is None and level is None and facts.entity is None
            found.append(Place(span, text[slice(*span)], "self" if national else "area", NATION_CODE))
            continue
        told = match.group(1) or "自治区"
        own = word[0] in "我本" and facts.entity is None
        if told == level or (told == "区" and level == "自治区") or own:
            found.append(Place(span, text[slice(*span)], "self", facts.region))
            continue
        upper = next((entry for entry in above if fits_level(entry, told)), None)
        found.append(Place(span, text[slice(*span)], "area", upper.code if upper else None))
    return found


def _township_places(text: str, folded: str, gazetteer: Gazetteer, facts: ReportFacts) -> list[Place]:
    """Townships of the reporting county or prefecture; one that the list lacks where it stands as a name would."""
    home = gazetteer.by_code(facts.region) if facts.region else None
    if home is not None and home.level == "province":
        return []
    found: list[Place] = []
    for end in _township_ends(folded):
        start = _township_start(folded, end, gazetteer, home)
        if start is not None:
            found.append(Place((start, end), text[start:end], "area", None))
    if home is not None and "街" in folded:
        found += _streets(text, folded, gazetteer, home)
    return found


def _streets(text: str, folded: str, gazetteer: Gazetteer, home: RegionEntry) -> list[Place]:
    """大石街申请868件: a street's office that is called without 街道, where the list of townships has it."""
    found: list[Place] = []
    for match in _STREET.finditer(folded):
        end = match.end()
        for length in (5, 4, 3):
            counties = gazetteer.counties_of_township(folded[max(0, end - length) : end] + "道")
            if any(gazetteer.is_within(county, home.code) for county in counties):
                found.append(Place((end - length, end), text[end - length : end], "area", None))
                break
    return found


def _township_ends(folded: str) -> list[int]:
    return [match.end() for match in re.finditer("镇|乡|街道", folded)]


def _township_start(folded: str, end: int, gazetteer: Gazetteer, home: RegionEntry | None) -> int | None:
    width = 2 if folded[end - 1] == "道" else 1
    if folded.startswith(tuple("街镇村级域区"), end) or folded[max(0, end - width - 1) : end] in words(
        "no_townships"
    ):
        return None
    for length in range(5, 1, -1) if home is not None else ():
        start = end - width - length
        counties = gazetteer.counties_of_township(folded[start:end]) if start >= 0 else ()
        if home is not None and any(gazetteer.is_within(county, home.code) for county in counties):
            return start
    for length in (2, 3, 4):
        start = end - width - length
        if start >= 0 and (start == 0 or folded[start - 1] in BOUNDARY):
            name = folded[start : end - width]
            opening = next((word for word in words("before_township") if name.startswith(word)), "")
            name, start = name[len(opening) :], start + len(opening)
            if name in words("nobody_townships"):
                return None
            return start if len(name) >= 2 and name.isalpha() and name[-1] not in "各个乡城村全强" else None
    return None


@lru_cache(maxsize=64)
def _stems(gazetteer: Gazetteer, region: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The names of a city's districts and counties without 区, and those like 郊区; their codes, and a pattern."""
    stems = {
        entry.name[:-1]: entry.code
        for entry in gazetteer.children(region)
        if entry.level == "county" and entry.name[-1] in "区县市" and len(entry.name) > 2
    }
    stems |= {e.name: e.code for e in gazetteer.children(region) if e.name in words("generic_names")}
    return stems, re.compile("|".join(sorted(map(re.escape, stems), key=len, reverse=True)))


def _short_districts(text: str, folded: str, gazetteer: Gazetteer, facts: ReportFacts) -> list[Place]:
    """Districts of the reporting city written without 区 in a list: 黄岛、崂山、城阳三区."""
    if facts.region is None:
        return []
    stems, pattern = _stems(gazetteer, facts.region)
    if not stems:
        return []
    found: list[Place] = []
    for match in pattern.finditer(folded):
        start, end = match.span()
        before = folded[start - 1] if start else "\n"
        after = folded[end] if end < len(folded) else "\n"
        listed = before == "、" or after == "、" or (before in "和与" and after not in "区县市")
        if listed and before in BEFORE_SHORT and after in AFTER_SHORT:
            found.append(Place((start, end), text[start:end], "area", stems[match.group()]))
    return found
