"""Made-up published values in any number, to measure on: the same for the same seed, and never mixed with real ones.

The gazetteer's own regions and the first sixty indicators of the catalogue, over twenty years: yearly totals, their
parts, the growth that reports state, and months of a few. The rows come out year by year, as reports come in, so that
no region's values lie beside each other on the disk more than they would in earnest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from indicators.catalogue import IndicatorEntry, load_catalogue
from indicators.regions import RegionEntry, load_gazetteer

INDICATORS = 60
YEARS = range(2005, 2025)
GROWTHS = 20  # indicators whose stated growth is kept beside the level
MONTHLY = 4  # indicators with a value for each of the months 1 to 11; more where more rows are asked for
MISSING = 0.03
SUPERSEDED = 0.004  # values of which an older one stood before
PROVISIONAL = 0.15  # of the last year's
HEDGED = 0.01
CITED_EVERY = (
    10  # each tenth value has its sentence: with all, the sentences would outweigh the values five times
)
FIRST_PROVINCES = (
    "51",
    "36",
)  # whose districts come before all others, so that small sets hold a whole province
SHARES = (0.31, 0.56, 0.13)  # of a total's parts
WEIGHTS = {"nation": 3000.0, "province": 100.0, "prefecture": 10.0, "county": 1.0, "zone": 0.6}
SIZES = {"count": 400.0, "people": 300.0, "money": 6e7, "percent": 60.0, "rank": 20.0, "ratio": 4.0}


@dataclass(frozen=True, slots=True)
class Line:
    """One statistic of every region: the text of its rows up to the region, and how its values behave."""

    entry: IndicatorEntry
    breakdown: str
    measure: str
    months: tuple[int, ...]  # 12 is the whole year
    share: float
    growth: float

    @property
    def unit_kind(self) -> str:
        return "percent" if self.measure == "yoy" else self.entry.unit_kind

    @property
    def places(self) -> int:
        """Digits behind the point."""
        return {"percent": 1, "ratio": 2}.get(self.unit_kind, 0)


@dataclass(frozen=True, slots=True)
class Value:
    """One made-up value; ``sentence`` is "" for those that have none."""

    id: int
    row: str
    region: RegionEntry
    year: int
    sentence: str
    quote: str


def regions_in_order() -> tuple[RegionEntry, ...]:
    """The regions in force, wide ones first, then the districts of two provinces, then those of the others."""
    gazetteer = load_gazetteer()
    known = [gazetteer.nation, *(entry for entry in gazetteer.regions if not entry.abolished)]

    def place(entry: RegionEntry) -> tuple[int, str]:
        if entry.level in {"nation", "province"}:
            return 0, entry.code
        first = entry.code[:2]
        return (1 + FIRST_PROVINCES.index(first) if first in FIRST_PROVINCES else 9), entry.code

    return tuple(sorted(known, key=place))


def plan(wanted: int) -> tuple[list[Line], tuple[RegionEntry, ...]]:
    """The lines and the regions that make at least as many rows as wanted; as few regions as the lines allow."""
    regions = regions_in_order()
    entries = list(load_catalogue())[:INDICATORS]
    monthly = MONTHLY
    lines = _lines(entries, monthly)
    while _rows(lines) * len(regions) < wanted and monthly < len(entries):
        monthly += 1
        lines = _lines(entries, monthly)
    needed = math.ceil(wanted / _rows(lines))
    return lines, regions[:needed]


def _rows(lines: Sequence[Line]) -> float:
    """How many rows a region gets, gaps and superseded ones considered; a little less than it will be."""
    return sum(len(line.months) for line in lines) * len(YEARS) * (1 - MISSING) * (1 + SUPERSEDED) * 0.99


def _lines(entries: Sequence[IndicatorEntry], monthly: int) -> list[Line]:
    random = Random(len(entries))  # noqa: S311 - the growth of a made-up indicator
    dimensions = load_catalogue().dimensions
    lines = []
    for position, entry in enumerate(entries):
        growth = random.uniform(1.02, 1.14) if entry.unit_kind not in {"percent", "rank"} else 1.0
        months = (*range(1, 12), 12) if position < monthly else (12,)
        lines.append(Line(entry, "", "level", months, 1.0, growth))
        members = dimensions[entry.breakdown].members if entry.breakdown else ()
        for member, share in zip(members, SHARES, strict=False):
            lines.append(Line(entry, member, "level", (12,), share, growth))
        if position < GROWTHS:
            lines.append(Line(entry, "", "yoy", (12,), 1.0, growth))
    return lines


def values(wanted: int, seed: int = 1) -> Iterator[Value]:
    """Exactly as many values as wanted, or all that the plan holds; ids from 1 on."""
    lines, regions = plan(wanted)
    random = Random(seed)  # noqa: S311 - made-up values, the same for the same seed
    sizes = [WEIGHTS[region.level] * random.lognormvariate(0, 0.7) for region in regions]
    number = 0
    for year in YEARS:
        written = [(line, _Rows(line, year)) for line in lines]
        for region, size in zip(regions, sizes, strict=True):
            for line, rows in written:
                grown = _level(line, region, size, random) * line.growth ** (year - YEARS[0])
                for text, sentence, quote in rows.of(region, grown, random):
                    number += 1
                    cited = number % CITED_EVERY == 0
                    yield Value(
                        number,
                        f"{number}\t{text}",
                        region,
                        year,
                        sentence if cited else "",
                        quote if cited else "",
                    )
                    if number == wanted:
                        return


def _level(line: Line, region: RegionEntry, size: float, random: Random) -> float:
    """About how much a region had in the first year; ratios, shares and places do not grow with its size."""
    base = SIZES[line.entry.unit_kind]
    noise = 0.9 + 0.2 * random.random()
    scaled = base * noise * line.share
    return scaled * size if line.entry.unit_kind in {"count", "people", "money"} else scaled


class _Rows:
    """The rows of one line in one year: what they share is put together once."""

    def __init__(self, line: Line, year: int) -> None:
        self.line = line
        entry = line.entry
        self.head = f"{entry.code}\t{line.breakdown}\t{entry.accounting}\t"
        self.windows = [(month, *_days(entry.accounting, year, month)) for month in line.months]
        published = f"{year + 1}-03-15 09:00:00+08"
        self.live = f"{published}\t\\N\t\\N\t\\N\t\t{line.measure}\t"
        self.old = f"{year + 1}-02-01 09:00:00+08\t\\N\t{published}\t\\N\t核对原文后更正\t{line.measure}\tA\n"
        self.is_last = year == YEARS[-1]
        self.word = f"{year}年%s{entry.zh}为%s{entry.unit}。"

    def of(self, region: RegionEntry, level: float, random: Random) -> Iterator[tuple[str, str, str]]:
        line, kind = self.line, self.line.unit_kind
        for month, start, end in self.windows:
            chance = random.random()
            if chance < MISSING:
                continue
            number = self.number(level, month, random)
            status = "P" if self.is_last and random.random() < PROVISIONAL else "A"
            comparator = "above" if chance > 1 - HEDGED else "exact"
            key = f"{self.head}{region.code}\t{start}\t{end}\t"
            text = f"{number:.{line.places}f}"
            sentence = self.word % (region.name, text)
            if MISSING <= chance < MISSING + SUPERSEDED:
                yield f"{key}{number * 0.97:.{line.places}f}\t{kind}\texact\t\t{self.old}", "", ""
            yield f"{key}{text}\t{kind}\t{comparator}\t\t{self.live}{status}\n", sentence, text

    def number(self, level: float, month: int, random: Random) -> float:
        line = self.line
        if line.measure == "yoy":
            return (line.growth - 1) * 100 + random.gauss(0, 4)
        if line.entry.accounting == "flow":
            return level * month / 12
        return level * (0.94 + 0.005 * month)


def _days(accounting: str, year: int, month: int) -> tuple[str, str]:
    end = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    start = f"{year}-01-01" if accounting == "flow" else "\\N"
    return start, date.fromordinal(end).isoformat()
