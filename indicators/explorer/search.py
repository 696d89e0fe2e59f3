"""Finding indicators and regions by name, alias, first letters of the pronunciation, or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from indicators import labels
from indicators.explorer.address import Address
from indicators.explorer.lookups import Named, codes_with_values, find_named, regions_by_code
from indicators.initials import find_initials
from indicators.models import Region
from indicators.place_names import shown_name
from indicators.regions import NATION_CODE, RegionEntry, load_english_names, load_gazetteer

MOST_HITS = 12
NOTHING = 99
LEVELS = ("province", "prefecture", "county", "zone")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, with the address that shows it; ``hint`` tells it from its namesakes."""

    value: str
    name: str
    hint: str
    url: str
    is_known: bool = True


def score(wanted: str, name: str, initials: str = "") -> int:
    """How well a name answers, 0 best, NOTHING where it does not: whole, beginning, part, first letters, words."""
    name = name.casefold()
    if wanted == name:
        return 0
    if name.startswith(wanted):
        return 1
    if wanted in name:
        return 3
    if initials and wanted.isascii():
        return 2 if initials.startswith(wanted) else 5 if wanted in initials else _by_words(wanted, name)
    return _by_words(wanted, name)


def _by_words(wanted: str, name: str) -> int:
    """English is found by the beginnings of its words, in any order: granted pat → Patents granted."""
    words = wanted.split()
    own = name.replace(",", " ").replace("-", " ").split()
    if wanted.isascii() and words and all(any(one.startswith(word) for one in own) for word in words):
        return 4
    return NOTHING


# --- indicators


def find_indicators(text: str, address: Address) -> list[Hit]:
    """Indicators by any of their names, the best first; those with values where nothing is typed."""
    wanted = " ".join(text.split()).casefold()
    rows = find_named()
    if not wanted:
        known = [row for row in rows if row.is_known]
        return [
            _indicator_hit(row, "", address)
            for row in sorted(known, key=lambda row: not row.is_headline)[:MOST_HITS]
        ]
    scored = []
    for row in rows:
        names = [row.name_zh, row.name_en, row.code.replace("_", " "), *row.aliases]
        points, by = min((score(wanted, name, find_initials(name)), at) for at, name in enumerate(names))
        if points < NOTHING:
            scored.append((points, not row.is_known, row.position, row, names[by] if by > 2 else ""))
    scored.sort(key=lambda one: one[:3])
    return [_indicator_hit(row, alias, address) for *_rank, row, alias in scored[:MOST_HITS]]


def _indicator_hit(row: Named, alias: str, address: Address) -> Hit:
    hint = _("又称 %(alias)s") % {"alias": alias} if alias else labels.domain_name(row.domain)
    url = address.having(
        indicator=row.code, breakdown=None, measure=None, accounting=None, unit=None, window=None, year=None,
    ).url  # fmt: skip
    return Hit(row.code, row.name, hint, url, row.is_known)


# --- regions


@dataclass(frozen=True, slots=True)
class _Known:
    entry: RegionEntry
    names: tuple[str, ...]
    initials: tuple[str, ...]


@lru_cache(maxsize=1)
def _regions() -> tuple[_Known, ...]:
    """Every region with all ways of writing it, once a process."""
    names: dict[str, dict[str, None]] = {}
    for spelling, entry, _full in load_gazetteer().spellings():
        names.setdefault(entry.code, {})[spelling] = None
    for code, english in load_english_names().items():
        if code in names:
            names[code][english.casefold()] = None
    entries = {entry.code: entry for entry in load_gazetteer().regions}
    return tuple(
        _Known(entries[code], tuple(known), tuple(find_initials(name) for name in known))
        for code, known in names.items()
    )


def find_entries(text: str) -> list[RegionEntry]:
    """Regions by name, former or short name, first letters or code: the best first, the wider before the narrower,
    abolished ones last."""
    wanted = "".join(text.split()).casefold()
    if not wanted:
        return []
    scored = []
    for known in _regions():
        entry = known.entry
        if wanted.isdigit():
            points = 1 if entry.code.startswith(wanted) else NOTHING
        else:
            points = min(
                score(wanted, name, letters)
                for name, letters in zip(known.names, known.initials, strict=True)
            )
        if points < NOTHING:
            scored.append((entry.abolished, points > 2, LEVELS.index(entry.level), points, entry.code, entry))
    scored.sort(key=lambda one: one[:5])
    return [entry for *_rank, entry in scored[:MOST_HITS]]


def find_regions(text: str, address: Address) -> list[Hit]:
    """Regions to add, and groups to compare; those around the ones shown where nothing is typed."""
    entries = find_entries(text) if text.strip() else _near(address.get("region"))
    stored = regions_by_code([entry.code for entry in entries])
    indicator = next(iter(address.get("indicator")), "")
    known = codes_with_values(indicator, list(stored))
    hits = (
        [] if text.strip() and not _means_nation(text) else [_group_hit(NATION_CODE, _("全国各省"), address)]
    )
    for entry in entries:
        region = stored.get(entry.code)
        if region is None:
            continue
        hits.append(_region_hit(region, entry, address, entry.code in known))
        if entry.level in {"province", "prefecture"} and len(entries) < MOST_HITS // 2:
            hits.append(_group_hit(entry.code, _("%(name)s各地") % {"name": region.shown_name}, address))
    return hits


def _means_nation(text: str) -> bool:
    words = ("全国各省", "各省", "qggs", "provinces", "all provinces")
    return any(word.startswith(text.strip().casefold()) for word in words)


def _near(codes: Sequence[str]) -> list[RegionEntry]:
    """What is asked for next most often: the region above, those beside, those below the first one shown."""
    gazetteer = load_gazetteer()
    first = gazetteer.by_code(codes[0]) if codes else None
    if first is None:
        return [entry for entry in gazetteer.regions if entry.level == "province"][:MOST_HITS]
    above = gazetteer.ancestors(first.code)[:1]
    beside = gazetteer.children(first.parent) if first.parent else ()
    below = gazetteer.children(first.code)
    rows = [entry for entry in (*above, *below, *beside) if entry.code not in codes and not entry.abolished]
    return rows[:MOST_HITS]


def _region_hit(region: Region, entry: RegionEntry, address: Address, is_known: bool) -> Hit:
    above = [shown_name(one.code, one.name) for one in reversed(load_gazetteer().ancestors(entry.code)[:-1])]
    hint = " › ".join(above) or str(region.get_level_display())
    if entry.abolished:
        hint = _("%(place)s，已撤销") % {"place": hint}
    if address.get("among"):
        url = address.having(region=[region.pk], among=_group_with(region, address)).url
    else:
        url = address.having(region=list(dict.fromkeys([*address.get("region"), region.pk]))).url
    return Hit(region.pk, region.shown_name, hint, url, is_known)


def _group_with(region: Region, address: Address) -> str | None:
    """The group stays where the region belongs to it, and is then in focus in it."""
    group = address.get("among")[0]
    stays = region.parent_id == group or (group == NATION_CODE and region.level == Region.Level.PROVINCE)
    return group if stays else None


def _group_hit(code: str, name: str, address: Address) -> Hit:
    return Hit(
        f"among-{code}", name, _("一起比较"), address.having(among=code, region=address.get("region")[:1]).url
    )


def best(hits: Iterable[Hit], typed: str) -> Hit | None:
    """The hit that what was typed means without doubt: the only one, or the one of this very name."""
    found = [hit for hit in hits if not hit.value.startswith("among-")]
    named = [hit for hit in found if hit.name.casefold() == typed.strip().casefold()]
    return (named or found)[0] if len(named) == 1 or len(found) == 1 else None


def known_by_domain(address: Address) -> list[tuple[str, list[Hit]]]:
    """Every indicator that has values, by its domain: where to begin."""
    groups: dict[str, list[Hit]] = {}
    for row in find_named():
        if row.is_known:
            groups.setdefault(labels.domain_name(row.domain), []).append(_indicator_hit(row, "", address))
    return list(groups.items())
