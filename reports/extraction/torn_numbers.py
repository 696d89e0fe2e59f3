"""Numbers that blanks or the end of a line tore apart."""

from __future__ import annotations

import re

from reports.extraction.numerals import parse_arabic
from reports.extraction.unit_patterns import UnitPatterns

MULTIPLIER = re.compile(r"[ \n]?[百千万亿]{1,3}")
_SPACED = re.compile(r"\d{1,4}(?: ?,? ?\d){0,12}(?: ?\. ?\d{1,4})?")
_GROWTH_BEFORE = re.compile(r"(?:[增减] ?长|增|降|幅|升|占|比)(?:为|达|了)? ?\Z")
_REST_OF_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?(?![\d\n])")


def joined_end(text: str, start: int, end: int, patterns: UnitPatterns) -> int:
    """Return where a number ends whose digits blanks tore apart (``1 203 件``), the given end for all others.

    They are joined only where a unit follows and no year begins them.
    """
    if end < len(text) and text[end] == "\n":
        return _end_on_next_line(text, start, end, patterns)
    if end >= len(text) or text[end] not in " ,.":
        return end
    match = _SPACED.match(text, start)
    if match is None or match.end() <= end:
        return end
    joined = match.end()
    run = text[start:joined]
    unit = patterns.unit.match(text, joined)
    counted = unit is not None and patterns.units.kinds[unit.group(1)] in (
        "count",
        "people",
        "money",
        "percent",
    )
    if not counted and MULTIPLIER.match(text, joined) is None:
        return end
    first = run.split(" ", maxsplit=1)[0]
    year_like = len(first) == 4 and first[:2] in ("19", "20")
    whole = run.partition(".")[0].rstrip()
    tidy = sum(char.isdigit() for char in whole) <= 7
    if unit is not None and patterns.units.kinds[unit.group(1)] == "percent":
        # two cells side by side, 12035 and 12.1%, are no number; 增长 2 3.5% is
        tidy = " " not in whole or (
            len(whole) <= 3 and _GROWTH_BEFORE.search(text, max(0, start - 4), start) is not None
        )
    if not tidy or year_like or (joined < len(text) and text[joined].isdigit()):
        return end
    return joined if parse_arabic(run) is not None and _grouping_fits(run) else end


def _end_on_next_line(text: str, start: int, end: int, patterns: UnitPatterns) -> int:
    """Join 授权56 and 2件, which the end of a line tore apart; a year or a cell of its own is left alone."""
    rest = _REST_OF_NUMBER.match(text, end + 1)
    before = text[start - 1 : start]
    if rest is None or not "\u4e00" <= before <= "\u9fff" or end - start + len(rest.group()) > 6:
        return end
    unit = patterns.unit.match(text, rest.end())
    counts = unit is not None and patterns.units.kinds[unit.group(1)] in (
        "count",
        "people",
        "money",
        "percent",
    )
    year_like = end - start == 4 and text[start : start + 2] in ("19", "20")
    return rest.end() if counts and not year_like else end


def _grouping_fits(run: str) -> bool:
    """1 203 and 7,0 62 are one number; 3,5 is a list."""
    whole = re.sub(r"[ \n]", "", run).split(".")[0].split(",")
    return all(len(part) == 3 for part in whole[1:])
