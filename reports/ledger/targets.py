"""What a promise says in numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.extraction.folding import fold
from reports.extraction.types import Figure, Span, StatedValue
from reports.ledger.paper import BREAK, Paper, is_stage_name
from reports.ledger.terms import Reader
from reports.ledger.words import LedgerWords

COUNTED = frozenset(("count", "people", "money", "percent"))
POINTS = frozenset(("个百分点", "百分点", "个点"))
TIMES_SPENT = frozenset(("天", "个工作日", "工作日", "个月", "小时", "周"))
GROWS = re.compile(r"(?:增长|往上走|往上|上浮|再涨|增幅|增速|同比|递增|增加|提高|上升|增)[^,。;到至]{0,6}\Z")
FALLS = re.compile(r"(?:下降|降低|减少|压减|缩减|缩短)[^,。;到至]{0,6}\Z")
SHRINKS = re.compile(r"(?:压缩|压减|缩短|减少|控制|降)[到至在]?\Z|不超过\Z")
FROM = re.compile(r"(?:由|从)[^,。;\d]{0,8}\Z")
RISES = re.compile(r"[^,。;\d]{0,3}(?:增|升|提|扩|降|减|缩|压|追|调|发展)[^,。;]{0,6}")
REACHES = re.compile(
    r"(?:[增扩提]|发展|上升|总数|总量)[^,。;\d]{0,4}[到至]\Z|(?:达到|达|累计|总数|总量)[^,。;\d]{0,3}\Z"
)
EACH_OF = re.compile(
    r"[^,。;:、\d]{0,4}?(?:每个|每家|各|均)(?!类|级|种|项|地)"
)  # 五个区各建1个: how many, and not what is made
QUALIFIES = re.compile(r"(?:以上|以下|以内|左右)?的(?=[\u4e00-\u9fff])")
NAMES_BEFORE = re.compile(r"(?:[\u4e00-\u9fff“”]{2,10}、)+[\u4e00-\u9fff“”]{2,10}\Z")
BEHIND = re.compile(r"[^,;。:、\d\n]{2,16}")
DOUBLES = "翻"  # 翻一番
NAMED = 3.0  # a label of that weight names what is counted by itself
BESIDE = 0.4  # what words of other clauses weigh for a number's label


@dataclass(frozen=True, slots=True)
class Target:
    """One number that was promised. ``kind``: level, growth (in %), or fall (less is better); ``adding``: that many
    more, and not in all."""

    figure: Figure
    code: str | None
    part: str | None
    kind: str
    adding: bool
    label: dict[str, float]
    own: dict[str, float] | None = None  # what its clause speaks of, where another names the indicator
    reaches: bool = False  # 扩大到30家: that many in all
    words: str = ""  # its clause
    above: Mapping[str, float] = field(default_factory=dict)  # what the name of its line says

    @property
    def value(self) -> Decimal:
        assert self.figure.value is not None
        return self.figure.value


def find_targets(paper: Paper, span: Span, reader: Reader, above: dict[str, float]) -> list[Target]:
    """The numbers promised in a stretch, in reading order; ``above`` is what a heading says that only names them."""
    stated = {value.span: value for value in paper.values}
    figures = [f for f in paper.figures if span[0] <= f.span[0] and f.span[1] <= span[1]]
    found: list[Target] = []
    for place, figure in enumerate(figures):
        if not _is_promised(paper, figure):
            continue
        start = figures[place - 1].span[1] if place else span[0]
        clause_start = max(start, _clause_start(paper.folded, figure.span[0], span[0]))
        label = reader.terms(paper, (clause_start, figure.span[0]))
        end = behind(paper.folded, figure.span[1], span[1])
        if end > figure.span[1]:
            label |= reader.terms(paper, (figure.span[1], end))
        value = stated.get(figure.span)
        own = _own_matter(value, paper, (clause_start, end), label)
        before = paper.folded[clause_start : figure.span[0]]
        if sum(label.values()) < NAMED:
            label |= _rest(paper, end, span[1], label, reader)
        for term, weight in _beside(reader.terms(paper, (span[0], clause_start)) | above, label).items():
            label.setdefault(term, weight)
        found.append(
            Target(
                figure,
                value.indicator if value else None,
                value.breakdown if value else None,
                _kind(before, paper.folded[figure.span[1] : figure.span[1] + 3], figure, reader),
                adds(before, reader.words),
                label,
                own,
                REACHES.search(before) is not None,
                paper.folded[clause_start:end],
                above,
            )
        )
    return found


def _rest(
    paper: Paper, start: int, most: int, label: Mapping[str, float], reader: Reader
) -> dict[str, float]:
    """What the rest of a clause says of a number whose own words say next to nothing (组织20家企业参加…交易会)."""
    stop = BREAK.search(paper.folded, start, most)
    terms = reader.terms(paper, (start, stop.start() if stop else most))
    return {term: weight for term, weight in terms.items() if term not in label}


def _beside(terms: dict[str, float], label: dict[str, float]) -> dict[str, float]:
    """What the other clauses lend to a number's label: less than it has itself, if it has anything."""
    lent, own = BESIDE * sum(terms.values()), sum(label.values())
    factor = BESIDE * (min(1.0, own / lent) if lent and own >= NAMED else 1.0)
    return {term: factor * weight for term, weight in terms.items()}


def _own_matter(
    value: StatedValue | None, paper: Paper, span: Span, label: dict[str, float]
) -> dict[str, float] | None:
    """The matter of a number's clause where the indicator's name stands elsewhere (补偿资金池,规模3000万元)."""
    if (
        value is None
        or not value.name
        or fold(value.name).replace(" ", "") in paper.words(span).replace(" ", "")
    ):
        return None
    return dict(label)


def adds(before: str, words: LedgerWords) -> bool:
    """Whether the words before a number tell that so many more come (新增8家, and not 增加到8家)."""
    return any(
        before[match.end() : match.end() + 1] not in ("到", "至")
        for match in words.cues["adding"].finditer(before)
    )


def is_beginning(folded: str, figure: Figure) -> bool:
    """Whether a number is where something began (由90家增至163家)."""
    start, end = figure.span
    return FROM.search(folded, max(0, start - 10), start) is not None and RISES.match(folded, end) is not None


def _is_promised(paper: Paper, figure: Figure) -> bool:
    if is_beginning(paper.folded, figure):
        return False
    if figure.unit in TIMES_SPENT:
        return (
            "以内" in figure.text
            or paper.folded[figure.span[1] : figure.span[1] + 2] == "以内"
            or _shrinks(paper, figure)
        )
    if figure.unit_kind not in COUNTED and figure.unit not in POINTS:
        return False
    if is_stage_name(paper.folded, figure) or _is_policy_name(paper.folded, figure):
        return False
    if (
        EACH_OF.match(paper.folded, figure.span[1])
        or _qualifies(paper, figure)
        or _counts_the_list(paper, figure)
    ):
        return False
    return not (figure.value == 1 and figure.text[:1] == "一" and figure.unit_kind == "count")


def _qualifies(paper: Paper, figure: Figure) -> bool:
    """Whether a number only tells which are meant of what a number behind it counts (年产值超10亿元的地理标志20个)."""
    if QUALIFIES.match(paper.folded, figure.span[1]) is None:
        return False
    stop = BREAK.search(paper.folded, figure.span[1])
    end = stop.start() if stop else len(paper.folded)
    return any(figure.span[1] < other.span[0] < end for other in paper.figures)


def _counts_the_list(paper: Paper, figure: Figure) -> bool:
    """Whether a number only counts the names before it (家电、机械装备两个产业)."""
    run = NAMES_BEFORE.search(paper.folded, max(0, figure.span[0] - 40), figure.span[0])
    return (
        run is not None and figure.text[:1] in "两三四五六七" and figure.value == run.group().count("、") + 1
    )


def _is_policy_name(folded: str, figure: Figure) -> bool:
    """Whether a number only names a set of measures (知识产权十条)."""
    return figure.unit == "条" and folded[max(0, figure.span[0] - 2) : figure.span[0]].endswith(
        ("产权", "政策", "新政", "若干")
    )


def _shrinks(paper: Paper, figure: Figure) -> bool:
    return SHRINKS.search(paper.folded[max(0, figure.span[0] - 6) : figure.span[0]]) is not None


def _clause_start(folded: str, at: int, least: int) -> int:
    for place in range(at - 1, least - 1, -1):
        if folded[place] in ",;。:\n" and not folded[place + 1].isdigit():
            return place + 1
    return least


def behind(folded: str, at: int, most: int) -> int:
    """The end of the words behind a number that tell what it counts (13人取得正高级职称)."""
    match = BEHIND.match(folded, at, most)
    return match.end() if match else at


def _kind(before: str, after: str, figure: Figure, reader: Reader) -> str:
    if figure.text[0] == DOUBLES:
        return "growth"
    if figure.unit_kind == "percent" or figure.unit in POINTS:
        if FALLS.search(before):
            return "decline"
        return "growth" if GROWS.search(before) else "level"
    within = figure.unit in TIMES_SPENT and "以内" in figure.text
    if within or reader.words.cues["falling"].search(before) or after.startswith("以内"):
        return "fall"
    return "level"
