"""Evidence for promises that share few words with what tells of them: each with the stretch that only it is like.

Matching asks for many words in common, and 资助款要早发 has few of 资助款五月中旬就打到了卡上. But where
nothing else tells of a promise, one stretch is by far the most like it, and that stretch is like no other promise, the
two belong together. How like they are is asked both ways, so that a short answer to a long promise counts, and single
characters help where pairs of them differ (春茶 and 茶叶). Nothing here is taken from what tells of another promise.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from reports.ledger.cases import LIGHT, Case
from reports.ledger.counting import fits
from reports.ledger.judging import AS_PLANNED
from reports.ledger.matching import LONGEST_WINDOW, PROPOSE, Pool, Window
from reports.ledger.paper import Paper
from reports.ledger.targets import Target
from reports.ledger.terms import likeness, signs_of
from reports.ledger.words import LedgerWords

ENOUGH = 0.18  # measured: below it look-alikes begin
ENOUGH_IN_PART = 0.24  # for one clause of a promise
ENOUGH_FOR_MORE = 0.3  # where another clause of the promise is answered already
VERY_LIKE = 0.35
CLEARLY = (
    0.7  # what stands second, for the promise or for the stretch, is no more than this part of the first
)
ANSWERED = 0.8  # a promise that has its answer elsewhere competes with less
PLANNED_LEAST = 0.5
SIGN = 0.3  # what one character weighs beside a pair
SATURATION = 3.0
COUNTED = 0.04  # a number of the promised unit, and again one of about the promised size
LEAST_MASS = 1.5
ABOUT = (Decimal("0.4"), Decimal("2.5"))
MOST_LOOKED_AT = 12
FEWEST = 30  # sentences, for the weights of a very short report


@dataclass(frozen=True, slots=True)
class Asked:
    """A promise, or one clause of it by its number, as what an answer is looked for."""

    case: int
    goal: int  # -1: the promise as a whole
    text: str
    terms: Mapping[str, float]
    signs: frozenset[str]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """A run of clauses that may tell of a promise."""

    window: Window
    stretch: int


class Assignment:
    """Pairs the promises that nothing speaks of with the stretches that speak of no promise yet."""

    def __init__(self, cases: Sequence[Case], plan: Paper, pool: Pool) -> None:
        self.cases = cases
        self.pool = pool
        words = pool.reader.words
        self.rarity = _rarity((plan, pool.paper), words)
        self.told = {
            number: signs_of(pool.paper, pool.paper.clauses[number].span, words) for number in pool.terms
        }
        self.at: dict[str, list[int]] = defaultdict(list)
        for number, signs in self.told.items():
            for sign in signs:
                self.at[sign].append(number)
        self.asked = [one for number, case in enumerate(cases) for one in _asked(number, case, plan, words)]
        self.likely = [self._likely(one) for one in self.asked]

    def pairs(
        self, open_goals: Mapping[tuple[int, int], float], taken: AbstractSet[int], again: AbstractSet[int]
    ) -> dict[int, tuple[Window, int]]:
        """The window that an unanswered promise, or clause of one, alone is like, by the promise's number.

        ``open_goals`` has for (promise, clause), with -1 for a promise as a whole, how like it a window must be;
        ``taken`` are the clauses that tell of promises already; ``again`` the promises that the next plan repeats.
        """
        ending: dict[int, list[tuple[Window, int]]] = defaultdict(list)
        for one, found in zip(self.asked, self.likely, strict=True):
            for place in found:
                ending[place.window.last].append((place.window, one.case))
        chosen: dict[int, tuple[Window, int]] = {}
        for one, found in zip(self.asked, self.likely, strict=True):
            enough = open_goals.get((one.case, one.goal))
            if enough is None or one.case in chosen:
                continue
            free = [place for place in found if place.window.score >= enough * self._least(place.window)]
            free = [place for place in free if taken.isdisjoint(place.window.clauses)]
            free = [place for place in free if self._may_answer(one, place.window, one.case in again)]
            if not free:
                continue
            best = free[0]
            clauses, first = self.pool.paper.clauses, best.window.first
            apart = (p for p in free if clauses[p.window.first].sentence != clauses[first].sentence)
            second = next((place.window.score for place in apart), 0.0)
            others = [
                window.score if (other, -1) in open_goals else ANSWERED * window.score
                for last in best.window.clauses
                for window, other in ending[last]
                if other != one.case and window.first >= first
            ]
            if max([second, *others]) <= CLEARLY * best.window.score:
                chosen[one.case] = (_proposed(best.window), one.goal)
        return chosen

    def _least(self, window: Window) -> float:
        """What is told to have been planned (原定的现场活动没有举行) answers a promise with fewer of its words."""
        paper = self.pool.paper
        told = AS_PLANNED.search(paper.words(paper.clauses[window.first].sentence_span))
        return PLANNED_LEAST if told else 1.0

    def _may_answer(self, one: Asked, window: Window, again: bool) -> bool:
        """Whether the window is the office's own deed and has no other qualifier before the same noun; what is very
        like a promise that the next plan does not repeat may have one (品牌代理机构 for 知名专利代理机构)."""
        pool, case = self.pool, self.cases[one.case]
        if pool.paper.clauses[window.first].part == "problems":
            return False
        words = pool.paper.words(pool.span(window))
        if case.is_only_attended(words) or not case.may_be_told_by(words, pool.reader.words):
            return False
        told = {term: weight for number in window.clauses for term, weight in pool.terms[number].items()}
        near = max(case.goals, key=lambda goal: likeness(goal.terms, told).share, default=None)
        texts = [one.text, case.words(near)] if near is not None else [one.text]
        texts = texts if again or window.score < VERY_LIKE else []
        return not pool.is_foreign(window, texts, case.text)

    def _likely(self, one: Asked) -> list[Likely]:
        """The stretches that are most like what is asked, each by its best run of clauses, the likest first."""
        weight: dict[int, float] = defaultdict(float)
        for clause, alike in self.pool.shares(one.terms).items():
            weight[clause] += alike.mass
        for sign in one.signs:
            for clause in self.at.get(sign, ()):
                weight[clause] += SIGN * self.rarity[sign]
        found: set[Likely] = set()
        for clause in sorted(weight, key=lambda clause: (-round(weight[clause], 6), clause))[:MOST_LOOKED_AT]:
            if self.pool.paper.clauses[clause].is_heading:
                continue
            found.update(self._around(clause, one))
        return sorted(found, key=lambda place: (-place.window.score, place.window.first))

    def _around(self, clause: int, one: Asked) -> list[Likely]:
        """The runs of clauses of one stretch that hold a clause."""
        clauses, terms = self.pool.paper.clauses, self.pool.terms
        stretch = clauses[clause].stretch
        found = []
        for first in range(max(0, clause - LONGEST_WINDOW + 1), clause + 1):
            for last in range(clause, min(first + LONGEST_WINDOW, len(clauses))):
                run = range(first, last + 1)
                if all(n in terms and clauses[n].stretch == stretch for n in run):
                    found.append(Likely(Window(first, last, self._score(run, one)), stretch))
        return found

    def _score(self, run: range, one: Asked) -> float:
        terms: dict[str, float] = {}
        told: set[str] = set()
        for number in run:
            terms.update(self.pool.terms[number])
            told |= self.told[number]
        shared = sum(weight for term, weight in one.terms.items() if term in terms)
        shared += self._mass(one.signs & told)
        asked = sum(one.terms.values()) + self._mass(one.signs)
        answered = sum(terms.values()) + self._mass(told)
        if not shared:
            return 0.0
        score = 2 * shared / (asked + answered) * (1 - math.exp(-shared / SATURATION))
        return score + (COUNTED * self._counted(run, one) if shared >= LEAST_MASS else 0.0)

    def _mass(self, signs: Collection[str]) -> float:
        return SIGN * sum(self.rarity[sign] for sign in sorted(signs))

    def _counted(self, run: range, asked: Asked) -> int:
        """1 where a number has the unit of a promised one, 2 where it is also of about that size."""
        best = 0
        told = [one for number in run for one in self.pool.numbers_in.get(number, ())]
        for one in told:
            for target in asked.targets:
                if fits(target.figure, one.figure):
                    alike = target.value > 0 and ABOUT[0] <= one.value / target.value <= ABOUT[1]
                    best = max(best, 2 if alike else 1)
        return best


def _proposed(window: Window) -> Window:
    """The window with its likeness told on the scale of matching, where a proposal begins at PROPOSE."""
    above = max(0.0, window.score - ENOUGH) / (1 - ENOUGH)
    return Window(window.first, window.last, PROPOSE + (1 - PROPOSE) * min(above, 1.0))


def _asked(number: int, case: Case, plan: Paper, words: LedgerWords) -> Iterator[Asked]:
    """A promise as a whole and, where it has several, its clauses that ask for something."""
    signs = frozenset(signs_of(plan, case.span, words))
    yield Asked(number, -1, case.text, case.whole, signs, case.targets)
    if len(case.goals) < 2:
        return
    for place, goal in enumerate(case.goals):
        if not goal.effect and goal.mass >= 2 * LIGHT:
            start, end = goal.span
            targets = tuple(one for one in case.targets if start <= one.figure.span[0] < end)
            yield Asked(
                number,
                place,
                case.words(goal),
                goal.terms,
                frozenset(signs_of(plan, goal.span, words)),
                targets,
            )


def _rarity(papers: Sequence[Paper], words: LedgerWords) -> Mapping[str, float]:
    """How rare each single character is among the sentences of both papers."""
    counts: Counter[str] = Counter()
    number = 0
    for paper in papers:
        by_sentence: dict[int, set[str]] = defaultdict(set)
        for clause in paper.clauses:
            by_sentence[clause.sentence] |= signs_of(paper, clause.span, words)
        number += len(by_sentence)
        for signs in by_sentence.values():
            counts.update(signs)
    base = max(number, FEWEST)
    return {sign: math.log(1 + base / (1 + count)) for sign, count in counts.items()}
