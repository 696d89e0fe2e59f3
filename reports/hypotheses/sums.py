"""Parts that do not add up to their total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from reports.hypotheses.digits import shift, slip
from reports.hypotheses.statement import (
    FAILS,
    FITS,
    POSSIBLE,
    UNTRIED,
    Statement,
    Trial,
    best,
    by_weight,
    equal,
    of_last_year,
    same,
)


def explain_sum(total: Statement, parts: Sequence[Statement], neighbours: Sequence[Statement]) -> list[Trial]:
    """Every way tried; ``witness`` is the figure that would be wrong, and ``needed`` what it would have to be."""
    added = sum((part.value for part in parts), Decimal(0))
    return [
        rounding(total, parts, added),
        missing_part(total, parts, added, neighbours),
        counted_twice(total, parts, added),
        digits(total, parts, added),
        unit(total, parts, added),
        last_year(total, parts, added, neighbours),
        other_total(total, added, neighbours, "other_window"),
        other_total(total, added, neighbours, "other_scope"),
    ]


def rounding(total: Statement, parts: Sequence[Statement], added: Decimal) -> Trial:
    """The gap is no larger than what rounding each of them leaves open."""
    steps = [one.place for one in (total, *parts) if one.place != 1]
    gap, room = abs(total.value - added), sum(steps, Decimal(0)) / 2
    numbers = {"gap": gap, "room": room}
    if gap <= room:
        return Trial("rounding", FITS, numbers)
    return Trial("rounding", POSSIBLE if gap <= room * 2 else FAILS, numbers)


def missing_part(
    total: Statement, parts: Sequence[Statement], added: Decimal, neighbours: Sequence[Statement]
) -> Trial:
    """A part was told elsewhere and not among these."""
    gap, told = total.value - added, {part.breakdown for part in parts}
    others = [
        near
        for near in neighbours
        if near.breakdown not in told | {""}
        and (near.window, near.whose, near.measure) == (total.window, total.whose, total.measure)
    ]
    for near in others:
        if near.value == gap:
            return Trial("missing_part", by_weight(gap), {"gap": gap}, total.key, near)
    if gap > 0 and not others:
        return Trial("missing_part", UNTRIED, {"gap": gap})
    return Trial("missing_part", FAILS, {"gap": gap})


def counted_twice(total: Statement, parts: Sequence[Statement], added: Decimal) -> Trial:
    """One part, or two, stands in another part as well."""
    over = added - total.value
    for part in parts:
        if part.value == over:
            return Trial("counted_twice", by_weight(over), {"gap": over}, total.key, part)
    for left, right in combinations(parts, 2):
        if left.value + right.value == over:
            return Trial("counted_twice", POSSIBLE, {"gap": over}, total.key, left)
    return Trial("counted_twice", FAILS, {"gap": over})


def needed_values(
    total: Statement, parts: Sequence[Statement], added: Decimal
) -> list[tuple[Statement, Decimal]]:
    """Each figure with the value that alone would make the sum hold."""
    gap = total.value - added
    wanted = [(total, added)] + [(part, part.value + gap) for part in parts]
    return [(one, needed) for one, needed in wanted if needed > 0]


def digits(total: Statement, parts: Sequence[Statement], added: Decimal) -> Trial:
    """A slip of the pen in one of the figures."""
    trials = []
    for one, needed in needed_values(total, parts, added):
        name, verdict = slip(one.value, needed)
        if name:
            # One wrong digit always fits somewhere among several figures; a swap hardly ever does.
            verdict = verdict if name == "swapped" else POSSIBLE
            trials.append(
                Trial(f"digits_{name}", verdict, {"one": one.value, "needed": needed}, None, witness=one)
            )
    return best(trials, Trial("digits", FAILS))


def unit(total: Statement, parts: Sequence[Statement], added: Decimal) -> Trial:
    """One of the figures stands in another unit."""
    for one, needed in needed_values(total, parts, added):
        if found := shift(one.value, needed):
            numbers = {"one": one.value, "needed": needed, "factor": found[1]}
            return Trial("unit", by_weight(max(one.value, needed)), numbers, None, one)
    return Trial("unit", FAILS)


def last_year(
    total: Statement, parts: Sequence[Statement], added: Decimal, neighbours: Sequence[Statement]
) -> Trial:
    """One of the figures is last year's."""
    known = False
    for one, needed in needed_values(total, parts, added):
        for witness in of_last_year(one, neighbours):
            known = True
            if same(one, witness):
                return Trial(
                    "last_year", by_weight(one.value), {"one": one.value, "needed": needed}, None, one
                )
    return Trial("last_year", FAILS if known else UNTRIED)


def other_total(total: Statement, added: Decimal, neighbours: Sequence[Statement], code: str) -> Trial:
    """The parts add up to the total of another period, or of another place."""
    totals = [near for near in neighbours if not near.breakdown and near.measure == total.measure]
    if code == "other_window":
        known = [near for near in totals if near.window != total.window and near.whose == total.whose]
    else:
        known = [near for near in totals if near.whose != total.whose and near.end == total.end]
    for near in known:
        if equal(near.value, added, near.place):
            return Trial(code, by_weight(added), {"sum": added}, None, near)
    return Trial(code, FAILS if known else UNTRIED, {"sum": added})
