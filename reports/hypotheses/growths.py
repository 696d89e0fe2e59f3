"""A growth that the two levels beside it do not give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.hypotheses.digits import SCALES, shift, slip, variants
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
    of_last_year,
    same,
    year_before,
)

HUNDRED = Decimal(100)


def explain_growth(
    stated: Statement, now: Statement, before: Statement, neighbours: Sequence[Statement]
) -> list[Trial]:
    """Every way tried; ``computed`` is what the levels give."""
    return [
        rounding(stated, now, before),
        percent_or_points(stated, now, before),
        base_swapped(stated, now, before),
        to_not_by(stated, now, before),
        sign_lost(stated, now, before),
        last_year(stated, before, neighbours),
        other_pair(stated, now, neighbours, "other_window"),
        other_pair(stated, now, neighbours, "other_scope"),
        digits(stated, now, before),
        unit(stated, now, before),
    ]


def rate(now: Decimal, before: Decimal) -> Decimal | None:
    """The growth in percent, to four places; None where there is no base."""
    return ((now - before) / before * HUNDRED).quantize(Decimal("0.0001")) if before > 0 else None


def hits(stated: Statement, number: Decimal | None) -> bool:
    """Whether the stated percentage is that number, rounded as it was written."""
    return number is not None and abs(stated.value - number) <= stated.place / 2


def rounding(stated: Statement, now: Statement, before: Statement) -> Trial:
    """The levels are rounded, and what they were rounded from gives the stated growth."""
    computed = rate(now.value, before.value)
    half_now, half_before = _half(now), _half(before)
    low = rate(now.value - half_now, before.value + half_before)
    high = rate(now.value + half_now, before.value - half_before)
    if computed is None or low is None or high is None:
        return Trial("rounding", UNTRIED)
    numbers = {"computed": computed, "low": low, "high": high}
    half = stated.place / 2
    if low - half <= stated.value <= high + half:
        return Trial("rounding", FITS, numbers)
    near = low - 2 * half <= stated.value <= high + 2 * half
    return Trial("rounding", POSSIBLE if near else FAILS, numbers)


def _half(level: Statement) -> Decimal:
    """Half the last place; a number written out to the unit was counted, not rounded."""
    return Decimal(0) if level.place == 1 else level.place / 2


def percent_or_points(stated: Statement, now: Statement, before: Statement) -> Trial:
    """The levels are percentages, and their difference in points was called a growth in percent."""
    if now.unit_kind != "percent" or before.unit_kind != "percent":
        return Trial("percent_or_points", UNTRIED)
    points = now.value - before.value
    return Trial("percent_or_points", FITS if hits(stated, points) else FAILS, {"points": points})


def base_swapped(stated: Statement, now: Statement, before: Statement) -> Trial:
    """The increase was divided by this year's number."""
    number = rate_of_now(now, before)
    return Trial("base_swapped", FITS if hits(stated, number) else FAILS, _computed(number))


def rate_of_now(now: Statement, before: Statement) -> Decimal | None:
    if now.value <= 0:
        return None
    return ((now.value - before.value) / now.value * HUNDRED).quantize(Decimal("0.0001"))


def to_not_by(stated: Statement, now: Statement, before: Statement) -> Trial:
    """The percentage that it grew to, told as the one that it grew by."""
    number = (now.value / before.value * HUNDRED).quantize(Decimal("0.0001")) if before.value > 0 else None
    return Trial("to_not_by", FITS if hits(stated, number) else FAILS, _computed(number))


def sign_lost(stated: Statement, now: Statement, before: Statement) -> Trial:
    """A fall told as a rise, or the other way."""
    number = rate(now.value, before.value)
    verdict = FITS if number and number * stated.value < 0 and hits(stated, -number) else FAILS
    return Trial("sign_lost", verdict, _computed(number))


def _computed(number: Decimal | None) -> dict[str, Decimal]:
    return {} if number is None else {"computed": number}


def last_year(stated: Statement, before: Statement, neighbours: Sequence[Statement]) -> Trial:
    """The growth that was told or can be computed for the year before."""
    told = of_last_year(stated, neighbours)
    for witness in told:
        if same(stated, witness):
            return Trial("last_year", by_weight(stated.value), {"value": witness.value}, None, witness)
    earlier = of_last_year(before, neighbours)
    for witness in earlier:
        number = rate(before.value, witness.value)
        if hits(stated, number):
            return Trial("last_year", FITS, _computed(number), None, witness)
    return Trial("last_year", FAILS if told or earlier else UNTRIED)


def other_pair(stated: Statement, now: Statement, neighbours: Sequence[Statement], code: str) -> Trial:
    """The growth of another period, or of another place, with both its levels known."""
    tried = False
    for later, earlier in _pairs(neighbours):
        elsewhere = later.whose != now.whose
        if elsewhere == (code == "other_window") or (not elsewhere and later.window == now.window):
            continue
        if elsewhere and later.end != now.end:
            continue
        tried = True
        number = rate(later.value, earlier.value)
        if hits(stated, number):
            return Trial(code, FITS, _computed(number), None, later)
    return Trial(code, FAILS if tried else UNTRIED)


def _pairs(neighbours: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Levels that stand a year apart."""
    levels = [one for one in neighbours if one.measure == "level" and one.end]
    places = {(one.window, one.whose, one.breakdown): one for one in levels}
    for later in levels:
        window = (year_before(later.start), year_before(later.end))
        earlier = places.get((window, later.whose, later.breakdown))
        if earlier is not None and alike(later, earlier):
            yield later, earlier


def digits(stated: Statement, now: Statement, before: Statement) -> Trial:
    """A slip of the pen in the percentage or in a level."""
    computed = rate(now.value, before.value)
    if computed is None:
        return Trial("digits", UNTRIED)
    rounded = computed.quantize(stated.place)
    name, verdict = slip(stated.value, rounded, stated.place)
    trials = []
    if name and stated.value * rounded > 0:
        numbers = {"one": stated.value, "needed": rounded}
        trials.append(
            Trial(f"digits_{name}", verdict if name == "swapped" else POSSIBLE, numbers, None, stated)
        )
    for level, is_now in ((now, True), (before, False)):
        for slipped, value in variants(level.value):
            number = rate(value, before.value) if is_now else rate(now.value, value)
            if hits(stated, number):
                numbers = {"one": level.value, "needed": value}
                likely = FITS if slipped == "swapped" else POSSIBLE
                trials.append(Trial(f"digits_{slipped}", likely, numbers, None, level))
    return best(trials, Trial("digits", FAILS, {"computed": computed}))


def unit(stated: Statement, now: Statement, before: Statement) -> Trial:
    """A point moved in the percentage, or one level in another unit than the other."""
    computed = rate(now.value, before.value)
    if computed and stated.value and (found := shift(computed.quantize(stated.place), stated.value)):
        return Trial("unit", FITS, {"computed": computed, "factor": found[1]}, None, stated)
    for factor in SCALES.values():
        for level, number in (
            (now, rate(now.value * factor, before.value)),
            (before, rate(now.value, before.value * factor)),
        ):
            if hits(stated, number):
                return Trial("unit", FITS, {"one": level.value, "factor": factor}, None, level)
    return Trial("unit", FAILS, _computed(computed))
