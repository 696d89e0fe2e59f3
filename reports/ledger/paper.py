"""One report as the ledger needs it: its clauses with their part, its numbers, and the planned items."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.regions import load_gazetteer
from reports.extraction.folding import fold
from reports.extraction.headings import numbering
from reports.extraction.numerals import parse_arabic, parse_chinese
from reports.extraction.region_names import find_region_names
from reports.extraction.structure import find_structure
from reports.extraction.types import (
    Extraction,
    Figure,
    Sentence,
    Span,
    StatedValue,
    Structure,
    WorkItem,
)

if TYPE_CHECKING:
    from reports.reading.document import Block

BREAK = re.compile(r"(?<!\d),|,(?!\d)|[;。!?\n]|:(?!\d)")
STAGE_NAME = re.compile(r"[一二三四五六七八九]期")
PLACE = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,8}?(?:[省市县州旗]|自治区|(?<=[\u4e00-\u9fff]{2})区)"
    r"(?= ?(?:知识产权|市场监|科学技术|科技|人民政府|专利|[0-9]|二[〇○0]|×|关于))"
)
TITLE = 400
NUMBERED = re.compile(r"第[\d一二三四五六七八九十百零〇]{1,5}(?:届|次|期|批|个|轮)")
SHORTEST_CLAUSE = 2
LONGEST_HEADING = 24
LONGEST_OPENING = 18
OPENING = re.compile(
    r"(?:(?!成立|建成|获批|印发|揭牌|挂牌|出台|通过|获得|完成|入选|启用|启动|未|没|召开|举办|签|暂|推迟|取消|停)[^,;:、\d。])+。"
)
NO_COUNT = frozenset({"date", "ordinal", "identifier", "heading", "noise"})
NONE_AT_ALL = re.compile(r"[\u4e00-\u9fff]{0,2}(?:也|都)(?:没|未|无|不)")
SPOKEN = re.compile(
    r"(?<![\d.第一二三四五六七八九十百几])(\d{1,3}|[两二三四五六七八九十]{1,3})(堂|趟|回|遍|间|栋|桩)"
)
DOUBLED = re.compile(r"翻(?:一|两)?番")  # 翻一番 is a growth of 100 %
NAMED = re.compile(r"《[^《》\n]{2,60}》|[“\"][^“”\"\n]{1,30}[”\"]")


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two commas. ``sentence`` and ``stretch`` (what semicolons divide) are running numbers."""

    span: Span
    part: str
    sentence: int
    stretch: int
    sentence_span: Span
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One report. ``clauses`` in reading order, without the page's noise; ``figures`` are the counts among its
    numbers; ``folded`` is as long as ``text``."""

    text: str
    folded: str
    year: int | None
    clauses: tuple[Clause, ...]
    figures: tuple[Figure, ...]
    hidden: tuple[Span, ...]
    values: tuple[StatedValue, ...]
    planned: tuple[WorkItem, ...]
    places: tuple[tuple[int, str], ...] = ()  # where other regions are named, and which

    def places_in(self, span: Span) -> set[str]:
        """The names of other regions in a stretch, without the sign of their kind."""
        first = bisect_left(self.places, (span[0],))
        last = bisect_left(self.places, (span[1],))
        return {name for _at, name in self.places[first:last]}

    def words(self, span: Span) -> str:
        return self.folded[span[0] : span[1]]


def paper_of(extraction: Extraction, blocks: Sequence[Block] = ()) -> Paper:
    """The report that was extracted; ``blocks`` as they were given to the extraction."""
    return build_paper(
        extraction.text,
        find_structure(extraction.text, blocks),
        extraction.report.year,
        extraction.figures,
        extraction.values,
        extraction.work_items,
    )


def build_paper(
    text: str,
    structure: Structure,
    year: int | None,
    figures: Sequence[Figure],
    values: Sequence[StatedValue],
    items: Sequence[WorkItem],
) -> Paper:
    """The report from its parts, whether they were just extracted or come from where they were kept."""
    folded = fold(text)
    named = [match.span() for match in NAMED.finditer(folded)]
    counts = tuple(
        f
        for f in _with_spoken(folded, figures)
        if f.role not in NO_COUNT
        and f.value is not None
        and f.unit is not None
        and not _inside(f.span, named)
        and not _is_none(folded, f)
        and folded[f.span[1] - 1 : f.span[1] + 1] != "期间"  # 4·26期间
    )
    home = [match.span() for match in _home(folded).finditer(folded)]
    dates = [f.span for f in figures if f.role in ("date", "heading")]
    dates += [match.span() for match in NUMBERED.finditer(folded)]
    return Paper(
        text=text,
        folded=folded,
        year=year,
        clauses=tuple(_clauses(folded, structure)),
        figures=counts,
        hidden=tuple(sorted([f.span for f in counts if _is_count(folded, f)] + dates + home)),
        values=tuple(values),
        planned=tuple(item for item in items if item.kind == "planned"),
        places=tuple(_places(folded)),
    )


def _places(folded: str) -> Iterator[tuple[int, str]]:
    """Where regions other than the report's own are named; of 宁德时代 or 江西省 within a name nothing is known."""
    home = home_names(folded)
    for region in find_region_names(folded, load_gazetteer()):
        name = folded[region.start : region.end]
        name = name.rstrip("省市县区州旗") if len(name) > 2 else name
        if not any(one.startswith(name) for one in home):
            yield region.start, name


def _with_spoken(folded: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, and the counts in spoken measures that statistics have no unit for (讲了两堂课)."""
    known = {span for figure in figures if figure.unit for span in (figure.span[0], figure.span[1] - 1)}
    found = list(figures)
    for match in SPOKEN.finditer(folded):
        if match.start() in known or match.end() - 1 in known:
            continue
        number = match.group(1)
        value = parse_arabic(number) if number[0].isdigit() else parse_chinese(number)
        if value is not None:
            found.append(Figure(match.span(), match.group(), value, match.group(2), "count", "unassigned"))
    for match in DOUBLED.finditer(folded):
        grown = Decimal(300 if "两" in match.group() else 100)
        found.append(Figure(match.span(), match.group(), grown, "%", "percent", "unassigned"))
    return sorted(found, key=lambda figure: figure.span)


def home_names(folded: str) -> set[str]:
    """What a report calls its own region: the places that its first lines name as an office's or a year's."""
    return {match.group() for match in PLACE.finditer(folded[:TITLE])}


def _home(folded: str) -> re.Pattern[str]:
    """The names of the report's own region, which say nothing of a promise's matter, and 中国(…) before a body's."""
    names = sorted(home_names(folded))
    stems = [name[:-1] for name in names if len(name) > 2]
    return re.compile(r"中国 ?\([\u4e00-\u9fff]{2,4}\)" + "".join(f"|{re.escape(n)}" for n in names + stems))


def _is_count(folded: str, figure: Figure) -> bool:
    """Whether a number counts something and is no part of a name (长三角, 五国, 平台二期)."""
    return (figure.unit_kind is not None or figure.text[:1].isdigit()) and not is_stage_name(folded, figure)


def _is_none(folded: str, figure: Figure) -> bool:
    """Whether the number only says that there is none at all: 一件也没拿到, 一个人都没派出去."""
    return figure.value == 1 and NONE_AT_ALL.match(folded, figure.span[1]) is not None


def is_stage_name(folded: str, figure: Figure) -> bool:
    """Whether a number only names a stage (平台二期) and counts nothing (培训班二期)."""
    if STAGE_NAME.fullmatch(figure.text) is None:
        return False
    behind = folded[figure.span[1] : figure.span[1] + 1]
    return behind not in ("", ",", "。", ";", "、", "\n") or folded[figure.span[0] - 1] not in "班训展"


def _inside(span: Span, named: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in named)


def _clauses(folded: str, structure: Structure) -> Iterator[Clause]:
    headings = {section.heading for section in structure.sections}
    stretch = 0
    title = fold(structure.title) if structure.title else None
    for number, sentence in enumerate(structure.sentences):
        if sentence.part == "noise" or (number == 0 and folded[slice(*sentence.span)] == title):
            continue
        heading = _is_heading(folded, structure.sentences, number, headings)
        stretch += 1
        for span, ends in split(folded, sentence.span):
            yield Clause(span, sentence.part, number, stretch, sentence.span, heading)
            stretch += ends == ";"


def split(folded: str, span: Span) -> Iterator[tuple[Span, str]]:
    """The clauses of a stretch of folded text, each with the sign that ends it."""
    start, end = span
    at = start
    while at < end:
        sign = BREAK.search(folded, at, end)
        stop = sign.start() if sign else end
        left, right = _trim(folded, at, stop)
        if right - left >= SHORTEST_CLAUSE:
            yield (left, right), sign.group() if sign else ""
        at = sign.end() if sign else end


def _trim(folded: str, start: int, end: int) -> Span:
    piece = folded[start:end]
    return start + len(piece) - len(piece.lstrip(" -")), end - (len(piece) - len(piece.rstrip(" -")))


def _opens_line(folded: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether a sentence opens its line, only names what the line goes on about (宣传教育情况。4月,…), and tells of
    no deed that was done."""
    start, end = sentences[number].span
    if number + 1 == len(sentences) or not 4 <= end - start <= LONGEST_OPENING:
        return False
    piece = folded[start:end].rstrip()
    opens = folded[folded.rfind("\n", 0, start) + 1 : start].strip() == ""
    goes_on = "\n" not in folded[end - 1 : sentences[number + 1].span[0]]
    return opens and goes_on and piece.endswith("。") and OPENING.fullmatch(piece) is not None


def _is_heading(folded: str, sentences: Sequence[Sentence], number: int, headings: set[Span]) -> bool:
    """Whether a sentence is only the name of what follows: short, without a number of its own, and followed."""
    if _opens_line(folded, sentences, number):
        return True
    start, end = sentences[number].span
    piece = folded[start:end]
    numbered = numbering(piece) is not None or (piece[1:2] == "是" and piece[:1] in "一二三四五六七八九十")
    if end - start > LONGEST_HEADING or not (numbered or sentences[number].span in headings):
        return False
    following = sentences[number + 1].span if number + 1 < len(sentences) else None
    if following is None or re.search(r"\d", piece[4:]) is not None:
        return False
    return "\n" not in folded[end : following[0]] or numbering(folded[slice(*following)]) is None
