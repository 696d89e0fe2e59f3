"""Two values told of one statistic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from reports.hypotheses.digits import SCALES, shift, slip
from reports.hypotheses.statement import (
    FAILS,
    FITS,
    POSSIBLE,
    UNTRIED,
    Statement,
    Trial,
    alike,
    best,
    by_weight,
    digits_of,
    equal,
    of_last_year,
    same,
    year_before,
)

PART_OF_YEAR = re.compile(
    r"\d{1,2} ?月? ?[-\u2013\u2014~\uff5e至到] ?\d{1,2} ?月|[上下]半年|[一二三四1-4前]{1,2}季度"
    r"|截[至止][^,\uff0c。]{0,8}?\d{1,2} ?月(?!31)|\d{1,2} ?月[底末份]"
)
LAST_YEAR = re.compile("上年|去年|上一年|前一年")
INNER = re.compile("本级|市直|县直|区直|城区|园区|高新区|经开区|开发区|新区|规上|企业|高校|院所")
CUMULATIVE = re.compile("累计")
COUNTED = re.compile(r"[\d万亿千百余多]\s*(件|家|项|个|户|份|人次|人|起|宗|笔|期|场|次)")
MOST_PARTS = 12


def explain_conflict(one: Statement, other: Statement, neighbours: Sequence[Statement]) -> list[Trial]:
    """Every way tried on the two; ``holds`` names the one that stands where a way tells it."""
    return [
        rounding(one, other),
        last_year(one, other, neighbours),
        other_window(one, other, neighbours),
        other_scope(one, other, neighbours),
        percent_or_points(one, other),
        cumulative(one, other, neighbours),
        digits(one, other),
        unit(one, other),
        missing_part(one, other, neighbours),
    ]


def explain_range(one: Statement) -> list[Trial]:
    """A share above 100 or a rank that is none: a moved point is all that one number can show."""
    shifted = one.value / 100
    fits = one.measure == "share" and 0 < shifted <= 100 and digits_of(one.value) > 2
    return [Trial("unit", POSSIBLE if fits else FAILS, {"shifted": shifted, "factor": Decimal(100)})]


def rounding(one: Statement, other: Statement) -> Trial:
    """The coarser is the finer rounded, or cut off."""
    coarse, fine = (one, other) if one.place >= other.place else (other, one)
    gap = abs(one.value - other.value)
    numbers = {"gap": gap, "step": coarse.place}
    if coarse.place == fine.place:
        return Trial("rounding", FAILS, numbers)
    if gap <= coarse.place / 2:
        return Trial("rounding", FITS, numbers, fine.key)
    cut_off = abs(coarse.value) < abs(fine.value) and gap < coarse.place
    return Trial("rounding", POSSIBLE if cut_off else FAILS, numbers, fine.key if cut_off else None)


def last_year(one: Statement, other: Statement, neighbours: Sequence[Statement]) -> Trial:
    """One of them is last year's number left standing."""
    known = of_last_year(one, neighbours) or of_last_year(other, neighbours)
    trials = [
        Trial("last_year", by_weight(stale.value), {"value": stale.value}, fresh.key, witness)
        for stale, fresh in ((one, other), (other, one))
        for witness in known
        if same(stale, witness) and not same(fresh, witness)
    ]
    otherwise = Trial("last_year", FAILS if known else UNTRIED, witness=known[0] if known else None)
    named = _told_by_one(LAST_YEAR, one, other)
    if named and not known:
        otherwise = Trial("last_year", POSSIBLE, {"value": named[0].value}, named[1].key)
    return best(trials, otherwise)


def other_window(one: Statement, other: Statement, neighbours: Sequence[Statement]) -> Trial:
    """One of them is the number of another period: 1 to 10 months, the half-year, an earlier year."""
    before = {(year_before(one.start), year_before(one.end)), one.window, other.window}
    known = [near for near in neighbours if near.end and near.window not in before and alike(near, one)]
    trials = [
        Trial("other_window", by_weight(strayed.value), {"value": strayed.value}, kept.key, witness)
        for strayed, kept in ((one, other), (other, one))
        for witness in known
        if same(strayed, witness) and not same(kept, witness)
    ]
    named = _told_by_one(PART_OF_YEAR, one, other)
    if named and one.accounting == "flow":
        shorter, whole = named
        verdict = POSSIBLE if abs(shorter.value) < abs(whole.value) else FAILS
        trials.append(Trial("other_window", verdict, {"value": shorter.value}, whole.key))
    return best(trials, Trial("other_window", FAILS if known or named else UNTRIED))


def other_scope(one: Statement, other: Statement, neighbours: Sequence[Statement]) -> Trial:
    """One of them is told of a part: 市本级, a park, the companies; or of a region above."""
    known = [
        near
        for near in neighbours
        if near.whose != one.whose and near.measure == one.measure and near.breakdown == one.breakdown
    ]
    trials = [
        Trial("other_scope", by_weight(strayed.value), {"value": strayed.value}, kept.key, witness)
        for strayed, kept in ((one, other), (other, one))
        for witness in known
        if witness.end in (one.end, None) and same(strayed, witness) and not same(kept, witness)
    ]
    named = _told_by_one(INNER, one, other)
    if named:
        inner, outer = named
        verdict = POSSIBLE if abs(inner.value) < abs(outer.value) else FAILS
        trials.append(Trial("other_scope", verdict, {"value": inner.value}, outer.key))
    return best(trials, Trial("other_scope", FAILS if known or named else UNTRIED))


def percent_or_points(one: Statement, other: Statement) -> Trial:
    """A change in percent beside one in 百分点."""
    if one.unit_kind != "percent" or other.unit_kind != "percent":
        return Trial("percent_or_points", UNTRIED)
    points = ["百分点" in statement.quote for statement in (one, other)]
    return Trial("percent_or_points", FITS if points[0] != points[1] else FAILS)


def cumulative(one: Statement, other: Statement, neighbours: Sequence[Statement]) -> Trial:
    """The larger has piled up over years, the smaller is the year's own."""
    small, large = sorted((one, other), key=lambda statement: abs(statement.value))
    years = _years_before(small, neighbours)
    total = small.value
    for count, year in enumerate(years, start=2):
        total += year.value
        if equal(total, large.value, max(small.place, large.place)):
            return Trial("cumulative", FITS, {"sum": total, "years": Decimal(count)}, small.key, year)
    named = _told_by_one(CUMULATIVE, one, other)
    if named:
        return Trial("cumulative", POSSIBLE if named[0] is large else FAILS, {}, small.key)
    return Trial("cumulative", FAILS if years else UNTRIED, {"sum": total} if years else {})


def _years_before(statement: Statement, neighbours: Sequence[Statement]) -> list[Statement]:
    """The same statistic of the years before it, the latest first, without a gap."""
    found: list[Statement] = []
    start, end = statement.window
    while start and end:
        start, end = year_before(start), year_before(end)
        near = [one for one in neighbours if one.window == (start, end) and alike(one, statement)]
        if not near:
            break
        found.append(near[0])
    return found


def digits(one: Statement, other: Statement) -> Trial:
    """Two digits swapped, one digit wrong, one lost."""
    name, verdict = slip(one.value, other.value)
    if max(digits_of(one.value), digits_of(other.value)) < 2:
        return Trial("digits", UNTRIED)
    code = f"digits_{name}" if name else "digits"
    return Trial(code, verdict, {"one": one.value, "other": other.value})


def unit(one: Statement, other: Statement) -> Trial:
    """万 or 亿 left out or set twice, a point moved; or two units that count different things (件, 家)."""
    small = min((one, other), key=lambda statement: abs(statement.value))
    found = shift(one.value, other.value, small.place)
    if found:
        name, factor = found
        verdict = FITS if name in SCALES or digits_of(small.value) >= 2 else POSSIBLE
        return Trial("unit", verdict, {"factor": factor})
    counted = [match[-1] if (match := COUNTED.findall(s.quote)) else "" for s in (one, other)]
    if all(counted) and counted[0] != counted[1]:
        return Trial("counted", POSSIBLE)
    return Trial("unit", FAILS)


def missing_part(one: Statement, other: Statement, neighbours: Sequence[Statement]) -> Trial:
    """The smaller is the larger without one of its parts."""
    small, large = sorted((one, other), key=lambda statement: abs(statement.value))
    parts = [
        near
        for near in neighbours
        if near.breakdown
        and near.breakdown != one.breakdown
        and (near.window, near.whose, near.measure) == (one.window, one.whose, one.measure)
    ][:MOST_PARTS]
    gap = large.value - small.value
    for part in parts:
        if part.value == gap:
            return Trial("missing_part", by_weight(gap), {"gap": gap}, large.key, part)
    for left, right in combinations(parts, 2):
        if left.breakdown != right.breakdown and left.value + right.value == gap:
            return Trial("missing_part", POSSIBLE, {"gap": gap}, large.key, left)
    return Trial("missing_part", FAILS if parts else UNTRIED, {"gap": gap})


def _told_by_one(
    words: re.Pattern[str], one: Statement, other: Statement
) -> tuple[Statement, Statement] | None:
    """The statement whose own clause has the words and the other whose has not; None where both or neither do."""
    told = [bool(words.search(clause_of(statement))) for statement in (one, other)]
    if told[0] == told[1]:
        return None
    return (one, other) if told[0] else (other, one)


def clause_of(statement: Statement) -> str:
    """What stands before the figure in its sentence, from the last stop on, with the figure."""
    at = statement.sentence.find(statement.quote) if statement.quote else -1
    if at < 0:
        return statement.sentence
    before = re.split(r"[;\uff1b。\n]", statement.sentence[:at])[-1]
    return before + statement.quote
