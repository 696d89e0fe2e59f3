"""Which stretches of the later report are the evidence for one promise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reports.extraction.types import Span
from reports.ledger.candidates import Outcome
from reports.ledger.cases import LIGHT, Case, Goal
from reports.ledger.judging import changed_word
from reports.ledger.matching import PROPOSE, SHORTEST_NAME, Pool, Window, quoted_names
from reports.ledger.terms import likeness

CLEAR = 0.6
CAME_OTHERWISE = 0.12
BESIDE = 0.8
SAME_AGAIN = 0.7
MOST_PIECES = 4
MOST_SIGNS = 600  # characters of the evidence that are judged
MOST_FOLLOWING = 8  # clauses that may go on about what a window tells
ANOTHERS = 1.2
SURE = 0.75  # from here on the kind of thing is not asked
SHARED = 0.5  # from here on a clause may tell of two promises
EFFECT = 0.75
NEARLY = 0.95
ELSEWHERE = 0.6
GOES_ON = re.compile(r"该|此项|这一|其中?|目前|截至目前|但|由于|因|受|年中")
CONTINUES = re.compile(r"不再|并|改|也|且|均|全部|其|转|已|现|目前|仍|尚|正|拟|预计")


class Search:
    """Looks for the evidence of one promise in the summary of the later report."""

    def __init__(
        self, case: Case, number: int, earlier: Pool, summary: Pool, owners: Mapping[int, tuple[int, float]]
    ) -> None:
        self.case = case
        self.number = number
        self.earlier = earlier
        self.plan = earlier.paper
        self.summary = summary
        self.owners = owners
        self.words = summary.reader.words

    def find(self) -> list[tuple[Window, int]]:
        """The windows that speak of the promise as a whole (-1) or of one of its clauses, by its number."""
        found = [(window, -1) for window in self._best(self.case.whole, self.case.text, 1.0)]
        for number, goal in enumerate(self.case.goals):
            if len(self.case.goals) > 1 and goal.mass >= LIGHT:
                text = self.plan.words(goal.span)
                factor = EFFECT if goal.effect else NEARLY
                found += [
                    (window, number)
                    for window in self._named(text, self._best(goal.terms, text, factor))
                    if window.score >= CLEAR or self._may_count(goal, window)
                ]
        found = [one for one in found if not self._only_regrets(one[0])]
        found = [one for one in found if self._is_of_its_kind(one[0])]
        clauses = self.summary.paper.clauses
        found = [one for one in found if not clauses[one[0].last].is_heading] or found
        found = [one for one in found if clauses[one[0].first].part != "preamble"] or found
        own = [one for one in found if not self._is_anothers(one[0])]
        return own or self._changed() or [one for one in found if one[0].score >= SHARED]

    def _named(self, text: str, windows: list[Window]) -> list[Window]:
        """The windows that have the clause's name in quotes, where any has."""
        names = [name for name in quoted_names(text) if len(name) >= SHORTEST_NAME]
        words = self.summary.paper.words
        named = [w for w in windows if any(name in words(self.summary.span(w)) for name in names)]
        return named or windows

    def _is_of_its_kind(self, window: Window) -> bool:
        """Whether a window with few of the promise's words has one for the kind of thing that the promise makes, and
        any window tells of the promised part in it."""
        if self.case.is_only_attended(self.context(window)):
            return False
        return window.score >= SURE or self.case.may_be_told_by(self.context(window), self.words)

    def _is_anothers(self, window: Window) -> bool:
        """Whether every clause of a window speaks of another promise much more."""
        owners = [self.owners.get(clause, (self.number, 0.0)) for clause in window.clauses]
        return all(owner != self.number and score > ANOTHERS * window.score for owner, score in owners)

    def _changed(self) -> list[tuple[Window, int]]:
        """The clause that tells in few of the promise's words that it came otherwise (奖补办法没有再续,改由…), where
        nothing else speaks of it and the clause speaks of no other promise more."""
        clauses = self.summary.paper.clauses
        for window in self.summary.windows(self.case.whole, self.case.text, self.case.text):
            own = any(self.owners.get(n, (None, 0.0))[0] == self.number for n in window.clauses)
            sure = own and window.score >= CAME_OTHERWISE and not clauses[window.first].is_heading
            if sure and self._tells_change(window):
                return [(Window(window.first, window.last, max(window.score, PROPOSE)), -1)]
        return []

    def _may_count(self, goal: Goal, window: Window) -> bool:
        """Whether a window for a goal in numbers has a number or a word of change, and is no mere mention."""
        at = [target.figure.span[0] for target in self.case.targets if target.value > 1]
        if not any(goal.span[0] <= start < goal.span[1] for start in at):
            return True
        counted = {number.clause for number in self.summary.numbers}
        return any(clause in counted for clause in window.clauses) or self._tells_change(window)

    def _only_regrets(self, window: Window) -> bool:
        """Whether the window stands among the problems and tells of nothing that was left open."""
        if self.summary.paper.clauses[window.first].part != "problems":
            return False
        text = self.context(window)
        return not any(
            self.words.cues[cue].search(text) for cue in ("unfinished", "not_begun", "changed", "underway")
        )

    def choose(self, found: Sequence[tuple[Window, int]], outcomes: Sequence[Outcome | None]) -> list[Window]:
        """One window a stretch, the best ones; what a clear outcome stands for needs no mere mention besides."""
        clauses = self.summary.paper.clauses
        told, solved = self._solved(outcomes)
        chosen: dict[int, Window] = {}
        for window, goal in sorted(found, key=lambda one: -one[0].score):
            stretch = clauses[window.first].stretch
            if goal in solved and stretch not in told and not self._tells_change(window):
                continue
            known = chosen.get(stretch)
            if known is not None:
                window = Window(min(known.first, window.first), max(known.last, window.last), known.score)
            if known is not None or len(chosen) < MOST_PIECES:
                chosen[stretch] = window
        return sorted(map(self._wider, chosen.values()), key=lambda window: window.first)

    def _solved(self, outcomes: Sequence[Outcome | None]) -> tuple[set[int], set[int]]:
        """The stretches that hold clear outcomes, and the goals that these settle (-1: the promise as a whole)."""
        told: set[int] = set()
        solved: set[int] = set()
        for target, outcome in zip(self.case.targets, outcomes, strict=True):
            if outcome is None or outcome.score < CLEAR:
                continue
            at = {self.clause_at(span) for span in outcome.spans}
            told |= {self.summary.paper.clauses[clause].stretch for clause in at if clause is not None}
            solved |= {
                number
                for number, goal in enumerate(self.case.goals)
                if goal.span[0] <= target.figure.span[0] < goal.span[1]
            }
        if solved and all(number in solved or goal.effect for number, goal in enumerate(self.case.goals)):
            solved.add(-1)
        return told, solved

    def _tells_change(self, window: Window) -> bool:
        return changed_word(self.case.text, self.context(window), self.words) != ""

    def _wider(self, window: Window) -> Window:
        """The window with its neighbours that speak of the same by themselves."""
        clauses, last = self.summary.paper.clauses, window.last
        while (
            last + 1 in self.summary.terms
            and clauses[last + 1].stretch == clauses[window.first].stretch
            and likeness(self.case.whole, self.summary.terms[last + 1]).score >= SAME_AGAIN * window.score
        ):
            last += 1
        return Window(window.first, last, window.score)

    def _best(self, terms: dict[str, float], text: str, factor: float) -> list[Window]:
        windows = self.summary.windows(terms, text, self.case.text)
        scored = [Window(w.first, w.last, factor * w.score * self._elsewhere(w)) for w in windows]
        scored.sort(key=lambda window: (-window.score, window.first))
        if not scored or scored[0].score < PROPOSE:
            return []
        return [w for w in scored if w.score >= max(PROPOSE, BESIDE * scored[0].score)]

    def _elsewhere(self, window: Window) -> float:
        """What a window is worth by where it is: less where it names other regions than the promise, and none of it."""
        if not self.case.places:
            return 1.0
        start = self.summary.paper.clauses[window.first].sentence_span[0]
        told = self.summary.paper.places_in((start, self.summary.span(window)[1]))
        return ELSEWHERE if told and not told & self.case.places else 1.0

    def clause_at(self, span: Span) -> int | None:
        for number, clause in enumerate(self.summary.paper.clauses):
            if clause.span[0] <= span[0] < clause.span[1]:
                return number
        return None

    def with_outcomes(self, windows: list[Window], outcomes: Sequence[Outcome | None]) -> list[Window]:
        """The evidence with the clauses that hold the numbers."""
        found = list(windows)
        for outcome in outcomes:
            for span in outcome.spans if outcome else ():
                clause = self.clause_at(span)
                if clause is None or any(clause in window.clauses for window in found):
                    continue
                assert outcome is not None
                found = self._joined(found, clause, min(outcome.score, 1.0))
        return sorted(found, key=lambda window: window.first)

    def _joined(self, windows: list[Window], clause: int, score: float) -> list[Window]:
        clauses = self.summary.paper.clauses
        for place, window in enumerate(windows):
            if clauses[window.first].stretch == clauses[clause].stretch:
                wider = Window(min(window.first, clause), max(window.last, clause), max(window.score, score))
                return [*windows[:place], wider, *windows[place + 1 :]]
        return [*windows, Window(clause, clause, score)]

    def reach_back(self, window: Window) -> Window:
        """The window with the clause before it, where it goes on about what that one names (不再单独设立)."""
        clauses, first = self.summary.paper.clauses, window.first
        text = self.summary.paper.words(clauses[first].span)
        before = first - 1
        if CONTINUES.match(text) is None or before not in self.summary.terms:
            return window
        owner, score = self.owners.get(before, (self.number, 0.0))
        if clauses[before].stretch != clauses[first].stretch or (owner != self.number and score >= PROPOSE):
            return window
        return Window(before, window.last, window.score)

    def context(self, window: Window) -> str:
        """The words of the evidence with what is said of it behind, as far as that is of nothing else."""
        paper = self.summary.paper
        clauses = paper.clauses
        last, most = window.last, min(len(clauses), window.last + 1 + MOST_FOLLOWING)
        while last + 1 < most and last + 1 in self.summary.terms and self._goes_on(last, last + 1):
            last += 1
        start, end = clauses[window.first].span[0], clauses[last].span[1]
        return paper.words((start, min(end, start + MOST_SIGNS)))

    def _goes_on(self, last: int, following: int) -> bool:
        clauses = self.summary.paper.clauses
        owner, score = self.owners.get(following, (self.number, 0.0))
        if owner != self.number and score >= PROPOSE:
            return False
        if clauses[following].stretch == clauses[last].stretch:
            return True
        text = self.summary.paper.words(clauses[following].span)
        return clauses[following].sentence == clauses[last].sentence + 1 and GOES_ON.match(text) is not None
