"""The gazetteer: GB/T 2260 regions, abolished ones with their successors, and the townships below them.

``load_gazetteer()`` is read once a process; the 41,000 townships only when somebody asks for one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from indicators.regions.names import short_forms, stem_of

HERE = Path(__file__).parent
NATION_CODE = "000000"


@dataclass(frozen=True, slots=True)
class RegionEntry:
    """One region. ``level`` is nation, province, prefecture, county or zone; ``parent`` is a code.

    ``abolished`` says that the code is no longer in force, ``abolished_in`` in which year, where the source
    knows it; ``successor`` is the code that took its place, or None.
    """

    code: str
    name: str
    level: str
    parent: str | None
    abolished: bool = False
    successor: str | None = None
    abolished_in: int | None = None


NATION = RegionEntry(NATION_CODE, "全国", "nation", None)

MOST_LEVELS = 8  # of regions above a region: a faulty list that goes round in a circle ends there


class Gazetteer:
    """Look-ups over the regions; every answer is a RegionEntry, a tuple of them, or None."""

    def __init__(self, regions: tuple[RegionEntry, ...], former: tuple[tuple[str, str], ...]) -> None:
        self.regions = regions
        self.nation = NATION
        self._former = former

    @cached_property
    def _by_code(self) -> dict[str, RegionEntry]:
        return {NATION_CODE: NATION, **{entry.code: entry for entry in self.regions}}

    @cached_property
    def _by_name(self) -> dict[str, tuple[RegionEntry, ...]]:
        found: dict[str, dict[str, RegionEntry]] = {}
        for name, entry, _ in self.spellings():
            found.setdefault(name, {})[entry.code] = entry
        return {name: tuple(entries.values()) for name, entries in found.items()}

    def spellings(self) -> Iterator[tuple[str, RegionEntry, bool]]:
        """(name, entry, is_full) for every way of writing a region's name: full, former and short forms."""
        provinces = {stem_of(entry.name) for entry in self.regions if entry.level == "province"}
        named = [(entry, entry.name) for entry in self.regions]
        named += [(self._by_code[code], name) for code, name in self._former]
        for entry, full in named:
            yield full, entry, True
            if entry.level == "zone":
                continue
            for form in short_forms(full):
                # 河南 is the province, never 河南蒙古族自治县; 吉林 and 海南 keep their prefectures
                if entry.level == "county" and form in provinces:
                    continue
                yield form, entry, False

    def by_code(self, code: str) -> RegionEntry | None:
        """The region with this code, abolished ones and the nation (000000) included, or None."""
        return self._by_code.get(code)

    def named(self, name: str) -> tuple[RegionEntry, ...]:
        """Every region that is, or was, written so (郑州, 郑州市, 延边州), in order of code."""
        return self._by_name.get(name, ())

    @cached_property
    def _by_parent(self) -> dict[str, tuple[RegionEntry, ...]]:
        found: dict[str, list[RegionEntry]] = {}
        for entry in self.regions:
            if entry.parent is not None:
                found.setdefault(entry.parent, []).append(entry)
        return {code: tuple(entries) for code, entries in found.items()}

    def children(self, code: str) -> tuple[RegionEntry, ...]:
        """The regions directly below ``code``, abolished ones included, in order of code; () where none is."""
        return self._by_parent.get(code, ())

    def ancestors(self, code: str) -> tuple[RegionEntry, ...]:
        """The regions above ``code``, nearest first, the nation last; () for an unknown code."""
        entry = self._by_code.get(code)
        found: list[RegionEntry] = []
        while entry is not None and entry.parent is not None and len(found) < MOST_LEVELS:
            entry = self._by_code.get(entry.parent)
            if entry is not None:
                found.append(entry)
        return tuple(found)

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether ``code`` is ``ancestor`` or lies below it."""
        if code == ancestor:
            return True
        entry = self._by_code.get(code)
        for _ in range(MOST_LEVELS):
            above = entry.parent if entry is not None else None
            entry = self._by_code.get(above) if above is not None else None
            if entry is None:
                return False
            if above == ancestor:
                return True
        return False

    def current(self, code: str) -> RegionEntry | None:
        """The region in force that ``code`` stands for today: itself, its successor or its one namesake."""
        entry = self._by_code.get(code)
        for _ in range(4):
            if entry is None or not entry.abolished:
                return entry
            if entry.successor:
                entry = self._by_code.get(entry.successor)
                continue
            return self._namesake(entry)
        return entry

    def _namesake(self, entry: RegionEntry) -> RegionEntry | None:
        stem = stem_of(entry.name)
        spellings = (entry.name, stem, stem + "州") if len(stem) == 1 else (entry.name, stem)
        province = entry.code[:2]
        for spelling in spellings:  # 蓟县 became 蓟州区, 滦县 滦州市
            alike = [
                other
                for other in self.named(spelling)
                if not other.abolished and other.level == entry.level and other.code[:2] == province
            ]
            beside = [other for other in alike if other.parent == entry.parent] or alike
            if len(beside) == 1:
                return beside[0]
        return None

    def resolve(self, name: str, within: str | None = None) -> RegionEntry | None:
        """The one region that ``name`` means, seen from the region ``within``; None where that is in doubt.

        The reporting region and what lies below it come first, then its siblings, then the regions above it,
        then those of its province, then the whole country. A code in force goes before an abolished one.
        """
        if name == NATION.name:
            return None
        candidates = self.named(name)
        if not candidates:
            return None
        if len(candidates) == 1:
            return candidates[0]
        if within is not None:
            for group in self._rings(candidates, within):
                if group:
                    return self._only(group)
        return self._only(candidates)

    def _rings(self, candidates: tuple[RegionEntry, ...], within: str) -> Iterator[list[RegionEntry]]:
        above = self.ancestors(within)
        home = self._by_code.get(within)
        yield [entry for entry in candidates if entry.code == within]
        yield [entry for entry in candidates if self.is_within(entry.code, within)]
        if home is not None and home.level != "province":
            yield [entry for entry in candidates if entry.parent == home.parent]
        yield [entry for entry in candidates if entry in above]
        for upper in above[:-1]:
            yield [entry for entry in candidates if self.is_within(entry.code, upper.code)]

    def _only(self, candidates: tuple[RegionEntry, ...] | list[RegionEntry]) -> RegionEntry | None:
        live = [entry for entry in candidates if not entry.abolished] or list(candidates)
        if len(live) == 1:
            return live[0]
        provinces = [entry for entry in live if entry.level == "province"]
        if len(provinces) == 1:
            return provinces[0]
        prefectures = [entry for entry in live if entry.level == "prefecture"]
        if len(prefectures) == 1:  # 朝阳, 通化, 宣城: beside namesakes the seat of a prefecture is meant
            return prefectures[0]
        return None

    @cached_property
    def _townships(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        alone: dict[str, tuple[str, ...]] = {}
        with (HERE / "townships.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)  # a dict for each of 41,000 rows would take four times as long
            header = next(rows)
            name_at, county_at = header.index("name"), header.index("county")
            for row in rows:
                name, county = row[name_at], row[county_at]
                counties = found.get(name)
                if counties is None:  # most names are given once: those of one county share a tuple
                    found[name] = alone.setdefault(county, (county,))
                elif county not in counties:
                    found[name] = (*counties, county)
        return found

    def counties_of_township(self, name: str) -> tuple[str, ...]:
        """The codes of the counties that have a township of this name (渭塘镇, 北桥街道), () where none has.

        A bare name (北桥) is tried with 镇, 街道 and 乡.
        """
        exact = self._townships.get(name)
        if exact is not None or len(name) < 2 or name[-1] in "镇乡道":
            return exact or ()
        found: dict[str, None] = {}
        for ending in ("镇", "街道", "乡"):
            found.update(dict.fromkeys(self._townships.get(name + ending, ())))
        return tuple(found)


def _entry(row: dict[str, str]) -> RegionEntry:
    level = row["level"]
    parent = row["parent"] or (NATION_CODE if level == "province" else None)
    year = re.match(r"(?:19|20)[0-9]{2}", row["abolished"])
    return RegionEntry(
        code=row["code"],
        name=row["name"],
        level=level,
        parent=parent,
        abolished=bool(row["abolished"]),
        successor=row["successor"] or None,
        abolished_in=int(year.group()) if year else None,
    )


@lru_cache(maxsize=1)
def load_english_names() -> dict[str, str]:
    """What each region is called in English, by code: in Hanyu Pinyin by GB/T 3304's manner (Nanchang, Ji'an, Qingshan
    District), those of minority languages by the names in use where they are widely known (Urumqi, Ordos)."""
    with (HERE / "english_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer from the files of this package, read once."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        regions = tuple(_entry(row) for row in csv.DictReader(file))
    with (HERE / "former_names.csv").open(encoding="utf-8", newline="") as file:
        former = tuple((row["code"], row["name"]) for row in csv.DictReader(file))
    return Gazetteer(regions, former)
