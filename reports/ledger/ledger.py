"""The ledger of one office: each promise of a plan against the next year's report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from reports.extraction.mentions import Names
from reports.ledger.assignment import ENOUGH, ENOUGH_FOR_MORE, ENOUGH_IN_PART, Assignment
from reports.ledger.candidates import Outcome
from reports.ledger.cases import LIGHT, Case, Goal, find_owners, make_case, strength_of
from reports.ledger.evidence import CLEAR, Search
from reports.ledger.gaps import Gaps, listed_names
from reports.ledger.judging import Said, combine, judge
from reports.ledger.matching import Pool, Window
from reports.ledger.outcomes import each_its_own, find_outcome, in_order
from reports.ledger.paper import Paper, home_names
from reports.ledger.targets import Target
from reports.ledger.terms import build_reader, likeness
from reports.ledger.types import Entry, Evidence
from reports.ledger.words import LedgerWords, load_words

AGAIN = 0.58
ADMITTED = 0.35  # where the summary admits that it was not begun, the next plan may say it in other words
UNANSWERED = 0.25
OF_THE_LIST = 0.2  # how like a promise a clause is that tells of one of the things that it lists
NEAR_AGAIN = 3


def build_ledger(plan: Paper, report: Paper, names: Names, words: LedgerWords | None = None) -> list[Entry]:
    """What became of each planned item of ``plan``, in reading order, as ``report`` of the next year tells it."""
    words = words or load_words()
    reader = build_reader((plan, report), words, names)
    home = frozenset(home_names(plan.folded) | home_names(report.folded))
    earlier = Pool(plan, reader, frozenset(("done", "preamble")), home)
    summary = Pool(report, reader, frozenset(("done", "problems", "preamble")), home)
    future = Pool(report, reader, frozenset(("planned",)), home)
    cases = [make_case(plan, item, reader) for item in plan.planned]
    owners = find_owners(cases, summary)
    searches = [Search(case, number, earlier, summary, owners) for number, case in enumerate(cases)]
    trials = [_Trial(case, search, future) for case, search in zip(cases, searches, strict=True)]
    open_goals = {
        (number, goal): enough
        for number, trial in enumerate(trials)
        for goal, enough in trial.unanswered().items()
    }
    if open_goals:
        taken = {clause for trial in trials for window in trial.windows for clause in window.clauses}
        again = {number for number in {number for number, _goal in open_goals} if trials[number].is_repeated}
        for number, found in Assignment(cases, plan, summary).pairs(open_goals, taken, again).items():
            trials[number].take([*trials[number].found, found])
    return [trial.entry() for trial in trials]


class _Trial:
    """One promise before the later report."""

    def __init__(self, case: Case, search: Search, future: Pool) -> None:
        self.case = case
        self.search = search
        self.future = future
        self.summary = search.summary
        self.words = search.words
        self.gaps = Gaps(case, search.plan, search.summary)
        self.found: list[tuple[Window, int]] = []
        self.outcomes: list[Outcome | None] = []
        self.windows: list[Window] = []
        self.take(search.find())

    def take(self, found: Sequence[tuple[Window, int]]) -> None:
        """Look for the outcomes beside what speaks of the promise, and make both the evidence."""
        self.found = list(found)
        near = frozenset(clause for window, _goal in found for clause in window.clauses)
        self.outcomes = self._outcomes(near)
        windows = self.search.with_outcomes(self.search.choose(found, self.outcomes), self.outcomes)
        self.windows = self._with_listed([self.search.reach_back(window) for window in windows])

    def _with_listed(self, windows: list[Window]) -> list[Window]:
        """The evidence with what is told of the promise's other listed things: in its sentences (…;海东市顺延), or
        wherever a clause names one of them and the matter."""
        found = list(windows)
        for name in listed_names(self.case.text):
            if not found or any(name in self.search.context(window) for window in found):
                continue
            clause = self._clause_of(name, found)
            if clause is not None:
                found.append(Window(clause, clause, min(window.score for window in found)))
        return sorted(found, key=lambda window: window.first)

    def _clause_of(self, name: str, windows: Sequence[Window]) -> int | None:
        """The clause that tells of a listed thing: of the windows' sentences, else the one most like the promise."""
        clauses, paper = self.summary.paper.clauses, self.summary.paper
        sentences = {clauses[window.first].sentence for window in windows}
        named = [
            n
            for n in self.summary.terms
            if name in paper.words(clauses[n].span) and not clauses[n].is_heading
        ]
        beside = next((n for n in named if clauses[n].sentence in sentences), None)
        if beside is not None:
            return beside
        alike = {n: likeness(self.case.whole, self.summary.terms[n]).score for n in named}
        best = max(alike, key=lambda n: alike[n], default=None)
        return best if best is not None and alike[best] >= OF_THE_LIST else None

    def unanswered(self) -> dict[int, float]:
        """The clauses that nothing found speaks of, by number, each with how like it an answer must be; where nothing
        was found at all, every clause, and the promise as a whole by -1."""
        goals = range(len(self.case.goals))
        if not self.windows:
            return {-1: ENOUGH} | dict.fromkeys(goals, ENOUGH_IN_PART)
        seen = self.gaps.seen(self.windows)
        left = [
            number
            for number in goals
            if likeness(self.case.goals[number].terms, seen).share < UNANSWERED
            and not self._is_counted(self.case.goals[number])
        ]
        return dict.fromkeys(left, ENOUGH_FOR_MORE)

    def _is_counted(self, goal: Goal) -> bool:
        """Whether the outcomes of the numbers in a clause are known."""
        told = [
            outcome is not None
            for target, outcome in zip(self.case.targets, self.outcomes, strict=True)
            if goal.span[0] <= target.figure.span[0] < goal.span[1]
        ]
        return bool(told) and all(told)

    def entry(self) -> Entry:
        windows, outcomes = self.windows, self.outcomes
        if not windows:
            return self._silent(())
        telling = self._telling(windows)
        said = self._together([self._said(window) for window in telling], telling)
        if said.verdict == "not_begun" and not any(outcomes):
            return self._silent(windows)
        status, reason = self._status(said, windows, outcomes)
        if reason == said.word and status in ("changed", "partly"):
            windows = [self._with_word(window, reason) for window in windows]
        return self._made(status, reason, windows, (), outcomes)

    def _telling(self, windows: Sequence[Window]) -> Sequence[Window]:
        """The windows whose words count: where each clause promises a number and all are clearly met, those that hold
        the numbers."""
        outcomes = self.outcomes
        if not all(goal.effect or self._is_counted(goal) for goal in self.case.goals):
            return windows
        if not outcomes or not all(one is not None and one.met and one.score >= CLEAR for one in outcomes):
            return windows
        at = {self.search.clause_at(span) for one in outcomes if one is not None for span in one.spans}
        holding = [window for window in windows if any(clause in at for clause in window.clauses)]
        return holding or windows

    def _with_word(self, window: Window, word: str) -> Window:
        """The window as far as the word that decided stands behind it (评选经领导小组批准,推迟到明年5月)."""
        text, behind = self.search.context(window), self.summary.paper.words(self.summary.span(window))
        place = text.find(word) if word else -1
        if place < len(behind):
            return window
        at = self.search.clause_at((self.summary.span(window)[0] + place, 0))
        clauses = self.summary.paper.clauses
        if at is None or clauses[at].sentence != clauses[window.first].sentence:
            return window
        return Window(window.first, at, window.score)

    def _together(self, each: Sequence[Said], windows: Sequence[Window]) -> Said:
        """What the windows say together; of things that the promise lists, one done and one changed is some of it."""
        said = combine(each)
        if said.verdict != "changed" or not any(one.verdict == "done" for one in each):
            return said
        names = listed_names(self.case.text)
        texts = [self.search.context(window) for window in windows]
        told = [{name for name in names if name in text} for text in texts]
        apart = all(told) and not set.intersection(*told)
        return Said("partly", said.word) if apart else said

    def _outcomes(self, near: frozenset[int]) -> list[Outcome | None]:
        found = [self._outcome(target, near) for target in self.case.targets]
        found = self._apart(found, near)
        spans = [one.spans for one in found if one is not None]
        if all(found) and len(set(spans)) == len(spans):
            return found
        by_place = in_order(self.case.targets, self.summary, near)
        twice = {span for span in spans if spans.count(span) > 1}
        return [
            other if other is not None and (one is None or one.spans in twice) else one
            for one, other in zip(found, by_place, strict=True)
        ]

    def _apart(self, found: list[Outcome | None], near: frozenset[int]) -> list[Outcome | None]:
        """The outcomes, with those of levels that took one number told apart where there is another."""
        levels = [number for number, target in enumerate(self.case.targets) if target.kind == "level"]
        told = {number: found[number] for number in levels if found[number] is not None}
        same = [
            number
            for number, one in told.items()
            if one and sum(other is not None and other.spans == one.spans for other in told.values()) > 1
        ]
        if not same:
            return found
        targets = [self.case.targets[number] for number in same]
        others = each_its_own(targets, self.summary, near)
        known = {span for number, one in told.items() if one and number not in same for span in one.spans}
        result = list(found)
        for number, other in zip(same, others, strict=True):
            if other is not None and not known & set(other.spans):
                result[number] = other
        return result

    def _outcome(self, target: Target, near: frozenset[int]) -> Outcome | None:
        found = find_outcome(target, self.summary, self.search.earlier, near)
        if found is None or found.score >= CLEAR:
            return found
        at = {self.search.clause_at(span) for span in found.spans}
        return (
            found if near and any(self._beside(clause, near) for clause in at if clause is not None) else None
        )

    def _beside(self, clause: int, near: frozenset[int]) -> bool:
        clauses = self.summary.paper.clauses
        return any(clauses[clause].sentence == clauses[one].sentence for one in near)

    def _said(self, window: Window) -> Said:
        """What the window says; of things that the promise lists, each clause for the one that it names."""
        names = listed_names(self.case.text)
        told = self._with_next_year(self.search.context(window))
        apart = _apart(told, names)
        if len(apart) > 1:
            each = [judge(self.case.text, clause, self.words) for clause in apart]
            changed = next((one for one in each if one.verdict == "changed"), None)
            if changed and any(one.verdict == "done" for one in each):
                return Said("partly", changed.word)  # of several things listed one was done and one changed
            return combine(each)
        return judge(self.case.text, told, self.words)

    def _with_next_year(self, text: str) -> str:
        """The text with 明年 for the number of the year after the later report's; a span of years stays as it is."""
        year = self.summary.paper.year
        return re.sub(rf"(?<![-—~至到]){year + 1}年(?!版|度版)", "明年", text) if year else text

    def _status(
        self, said: Said, windows: Sequence[Window], outcomes: Sequence[Outcome | None]
    ) -> tuple[str, str]:
        if said.verdict == "changed" and not self._is_set_as_promised(said.word, outcomes):
            return "changed", said.word
        if any(outcome is not None and not outcome.met for outcome in outcomes):
            return "partly", "missed"
        if said.verdict == "not_begun":  # a number was reached, and something beside it was not begun
            return "partly", said.word
        told = [outcome for outcome in outcomes if outcome is not None]
        untold = [
            target
            for target, outcome in zip(self.case.targets, outcomes, strict=True)
            if outcome is None and target.value > 1 and not self.gaps.says_nothing(target)
        ]
        if told and any(self.gaps.is_unspoken(target, windows) for target in untold):
            return "partly", "untold"
        if said.verdict == "partly" and not (told and said.word in ("", "%")):
            return "partly", said.word
        if self.gaps.lacks_goal(windows):
            return "partly", "one of two"
        if self.gaps.lacks_listed(windows) and not (told and "各" not in self.case.text):
            return "partly", "listed"
        return "done", "met" if told else said.word

    def _is_set_as_promised(self, word: str, outcomes: Sequence[Outcome | None]) -> bool:
        """Whether what was changed is the number that was to be changed, and to what was promised (调整为3000元)."""
        told = [outcome for outcome in outcomes if outcome is not None]
        if not told or not all(outcome.met for outcome in told) or word[-1] not in "为至到":
            return False
        folded = self.summary.paper.folded
        return any(
            word in folded[max(0, span[0] - 8) : span[0]] for outcome in told for span in outcome.spans
        )

    def _silent(self, admitted: Sequence[Window]) -> Entry:
        """The summary says nothing, or that it was not begun: the next plan has the word."""
        again, share = self._again
        if again is None or share < (ADMITTED if admitted else AGAIN):
            return self._made("not_mentioned", "admitted" if admitted else "silent", admitted, (), ())
        other = self._other_number(again)
        if other is not None:
            return self._made("changed", "another number", admitted, (again,), ())
        return self._made("repeated", "again", admitted, (again,), (), unchanged=share >= AGAIN)

    @property
    def is_repeated(self) -> bool:
        """Whether the next plan promises it again nearly word for word."""
        return self._again[1] >= AGAIN

    @cached_property
    def _again(self) -> tuple[Window | None, float]:
        """Where the next plan promises the same, and how much of the promise stands there again."""
        main = next((goal for goal in self.case.goals if not goal.effect and goal.mass >= LIGHT), None)
        best: tuple[Window | None, float] = (None, 0.0)
        for terms in [self.case.whole] + ([main.terms] if main is not None else []):
            for window in self.future.windows(terms, self.case.text, self.case.text)[:NEAR_AGAIN]:
                seen: dict[str, float] = {}
                for clause in window.clauses:
                    seen.update(self.future.terms[clause])
                alike = likeness(terms, seen)
                share = alike.share
                if share > best[1] and alike.mass >= LIGHT:
                    best = (window, share)
        return best

    def _other_number(self, again: Window) -> Decimal | None:
        """The number that the next plan has instead, where it has another."""
        near = frozenset(again.clauses)
        for target in self.case.targets:
            found = find_outcome(target, self.future, self.search.earlier, near)
            if found is not None and found.value != target.value:
                return found.value
        return None

    def _made(
        self,
        status: str,
        reason: str,
        windows: Sequence[Window],
        planned: Sequence[Window],
        outcomes: Sequence[Outcome | None],
        unchanged: bool = False,
    ) -> Entry:
        pieces = [self._piece(self.summary, window) for window in windows]
        pieces += [self._piece(self.future, window) for window in planned]
        told = next((o for o in outcomes if o is not None), None)
        place = next((i for i, o in enumerate(outcomes) if o is not None), 0)
        target = self.case.targets[place] if self.case.targets else None
        return Entry(
            item=self.case.item,
            status=status,
            score=round(max((piece.score for piece in pieces), default=0.0), 3),
            reason=reason,
            strength=strength_of(self.case.text, self.words),
            evidence=tuple(pieces),
            indicator=target.code if target else None,
            target=target.value if target else None,
            outcome=told.value if told else None,
            target_words=self._target_words(outcomes),
            outcome_spans=tuple(span for outcome in outcomes if outcome for span in outcome.spans),
            unchanged=unchanged,
            is_rise=bool(told and told.is_rise),
        )

    def _target_words(self, outcomes: Sequence[Outcome | None]) -> str:
        """The numbers promised whose outcomes are told; all of them where none is."""
        told = [target for target, outcome in zip(self.case.targets, outcomes, strict=False) if outcome]
        return "、".join(target.figure.text for target in told or self.case.targets)

    def _piece(self, pool: Pool, window: Window) -> Evidence:
        clause = pool.paper.clauses[window.first]
        return Evidence(
            pool.span(window), clause.sentence_span, clause.part, round(min(window.score, 1.0), 3)
        )


def _apart(text: str, names: Sequence[str]) -> list[str]:
    """The clauses that name one of the things listed, each with what follows up to the next of them."""
    found: list[str] = []
    for clause in re.split(r"[,;。]", text):
        if any(name in clause for name in names):
            found.append(clause)
        elif found:
            found[-1] += "," + clause
    return found
