"""The document's skeleton: its title, headings, tables, sentences, and the part of the report each belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reports.extraction.fields import RawCell
from reports.extraction.folding import fold
from reports.extraction.frozen import changed, maker
from reports.extraction.headings import (
    LEVELS,
    PART_LEVEL,
    PLAIN_LEVEL,
    Heading,
    broken_heading,
    find_heading,
    is_plain_heading,
    level_below,
    numbering,
    styled,
)
from reports.extraction.lines import Line, continues, find_lines, wrap_width
from reports.extraction.noise import find_noise, merge_spans
from reports.extraction.parts import (
    bare,
    is_lead_in,
    is_part_line,
    is_plan_title,
    is_vague,
    marks_problem,
    opening_year,
    opens_plan,
    opens_problems,
    part_of_heading,
    returns_to_done,
    sets_goal,
    tells_problem,
    years_in,
)
from reports.extraction.sentences import split_sentences, told_as_done
from reports.extraction.tables import find_line_tables, with_headers
from reports.extraction.titles import ANNEX, find_echoes, find_signature, find_title
from reports.extraction.types import Section, Sentence, Span, Structure, TableCell

if TYPE_CHECKING:
    from reports.reading.document import Block

MANY_LINES = 60
PAGE_KINDS = frozenset(("header", "footer", "noise"))
THIS_YEAR = re.compile(r"今年|本年")
LAST_YEAR = re.compile(r"去年|上年|过去一年|过去的一年")
OPENING_SENTENCES = 3  # that may stand between a plan's heading and its first numbered one
FIRST_NUMBER = re.compile(r"[第(]? ?(?:一|1|①|首先)")
_make_sentence = maker(Sentence)


class _Spans:
    """Ordered spans that are asked, from left to right, whether they hold another."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.place = 0

    def holds(self, span: Span) -> bool:
        """Whether one of the spans holds this one; asked for spans in order."""
        while self.place < len(self.spans) and self.spans[self.place][1] <= span[0]:
            self.place += 1
        if self.place == len(self.spans):
            return False
        start, end = self.spans[self.place]
        return start <= span[0] and span[1] <= end


@dataclass(slots=True)
class _Open:
    """A section that is still being filled."""

    heading: Heading
    part: str
    told: bool  # the heading itself says which part it is
    path: tuple[str, ...]
    place: int


@dataclass(slots=True)
class _Builder:
    """What has been found so far while the lines are read in order."""

    text: str
    folded: str
    main_year: int | None
    base_part: str
    noise: _Spans
    sections: list[Section] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    pending: str | None = None  # the part that a lead-in sentence announced for the headings below it
    series: dict[int, tuple[int, str, bool]] = field(default_factory=dict)  # level: parent, part, told
    part: str = "done"
    turned: bool = False  # a sentence, and no heading, opened the plans
    has_sections: bool = False

    def close(self, level: int, end: int) -> None:
        """End the open sections of this level and below."""
        while self.stack and self.stack[-1].heading.level >= level:
            section = self.stack.pop()
            before = self.sections[section.place]
            self.sections[section.place] = Section(
                before.level, before.heading, (before.span[0], end), before.path
            )

    def open(self, heading: Heading) -> None:
        """Begin a section at a heading, with the part it says, inherits or continues."""
        ranked = heading.level <= LEVELS["chinese_bracket"] or heading.level >= PLAIN_LEVEL
        told = part_of_heading(heading.text, self.main_year, heading.alone) if ranked else None
        told = told or ("planned" if self._begins_again(heading) or self._faces_last_year(heading) else None)
        above = [one.heading for one in self.stack]
        level = PART_LEVEL if told and heading.style == "plain" else level_below(heading, above)
        heading = heading if heading.level == level else changed(heading, level=level)
        self.close(level, heading.start)
        if told == "planned" and self.base_part == "done" and self._may_be_done(heading):
            told = None
        part = told or self._inherited(heading)
        self.series[level] = (self._parent(), part, told is not None)
        path = (*(self.stack[-1].path if self.stack else ()), self.text[heading.start : heading.end])
        self.stack.append(_Open(heading, part, told is not None, path, len(self.sections)))
        span = (heading.start, heading.end)
        self.sections.append(Section(level, span, (heading.start, len(self.text)), path))
        self.part, self.turned = part, False
        self.sentences.append(Sentence(span, path, part))

    def _begins_again(self, heading: Heading) -> bool:
        """二、下一步打算 and, after a sentence or two at most, 一、加强宣传: what the plan's own numbers count."""
        above = self.stack[-1] if self.stack else None
        if above is None or above.part != "planned" or not above.told or above.heading.level != heading.level:
            return False
        since = [
            one for one in self.sentences[-OPENING_SENTENCES - 1 :] if one.span[0] <= above.heading.start
        ]
        return bool(since) and FIRST_NUMBER.match(heading.text) is not None

    def _faces_last_year(self, heading: Heading) -> bool:
        """二、今年的活 behind 一、去年的账: where one heading names last year, this year is what is to come."""
        this = THIS_YEAR.search(heading.text) is not None
        return this and any(LAST_YEAR.search(self.text[slice(*one.heading)]) for one in self.sections)

    def _may_be_done(self, heading: Heading) -> bool:
        """Whether a vague heading (重点工作, 工作措施), the first one or below one on work done, is no plan's."""
        if self.sections and not (self.stack and self.stack[-1].part == "done" and heading.level > 2):
            return False
        return is_vague(heading.text) and not any(
            year > (self.main_year or year) for year in years_in(heading.text)
        )

    def _inherited(self, heading: Heading) -> str:
        first = FIRST_NUMBER.match(heading.text) is not None
        if self.pending is not None and (first or heading.style == "plain"):
            part, self.pending = self.pending, None
            return part
        self.pending = None
        parent, part, told = self.series.get(heading.level, (-2, "", False))
        if parent == self._parent() and not first and (not told or part == "planned"):
            return part
        return self.stack[-1].part if self.stack else self.base_part

    def _parent(self) -> int:
        return self.stack[-1].place if self.stack else -1

    def begin_item(self, level: int, start: int) -> None:
        """A numbered sentence ends the headed item before it and carries its part on to the next heading."""
        self.close(level, start)
        self.series[level] = (self._parent(), self.part, False)

    def begin_annex(self, start: int) -> None:
        """附件1: what is annexed belongs to no section, and to no plan that the last of them told."""
        self.close(0, start)
        self.part, self.turned, self.pending = self.base_part, False, None

    def add_paragraph(self, start: int, end: int) -> None:
        """Cut one paragraph into sentences, following the turns from one part to another."""
        path = self.stack[-1].path if self.stack else ()
        before = self.part
        for span in split_sentences(self.folded, start, end):
            sentence = self.folded[span[0] : span[1]]
            part = "noise" if self.noise.spans and self.noise.holds(span) else self._turn(sentence)
            if part == self.base_part and not self.sections and self.has_sections and not sets_goal(sentence):
                part = "preamble"
            self.sentences.append(_make_sentence(span, path, part))
        if before == "done" and self.part == "problems" and not is_lead_in(self.folded[start:end]):
            self.part = before  # problems told in a paragraph of their own end with it

    def _turn(self, sentence: str) -> str:
        """The part of the next sentence; it may open another part for those after it."""
        core = bare(sentence)
        if self.part == "planned":
            if self.turned and returns_to_done(core, self.main_year):
                self.part, self.turned = "done", False
                return "done"
            self.pending = "planned" if is_lead_in(sentence) else self.pending
            return "problems" if tells_problem(core) else "planned"
        if sentence[-1] in "。!?:;" and opens_plan(core, self.main_year):
            self.part, self.turned = "planned", True
            self.pending = "planned" if is_lead_in(sentence) else self.pending
        elif opens_problems(core):
            self.part = "problems"
        elif marks_problem(core):
            return "problems"
        return self.part

    def add_row(self, start: int, end: int, part: str | None = None) -> None:
        """A line that is no prose: a table's row, a title, or noise."""
        path = self.stack[-1].path if self.stack and part != "preamble" else ()
        self.sentences.append(Sentence((start, end), path, part or self.part))


def find_structure(text: str, blocks: Sequence[Block] = ()) -> Structure:
    """The skeleton of a document's text; ``blocks`` tell headings, cells and page furniture where the file has them.

    Sentences cover every line that is not blank, headings, titles and rows of tables included, in reading order.
    """
    folded = fold(text)
    lines = find_lines(folded)
    noise = find_noise(folded, lines, [(b.start, b.end) for b in blocks if b.kind in PAGE_KINDS])
    kinds = _LineKinds(folded, text, lines, noise, blocks)
    title, title_lines = find_title(text, lines, kinds.noise | kinds.rows, kinds.levels)
    folded_title = fold(title) if title else ""
    base = "planned" if title and is_plan_title(folded_title) else "done"
    echoes = find_echoes(lines, title_lines)
    kinds.noise |= echoes
    noise = merge_spans([*noise, *((lines[index].start, lines[index].end) for index in echoes)])
    title_lines |= find_signature(lines, kinds.noise)
    main_year = _main_year(folded_title, lines, kinds.noise | title_lines)
    width = wrap_width(lines)
    headings = _find_headings(lines, kinds, title_lines, main_year, width)
    builder = _Builder(text, folded, main_year, base, _Spans(noise), part=base)
    builder.has_sections = bool(headings)
    _fill(builder, lines, kinds, headings, title_lines, width)
    builder.close(0, len(text))
    sentences = tuple(builder.sentences) if base == "planned" else told_as_done(folded, builder.sentences)
    return Structure(title, tuple(builder.sections), sentences, noise, tuple(kinds.cells))


def _main_year(title: str, lines: Sequence[Line], shut: Collection[int]) -> int | None:
    """The year that the report is about as far as its parts go: the title's, unless every line that opens with a
    year opens with another."""
    titled = years_in(title)
    plain = [line.text for index, line in enumerate(lines[:MANY_LINES]) if index not in shut]
    opening = [year for year in map(opening_year, plain) if year is not None]
    if titled and (titled[0] in opening or not opening):
        return titled[0]
    if opening:
        return opening[0]
    return next((year for text in plain[:8] for year in years_in(text)), None)


class _LineKinds:
    """Which lines are noise, which are rows of tables, and which the file itself calls headings."""

    def __init__(
        self, folded: str, text: str, lines: Sequence[Line], noise: Sequence[Span], blocks: Sequence[Block]
    ) -> None:
        self.noise = _inside(lines, noise)
        tabled = [(block.start, block.end) for block in blocks if block.kind == "cell"]
        self.rows = _inside(lines, _row_spans(lines, tabled))
        self.levels = _heading_levels(lines, blocks)
        self.cells = _block_cells(folded, blocks)
        found, units, taken = find_line_tables(folded, text, lines, self.noise | self.rows)
        known = max((cell.table for cell in self.cells), default=0)
        for number, (cells, unit) in enumerate(zip(found, units, strict=True), known + 1):
            self.cells += with_headers(cells, number, unit)
        self.rows |= taken
        self.cells.sort(key=lambda cell: cell.span)


def _inside(lines: Sequence[Line], spans: Sequence[Span]) -> set[int]:
    """The indexes of the lines that lie wholly within one of the ordered spans."""
    ordered = _Spans(spans)
    return {index for index, line in enumerate(lines) if ordered.holds((line.start, line.end))}


def _row_spans(lines: Sequence[Line], cells: Sequence[Span]) -> list[Span]:
    """The lines that begin inside a cell, whole: a row of cells is one line."""
    spans: list[Span] = []
    place = 0
    ordered = sorted(cells)
    for line in lines:
        while place < len(ordered) and ordered[place][1] <= line.start:
            place += 1
        if place < len(ordered) and ordered[place][0] <= line.start:
            spans.append((line.start, line.end))
    return spans


def _heading_levels(lines: Sequence[Line], blocks: Sequence[Block]) -> dict[int, int]:
    starts = {line.start: index for index, line in enumerate(lines)}
    headed = (block for block in blocks if block.kind == "heading" and block.start in starts)
    return {starts[block.start]: block.level or 1 for block in headed}


def _block_cells(folded: str, blocks: Sequence[Block]) -> list[TableCell]:
    tables: dict[int, list[RawCell]] = {}
    for block in blocks:
        if block.kind == "cell" and block.row is not None and block.column is not None:
            cell = RawCell(
                (block.start, block.end),
                block.row,
                block.column,
                folded[block.start : block.end].strip(),
                block.row_span,
                block.column_span,
            )
            tables.setdefault(block.origin.table or 1, []).append(cell)
    found: list[TableCell] = []
    for number, cells in sorted(tables.items()):
        first = min(cell.span[0] for cell in cells)
        above = folded[max(0, first - 40) : first].rstrip().rpartition("\n")[2]
        unit = above[above.index("单位") :].rstrip(")") if "单位" in above else None
        found += with_headers(cells, number, unit)
    return found


def _find_headings(
    lines: Sequence[Line], kinds: _LineKinds, title_lines: set[int], main_year: int | None, width: int
) -> dict[int, Heading]:
    found: dict[int, Heading] = {}
    for index, line in enumerate(lines):
        if index in kinds.noise or index in kinds.rows or index in title_lines:
            continue
        following = lines[index + 1] if index + 1 < len(lines) else None
        if index in kinds.levels:
            found[index] = styled(line, kinds.levels[index])
            continue
        continued = following is not None and continues(line, following, width)
        opens = index == 0 or line.after_blank or index - 1 in found or lines[index - 1].text[-1] in "。;!?"
        heading = find_heading(line, continued)
        if heading is None and continued:
            heading = broken_heading(lines, index)
        elif heading is None and (opens or index - 1 in title_lines) and is_part_line(line, main_year):
            text = line.text.rstrip(":")
            heading = Heading("plain", PLAIN_LEVEL, line.start, line.start + len(text), text, True)
        elif heading is None and opens and is_plain_heading(line, following):
            heading = Heading("plain", PLAIN_LEVEL, line.start, line.end, line.text, True)
        if heading is not None:
            found[index] = heading
    return found


def _fill(
    builder: _Builder,
    lines: Sequence[Line],
    kinds: _LineKinds,
    headings: dict[int, Heading],
    titles: set[int],
    width: int,
) -> None:
    """Read the lines in order: headings open sections, broken lines are put together, the rest is kept as it is."""
    paragraph: list[Line] = []

    def flush() -> None:
        if paragraph:
            builder.add_paragraph(paragraph[0].start, paragraph[-1].end)
            paragraph.clear()

    covered = 0
    for index, line in enumerate(lines):
        if line.start < covered:  # the second line of a heading
            continue
        plain = index not in kinds.noise and index not in kinds.rows and index not in titles
        if line.text[0] == "附" and ANNEX.fullmatch(line.text):
            flush()
            builder.begin_annex(line.start)
        if plain and index not in headings:
            numbered = numbering(line.text)
            if paragraph and (numbered or not continues(paragraph[-1], line, width)):
                flush()
            if numbered:  # an item of a list ends the headed item before it
                builder.begin_item(LEVELS[numbered[0]], line.start)
            paragraph.append(line)
            continue
        flush()
        if index in kinds.noise:
            builder.add_row(line.start, line.end, "noise")
        elif index in titles:
            builder.add_row(line.start, line.end, "preamble")
        elif index in kinds.rows:
            builder.add_row(line.start, line.end)
        else:
            heading = headings[index]
            builder.open(heading)
            covered = heading.end
            rest = line.text[heading.end - line.start :].lstrip(" :;")
            if rest:
                start = line.end - len(rest)
                paragraph.append(Line(start, line.end, line.indent, rest, False, line.width))
    flush()
