"""The patterns that units and bounding words make, compiled once, and the single signs that tell where to try them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from reports.extraction.lexicon import UnitWords, any_of, load_units
from reports.extraction.numerals import MULTIPLIERS


@dataclass(frozen=True, slots=True)
class UnitPatterns:
    """The patterns that the unit words make."""

    units: UnitWords
    unit: re.Pattern[str]
    by_first: Mapping[str, re.Pattern[str]]  # ``unit`` for each character that one may begin with
    short: Mapping[
        str, str
    ]  # units of one character, and after which signs they may be no more than a beginning
    before: re.Pattern[str]
    after: re.Pattern[str]
    inside: re.Pattern[str]
    # One look at the character beside a number spares most of the patterns above.
    before_last: frozenset[str]
    after_first: frozenset[str]
    inside_first: frozenset[str]
    goes_on: frozenset[str]  # with what a number may go on before its unit: 余, 万, a blank


@lru_cache(maxsize=2)
def unit_patterns(words: UnitWords | None = None) -> UnitPatterns:
    """Return the patterns of some unit words; of the project's own where none are given."""
    units = words or load_units()
    per = rf"(?: ?/ ?({any_of(units.kinds)}|万人|亿元|10万人|人))?"
    unit = re.compile(rf"[ \n]?([件项家](?=次之)|{any_of(units.kinds)}){per}")
    return UnitPatterns(
        units,
        unit,
        _by_first(units.kinds, unit, per),
        _short(units.kinds),
        re.compile(rf"(?:{any_of(units.before)})(?:了|至|到|约)? ?\Z"),
        re.compile(rf"[ \n]?(?!多\d)(?:{any_of(units.after)})"),  # 比上年的762项多142项
        re.compile(rf"[ \n]?(?:{any_of(units.inside)})"),
        frozenset(word[-1] for word in units.before) | frozenset("了至到约 "),
        _firsts(units.after),
        _firsts(units.inside),
        _firsts(units.inside) | frozenset(MULTIPLIERS),
    )


def _by_first(words: Iterable[str], unit: re.Pattern[str], per: str) -> dict[str, re.Pattern[str]]:
    """A short pattern for each first character of a unit, so that the others are not tried; for blanks all of them."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    found = {
        first: re.compile(rf"({first + '(?=次之)|' if first in '件项家' else ''}{any_of(group)}){per}")
        for first, group in groups.items()
    }
    return {**found, " ": unit, "\n": unit}


def _short(words: Iterable[str]) -> dict[str, str]:
    """Units of one character with the signs that a longer unit or a rate (件/万人) goes on with: all else ends them."""
    return {
        word: " /次" + "".join(longer[1] for longer in words if len(longer) > 1 and longer[0] == word)
        for word in words
        if len(word) == 1
    }


def _firsts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[0] for word in words) | frozenset(" \n")
