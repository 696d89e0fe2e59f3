"""Which clauses of the later report speak of a promise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from reports.extraction.types import Figure, Span, StatedValue
from reports.ledger.paper import NAMED, Paper
from reports.ledger.targets import behind
from reports.ledger.terms import LEAD, REGION_SIGNS, Likeness, Reader, blanked, frames_in, likeness, longest
from reports.ledger.words import LedgerWords

PROPOSE = 0.38  # from this likeness on a window is proposed as evidence
LONGEST_WINDOW = 4
EACH_CLAUSE_COSTS = 0.02
WORTH_A_LOOK = 0.24
NEEDS_NO_LOOK = 0.6
EACH_SAME = 0.04
SAME_NAME = 0.2
SHORTEST_NAME = 3
COMMON_SIGN = 0.3
FOUNDS = re.compile(
    r"[^,]{0,6}(?:设|建|成立|自行|发起|开|编|办|完成|召开|举行|组织|主办|承办|评出|编印|印发|出台|推出|选送|选派|派出|命名|认定|授予|评定)"
)
HEADING = 0.5
FOREIGN = 0.35
URGED = 0.7
RIVAL = 0.6
ABOVE = 0.5
OWN_SHARE = 0.15
BESIDE = 8
FIRST_WORDS = 8
ACTOR = 12
LOOKED_AT = 160  # characters of a clause that are compared one by one
RARE_ENOUGH = 0.5
MOST_STARTS = 80  # what keeps a text that repeats itself from being compared clause by clause
# 东川市设立了: somebody else's deed, unless the promise names them
SOMEBODY = re.compile(
    r"(?:由|在)?(?![全我本该各省市区县])([\u4e00-\u9fff]{2,3}?(?:[市县州旗]|(?<![全我本各该两])省|(?<=[\u4e00-\u9fff]{2})(?<![片园社街小景城校辖专])区))(?![级局政委场域内辖直])"
)
# 省农业农村厅出台, 市科技局安排了: another office's deed, unless it is done together
OFFICE = re.compile(
    r"[省市区县州]?((?![^,。;]{0,4}(?:政府|知识产权|市场监|国家|办公))[\u4e00-\u9fff]{2,6}[厅局委])(?=[出印制组建设举开编发安对把将在增援召与同和赴])"
)
# 省局发布《…指引》: what the office above made, which is no approval of what was promised
ABOVE_US = re.compile(
    r"((?:[\u4e00-\u9fff]{2,6}[省市州])?(?:省|市|国家)?知识产权局|省局|市局|国家局)(?=(?:发布|出台|印发|编印|编写|举办|召开|制定|组织开展|援助|开设)(?!了?我))"
)
JOINT = re.compile(r"知识产权局|我[局省市区县州]")
COUNT = re.compile(
    r"\d+[家件个项名所种场期次届]?|[一二三四五六七八九十两百千万]{1,4}[家件个项名所种场期次届]|[首本每上]届"
)
WITH = re.compile(
    r"与|和|同|会同|联合|委托|邀请|协调|依托"
)  # 与某大学联合举办: the office's own deed as well
TOGETHER = re.compile(
    r"(?:由|经|在)?(?:我|[省市州县区])局?[、和与会联]"
)  # 由州局、州科协合办: the office's own deed as well
OURS = re.compile(r"(?:[与和同]|会同|联合)(?:我|本)[局省市区县州委]|我局(?:共同|联合)")
STAGE = re.compile(r"(?:平台|工程|项目|[楼厅园库区]|基地|系统|中心)([一二三四五]期)")
PRIZE = re.compile(r"(中国|国家|[省市县区州])级?(?:专利|外观设计)[^,。;]{0,2}奖")
LOWER = re.compile(r"[市县区州]级")
HIGHER = re.compile(r"国家级|省级")
OWN = frozenset("我全本该各")
NO_QUALIFIER = ("~zero",)  # 首笔质押贷款 is a pledge loan like any other
NOT_BEFORE = frozenset("园社街景校厂港")


@dataclass(frozen=True)
class Counted:
    """A number of the paper in its clause; ``previous`` is where the number before it ends, or the clause begins."""

    pool: Pool
    clause: int
    figure: Figure
    previous: int

    @cached_property
    def label(self) -> set[str]:
        """The terms beside the number; those of the clause before where it has none (企业高管占两成,约330人次)."""
        paper, reader = self.pool.paper, self.pool.reader
        start, stop = self.figure.span
        label = set(reader.terms(paper, (self.previous, start)))
        end = behind(paper.folded, stop, paper.clauses[self.clause].span[1])
        if end > stop:
            label |= set(reader.terms(paper, (stop, end)))
        return label if any(term[0] != "=" for term in label) else label | self._before

    @property
    def before(self) -> str:
        """The words of the clause up to the number, from the number before it on."""
        return self.pool.paper.folded[self.previous : self.figure.span[0]]

    @property
    def value(self) -> Decimal:
        assert self.figure.value is not None
        return self.figure.value

    @cached_property
    def stated(self) -> StatedValue | None:
        """What the extraction says the number counts."""
        return self.pool.stated.get(self.figure.span)

    @cached_property
    def context(self) -> set[str]:
        """The terms of the clause and of the one before it."""
        return set(self.pool.terms[self.clause]) | self._before

    @cached_property
    def _before(self) -> set[str]:
        clauses, before = self.pool.paper.clauses, self.clause - 1
        if before not in self.pool.terms or clauses[before].stretch != clauses[self.clause].stretch:
            return set()
        return set(self.pool.terms[before])


@dataclass(frozen=True, slots=True)
class Window:
    """Clauses in a row of one stretch that speak of a promise, by their places in the paper."""

    first: int
    last: int
    score: float

    @property
    def clauses(self) -> range:
        return range(self.first, self.last + 1)


@dataclass
class Pool:
    """The clauses of a paper that may be evidence, with their terms and where every term stands."""

    paper: Paper
    reader: Reader
    parts: Collection[str]
    home: frozenset[str]
    terms: dict[int, dict[str, float]] = field(init=False)
    above: dict[int, dict[str, float]] = field(init=False)
    at: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.terms, self.above, self.at = {}, {}, defaultdict(list)
        heading: dict[str, float] = {}
        for number, clause in enumerate(self.paper.clauses):
            if clause.part in self.parts:
                self.terms[number] = self.reader.terms(self.paper, clause.span)
                heading = self.terms[number] if clause.is_heading else heading
                self.above[number] = heading
                for term in self.terms[number]:
                    self.at[term].append(number)

    @cached_property
    def stated(self) -> dict[Span, StatedValue]:
        return {value.span: value for value in self.paper.values}

    @cached_property
    def numbers(self) -> tuple[Counted, ...]:
        """The counts in its clauses, in reading order."""
        found, figures, at = [], self.paper.figures, 0
        for number in sorted(self.terms):
            start, end = self.paper.clauses[number].span
            previous = start
            while at < len(figures) and figures[at].span[0] < start:
                at += 1
            while at < len(figures) and figures[at].span[1] <= end:
                found.append(Counted(self, number, figures[at], previous))
                previous = figures[at].span[1]
                at += 1
        return tuple(found)

    @cached_property
    def numbers_in(self) -> dict[int, tuple[Counted, ...]]:
        """The counts of each clause that has any."""
        found: dict[int, tuple[Counted, ...]] = {}
        for one in self.numbers:
            found[one.clause] = (*found.get(one.clause, ()), one)
        return found

    def is_foreign(self, window: Window, texts: Iterable[str], promise: str) -> bool:
        """Whether a window tells of somebody else's deed, or of the same noun with another qualifier."""
        span = self.span(window)
        another = any(self._is_another(text, span) for text in texts)
        return another or self._is_somebody_elses(window.first, promise)

    def shares(self, goal: Mapping[str, float]) -> dict[int, Likeness]:
        """How like every clause is that shares anything with the goal."""
        whole = sum(goal.values()) or 1.0
        shared: dict[int, float] = defaultdict(float)
        rare: dict[int, float] = defaultdict(float)
        for term, weight in goal.items():
            for number in self.at.get(term, ()):
                shared[number] += weight
                if term[0] != "=":
                    rare[number] += weight
        return {number: Likeness(weight / whole, rare[number]) for number, weight in shared.items()}

    def span(self, window: Window) -> Span:
        clauses = self.paper.clauses
        return clauses[window.first].span[0], clauses[window.last].span[1]

    def windows(self, goal: dict[str, float], text: str, promise: str) -> list[Window]:
        """The best window of each stretch for a goal, the best first; ``text`` is its own, ``promise`` all of it."""
        best: dict[int, Window] = {}
        for first in self._starts(goal):
            for window in self._from(first, goal, text, promise):
                stretch = self.paper.clauses[first].stretch
                if stretch not in best or window.score > best[stretch].score:
                    best[stretch] = window
        return sorted(best.values(), key=lambda window: (-window.score, window.first))

    def _starts(self, goal: dict[str, float]) -> list[int]:
        """The clauses that share a term with the promise that is not everywhere; of many those that share most."""
        rare = [term for term, weight in goal.items() if weight >= RARE_ENOUGH]
        found = {number for term in rare for number in self.at.get(term, ())}
        if len(found) > MOST_STARTS:
            shared = self.shares(goal)
            found = set(sorted(found, key=lambda n: (-round(shared[n].score, 6), n))[:MOST_STARTS])
        return sorted(found)

    def _from(self, first: int, goal: dict[str, float], text: str, promise: str) -> Iterable[Window]:
        clauses = self.paper.clauses
        seen: dict[str, float] = {}
        for last in range(first, min(first + LONGEST_WINDOW, len(clauses))):
            if clauses[last].stretch != clauses[first].stretch or last not in self.terms:
                break
            seen.update(self.terms[last])
            score = self._alike(goal, seen, first) - EACH_CLAUSE_COSTS * (last - first)
            score *= HEADING if clauses[first].is_heading else 1.0
            if WORTH_A_LOOK <= score < NEEDS_NO_LOOK:
                score += self._same_words(text, (clauses[first].span[0], clauses[last].span[1]))
            if score >= WORTH_A_LOOK and self._is_another(
                text, (clauses[first].span[0], clauses[last].span[1])
            ):
                score *= RIVAL
            if self._is_somebody_elses(first, promise):
                score *= URGED if self.reader.words.cues["urging"].search(promise[:FIRST_WORDS]) else FOREIGN
            yield Window(first, last, score)

    def _alike(self, goal: dict[str, float], seen: dict[str, float], first: int) -> float:
        """The likeness of what is said; a heading above lends its words by half to what says something itself."""
        alike = likeness(goal, seen)
        above = self.above.get(first, {})
        if alike.share < OWN_SHARE or self.paper.clauses[first].is_heading or not above:
            return alike.score
        lent = sum(weight for term, weight in goal.items() if term in above and term not in seen)
        return alike.score + ABOVE * lent / sum(goal.values())

    def _is_another(self, text: str, span: Span) -> bool:
        """Whether the same words have another qualifier: 生物医药人才|青年论坛 for 长三角知识产权|青年论坛."""
        other, text = self.paper.words(span)[:LOOKED_AT], text[:LOOKED_AT]
        stages = (set(STAGE.findall(text)), set(STAGE.findall(other)))
        if all(stages) and not stages[0] & stages[1]:
            return True  # 平台一期 is not 平台二期
        if _of_another_level(text, other):
            return True
        size, here, there = longest_place(
            *(blanked(one, frames_in(one, self.reader.words)) for one in (text, other))
        )
        if size < 2 or other[there + size : there + size + 1].isdigit():  # 抽查2家 is a deed, and no thing
            return False
        ours = self._qualifier(text, here)
        theirs = self._qualifier(other, there)
        if not ours or not theirs:
            return False
        return not any(pair in other for pair in ours) and not any(pair in text for pair in theirs)

    def _qualifier(self, text: str, at: int) -> list[str]:
        """The rare pairs of characters straight before a place, as far as no frame or deed stands between."""
        start = max(0, at - BESIDE)
        first = start
        for _left, right, token in longest(text[start:at], self.reader.words.automaton):
            kept = token[:1] == "~" and token not in NO_QUALIFIER
            start = start if kept else first + right
        before = text[start:at]
        for name in self.home:
            before = before.replace(name, "|" * len(name))
        before = COUNT.sub(lambda count: "|" * len(count.group()), before)
        run = re.search(r"[\u4e00-\u9fff]*\Z", before)
        piece = run.group() if run else ""
        if piece[-1:] in REGION_SIGNS:  # another place is told by its deed
            return []
        common = [False] * len(piece)
        for left, right, _word in longest(piece, self.reader.words.common):
            common[left:right] = [True] * (right - left)
        return [piece[i : i + 2] for i in range(len(piece) - 1) if not common[i] and not common[i + 1]]

    def _same_words(self, text: str, span: Span) -> float:
        """What a run of the same characters adds, and a name in quotes that both have."""
        other, text = self.paper.words(span)[:LOOKED_AT], text[:LOOKED_AT]
        name = max((len(n) for n in quoted_names(text) if n in other), default=0)
        run = longest_run(text, other, self.reader.words)
        return EACH_SAME * max(0.0, run - 3) + (SAME_NAME if name >= SHORTEST_NAME else 0.0)

    def _is_own(self, office: str) -> bool:
        """Whether 省局, 市局 or an office's full name is the office whose report this is."""
        if office in self.paper.folded.lstrip().partition("\n")[0]:
            return True
        ends = {"省": ("省", "自治区"), "市": ("市", "州", "盟"), "区": ("区",)}.get(office[:1], ())
        return len(office) < 6 and bool(ends) and any(name.endswith(ends) for name in self.home)

    def _is_somebody_elses(self, number: int, promise: str) -> bool:
        """Whether the clause opens with another place, or speaks of a body outside the office, that the promise
        does not name."""
        text = self.paper.words(self.paper.clauses[number].span)
        lead = LEAD.match(text)
        text = text[lead.end() :] if lead else text
        if WITH.match(text) or OURS.search(text):
            return False
        place = SOMEBODY.match(text)
        if text.startswith("在") and "在" in promise:  # where it is done, of a promise that tells where
            place = None
        if place is not None and text[place.end() : place.end() + 1] not in NOT_BEFORE:
            name = place.group(1)
            if name[:2] not in promise and name not in self.home and not set(name) & OWN:
                return True
        above = ABOVE_US.match(text)
        if above is not None and above.group(1) not in promise and not self._is_own(above.group(1)):
            return True
        office = OFFICE.match(text)
        if office is not None and office.group(1)[:2] not in promise and JOINT.search(text) is None:
            return True
        other = self.reader.words.cues["others"].search(text[:ACTOR])
        if other is None or other.group() in promise or text[:2] in promise:
            return False
        if TOGETHER.match(text[: other.start()]):
            return False
        return FOUNDS.match(text, other.end()) is not None


def _of_another_level(text: str, other: str) -> bool:
    """Whether one speaks of the city's prize and the other of the nation's, or one of 市级 things and the other of
    省级 ones."""
    prizes = [set(PRIZE.findall(one)) for one in (text, other)]
    if all(prizes) and not prizes[0] & prizes[1]:
        return True
    lower, higher = set(LOWER.findall(text)), set(HIGHER.findall(other))
    return bool(lower and higher) and not (LOWER.search(other) or HIGHER.search(text))


def quoted_names(text: str) -> list[str]:
    """What stands between quotation marks, without them and without the home region's prefix."""
    return [re.sub(r"^[\u4e00-\u9fff]{2,3}[省市县区州]", "", m.group()[1:-1]) for m in NAMED.finditer(text)]


def longest_place(one: str, other: str) -> tuple[int, int, int]:
    """The longest run of characters that both have: its length and where it begins in each."""
    best = (0, 0, 0)
    row = [0] * (len(other) + 1)
    for at, sign in enumerate(one):
        row = [0] + [
            row[i] + 1 if sign == o and "\u4e00" <= sign <= "\u9fff" else 0 for i, o in enumerate(other)
        ]
        size = max(row)
        if size > best[0]:
            best = (size, at + 1 - size, row.index(size) - size)
    return best


def longest_run(one: str, other: str, words: LedgerWords) -> float:
    """The length of the longest run of characters that both have; a sign of a common word counts for less."""
    common = [0] * len(one)
    for left, right, _word in longest(one, words.common):
        common[left:right] = [1] * (right - left)
    best = 0.0
    row = [0.0] * (len(other) + 1)
    for at, sign in enumerate(one):
        if not "\u4e00" <= sign <= "\u9fff":
            row = [0.0] * (len(other) + 1)
            continue
        worth = COMMON_SIGN if common[at] else 1.0
        row = [0.0] + [row[i] + worth if sign == o else 0.0 for i, o in enumerate(other)]
        best = max(best, max(row))
    return best
