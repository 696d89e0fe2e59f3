"""What of a promise the evidence leaves out: a clause, one of the things listed, or a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.ledger.cases import LIGHT, Case
from reports.ledger.matching import Pool, Window
from reports.ledger.paper import Paper
from reports.ledger.targets import Target
from reports.ledger.terms import REGION_SIGNS, blanked, likeness, longest

CLEARLY_TOLD = 0.5
UNTOLD = 0.12
AMONG_THEM = re.compile(r",其中[^,;。]*")
UNSPOKEN = 0.5
AND_OTHERS = re.compile(
    r"[^,;。]{1,12}?等|[^,;。]{1,16}?重点|[^,;。]{0,8}(?:参加|组成|构成)的"
)  # 人参、木耳、黄牛等特产: told by what they are
PLACES = re.compile(r"[两三四五六七八九][省市县区州校园]|\A[\u4e00-\u9fff]{2,4}[市县区州镇园]")
SCOPE = re.compile(r"(?:为|向|对|给|在|从)\Z")
ALL_OF_THEM = re.compile(r"[两三四五六七八九]+(?:市|县|区|地|家|省|州|校|园)(?!区|级)")  # 川黔三市
LISTED = re.compile(r"([\u4e00-\u9fffA-Za-z“”\"]{2,8})、(?=([\u4e00-\u9fffA-Za-z“”\"]{2,8}))")


@dataclass(frozen=True)
class Gaps:
    """Asks of one promise what the windows that speak of it leave out."""

    case: Case
    plan: Paper
    summary: Pool

    def seen(self, windows: Sequence[Window]) -> dict[str, float]:
        """All that the sentences of the evidence speak of."""
        clauses = self.summary.paper.clauses
        sentences = {clauses[window.first].sentence for window in windows}
        seen: dict[str, float] = {}
        for number, terms in self.summary.terms.items():
            if clauses[number].sentence in sentences:
                seen.update(terms)
        return seen

    def lacks_goal(self, windows: Sequence[Window]) -> bool:
        """Whether a clause of the promise with a matter of its own is met by none of the evidence."""
        if len(self.case.goals) < 2:
            return False
        seen = self.seen(windows)
        counted = [target.figure.span[0] for target in self.case.targets]
        shares = [likeness(goal.terms, seen).share for goal in self.case.goals]
        if max(shares) < CLEARLY_TOLD:
            return False  # told in other words, which may tell the rest as well
        for goal, share in zip(self.case.goals, shares, strict=True):
            # a deed before a number is the means to it: 实施…计划,转让达到3000次
            means = any(goal.span[0] <= start for start in counted)
            asks = any(term[0] == "=" for term in goal.terms)
            if asks and not goal.effect and not means and goal.mass >= 2 * LIGHT and share < UNTOLD:
                return True
        return False

    def lacks_listed(self, windows: Sequence[Window]) -> bool:
        """Whether of things that the promise lists (南湖、北湖) the evidence names some and not others."""
        clauses = self.summary.paper.clauses
        sentences = {clauses[window.first].sentence_span for window in windows}
        text = "".join(map(self.summary.paper.words, sorted(sentences)))
        text = AMONG_THEM.sub("", text)
        for match in LISTED.finditer(self.case.text):
            if not self._lists_places(match) or AND_OTHERS.match(self.case.text, match.end()):
                continue
            if ALL_OF_THEM.search(text):
                continue
            common = self.summary.reader.words.common
            one, other = (blanked(name, longest(name, common)) for name in match.groups())
            signs = set(one[-3:]) ^ set(other[:3])
            told = [
                name in text or any(sign in text for sign in signs & set(whole) - {"|"})
                for name, whole in zip(_pair(match), (one[-3:], other[:3]), strict=True)
            ]
            if any(told) and not all(told):
                return True
        return False

    def says_nothing(self, target: Target) -> bool:
        """每家支持50万元, 100% and 两种文字的读本 are no amounts that a summary would repeat."""
        end = target.figure.span[1]
        if SCOPE.search(self.plan.folded, max(0, target.figure.span[0] - 2), target.figure.span[0]):
            return True  # 为11个市配备装备
        if target.figure.text[0] in "两三四五" and self.plan.folded[end : end + 1] not in ",;。、:\n":
            return True
        start = max(self.case.span[0], target.figure.span[0] - 10)
        before = self.plan.folded[start : target.figure.span[0]].rpartition(",")[2]
        return "每" in before or (target.figure.unit_kind == "percent" and target.value == 100)

    def is_unspoken(self, target: Target, windows: Sequence[Window]) -> bool:
        """Whether the evidence has next to nothing of what a number counts, and not only no number."""
        return likeness(target.label, self.seen(windows)).share < UNSPOKEN

    def _lists_places(self, match: re.Match[str]) -> bool:
        """Whether a promise is for each of several places; of other things a report may leave one out that was done."""
        named = any(place in name for place in self.case.places for name in match.groups())
        return named or "各" in self.case.text or PLACES.search(match.group(2)) is not None


def listed_names(text: str) -> list[str]:
    """What tells the things that a promise lists from each other, two characters each, in its order."""
    return [name for match in LISTED.finditer(text) for name in _pair(match)]


def _pair(match: re.Match[str]) -> tuple[str, str]:
    """The two characters that tell each of two listed names from its neighbours (海西 of 海西州)."""
    first, second = (re.sub(r"[“”\"]", "", name) for name in match.groups())
    first = first.lstrip("与和同跟在对向")
    first = first[:-1] if len(first) > 2 and first[-1] in REGION_SIGNS else first
    return first[-2:], second[:2]
