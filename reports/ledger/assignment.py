"""Evidence for promises that share few words with what tells of them: each with the stretch that only it is like.

Matching asks for many words in common, and 资助款要早发 has few of 资助款五月中旬就打到了卡上. But where
nothing else tells of a promise, one stretch is by far the most like it, and that stretch is like no other promise, the
two belong together. How like they are is asked both ways, so that a short answer to a long promise counts, and single
characters help where pairs of them differ (春茶 and 茶叶). Nothing here is taken from what tells of another promise.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.ledger.cases import Case
from reports.ledger.matching import LONGEST_WINDOW, Pool, Window
from reports.ledger.outcomes import fits
from reports.ledger.paper import Paper
from reports.ledger.terms import signs_of
from reports.ledger.words import LedgerWords

ENOUGH = 0.19  # measured: below it look-alikes begin
CLEARLY = (
    0.7  # what stands second, for the promise or for the stretch, is no more than this part of the first
)
SIGN = 0.3  # what one character weighs beside a pair
SATURATION = 3.0
COUNTED = 0.04  # a number of the promised unit, and again one of about the promised size
LEAST_MASS = 1.5
ABOUT = (Decimal("0.4"), Decimal("2.5"))
MOST_LOOKED_AT = 12
FEWEST = 30  # sentences, for the weights of a very short report


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
        self.words = pool.reader.words
        self.rarity = _rarity((plan, pool.paper), self.words)
        self.promised = [signs_of(plan, case.span, self.words) for case in cases]
        self.told = {
            number: signs_of(pool.paper, pool.paper.clauses[number].span, self.words) for number in pool.terms
        }
        self.at: dict[str, list[int]] = defaultdict(list)
        for number, signs in self.told.items():
            for sign in signs:
                self.at[sign].append(number)
        self.likely = [self._likely(number) for number in range(len(cases))]

    def pairs(self, silent: Collection[int], taken: Collection[int]) -> dict[int, Window]:
        """For each silent promise the window that it alone is like; ``taken`` are the stretches of others."""
        by_stretch: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number, found in enumerate(self.likely):
            for one in found:
                by_stretch[one.stretch].append((one.window.score, number))
        chosen: dict[int, Window] = {}
        for number in sorted(silent):
            found = [one for one in self.likely[number] if one.stretch not in taken]
            if not found or found[0].window.score < ENOUGH:
                continue
            best = found[0]
            second = found[1].window.score if len(found) > 1 else 0.0
            others = [score for score, other in by_stretch[best.stretch] if other != number]
            if max([second, *others]) <= CLEARLY * best.window.score and self._may_answer(number, best):
                chosen[number] = best.window
        return chosen

    def _may_answer(self, number: int, one: Likely) -> bool:
        """Whether the window is the office's own deed and has no other qualifier before the same noun."""
        pool, case = self.pool, self.cases[number]
        if pool.paper.clauses[one.window.first].part == "problems":
            return False
        texts = [case.text] + [case.words(goal) for goal in case.goals]
        return not pool.is_foreign(one.window, texts, case.text)

    def _likely(self, number: int) -> list[Likely]:
        """The stretches that are most like a promise, each by its best run of clauses, the likest first."""
        case, signs = self.cases[number], self.promised[number]
        weight: dict[int, float] = defaultdict(float)
        for clause, alike in self.pool.shares(case.whole).items():
            weight[clause] += alike.mass
        for sign in signs:
            for clause in self.at.get(sign, ()):
                weight[clause] += SIGN * self.rarity[sign]
        best: dict[int, Likely] = {}
        for clause in sorted(weight, key=lambda clause: (-weight[clause], clause))[:MOST_LOOKED_AT]:
            if self.pool.paper.clauses[clause].is_heading:
                continue
            for one in self._around(clause, case, signs):
                if one.stretch not in best or one.window.score > best[one.stretch].window.score:
                    best[one.stretch] = one
        return sorted(best.values(), key=lambda one: (-one.window.score, one.window.first))

    def _around(self, clause: int, case: Case, signs: set[str]) -> list[Likely]:
        """The runs of clauses of one stretch that hold a clause."""
        clauses, terms = self.pool.paper.clauses, self.pool.terms
        stretch = clauses[clause].stretch
        found = []
        for first in range(max(0, clause - LONGEST_WINDOW + 1), clause + 1):
            for last in range(clause, min(first + LONGEST_WINDOW, len(clauses))):
                run = range(first, last + 1)
                if all(n in terms and clauses[n].stretch == stretch for n in run):
                    found.append(Likely(Window(first, last, self._score(run, case, signs)), stretch))
        return found

    def _score(self, run: range, case: Case, signs: set[str]) -> float:
        terms: dict[str, float] = {}
        told: set[str] = set()
        for number in run:
            terms.update(self.pool.terms[number])
            told |= self.told[number]
        shared = sum(weight for term, weight in case.whole.items() if term in terms) + self._mass(
            signs & told
        )
        asked = sum(case.whole.values()) + self._mass(signs)
        answered = sum(terms.values()) + self._mass(told)
        if not shared:
            return 0.0
        score = 2 * shared / (asked + answered) * (1 - math.exp(-shared / SATURATION))
        return score + (COUNTED * self._counted(run, case) if shared >= LEAST_MASS else 0.0)

    def _mass(self, signs: Collection[str]) -> float:
        return SIGN * sum(self.rarity[sign] for sign in sorted(signs))

    def _counted(self, run: range, case: Case) -> int:
        """1 where a number has the unit of a promised one, 2 where it is also of about that size."""
        best = 0
        told = [one for number in run for one in self.pool.numbers_in.get(number, ())]
        for one in told:
            for target in case.targets:
                if fits(target.figure, one.figure):
                    alike = target.value > 0 and ABOUT[0] <= one.value / target.value <= ABOUT[1]
                    best = max(best, 2 if alike else 1)
        return best


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
