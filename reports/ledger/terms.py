"""What a stretch of text is about, as weighted terms: pairs of characters, one token for synonyms, indicators.

Chinese has no blanks between words, and a segmenter would be one more dictionary to keep. Pairs of characters need
none: what two texts share of rare pairs is what they both speak of.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.extraction.mentions import Names, find_mentions
from reports.extraction.types import Span
from reports.ledger.paper import NAMED, Paper
from reports.ledger.words import LedgerWords

Terms = Mapping[str, float]
COMMON = 0.3
SEAM = 0.5  # a pair across the edge of a common word
VERB = 0.45
NAME = 1.5
INDICATOR = 1.0
SHORTEST_INDICATOR = 4
LONG_NAME = 8
REGION_SIGNS = frozenset("省市区县州旗")
MOST_OVERLAPS = 3  # hidden spans that begin before a clause and may reach into it
RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+|\d+[·.]\d+|\d{3,}")
PARTNER = re.compile(r"(?<=[与和])[^,。|]{2,18}?(?=联合|共同|合作|联手)")
# 与某大学共建, 某交易所挂牌: whom it was done with says little of what was done
BODY = re.compile(
    r"(?:(?<=[与和在由到、:])|(?<![\u4e00-\u9fff]))(?:(?!产权|培训|[与和在由到、])[\u4e00-\u9fff]){2,8}?(?:大学|学院|银行|研究院|研究所|集团|公司|交易所|协会|商会)"
)
LEAD = re.compile(
    r" *(?:[(]?[0-9一二三四五六七八九十]{1,3}[).、,]|[a-zA-Z]\)|[①-⑳]|第[一二三四五六七八九十]{1,2}[,、]"
    r"|[一二三四五六七八九十]{1,2}(?:是|要))+ *"
)


@dataclass(frozen=True)
class Reader:
    """Reads terms off a paper; the weights come from both papers together."""

    words: LedgerWords
    names: Names
    rarity: Mapping[str, float]
    default: float

    def terms(self, paper: Paper, span: Span) -> dict[str, float]:
        """The terms of a stretch with their weights; the highest where one stands twice."""
        found: dict[str, float] = {}
        for term, factor in raw_terms(paper, span, self.words, self.names):
            weight = factor * self.rarity.get(term, self.default)
            found[term] = max(weight, found.get(term, 0.0))
        return found


def build_reader(papers: Sequence[Paper], words: LedgerWords, names: Names) -> Reader:
    """A reader whose weights tell how rare a term is among the sentences of both papers."""
    counts: Counter[str] = Counter()
    number = 0
    for paper in papers:
        by_sentence: dict[int, set[str]] = {}
        for clause in paper.clauses:
            told = {term for term, _factor in raw_terms(paper, clause.span, words, names)}
            by_sentence.setdefault(clause.sentence, set()).update(told)
        number += len(by_sentence)
        for told in by_sentence.values():
            counts.update(told)
    base = max(number, 30)
    rarity = {term: math.log(1 + base / (1 + count)) for term, count in counts.items()}
    return Reader(words, names, rarity, math.log(1 + base))


def raw_terms(paper: Paper, span: Span, words: LedgerWords, names: Names) -> list[tuple[str, float]]:
    """Every term of a stretch with the factor of its kind; numbers, dates and frames say nothing here."""
    start, end = span
    lead = LEAD.match(paper.folded, start, end)
    start = lead.end() if lead else start
    text = _without(paper, start, end)
    codes = _indicators(text, names)
    found = [(f"#{code}", INDICATOR) for code in codes]
    found += [(f"#{whole}", SEAM) for whole, parts in words.wholes.items() if codes & parts]
    quoted = [match.span() for match in NAMED.finditer(text)]
    common = _marked(text, words.common)
    found += [(token, 1.0) for _left, _right, token in longest(text, words.things)]
    found += [(name, NAME) for name in _plain_names(paper, start, text, quoted, common)]
    aside = [match.span() for pattern in (PARTNER, BODY) for match in pattern.finditer(text)]
    for left, right, token in _pieces(text, words):
        if token:
            found.append((token, VERB if token[0] == "=" else 1.0))
            continue
        for run in RUN.finditer(text, left, right):
            found += _of_run(run, common, quoted, aside)
    return found


def _plain_names(
    paper: Paper, start: int, text: str, quoted: Sequence[Span], common: Sequence[int]
) -> list[str]:
    """The names in quotes that hold nothing but words that stand everywhere (《“十四五”知识产权规划》): as a whole
    each of them is rare."""
    names = []
    for left, right in quoted:
        rest = [text[at] for at in range(left, right) if not common[at]]
        if right - left >= LONG_NAME and not any("\u4e00" <= sign <= "\u9fff" for sign in rest):
            whole = paper.folded[start + left : start + right]
            for blank in re.finditer(r"\|+", text[left:right]):
                hidden = whole[blank.start() : blank.end()]
                whole = whole.replace(hidden, "") if hidden[-1:] in REGION_SIGNS else whole
            names.append(re.sub(r"[《》“”\"|]", "", whole))
    return [f"@{name}" for name in names]


def signs_of(paper: Paper, span: Span, words: LedgerWords) -> set[str]:
    """The single characters of a stretch that belong to no frame and no common word; numbers and dates left out."""
    text = _without(paper, *span)
    told = blanked(text, [*longest(text, words.common), *frames_in(text, words)])
    return {sign for sign in told if "\u4e00" <= sign <= "\u9fff"}


def frames_in(text: str, words: LedgerWords) -> list[tuple[int, int, str]]:
    """The words that frame a promise or an outcome and say nothing of its matter."""
    return [hit for hit in longest(text, words.automaton) if not hit[2]]


def blanked(text: str, hits: Iterable[tuple[int, int, str]]) -> str:
    """The text with signs in the place of what was found in it, as long as before."""
    signs = list(text)
    for left, right, _token in hits:
        signs[left:right] = "|" * (right - left)
    return "".join(signs)


def _of_run(
    run: re.Match[str], common: Sequence[int], quoted: Sequence[Span], aside: Sequence[Span]
) -> list[tuple[str, float]]:
    first, last = run.span()
    if not "\u4e00" <= run.group()[0] <= "\u9fff":
        return [(run.group().lower(), NAME)]
    found = []
    for at in range(first, last - 1):
        factor = COMMON if common[at] and common[at] == common[at + 1] else 1.0
        if common[at] != common[at + 1]:
            factor = SEAM
        if factor == 1.0 and any(a <= at < b for a, b in quoted):
            factor = NAME
        if any(a <= at < b for a, b in aside):
            factor *= SEAM
        found.append((run.string[at : at + 2], factor))
    return found


def _without(paper: Paper, start: int, end: int) -> str:
    """The text with blanks where its numbers and dates stand."""
    text = paper.folded[start:end]
    for left, right in paper.hidden[max(0, bisect_left(paper.hidden, (start,)) - MOST_OVERLAPS) :]:
        if left >= end:
            break
        if right > start:
            a, b = max(left, start) - start, min(right, end) - start
            text = f"{text[:a]}{'|' * (b - a)}{text[b:]}"
    return text.replace("\n", "|").replace(" ", "|")


def _indicators(text: str, names: Names) -> set[str]:
    return {
        code
        for mention in find_mentions(text, names)
        if not mention.bare and mention.span[1] - mention.span[0] >= SHORTEST_INDICATOR
        for code in mention.codes
    }


def _marked(text: str, common: object) -> list[int]:
    """For every character the number of the common word that it belongs to, or 0."""
    marks = [0] * len(text)
    for number, (left, right, _word) in enumerate(longest(text, common), start=1):
        marks[left:right] = [number] * (right - left)
    return marks


def _pieces(text: str, words: LedgerWords) -> list[tuple[int, int, str]]:
    """The text cut at frames and synonyms: (start, end, the synonyms' token or an empty string)."""
    pieces, at = [], 0
    for left, right, token in longest(text, words.automaton):
        pieces.append((at, left, ""))
        if token:
            pieces.append((left, right, token))
        at = right
    pieces.append((at, len(text), ""))
    return pieces


def longest(text: str, automaton: object) -> list[tuple[int, int, str]]:
    """The words of an automaton that stand in the text, apart, the leftmost and of these the longest."""
    hits = [
        (end + 1 - size, -size, token)
        for end, (size, token) in automaton.iter(text)  # type: ignore[attr-defined]
    ]
    found, at = [], 0
    for start, minus, token in sorted(hits):
        if start >= at:
            found.append((start, start - minus, token))
            at = start - minus
    return found


@dataclass(frozen=True)
class Likeness:
    """How much of what one stretch is about another speaks of: ``share`` of the weight, and ``mass``, the weight
    of what both speak of, verbs aside."""

    share: float
    mass: float

    @cached_property
    def score(self) -> float:
        """From 0 to 1; a share counts fully only where something rare is shared."""
        return self.share * (1 - math.exp(-self.mass / 3.0))


def likeness(goal: Terms, other: Mapping[str, float]) -> Likeness:
    """How much of the goal's terms the other has."""
    whole = sum(goal.values())
    if not whole:
        return Likeness(0.0, 0.0)
    shared = [term for term in goal if term in other]
    rare = sum(goal[term] for term in shared if term[0] != "=")
    return Likeness(sum(goal[term] for term in shared) / whole, rare)
