"""The promises of a plan, taken apart into what each asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.extraction.types import Span, WorkItem
from reports.ledger.matching import Pool
from reports.ledger.paper import Paper, split
from reports.ledger.targets import Target, find_targets
from reports.ledger.terms import LEAD, Reader
from reports.ledger.words import STRENGTHS, LedgerWords, load_words

# what is made is named at the clause's end: 制定…办法, 设立…资金
MAKES = re.compile(
    r"[^,;。]{0,24}?(?:签订|签署|制定|制订|出台|修订|编制|编写|编印|编纂|编|印发|起草|设立|建立|建设|建成|组建|筹建|成立|开办|开设|新建|新设|推动|加快)"
)
HOLDS = re.compile(r"[^,;。]{0,4}?(?:承办|主办|举办|召开|筹办|牵头)")
ATTENDS = re.compile(r"(?:参加|出席|列席|应邀|赴)")
HELD = re.compile(r"(?:承办|主办|举办|召开|举行|办)(?!了?[^,;。]{0,12}的)(?!室|公)")
LENT = 0.8  # what the name of its line weighs for a promise
LONGEST_LABEL = 16
LIGHT = 2.0  # a clause of less weight asks for nothing by itself


@dataclass(frozen=True, slots=True)
class Goal:
    """One clause of a promise. An ``effect`` only says what it is for."""

    span: Span
    terms: dict[str, float]
    effect: bool

    @property
    def mass(self) -> float:
        return sum(self.terms.values())


@dataclass(frozen=True)
class Case:
    """A promise with what it asks for."""

    item: WorkItem
    span: Span
    text: str
    whole: dict[str, float]
    goals: tuple[Goal, ...]
    targets: tuple[Target, ...]
    places: frozenset[str] = frozenset()  # the other regions that it names

    def may_be_told_by(self, text: str, words: LedgerWords) -> bool:
        """Whether a text has a word for the kind of thing that the promise makes (…办法, …工作站), if it makes one."""
        first = re.split(r"[,;。]", self.text, maxsplit=1)[0].rstrip("》”")
        if not MAKES.match(first):
            return True
        return all(kind.told.search(text) for kind in words.kinds if first.endswith(kind.made))

    def is_only_attended(self, text: str) -> bool:
        """Whether the promise is to hold an event, and a text tells that one was gone to (参加在某市召开的会议)."""
        return (
            HOLDS.match(self.text) is not None
            and ATTENDS.search(text) is not None
            and HELD.search(text) is None
        )

    def words(self, goal: Goal) -> str:
        start, end = goal.span
        return self.text[start - self.span[0] : end - self.span[0]]


def strength_of(text: str, words: LedgerWords | None = None) -> str:
    """How firmly a folded sentence promises: the firmest of its words, or an empty string."""
    patterns = (words or load_words()).strength
    return next((name for name in STRENGTHS if patterns[name].search(text)), "")


def make_case(plan: Paper, item: WorkItem, reader: Reader) -> Case:
    lead = LEAD.match(plan.folded, *item.span)
    span = (lead.end() if lead else item.span[0], item.span[1])
    own, label = reader.terms(plan, span), _label(plan, item.span[0])
    above = reader.terms(plan, label) if label else {}
    goals = []
    for piece, _sign in split(plan.folded, span):
        terms = reader.terms(plan, piece)
        if sum(terms.values()) > 0:
            if above and sum(terms.values()) < LIGHT + 1:
                terms = above | terms
            effect = plan.words(piece).startswith(reader.words.effects)
            goals.append(Goal(piece, terms, effect))
    return Case(
        item,
        span,
        plan.words(span),
        own | {term: LENT * weight for term, weight in above.items() if term not in own},
        tuple(goals),
        tuple(find_targets(plan, span, reader, above)),
        frozenset(plan.places_in(span)),
    )


def _label(plan: Paper, start: int) -> Span | None:
    """The name before a promise on its own line (发明专利:授权1150件以上), as far as it only names a matter."""
    line = plan.folded.rfind("\n", 0, start) + 1
    before = plan.folded[line:start].rstrip(" ")
    if not before.endswith(":") or len(before) > LONGEST_LABEL or any(sign in before for sign in ",;。"):
        return None
    return line, line + len(before) - 1


def find_owners(cases: Sequence[Case], pool: Pool) -> dict[int, tuple[int, float]]:
    """For every clause the promise that it speaks of most, and how much."""
    owners: dict[int, tuple[int, float]] = {}
    for number, case in enumerate(cases):
        for wanted in [goal.terms for goal in case.goals] + [case.whole]:
            for clause, alike in pool.shares(wanted).items():
                if alike.score > owners.get(clause, (0, 0.0))[1]:
                    owners[clause] = (number, alike.score)
    return owners
