"""What became of a promise to grow, and levels that only a growth or a multiple tells."""

from __future__ import annotations

import re
from decimal import Decimal

from reports.extraction.types import Figure
from reports.ledger.candidates import (
    ENOUGH,
    OF_LAST_YEAR,
    Candidate,
    Outcome,
    find_candidates,
    level_before,
    make_outcome,
)
from reports.ledger.counting import closeness, fits
from reports.ledger.matching import Counted, Pool
from reports.ledger.sums import parts_among
from reports.ledger.targets import COUNTED, POINTS, Target

ON_TOP = re.compile(r"的?(?:基础上|基数上)[^;。\d]{0,12}(?:新增|增加|增长|又|再)[^;。,\d]{0,10}")
THAN = re.compile(r"(?:比|较)(?:上年|去年|上一年|前一年)(?:同期)?(?:的|为)?\Z")
RISES_BY = re.compile(r",?(?:增加|增长|多|提高|净增|多出)(?:了)?")
LEAST_ON_TOP = 0.2
TIMES = re.compile(r"(?:是|为|达|相当于)?(?:上年|去年|上一年|前一年|上年同期|去年同期)(?:同期)?的\Z")
OF_LAST_YEAR_S = re.compile(
    r"(?:是|为|相当于|达)(?:上年|去年|上一年|前一年)(?:同期)?的?[\d.]+[^,。;\d]{0,4}\Z"
)


def find_growth(target: Target, pool: Pool, earlier: Pool, near: frozenset[int]) -> Outcome | None:
    """Growth as it is told, or as two levels give it."""
    told = find_candidates(target, pool, near, grown=True)
    if target.figure.unit in POINTS:
        told = find_candidates(target, pool, near, grown=False)
    if told and target.kind == "growth":
        value = told[0].stated.value if told[0].stated is not None else told[0].value
        return make_outcome(target, value, [told[0].figure], told[0].score)
    times = _times(target, pool, near)
    if times is not None:
        return times
    levels = _levels(target, pool, near)
    if levels is None:
        return None
    now, figures, score = levels
    base = _last_year(target, pool, near)
    level = Target(figures[0], target.code, target.part, "level", False, target.label)
    was = base.value if base is not None else level_before(level, earlier)
    if not was:
        return None
    grown = ((now - was) / was * 100).quantize(Decimal("0.1"))
    value = -grown if target.kind == "decline" else grown
    shown = figures + ([base.figure] if base is not None else [])
    return make_outcome(target, value, shown, score)


def _units(target: Target, pool: Pool, near: frozenset[int]) -> list[Candidate]:
    """Candidates for the level behind a growth, in whatever unit."""
    found: list[Candidate] = []
    for unit, kind in (
        ("件", "count"),
        ("元", "money"),
        ("家", "count"),
        ("次", "count"),
        ("人次", "people"),
    ):
        figure = Figure((0, 1), "", Decimal(0), unit, kind, "unassigned")
        level = Target(figure, target.code, target.part, "level", False, target.label)
        found += find_candidates(level, pool, near, grown=False)
    unique = {one.figure.span: one for one in found}
    return sorted(unique.values(), key=lambda one: (-round(one.score, 3), one.figure.span))


def _levels(target: Target, pool: Pool, near: frozenset[int]) -> tuple[Decimal, list[Figure], float] | None:
    found = _units(target, pool, near)
    if not found:
        return None
    parts = parts_among(target, found, pool)
    return sum((one.value for one in parts), Decimal(0)), [one.figure for one in parts], found[0].score


def _times(target: Target, pool: Pool, near: frozenset[int]) -> Outcome | None:
    """是上年的1.5倍 is a growth of 50 %."""
    best: Candidate | None = None
    for one in pool.numbers:
        if one.figure.unit != "倍" or not (TIMES.search(one.before) or _of_last_years(one)):
            continue
        score = max(closeness(target, one), _of_the_number_before(target, one)) + (
            0.15 if one.clause in near else 0.0
        )
        if score >= ENOUGH and (best is None or score > best.score):
            best = Candidate(one, score)
    return make_outcome(target, (best.value - 1) * 100, [best.figure], best.score) if best else None


def find_multiple(target: Target, pool: Pool) -> Outcome | None:
    """A level told as a multiple of last year's (相当于上年8.6亿元的1.5倍)."""
    for base, one in zip(pool.numbers, pool.numbers[1:], strict=False):
        if one.figure.unit != "倍" or not _of_last_years(one) or not fits(target.figure, base.figure):
            continue
        score = closeness(target, base)
        if score >= ENOUGH and target.kind == "level" and not target.adding:
            return make_outcome(target, base.value * one.value, [base.figure, one.figure], score)
    return None


def on_top(target: Target, pool: Pool, near: frozenset[int]) -> Outcome | None:
    """A level told by what came on top of another (在上年287家的基础上新增326家; 比上年的14.6亿元增加8.55亿元)."""
    if target.kind != "level" or target.adding:
        return None
    folded = pool.paper.folded
    for base, more in zip(pool.numbers, pool.numbers[1:], strict=False):
        between = folded[base.figure.span[1] : more.figure.span[0]]
        if (
            base.clause not in near
            or base.figure.unit != more.figure.unit
            or not fits(target.figure, base.figure)
        ):
            continue
        rises = ON_TOP.fullmatch(between) is not None or (
            THAN.search(base.before) is not None and RISES_BY.fullmatch(between) is not None
        )
        score = max(closeness(target, base), closeness(target, more))
        if rises and score >= LEAST_ON_TOP:
            return make_outcome(
                target, base.value + more.value, [base.figure, more.figure], max(score, ENOUGH)
            )
    return None


def _of_last_years(one: Counted) -> bool:
    """Whether a multiple is of last year's number that stands before it (是上年4000万元的1.9倍)."""
    folded = one.pool.paper.folded
    start = one.pool.paper.clauses[one.clause].span[0]
    return one.before == "的" and OF_LAST_YEAR_S.search(folded, start, one.previous) is not None


def _of_the_number_before(target: Target, one: Counted) -> float:
    """How sure 是上年的2.36倍 is said of the target's statistic, by the number that stands before it."""
    before = [number for number in one.pool.numbers if number.figure.span[1] <= one.figure.span[0]][-1:]
    clauses = one.pool.paper.clauses
    if not before or target.code is None or clauses[before[0].clause].stretch != clauses[one.clause].stretch:
        return 0.0
    stated = before[0].stated
    same = stated is not None and (stated.indicator, stated.breakdown) == (target.code, target.part)
    return 1.0 if same else 0.0


def _last_year(target: Target, pool: Pool, near: frozenset[int]) -> Candidate | None:
    """The number that the later report itself gives for the year before (上年为38件)."""
    for one in pool.numbers:
        if one.clause in near and one.figure.unit_kind in COUNTED and OF_LAST_YEAR.search(one.before[-14:]):
            return Candidate(one, 1.0)
    return None


def from_growth(target: Target, pool: Pool, earlier: Pool, near: frozenset[int]) -> Outcome | None:
    """A level that is only told as growth over the year before."""
    if target.adding or target.figure.unit_kind == "percent" or target.kind != "level":
        return None
    percent = Figure(target.figure.span, "", target.value, "%", "percent", "unassigned")
    growth = Target(percent, target.code, target.part, "growth", False, target.label)
    told = find_candidates(growth, pool, near, grown=True)
    was = level_before(target, earlier)
    if not told or was is None:
        return None
    value = (was * (100 + told[0].value) / 100).quantize(Decimal(1))
    return make_outcome(target, value, [told[0].figure], told[0].score)
