"""Names of regions in a text: one pass over it with every name that the gazetteer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from indicators.regions import Gazetteer, RegionEntry
from reports.extraction.frozen import quickly_made
from reports.extraction.structure_words import words

COMPANY = re.compile(r"[\u4e00-\u9fff()]{0,10}?(?:公司|集团|大学|学院|银行|厂)")
# A name that ends like these, followed by such a character, ends one character earlier: 北京市场, 苍南县域, 河北区域.
FALSE_ENDINGS = {"市": "场", "县": "域", "区": "域块间位别段内外", "省": "略", "州": "际"}
FALSE_STARTS = {
    "中": "其集高",
    "同": "共合相不",
    "长": "增",
    "大": "重较",
    "和": "共",
    "合": "综结",
    "安": "公治",
}
BROKEN = re.compile(r"[ \n](?<=[\u4e00-\u9fff].)[ \n]{0,2}(?=[\u4e00-\u9fff])", re.S)
LONGEST_PIECE = 8


@quickly_made
@dataclass(frozen=True, slots=True)
class RegionName:
    """A region's name in a text; ``full`` where it stands with its rank (郑州市)."""

    start: int
    end: int
    name: str
    full: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """Every spelling, and whether it is a full name; ``lengths`` of those with the same first two characters."""

    full: Mapping[str, bool]
    lengths: Mapping[str, tuple[int, ...]]
    openings: re.Pattern[str]  # a first character before a second one, so that few places are looked up


@lru_cache(maxsize=4)
def _known(gazetteer: Gazetteer) -> _Known:
    known: dict[str, bool] = {}
    shut = frozenset(words("common_short_names"))
    for name, entry, full in gazetteer.spellings():
        if not full and (_is_district(entry) or (entry.level == "county" and name in shut)):
            continue
        known[name] = known.get(name, False) or full
    lengths: dict[str, set[int]] = {}
    for name in known:
        lengths.setdefault(name[:2], set()).add(len(name))
    firsts, seconds = ("".join(sorted({opening[at] for opening in lengths})) for at in (0, 1))
    return _Known(
        known,
        {opening: tuple(sorted(told)) for opening, told in lengths.items()},
        re.compile(f"[{re.escape(firsts)}](?=[{re.escape(seconds)}])"),
    )


@lru_cache(maxsize=4)
def _pairs(gazetteer: Gazetteer) -> frozenset[str]:
    """Every two characters that stand side by side in a full name; others never surround a break in one."""
    names = [name for name, _, full in gazetteer.spellings() if full]
    return frozenset(name[place : place + 2] for name in names for place in range(len(name) - 1))


def _is_district(entry: RegionEntry) -> bool:
    """Districts are hardly ever written short; where they are (黄岛、崂山两区) the context must say so."""
    return entry.level == "county" and entry.name.endswith("区") and not entry.name.endswith("林区")


@lru_cache(maxsize=2)
def find_region_names(folded: str, gazetteer: Gazetteer) -> tuple[RegionName, ...]:
    """Every name of a region in folded text, in order, longest first and apart from each other.

    A full name that a line break or a blank cuts in two is found too: ``name`` is then shorter than its span.
    """
    whole = _plain_names(folded, gazetteer)
    broken = _broken_names(folded, gazetteer)
    if not broken:
        return tuple(whole)
    ends = {name.end for name in broken}
    starts = {name.start for name in broken}
    kept = [name for name in whole if name.start not in starts and name.end not in ends]
    return tuple(sorted([*kept, *broken], key=lambda name: name.start))


def _broken_names(folded: str, gazetteer: Gazetteer) -> list[RegionName]:
    found: list[RegionName] = []
    pairs = _pairs(gazetteer)
    for gap in BROKEN.finditer(folded):
        if folded[gap.start() - 1] + folded[gap.end()] not in pairs:
            continue
        left, right = max(0, gap.start() - LONGEST_PIECE), gap.end() + LONGEST_PIECE
        before, after = folded[left : gap.start()], folded[gap.end() : right]
        for name in _plain_names(before + after, gazetteer):
            if name.full and name.start < len(before) < name.end:
                width = gap.end() - gap.start()
                found.append(RegionName(left + name.start, left + name.end + width, name.name, True))
    return found


def _plain_names(folded: str, gazetteer: Gazetteer) -> list[RegionName]:
    """The names that stand in one piece; of two that overlap the full one, else the first, else the longer."""
    found: list[RegionName] = []
    for name in sorted(_matches(folded, gazetteer), key=_place):
        if found and name.start < found[-1].end:
            if name.full and not found[-1].full:
                found[-1] = name
            continue
        if not (found and found[-1].end == name.start) and _needs_a_city(folded, name):
            continue
        found.append(name)
    return found


def _needs_a_city(folded: str, name: RegionName) -> bool:
    """Whether a name is too common to count without that of its city before it: 城区, and 范县 in 示范县."""
    if name.name in words("generic_names"):
        return True
    before = folded[name.start - 1] if name.start else "\n"
    return (
        name.full and len(name.name) == 2 and "\u4e00" <= before <= "\u9fff" and before not in "年月日在由是"
    )


def _place(name: RegionName) -> tuple[int, int]:
    return name.start, -name.end


@lru_cache(maxsize=1)
def _firsts_after_short() -> frozenset[str]:
    return frozenset(word[0] for word in words("not_after_short"))


def _matches(folded: str, gazetteer: Gazetteer) -> Iterator[RegionName]:
    """Every occurrence of a known name that may be one, those inside others included."""
    others, firsts = words("not_after_short"), _firsts_after_short()
    known = _known(gazetteer)
    for match in known.openings.finditer(folded):
        start = match.start()
        lengths = known.lengths.get(folded[start : start + 2])
        if lengths is None:
            continue
        for length in lengths:
            end = start + length
            name = folded[start:end]
            full = known.full.get(name)
            if full is None or len(name) < length:
                continue
            after = folded[end : end + 1]
            if full:
                if not after or after not in FALSE_ENDINGS.get(name[-1], ""):
                    yield RegionName(start, end, name, True)
            elif not (after in firsts and folded.startswith(others, end)) and not (
                start and folded[start - 1] in FALSE_STARTS.get(name[0], "")
            ):
                yield RegionName(start, end, name, False)


def candidates(gazetteer: Gazetteer, name: RegionName) -> tuple[RegionEntry, ...]:
    """The regions that a name may mean; a short name never means a district or a county it is too common for."""
    entries = gazetteer.named(name.name)
    if name.full:
        return entries
    shut = words("common_short_names")
    return tuple(
        entry
        for entry in entries
        if not _is_district(entry) and (entry.level != "county" or name.name not in shut)
    )


def full_name(entry: RegionEntry, gazetteer: Gazetteer) -> str:
    """The name with the city before a county's: 六安市霍山县, 北京市海淀区, but 仙桃市 and 东莞市 alone."""
    if entry.level not in ("county", "zone") or entry.parent is None:
        return entry.name
    parent = gazetteer.by_code(entry.parent)
    if parent is None or parent is entry or (parent.level == "province" and not parent.name.endswith("市")):
        return entry.name
    return parent.name + entry.name


def only_of_firms(folded: str, gazetteer: Gazetteer) -> RegionEntry | None:
    """The one region whose short name opens the names of firms and schools (大庆油田公司); None for none or several."""
    firms = (name for name in find_region_names(folded, gazetteer) if COMPANY.match(folded, name.end))
    found = {entry for name in firms for entry in candidates(gazetteer, name) if not entry.abolished}
    return found.pop() if len(found) == 1 else None
