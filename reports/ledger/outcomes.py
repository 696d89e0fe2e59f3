"""Which numbers of the later report tell what became of a promised number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reports.extraction.numerals import parse_chinese
from reports.extraction.types import Span
from reports.ledger.candidates import (
    OF_LAST_YEAR,
    Candidate,
    Outcome,
    find_candidates,
    level_before,
    make_outcome,
    of_its_size,
)
from reports.ledger.counting import MERE, fits, is_of_another_thing, shared
from reports.ledger.growth import find_growth, find_multiple, from_growth, on_top
from reports.ledger.matching import Counted, Pool
from reports.ledger.sums import OF_THEM, add_up, is_part, parts_among, parts_of, with_what_there_was
from reports.ledger.targets import GROWS, Target, is_beginning

AMONG = re.compile(r"中[^,。;\d]{0,6}\Z")  # 4家代理机构中抽查2家
EACH = re.compile(
    r"([两二三四五六七八九])(?:季|地|市|县|区|家|所|校|省|个[^,。;\d]{1,4})[^,。;\d]{0,4}各[^,。;\d]{0,6}\Z"
)
RATIO = re.compile(r"比例|占比|比重|率")
EVERYWHERE = re.compile(r"全[省市区县州旗]|我[省市区县州]")
LEFT_OVER = re.compile(r"(?:其余|余下|剩余|剩下|另有?|还有|其中)[^,。;\d]{0,4}\Z")
LONE = 0.45
LONE_SHARES = 0.15
SECOND_HALF = re.compile(r"下半年|后半年")
FIRST_HALF = re.compile(r"上半年|前半年|前六个月")
WHOLE_YEAR = re.compile(r"全年|累计|年底|合计|一年")


def find_outcome(target: Target, pool: Pool, earlier: Pool, near: frozenset[int]) -> Outcome | None:
    """The number that tells what became of a target; ``near`` are the clauses that speak of its promise."""
    if target.kind in ("growth", "decline"):
        return find_growth(target, pool, earlier, near)
    multiple = find_multiple(target, pool) or on_top(target, pool, near)
    if multiple is not None:
        return multiple
    found = find_candidates(target, pool, near, grown=False)
    if not found:
        return (
            from_growth(target, pool, earlier, near)
            or _ratio(target, pool, near)
            or _lone(target, pool, near)
        )
    chosen = _of_all(found, pool)
    parts = [
        part.number for part in parts_among(target, [chosen, *(o for o in found if o is not chosen)], pool)
    ]
    beside = parts_of(target, chosen.number) if chosen.value < target.value else []
    parts = max(parts, beside, with_what_there_was(target, chosen.number), key=len)
    if len(parts) > 1:
        return add_up(target, parts, chosen.score)
    rest = _rest_of_year(target, found)
    if rest is not None:
        return rest
    each = _each_of(chosen.number)
    if each > 1:
        return make_outcome(target, each * chosen.value, [chosen.figure], chosen.score)
    value = _in_its_terms(target, chosen, pool, earlier)
    told = make_outcome(target, value, [chosen.figure], chosen.score)
    return replace(told, is_rise=value != chosen.value)


def _each_of(one: Counted) -> Decimal:
    """Of how many a number is told each (春秋两季各办了一期); 1 where it is told once."""
    told = EACH.search(one.before)
    number = parse_chinese(told.group(1)) if told else None
    return number if number is not None else Decimal(1)


def _rest_of_year(target: Target, found: Sequence[Candidate]) -> Outcome | None:
    """What came in the second half of a year, where the promise is for that half: the whole year's less the first's."""
    if not SECOND_HALF.search(target.words) or any(SECOND_HALF.search(one.number.before) for one in found):
        return None
    first = next((one for one in found if FIRST_HALF.search(one.number.before)), None)
    if first is None:
        return None
    for whole in found:
        if whole.value > first.value and WHOLE_YEAR.search(whole.number.before):
            return make_outcome(
                target, whole.value - first.value, [first.figure, whole.figure], min(first.score, whole.score)
            )
    return None


def _of_all(found: Sequence[Candidate], pool: Pool) -> Candidate:
    """The best number; of several of one statistic the one that is told of all the region (全省质押融资33.5亿元)."""
    best = found[0]
    if best.stated is None or EVERYWHERE.search(
        pool.paper.words(pool.paper.clauses[best.number.clause].span)
    ):
        return best
    for one in found:
        same = one.stated is not None and (
            one.stated.indicator,
            one.stated.breakdown,
            one.stated.accounting,
        ) == (
            best.stated.indicator,
            best.stated.breakdown,
            best.stated.accounting,
        )
        words = pool.paper.words(pool.paper.clauses[one.number.clause].span)
        if same and one.value > best.value and one.score > MERE and EVERYWHERE.search(words):
            return one
    return best


def _lone(target: Target, pool: Pool, near: frozenset[int]) -> Outcome | None:
    """The only number of the target's unit in what speaks of its promise, whatever words stand beside it; of a
    statistic told by its parts alone (金奖1项、优秀奖3项) their sum."""
    figures = [
        one
        for one in pool.numbers
        if (one.clause in near or _is_beside(one.clause, near, pool))
        and fits(target.figure, one.figure)
        and not (one.figure.unit_kind == "percent" and GROWS.search(one.before))
        and not OF_LAST_YEAR.search(one.before)
        and not (LEFT_OVER.search(one.before) and "其中" not in target.words)
        and not is_beginning(pool.paper.folded, one.figure)
    ]
    figures = [one for one in figures if one.figure.unit == target.figure.unit] or figures
    figures = [one for one in figures if one.clause in near] or figures
    near_parts = [one for one in pool.numbers if one.clause in near and one.figure.unit == target.figure.unit]
    parts = [one for one in near_parts if one.stated is not None and one.stated.indicator == target.code]
    if target.code and target.part is None and parts and all(is_part(one) for one in parts):
        return add_up(target, parts, LONE)
    beside = parts_of(target, figures[0]) if figures else []
    if len(beside) > 1 and all(one in beside for one in figures):
        return add_up(target, beside, LONE)
    if len(figures) != 1 or is_of_another_thing(target, figures[0]):
        return None
    known = target.code is not None or figures[0].stated is not None
    if known and not target.own and shared(target, figures[0]) < LONE_SHARES:
        return None
    if (
        figures[0].stated is not None
        and target.code is not None
        and figures[0].stated.indicator != target.code
    ):
        return None
    return make_outcome(target, figures[0].value, [figures[0].figure], LONE)


def _ratio(target: Target, pool: Pool, near: frozenset[int]) -> Outcome | None:
    """A share that only its two numbers tell (申请专利400件,其中发明专利180件 is 45 %)."""
    if (
        target.figure.unit_kind != "percent"
        or target.kind != "level"
        or not (RATIO.search(target.words) or "~ratio" in target.label)
    ):
        return None
    for whole, part in zip(pool.numbers, pool.numbers[1:], strict=False):
        told = whole.figure.unit == part.figure.unit and 0 < part.value <= whole.value
        beside = part.clause in near or whole.clause in near
        if not (told and beside and part.clause in (whole.clause, whole.clause + 1)):
            continue
        if (
            part.figure.unit_kind == "count"
            and (OF_THEM.search(part.before) or AMONG.search(part.before))
            and shared(target, part) >= LONE_SHARES
        ):
            value = (part.value / whole.value * 100).quantize(Decimal("0.1"))
            return make_outcome(target, value, [whole.figure, part.figure], LONE)
    return None


def _is_beside(clause: int, near: frozenset[int], pool: Pool) -> bool:
    """Whether the clause goes straight on from what speaks of the promise (办了4期,212人结业), or leads to it."""
    clauses = pool.paper.clauses
    return any(
        other in near and clauses[clause].stretch == clauses[other].stretch
        for other in (clause - 1, clause + 1)
    )


def in_order(targets: Sequence[Target], pool: Pool, near: frozenset[int]) -> list[Outcome | None]:
    """Outcomes by their place where the evidence has as many numbers of a unit as the promise: the second is the
    second's."""
    found: list[Outcome | None] = [None] * len(targets)
    for unit in {target.figure.unit for target in targets if target.kind == "level" and target.code is None}:
        wanted = [number for number, target in enumerate(targets) if target.figure.unit == unit]
        figures = [
            one
            for one in pool.numbers
            if one.clause in near and one.figure.unit == unit and not OF_LAST_YEAR.search(one.before)
        ]
        if len(wanted) == len(figures) > 1:
            for number, one in zip(wanted, figures, strict=True):
                found[number] = make_outcome(targets[number], one.value, [one.figure], LONE)
    return found


def each_its_own(targets: Sequence[Target], pool: Pool, near: frozenset[int]) -> list[Outcome | None]:
    """Outcomes of targets that would all take the same number, the surest pair first: no number tells of two."""
    pairs = [
        (one.score + of_its_size(target, one.value), -number, one)
        for number, target in enumerate(targets)
        for one in find_candidates(target, pool, near, grown=False)
    ]
    found: list[Outcome | None] = [None] * len(targets)
    taken: set[Span] = set()
    for _score, minus, one in sorted(
        pairs, key=lambda pair: (-round(pair[0], 3), -pair[1], pair[2].figure.span)
    ):
        if found[-minus] is None and one.figure.span not in taken:
            found[-minus] = make_outcome(targets[-minus], one.value, [one.figure], one.score)
            taken.add(one.figure.span)
    return found


def _in_its_terms(target: Target, chosen: Candidate, pool: Pool, earlier: Pool) -> Decimal:
    """What was reached, in the target's own terms: a total of 33 after 22 is 11 more."""
    folded = pool.paper.folded
    if target.adding:
        for one in pool.numbers_in.get(chosen.number.clause, ()):
            if is_beginning(folded, one.figure) and one.figure.unit == chosen.figure.unit:
                return chosen.value - one.value if one.value < chosen.value else chosen.value
    before = folded[max(0, chosen.figure.span[0] - 8) : chosen.figure.span[0]]
    words = pool.reader.words.cues
    added = words["adding"].search(words["totalling"].sub("", before)) is not None
    held = chosen.stated is not None and chosen.stated.accounting == "stock"
    if not target.adding or added or not (held or words["totalling"].search(before)):
        return chosen.value
    base = level_before(target, earlier)
    return chosen.value - base if base is not None and base < chosen.value else chosen.value
