"""The patterns that units and bounding words make, compiled once, and the single signs that tell where to try them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reports.extraction.lexicon import UnitWords, any_of, load_units


@dataclass(frozen=True, slots=True)
class UnitPatterns:
    """The patterns that the unit words make."""

    units: UnitWords
    unit: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    inside: re.Pattern[str]
    # One look at the character beside a number spares most of the patterns above.
    unit_first: frozenset[str]
    before_last: frozenset[str]
    after_first: frozenset[str]
    inside_first: frozenset[str]


@lru_cache(maxsize=2)
def unit_patterns(words: UnitWords | None = None) -> UnitPatterns:
    """Return the patterns of some unit words; of the project's own where none are given."""
    units = words or load_units()
    unit = any_of(units.kinds)
    return UnitPatterns(
        units,
        re.compile(rf"[ \n]?([件项家](?=次之)|{unit})(?: ?/ ?({unit}|万人|亿元|10万人|人))?"),
        re.compile(rf"(?:{any_of(units.before)})(?:了|至|到|约)? ?\Z"),
        re.compile(rf"[ \n]?(?:{any_of(units.after)})"),
        re.compile(rf"[ \n]?(?:{any_of(units.inside)})"),
        _firsts(units.kinds),
        frozenset(word[-1] for word in units.before) | frozenset("了至到约 "),
        _firsts(units.after),
        _firsts(units.inside),
    )


def _firsts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[0] for word in words) | frozenset(" \n")
