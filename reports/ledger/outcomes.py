"""Which numbers of the later report tell what became of a promised number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.extraction.numerals import parse_chinese
from reports.extraction.types import Figure, Span, StatedValue
from reports.ledger.counting import MERE, closeness, counts_otherwise, fits, is_of_another_thing, shared
from reports.ledger.enumerations import parts_of, with_what_there_was
from reports.ledger.matching import Counted, Pool
from reports.ledger.targets import COUNTED, GROWS, POINTS, TIMES_SPENT, Target, is_beginning

TIMES = re.compile(r"(?:是|为|达|相当于)?(?:上年|去年|上一年|前一年|上年同期|去年同期)(?:同期)?的\Z")
OF_LAST_YEAR = re.compile(
    r"(?:上年|去年|前一年|上一年)(?:同期)?(?:的|为|是|仅|只有|办理|仅为)?[^,。;\d]{0,4}\Z"
)
AMONG = re.compile(r"中[^,。;\d]{0,6}\Z")  # 4家代理机构中抽查2家
OF_LAST_YEAR_S = re.compile(
    r"(?:是|为|相当于|达)(?:上年|去年|上一年|前一年)(?:同期)?的?[\d.]+[^,。;\d]{0,4}\Z"
)
EACH = re.compile(
    r"([两二三四五六七八九])(?:季|地|市|县|区|家|所|校|省|个[^,。;\d]{1,4})[^,。;\d]{0,4}各[^,。;\d]{0,6}\Z"
)
OF_THEM = re.compile(r"(?:其中|里头|里面)[^,。;\d]{0,12}\Z")
RATIO = re.compile(r"比例|占比|比重|率")
EVERYWHERE = re.compile(r"全[省市区县州旗]|我[省市区县州]")
INTENT = re.compile(r"意向")
LEFT_OVER = re.compile(r"(?:其余|余下|剩余|剩下|另有?|还有|其中)[^,。;\d]{0,4}\Z")
ENOUGH = 0.42
LONE = 0.45
LONE_SHARES = 0.15
RARE_UNIT = 0.3
OTHER_COUNT = 0.4
ALIKE = 0.75
SECOND_HALF = re.compile(r"下半年|后半年")
FIRST_HALF = re.compile(r"上半年|前半年|前六个月")
WHOLE_YEAR = re.compile(r"全年|累计|年底|合计|一年")
ABOUT = (Decimal("0.5"), Decimal("2.5"))
FAR = (Decimal("0.15"), Decimal(8))
OF_ITS_SIZE = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target: the value in the target's terms, whether it is met, and where it stands."""

    value: Decimal
    met: bool
    spans: tuple[Span, ...]
    score: float
    is_rise: bool = False  # the report tells the level: the value is what was added to the level before


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that may be the outcome, and how sure it counts what the target counts."""

    number: Counted
    score: float

    @property
    def value(self) -> Decimal:
        return self.number.value

    @property
    def figure(self) -> Figure:
        return self.number.figure

    @property
    def stated(self) -> StatedValue | None:
        return self.number.stated


def find_outcome(target: Target, pool: Pool, earlier: Pool, near: frozenset[int]) -> Outcome | None:
    """The number that tells what became of a target; ``near`` are the clauses that speak of its promise."""
    if target.kind in ("growth", "decline"):
        return _growth(target, pool, earlier, near)
    multiple = _multiple(target, pool)
    if multiple is not None:
        return multiple
    found = _candidates(target, pool, near, grown=False)
    if not found:
        return (
            _from_growth(target, pool, earlier, near)
            or _ratio(target, pool, near)
            or _lone(target, pool, near)
        )
    chosen = _of_all(found, pool)
    parts = [part.number for part in _parts(target, [chosen, *(o for o in found if o is not chosen)], pool)]
    beside = parts_of(target, chosen.number) if chosen.value < target.value else []
    parts = max(parts, beside, with_what_there_was(target, chosen.number), key=len)
    if len(parts) > 1:
        return _sum(target, parts, chosen.score)
    rest = _rest_of_year(target, found)
    if rest is not None:
        return rest
    value = _in_its_terms(target, chosen, pool, earlier)
    told = _outcome(target, value, [chosen.figure], chosen.score)
    return replace(told, is_rise=value != chosen.value)


def _each_of(one: Counted) -> Decimal:
    """Of how many a number is told each (春秋两季各办了一期); 1 where it is told once."""
    told = EACH.search(one.before)
    number = parse_chinese(told.group(1)) if told else None
    return number if number is not None else Decimal(1)


def _rest_of_year(target: Target, found: Sequence[_Candidate]) -> Outcome | None:
    """What came in the second half of a year, where the promise is for that half: the whole year's less the first's."""
    if not SECOND_HALF.search(target.words) or any(SECOND_HALF.search(one.number.before) for one in found):
        return None
    first = next((one for one in found if FIRST_HALF.search(one.number.before)), None)
    if first is None:
        return None
    for whole in found:
        if whole.value > first.value and WHOLE_YEAR.search(whole.number.before):
            return _outcome(
                target, whole.value - first.value, [first.figure, whole.figure], min(first.score, whole.score)
            )
    return None


def _of_all(found: Sequence[_Candidate], pool: Pool) -> _Candidate:
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
    if target.code and target.part is None and parts and all(_is_part(one) for one in parts):
        return _sum(target, parts, LONE)
    beside = parts_of(target, figures[0]) if figures else []
    if len(beside) > 1 and all(one in beside for one in figures):
        return _sum(target, beside, LONE)
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
    return _outcome(target, figures[0].value, [figures[0].figure], LONE)


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
            return _outcome(target, value, [whole.figure, part.figure], LONE)
    return None


def _sum(target: Target, parts: Sequence[Counted], score: float) -> Outcome:
    value = sum((part.value for part in parts), Decimal(0))
    return _outcome(target, value, [part.figure for part in parts], score)


def _is_part(one: Counted) -> bool:
    return one.stated is not None and one.stated.breakdown is not None and one.stated.measure == "level"


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
                found[number] = _outcome(targets[number], one.value, [one.figure], LONE)
    return found


def each_its_own(targets: Sequence[Target], pool: Pool, near: frozenset[int]) -> list[Outcome | None]:
    """Outcomes of targets that would all take the same number, the surest pair first: no number tells of two."""
    pairs = [
        (one.score + _of_its_size(target, one.value), -number, one)
        for number, target in enumerate(targets)
        for one in _candidates(target, pool, near, grown=False)
    ]
    found: list[Outcome | None] = [None] * len(targets)
    taken: set[Span] = set()
    for _score, minus, one in sorted(
        pairs, key=lambda pair: (-round(pair[0], 3), -pair[1], pair[2].figure.span)
    ):
        if found[-minus] is None and one.figure.span not in taken:
            found[-minus] = _outcome(targets[-minus], one.value, [one.figure], one.score)
            taken.add(one.figure.span)
    return found


def _outcome(target: Target, value: Decimal, figures: Sequence[Figure], score: float) -> Outcome:
    met = value <= target.value if target.kind == "fall" else value >= target.value
    if len(figures) == 1 and figures[0].comparator == "below" and target.kind != "fall":
        met = value > target.value
    return Outcome(value, met, tuple(figure.span for figure in figures), score)


def _candidates(target: Target, pool: Pool, near: frozenset[int], *, grown: bool) -> list[_Candidate]:
    """The numbers that may be the outcome, the best first."""
    found = []
    for one in pool.numbers:
        if not fits(target.figure, one.figure):
            continue
        is_grown = one.figure.unit_kind == "percent" and GROWS.search(one.before[-12:]) is not None
        if is_grown != grown or (not grown and OF_LAST_YEAR.search(one.before)):
            continue
        if is_beginning(pool.paper.folded, one.figure):
            continue
        score = closeness(target, one)
        score += RARE_UNIT if one.figure.unit in TIMES_SPENT else 0.0
        score += 0.15 if one.clause in near and score > MERE else 0.0
        score -= OTHER_COUNT if INTENT.search(one.before) and not INTENT.search(target.words) else 0.0
        score -= OTHER_COUNT if one.stated is None and counts_otherwise(target, one) else 0.0
        if score >= ENOUGH:
            found.append(_Candidate(one, score))
    return sorted(
        found,
        key=lambda one: (
            -round(one.score + _of_its_size(target, one.value), 3),
            one.figure.comparator != "exact",
            one.figure.span,
        ),
    )


def _of_its_size(target: Target, value: Decimal) -> float:
    """What speaks for a number of about the promised size, and against one far from it (5家机构承保 for 200家)."""
    if target.kind != "level" or target.figure.unit_kind == "percent" or not target.value:
        return 0.0
    ratio = value / target.value
    if ABOUT[0] <= ratio <= ABOUT[1]:
        return OF_ITS_SIZE
    return -OF_ITS_SIZE if ratio < FAR[0] or ratio > FAR[1] else 0.0


def _parts(target: Target, found: Sequence[_Candidate], pool: Pool) -> list[_Candidate]:
    """The numbers that together are the outcome: parts in one clause of which none is the whole, or half-years."""
    chosen = found[0]
    branches = _branches(target, chosen, pool)
    if len(branches) > 1:
        return branches
    if chosen.stated is not None and chosen.stated.indicator == target.code and target.code is not None:
        halves = [
            one
            for one in found
            if one.stated is not None
            and one.score >= chosen.score - 0.2
            and one.stated.accounting == "flow"
            and one.stated.measure == "level"
        ]
        periods = {(one.stated.start, one.stated.end) for one in halves if one.stated is not None}
        half = all(start and end and (end - start).days < 200 for start, end in periods)
        return halves if len(halves) == 2 and len(periods) == 2 and half else [chosen]
    if target.code is not None and chosen.stated is not None and chosen.stated.indicator != target.code:
        return _parts_of_whole(target.code, chosen, pool)
    clause = pool.paper.clauses[chosen.number.clause]
    words = pool.paper.words(clause.span)
    if "其中" in words or pool.reader.words.cues["earlier"].search(words):
        return [chosen]
    beside = [
        one
        for one in found
        if one.number.clause == chosen.number.clause
        and one.figure.unit == chosen.figure.unit
        and one.score >= ALIKE * chosen.score
    ]
    return beside if chosen.score < 0.95 and not _says_all(beside, pool) else [chosen]


def _branches(target: Target, chosen: _Candidate, pool: Pool) -> list[_Candidate]:
    """The numbers of one clause that count each branch of what the target counts in all (商标案163件、专利案58件)."""
    named = pool.reader.words.cues["branches"]
    asked = set(named.findall(target.words))
    if target.figure.unit_kind == "percent" or len(asked) == 1:
        return []
    clauses = pool.paper.clauses
    beside = [
        one
        for clause in (chosen.number.clause - 1, chosen.number.clause, chosen.number.clause + 1)
        for one in pool.numbers_in.get(clause, ())
        if clauses[clause].stretch == clauses[chosen.number.clause].stretch
        and one.figure.unit == chosen.figure.unit
        and named.search(one.before)
        and not OF_THEM.search(one.before)
    ]
    told = {match.group() for one in beside for match in [named.search(one.before)] if match}
    apart = len(told) == len(beside) and (not asked or told <= asked)
    return [_Candidate(one, chosen.score) for one in beside] if apart else []


def _parts_of_whole(code: str, chosen: _Candidate, pool: Pool) -> list[_Candidate]:
    """The statistics that together are a whole that is not told, each by its first number in the same sentence."""
    wholes, clauses = pool.reader.words.wholes.get(code, frozenset()), pool.paper.clauses
    if chosen.stated is None or chosen.stated.indicator not in wholes:
        return [chosen]
    stretch, found = clauses[chosen.number.clause].stretch, {chosen.stated.indicator: chosen}
    for one in pool.numbers:
        stated = one.stated
        if clauses[one.clause].stretch != stretch or stated is None or stated.indicator not in wholes:
            continue
        if stated.measure == "level" and one.figure.unit == chosen.figure.unit:
            found.setdefault(stated.indicator, _Candidate(one, chosen.score))
    return list(found.values())


def _says_all(beside: Sequence[_Candidate], pool: Pool) -> bool:
    """Whether one of the numbers is told to be the sum (累计, 总数)."""
    folded = pool.paper.folded
    return any(
        pool.reader.words.cues["totalling"].search(
            folded[max(0, one.figure.span[0] - 6) : one.figure.span[0]]
        )
        for one in beside
    )


def _in_its_terms(target: Target, chosen: _Candidate, pool: Pool, earlier: Pool) -> Decimal:
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
    base = _level_before(target, earlier)
    return chosen.value - base if base is not None and base < chosen.value else chosen.value


def _level_before(target: Target, earlier: Pool) -> Decimal | None:
    """The level of the year before, as the plan's own report tells it."""
    found = _candidates(target, earlier, frozenset(), grown=False)
    return found[0].value if found else None


def _growth(target: Target, pool: Pool, earlier: Pool, near: frozenset[int]) -> Outcome | None:
    """Growth as it is told, or as two levels give it."""
    told = _candidates(target, pool, near, grown=True)
    if target.figure.unit in POINTS:
        told = _candidates(target, pool, near, grown=False)
    if told and target.kind == "growth":
        value = told[0].stated.value if told[0].stated is not None else told[0].value
        return _outcome(target, value, [told[0].figure], told[0].score)
    times = _times(target, pool, near)
    if times is not None:
        return times
    levels = _levels(target, pool, near)
    if levels is None:
        return None
    now, figures, score = levels
    base = _last_year(target, pool, near)
    level = Target(figures[0], target.code, target.part, "level", False, target.label)
    was = base.value if base is not None else _level_before(level, earlier)
    if not was:
        return None
    grown = ((now - was) / was * 100).quantize(Decimal("0.1"))
    value = -grown if target.kind == "decline" else grown
    shown = figures + ([base.figure] if base is not None else [])
    return _outcome(target, value, shown, score)


def _units(target: Target, pool: Pool, near: frozenset[int]) -> list[_Candidate]:
    """Candidates for the level behind a growth, in whatever unit."""
    found: list[_Candidate] = []
    for unit, kind in (
        ("件", "count"),
        ("元", "money"),
        ("家", "count"),
        ("次", "count"),
        ("人次", "people"),
    ):
        figure = Figure((0, 1), "", Decimal(0), unit, kind, "unassigned")
        level = Target(figure, target.code, target.part, "level", False, target.label)
        found += _candidates(level, pool, near, grown=False)
    unique = {one.figure.span: one for one in found}
    return sorted(unique.values(), key=lambda one: (-round(one.score, 3), one.figure.span))


def _levels(target: Target, pool: Pool, near: frozenset[int]) -> tuple[Decimal, list[Figure], float] | None:
    found = _units(target, pool, near)
    if not found:
        return None
    parts = _parts(target, found, pool)
    return sum((one.value for one in parts), Decimal(0)), [one.figure for one in parts], found[0].score


def _times(target: Target, pool: Pool, near: frozenset[int]) -> Outcome | None:
    """是上年的1.5倍 is a growth of 50 %."""
    best: _Candidate | None = None
    for one in pool.numbers:
        if one.figure.unit != "倍" or not (TIMES.search(one.before) or _of_last_years(one)):
            continue
        score = max(closeness(target, one), _of_the_number_before(target, one)) + (
            0.15 if one.clause in near else 0.0
        )
        if score >= ENOUGH and (best is None or score > best.score):
            best = _Candidate(one, score)
    return _outcome(target, (best.value - 1) * 100, [best.figure], best.score) if best else None


def _multiple(target: Target, pool: Pool) -> Outcome | None:
    """A level told as a multiple of last year's (相当于上年8.6亿元的1.5倍)."""
    for base, one in zip(pool.numbers, pool.numbers[1:], strict=False):
        if one.figure.unit != "倍" or not _of_last_years(one) or not fits(target.figure, base.figure):
            continue
        score = closeness(target, base)
        if score >= ENOUGH and target.kind == "level" and not target.adding:
            return _outcome(target, base.value * one.value, [base.figure, one.figure], score)
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


def _last_year(target: Target, pool: Pool, near: frozenset[int]) -> _Candidate | None:
    """The number that the later report itself gives for the year before (上年为38件)."""
    for one in pool.numbers:
        if one.clause in near and one.figure.unit_kind in COUNTED and OF_LAST_YEAR.search(one.before[-14:]):
            return _Candidate(one, 1.0)
    return None


def _from_growth(target: Target, pool: Pool, earlier: Pool, near: frozenset[int]) -> Outcome | None:
    """A level that is only told as growth over the year before."""
    if target.adding or target.figure.unit_kind == "percent" or target.kind != "level":
        return None
    percent = Figure(target.figure.span, "", target.value, "%", "percent", "unassigned")
    growth = Target(percent, target.code, target.part, "growth", False, target.label)
    told = _candidates(growth, pool, near, grown=True)
    was = _level_before(target, earlier)
    if not told or was is None:
        return None
    value = (was * (100 + told[0].value) / 100).quantize(Decimal(1))
    return _outcome(target, value, [told[0].figure], told[0].score)
