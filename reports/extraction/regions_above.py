"""The region that a text never names, told by the cities or counties within it that it lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.regions import Gazetteer, RegionEntry
from reports.extraction.region_names import RegionName

IN_TITLE = 6  # what a name in a title weighs
FEWEST_CITIES, FEWEST_COUNTIES = 2, 3


@dataclass(frozen=True, slots=True)
class RegionMention:
    name: RegionName
    entries: tuple[RegionEntry, ...]
    weight: int
    against: bool = False  # named as what the report's region is held against: 居宁波…, 高于广东…


def province_of_cities(
    chosen: RegionEntry | None,
    mentions: Sequence[RegionMention],
    gazetteer: Gazetteer,
    autonomous: bool = False,
) -> RegionEntry | None:
    """The one province whose cities a text lists that never names it; None where it names one in more than passing.

    What calls itself 自治区 is no city of it, however often it names one.
    """
    named = [m for m in mentions if chosen is not None and chosen in m.entries]
    if not autonomous and any(m.weight > 1 and not m.against for m in named):
        return None
    cities: dict[str, set[str]] = {}
    for mention in mentions:
        live = live_ones(mention.entries)
        if len(live) == 1 and live[0].level == "prefecture" and live[0].parent is not None:
            cities.setdefault(live[0].parent, set()).add(live[0].code)
    if len(cities) != 1:
        return None
    province, members = next(iter(cities.items()))
    if len(members) < FEWEST_CITIES or (chosen is not None and chosen.code == province):
        return None
    return gazetteer.by_code(province)


def city_of_counties(
    chosen: RegionEntry | None, mentions: Sequence[RegionMention], gazetteer: Gazetteer
) -> RegionEntry | None:
    """The one city of which a text lists three counties or more and none in its title, where it never names it.

    A county that is itself a city (某县级市) calls itself 全市 too: where the text speaks of one far more often than
    of the others, it is that one's.
    """
    weights: dict[str, Counter[str]] = {}
    for mention in mentions:
        live = live_ones(mention.entries)
        if len(live) != 1:
            continue
        if live[0] == chosen and (mention.weight >= IN_TITLE or live[0].level != "county"):
            return None
        if live[0].level == "county" and live[0].parent is not None:
            weights.setdefault(live[0].parent, Counter())[live[0].code] += mention.weight
    listed = sorted(weights.items(), key=lambda one: len(one[1]), reverse=True)
    if not listed or len(listed[0][1]) < FEWEST_COUNTIES:
        return None
    if len(listed) > 1 and len(listed[1][1]) * 2 > len(listed[0][1]):
        return None
    (_, most), *others = listed[0][1].most_common()
    if most > 3 * max(count for _, count in others):
        return None
    above = gazetteer.by_code(listed[0][0])
    return above if above is not None and above.level == "prefecture" else None


def live_ones(entries: Sequence[RegionEntry]) -> list[RegionEntry]:
    """Return the regions of a name that are still there, or all of them where none is."""
    return [entry for entry in entries if not entry.abolished] or list(entries)
