"""A sentence made ready for reading: blanks out, and everything found in it at its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, count
from operator import add

from reports.extraction.frozen import changed, maker, quickly_made
from reports.extraction.mentions import Mention, Names, find_mentions
from reports.extraction.periods import Period
from reports.extraction.places import Place
from reports.extraction.quantities import Quantity
from reports.extraction.types import Sentence, Span

LONGEST_CLAUSE = 80  # what goes on for longer is cut there
CLAUSE_SIGNS = ",;:。!?"
_CLAUSE_SIGN = re.compile(f"[{CLAUSE_SIGNS}]")


@quickly_made
@dataclass(frozen=True, slots=True)
class Number:
    """A quantity at its place in a line; ``unit`` and ``kind`` may come from the last number of its list."""

    start: int
    end: int
    quantity: Quantity
    unit: str | None
    kind: str
    clause: int = 0  # where its clause begins


_make_number = maker(Number)


@quickly_made
@dataclass(frozen=True, slots=True)
class Timed:
    """A period at its place in a line."""

    start: int
    end: int
    period: Period


@quickly_made
@dataclass(frozen=True, slots=True)
class Placed:
    """A place at its place in a line."""

    start: int
    end: int
    place: Place


@quickly_made
@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. All starts and ends count in ``text``, which is folded and without blanks."""

    text: str
    sentence: Sentence
    numbers: tuple[Number, ...]
    mentions: tuple[Mention, ...]
    periods: tuple[Timed, ...]
    places: tuple[Placed, ...]
    signs: tuple[int, ...]

    def clause_start(self, at: int, floor: int = 0) -> int:
        """Where the clause that holds ``at`` begins, not before ``floor``."""
        signs = self.signs
        before = bisect_left(signs, at)
        if not before:
            return floor
        start = signs[before - 1] + 1
        return start if start > floor else floor

    def clause_end(self, at: int) -> int:
        """Where the clause that holds ``at`` ends; signs inside brackets do not end it."""
        text, signs = self.text, self.signs
        limit = min(len(text), at + LONGEST_CLAUSE)
        following = bisect_left(signs, at)
        end = min(signs[following], limit) if following < len(signs) else limit
        if text.find("(", at, end) < 0:
            return end
        depth = 0
        for place in range(at, limit):
            char = text[place]
            if char == "(":
                depth += 1
            elif char == ")":
                depth = max(0, depth - 1)
            elif char in CLAUSE_SIGNS and not depth:
                return place
        return limit

    def open_text(self, start: int, end: int) -> str:
        """The text between two places with names of places and periods taken out."""
        if start >= end:
            return ""
        if not self.periods and not self.places:
            return self.text[start:end]
        covered = self._covered(start, end)
        if not covered:
            return self.text[start:end]
        pieces, at = [], start
        for low, high in covered:
            if low > at:
                pieces.append(self.text[at:low])
            at = max(at, high)
        pieces.append(self.text[at:end])
        return "".join(pieces)

    def _covered(self, start: int, end: int) -> list[Span]:
        spans = [(t.start, t.end) for t in self.periods if t.start < end and t.end > start]
        spans += [(p.start, p.end) for p in self.places if p.start < end and p.end > start]
        if len(spans) > 1:
            spans.sort()
        return spans


def build_line(
    folded: str,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    periods: Sequence[Period],
    places: Sequence[Place],
    names: Names,
    context: str,
) -> Line:
    """Return the line of one sentence from what was found inside it; ``context`` is its nearest heading."""
    start, end = sentence.span
    text = folded[start:end]
    local = None
    if " " in text or "\n" in text:
        local = _Positions(text, start)
        text = text.replace(" ", "").replace("\n", "")
    mentions = find_mentions(text, names, context)
    signs: tuple[int, ...] = ()
    numbers: list[Number] = []
    if quantities:
        signs = _signs(text)  # clauses are asked for around numbers alone
        numbers = _numbers(text, quantities, start, local, signs)
        numbers = _share_units(text, _outside(numbers, mentions))
    return _make_line(
        text,
        sentence,
        tuple(numbers),
        mentions,
        tuple([Timed(*_placed(p.span, start, local), p) for p in periods]) if periods else (),
        tuple([Placed(*_placed(p.span, start, local), p) for p in places]) if places else (),
        signs,
    )


_make_line = maker(Line)


def _placed(span: Span, start: int, local: _Positions | None) -> Span:
    """Where a span of the document lies in a line that begins at ``start``; ``local`` where blanks were left out."""
    return (local(span[0]), local(span[1])) if local is not None else (span[0] - start, span[1] - start)


def _numbers(
    text: str, quantities: Sequence[Quantity], start: int, local: _Positions | None, signs: Sequence[int]
) -> list[Number]:
    """The quantities at their places in a line, without those that only frame others."""
    numbers: list[Number] = []
    for quantity in quantities:
        low, high = quantity.span
        if local is None:
            low, high = low - start, high - start
        else:
            low, high = local(low), local(high)
        before = bisect_left(signs, low)
        kind = quantity.kind
        number = _make_number(
            low, high, quantity, quantity.unit, kind, signs[before - 1] + 1 if before else 0
        )
        if kind not in _FRAMING or not _is_frame(text, number):
            numbers.append(number)
    return numbers


def _signs(text: str) -> tuple[int, ...]:
    """Where the signs stand that end clauses; the pieces between them cost half of what as many matches do."""
    pieces = _CLAUSE_SIGN.split(text)
    pieces.pop()  # it is followed by no sign
    return tuple(map(add, accumulate(map(len, pieces)), count()))


def _outside(numbers: list[Number], mentions: Sequence[Mention]) -> list[Number]:
    """The numbers that are no part of a name: the ten of 每10万人专利申请量 counts nothing."""
    if not numbers or not mentions or numbers[-1].start < mentions[0].span[0]:
        return numbers
    first = numbers[0].start
    inside = [m.span for m in mentions if m.meanings and first < m.span[1]]
    if not inside:
        return numbers
    starts = [low for low, _ in inside]
    kept = []
    for number in numbers:
        at = bisect_right(starts, number.start) - 1  # names lie apart: only the last one begun may hold it
        if at < 0 or number.end > inside[at][1]:
            kept.append(number)
    return kept


MOST_FRAMED = Decimal(20)
_FRAMING = frozenset({"people", "count", "bare", "other"})
_TALLY = re.compile(
    r"(?:增幅|增速|增长率|总量|数量)?(?:均|都|皆)|均|都|分别|合计|金额|指标|依次|各|总计|共计"
)
_IN_RANK = re.compile(
    r"(?:[市州县区省城家企单位地级设盟旗]|城市|地区|个){1,8}"
    r"(?:之首|首位|第|榜首|中的?第|前列|(?:当中|之中|[中里内间])?[均都稳仍并]?(?:[名位]列|位居|排名|排在|[排列居])于?第)"
)


def _is_frame(text: str, number: Number) -> bool:
    """Numbers that frame others and count nothing: 前三位, 居十四个市州之首, 三项均居."""
    if text[number.start - 1 : number.start] == "前":
        return True
    if number.kind != "count" and number.kind != "bare":
        return False
    quantity = number.quantity
    if quantity.value is None or quantity.value > MOST_FRAMED:
        return False
    after = text[number.end : number.end + 14]
    if _IN_RANK.match(after):
        return True
    chinese = not quantity.text[:1].isdigit()
    return chinese and number.unit in ("项", "类", "个", "种", "家") and _TALLY.match(after) is not None


class _Positions:
    """From a place in the document to the place in a line without blanks."""

    def __init__(self, raw: str, start: int) -> None:
        self.start = start
        table, kept = [], 0
        for char in raw:
            table.append(kept)
            kept += char not in " \n"
        self.table = [*table, kept]

    def __call__(self, place: int) -> int:
        return self.table[max(0, min(place - self.start, len(self.table) - 1))]


_LIST_SIGN = re.compile(r"[、,]?(?:和|及|与|以及)?\Z")


def _share_units(text: str, numbers: list[Number]) -> list[Number]:
    """In 355、2004、554件 the unit stands once: numbers without one take it from the next in their list."""
    if len(numbers) < 2 or "bare" not in [number.kind for number in numbers]:
        return numbers
    shared: list[Number] = []
    following: Number | None = None
    for number in reversed(numbers):
        if number.kind == "bare" and following is not None and number.quantity.value is not None:
            between = text[number.end : following.start]
            if between and _LIST_SIGN.match(between) and following.unit and following.kind != "bare":
                number = changed(number, unit=following.unit, kind=following.kind)
        shared.append(number)
        following = number
    return shared[::-1]
