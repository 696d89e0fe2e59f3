"""Numbers told side by side as the parts of one whole (商标案187件、假冒专利案64件; 上半年862万元,下半年1247万元)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reports.ledger.candidates import Candidate, Outcome, make_outcome
from reports.ledger.matching import Counted, Pool
from reports.ledger.targets import Target

OF_THEM = re.compile(r"(?:其中|里头|里面)[^,。;\d]{0,12}\Z")
ALIKE = 0.75
BESIDE = re.compile(r"[^,;。\d]{0,8}(?:[、和及与]|以及)[^,;。\d、]{0,14}")
APART = re.compile(r"[^;。\d]{0,10}[,;][^,;。\d]{0,14}")  # only where both tell a time of the year
PERIOD = re.compile(r"上半年|下半年|[一二三四1-4]季度|前[一二三]季度|春季|秋季|第[一二三四五六]批|首批")
NO_PART = re.compile(r"其中|比上|占|共|同比|同期|上年|去年|累计|合计|总|增[至到]|达到|减")
THERE_WAS = re.compile(r"原有|已有|现有|原来")
PAIR = re.compile(r"([\u4e00-\u9fff]{3,10})[、和]([\u4e00-\u9fff]{3,10}?)(?:共|合计)?\d")
OTHERS_TOO = re.compile(r"另有|另外")
LISTED = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,4}(?=、)|(?<=、)[\u4e00-\u9fffA-Za-z]{2}")
SUMS = re.compile(r"合计|共计|总计|总量|加起来|之和")
NAMED = 1.5  # a word of that weight names a thing of its own


def parts_among(target: Target, found: Sequence[Candidate], pool: Pool) -> list[Candidate]:
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


def _branches(target: Target, chosen: Candidate, pool: Pool) -> list[Candidate]:
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
        if clause in pool.terms
        and clauses[clause].sentence == clauses[chosen.number.clause].sentence
        and one.figure.unit == chosen.figure.unit
        and named.search(one.before)
        and not OF_THEM.search(one.before)
    ]
    told = {match.group() for one in beside for match in [named.search(one.before)] if match}
    apart = len(told) == len(beside) and (not asked or told <= asked)
    return [Candidate(one, chosen.score) for one in beside] if apart else []


def _parts_of_whole(code: str, chosen: Candidate, pool: Pool) -> list[Candidate]:
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
            found.setdefault(stated.indicator, Candidate(one, chosen.score))
    return list(found.values())


def _says_all(beside: Sequence[Candidate], pool: Pool) -> bool:
    """Whether one of the numbers is told to be the sum (累计, 总数)."""
    folded = pool.paper.folded
    return any(
        pool.reader.words.cues["totalling"].search(
            folded[max(0, one.figure.span[0] - 6) : one.figure.span[0]]
        )
        for one in beside
    )


def add_up(target: Target, parts: Sequence[Counted], score: float) -> Outcome:
    value = sum((part.value for part in parts), Decimal(0))
    return make_outcome(target, value, [part.figure for part in parts], score)


def is_part(one: Counted) -> bool:
    return one.stated is not None and one.stated.breakdown is not None and one.stated.measure == "level"


def parts_of(target: Target, one: Counted) -> list[Counted]:
    """The numbers that stand beside one and count parts of what the target counts, with it, in reading order."""
    numbers = [other for other in one.pool.numbers if other.figure.unit == one.figure.unit]
    at, names = numbers.index(one), _listed_in(target.words)
    found = [one]
    for step, edge in ((-1, 0), (1, -1)):
        place = at + step
        while 0 <= place < len(numbers):
            left, right = sorted((numbers[place], found[edge]), key=lambda number: number.figure.span)
            named = _each_named(names, left, right)
            beside = _side_by_side(left, right) and _goes_with(target, numbers[place])
            if not (named or beside or _by_turns(left, right)):
                break
            found.insert(0 if step < 0 else len(found), numbers[place])
            place += step
    return found if len(found) > 1 and _agree_in_branches(target, found) else [one]


def with_what_there_was(target: Target, one: Counted) -> list[Counted]:
    """原有的2家规范提升,新设2家: of a total that was to be reached, what there was and what came."""
    numbers = [other for other in one.pool.numbers if other.figure.unit == one.figure.unit]
    clauses, adds = one.pool.paper.clauses, one.pool.reader.words.cues["adding"]
    beside = [other for other in numbers if clauses[other.clause].stretch == clauses[one.clause].stretch]
    if not target.reaches or len(beside) != 2:
        return [one]
    was, came = beside
    return beside if THERE_WAS.search(was.before) and adds.search(came.before) else [one]


def _listed_in(words: str) -> list[str]:
    """What tells apart the things that a target lists and sums up (长虹、九洲、新华等企业申请合计达到1800件;
    示范企业、优势企业8家)."""
    if SUMS.search(words):
        return LISTED.findall(words)
    pair = PAIR.search(words)
    if pair is None:
        return []
    one, other = pair.groups()
    same = next((n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0)
    return [name[: len(name) - same][-2:] for name in (one, other) if len(name) - same > 1]


def _each_named(names: Sequence[str], left: Counted, right: Counted) -> bool:
    """Whether two numbers of one sentence are each told of something that the target lists."""
    clauses, folded = left.pool.paper.clauses, left.pool.paper.folded
    if len(names) < 2 or clauses[left.clause].sentence != clauses[right.clause].sentence:
        return False
    between = folded[left.figure.span[1] : right.figure.span[0]]
    if NO_PART.search(between) and not OTHERS_TOO.search(between):
        return False
    told = [{name for name in names if name in text} for text in (_words(left), _words(right))]
    beside = BESIDE.fullmatch(between) is not None and bool(told[0])
    return beside or (all(told) and told[0] != told[1])


def _words(one: Counted) -> str:
    """The words about a number: from the one before it to the end of its clause."""
    return one.pool.paper.folded[one.previous : one.pool.paper.clauses[one.clause].span[1]]


def _by_turns(left: Counted, right: Counted) -> bool:
    """Whether two numbers of a sentence are told of one time of the year after the other, in the same words."""
    paper = left.pool.paper
    between = paper.folded[left.figure.span[1] : right.figure.span[0]]
    if NO_PART.search(between) or paper.clauses[left.clause].sentence != paper.clauses[right.clause].sentence:
        return False
    if PERIOD.search(between) is None or not (
        left.before[-1:] == right.before[-1:] or APART.fullmatch(between)
    ):
        return False
    start = paper.clauses[left.clause].sentence_span[0]
    return PERIOD.search(paper.folded[start : left.figure.span[0]]) is not None


def _side_by_side(left: Counted, right: Counted) -> bool:
    folded = left.pool.paper.folded
    between = folded[left.figure.span[1] : right.figure.span[0]]
    if NO_PART.search(between) or NO_PART.search(left.before[-8:]):
        return False
    return BESIDE.fullmatch(between) is not None


def _goes_with(target: Target, part: Counted) -> bool:
    """Whether the words beside a part name nothing that the target does not."""
    if part.stated is not None and target.code is not None:
        wholes = part.pool.reader.words.wholes.get(target.code, frozenset())
        if part.stated.indicator != target.code and part.stated.indicator not in wholes:
            return part.pool.reader.words.cues["branches"].search(part.before) is not None
    if "分别" in part.before:  # 贷款额分别为3000万元、1500万元
        return True
    own = part.pool.reader.terms(part.pool.paper, (part.previous, part.figure.span[0]))
    named = {term for term, weight in own.items() if weight >= NAMED}
    return not named or any(term in target.label for term in own)


def _agree_in_branches(target: Target, parts: Sequence[Counted]) -> bool:
    """Whether the target names every branch that the parts name (商标、专利违法案件200件), or none of them."""
    named = parts[0].pool.reader.words.cues["branches"]
    told = {match.group() for part in parts for match in named.finditer(part.before)}
    asked = set(named.findall(target.words))
    return not told or not asked or told <= asked
