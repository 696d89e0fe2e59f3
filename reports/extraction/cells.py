"""Tables: a cell's indicator, measure, unit, period and place come from the headers that rule it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from indicators.catalogue import IndicatorEntry
from reports.extraction.board import INHERITED, Setting, Stated
from reports.extraction.checks import REPEATED, SEVERAL_KINDS
from reports.extraction.columns import (
    OF_TIME,
    TOTAL,
    UNIT_WORD,
    Column,
    RowHead,
    Table,
    find_topic,
    latest_of,
    read_column,
    read_head,
    since_year_end,
)
from reports.extraction.folding import fold
from reports.extraction.line import Number
from reports.extraction.mentions import Names
from reports.extraction.misread import doubt_columns
from reports.extraction.numerals import scale
from reports.extraction.periods import Window, find_periods
from reports.extraction.places import Place
from reports.extraction.quantities import Quantity
from reports.extraction.subjects import HOME, Subject
from reports.extraction.tables import YEAR_CELL
from reports.extraction.times import When, dates_of, earlier, report_when
from reports.extraction.types import Sentence, Span, Structure, TableCell

_UNIT_LINE = re.compile(r"单位 ?: ?([^\n)]{1,30})")
_UNIT_BEHIND = re.compile(
    r"[^\n。]\(((?:[百千万亿]{0,2}[^\W\d_]{1,2}[、,]?){1,2})\)\Z"
)  # 质押融资登记情况(万元)
_NUMERAL = re.compile("[0-9〇零一二两三四五六七八九十]")
_UP = ("+", "↑", "▲", "△", "⬆", "上升", "增长", "增加", "提高", "提升")
_DOWN = ("-", "↓", "▼", "▽", "⬇", "下降", "减少", "降低", "下滑", "降")
_INDICATOR = re.compile("专利|商标|发明|授权|申请|案件|企业|融资|登记|机构|培训|实用新型|外观")
_PLACE_HEADER = re.compile(r"(?:各)?(?:县区|区县|县市区|市县区?|市州|地市|州市|地区|县|市|区)(?:名称?)?")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}[市县区旗州盟]")
_ZONE = re.compile(r".*(?:高新|开发|新|园|保税|合作|示范|试验|产业|集聚)区")
_OF_A_LEVEL = frozenset(("yoy", "rank", "share"))
_SCALED = frozenset(("level", "target", "change"))
CAPTION = 160


def read_cells(
    folded: str,
    structure: Structure,
    setting: Setting,
    names: Names,
    quantities: Callable[[int, int], Sequence[Quantity]],
    places: Callable[[int, int], Sequence[Place]],
) -> list[tuple[Stated, Sentence, Span]]:
    """Return what the tables state, each value with the sentence (its row) and the span of its number."""
    found: list[tuple[Stated, Sentence, Span]] = []
    for _, group in groupby(structure.cells, key=lambda cell: cell.table):
        table = _around(folded, structure, list(group), setting.window, names)
        told = _read(folded, table, setting, names, quantities, places)
        found.extend(doubt_columns(told) if _mixes_up(told) else told)
    return found


def _mixes_up(told: Sequence[tuple[Stated, Sentence, Span]]) -> bool:
    """Whether two cells of one row would state one statistic twice, with two values: the headers were misread."""
    seen: dict[tuple[object, ...], Decimal] = {}
    for one, row, _ in told:
        whose = (one.subject.area, one.subject.entity)
        key = (row.span, one.code, one.part, one.measure, one.start, one.end, one.when.kind, *whose)
        if seen.setdefault(key, one.value) != one.value and one.code not in SEVERAL_KINDS | REPEATED:
            return True
    return False


def _around(
    folded: str, structure: Structure, cells: Sequence[TableCell], window: Window, names: Names
) -> Table:
    first = _below_titles(cells)
    at = bisect_right(structure.sentences, first, key=_start)
    home = structure.sentences[at - 1] if at else Sentence(cells[0].span, (), "done")
    heading = " ".join(home.section[-1:])
    caption = fold(heading) + folded[max(0, first - CAPTION) : first]
    told = _UNIT_LINE.search(caption) or _UNIT_LINE.search(" ".join(cells[0].column_headers))
    told = told or _UNIT_BEHIND.search(caption.rstrip())
    units = tuple((m.group(1), m.group(2)) for m in UNIT_WORD.finditer(told.group(1))) if told else ()
    when = _caption_when(fold(heading), caption, window)
    return Table(cells, caption, units, when, home, topic=find_topic(_titles(caption), names))


def _below_titles(cells: Sequence[TableCell]) -> int:
    """Where the first row begins that is not one cell alone: a title within a table is read like one above it."""
    spans = [[cell.span[0] for cell in group] for _, group in groupby(cells, key=lambda cell: cell.row)]
    return next((min(starts) for starts in spans if len(starts) > 1), cells[0].span[0])


def _start(sentence: Sentence) -> int:
    return sentence.span[0]


def _titles(caption: str) -> list[str]:
    """The last two lines above a table."""
    return [line for line in caption.split("\n") if line.strip()][-2:]


def _caption_when(heading: str, caption: str, window: Window) -> When:
    """The period of a table's heading or title; the prose before it speaks of other things."""
    titles = "\n".join(line.rpartition("。")[2] for line in _titles(caption))
    for text in (heading, titles):
        told = [p for p in find_periods(text, window) if p.kind in ("span", "asof") and p.known]
        if told:
            return When(told[-1].kind, told[-1].start, told[-1].end, True)
    return report_when(window)


def _read(
    folded: str,
    table: Table,
    setting: Setting,
    names: Names,
    quantities: Callable[[int, int], Sequence[Quantity]],
    places: Callable[[int, int], Sequence[Place]],
) -> list[tuple[Stated, Sentence, Span]]:
    found: list[tuple[Stated, Sentence, Span]] = []
    rows_told = ""  # the labels of the rows above, which tell of what 惠及企业 is
    years: list[date] = []  # the ends of the years that rows are told of
    width = 1 + max(cell.column for cell in table.cells)
    above: dict[int, Column] = {}  # the last total of each column, whose parts the rows below it tell
    for _, group in groupby(table.cells, key=lambda cell: cell.row):
        row = list(group)
        texts = [folded[slice(*cell.span)] for cell in row]
        subject = _subject(texts, row, places)
        if subject is None:
            continue
        sentence = Sentence((row[0].span[0], row[-1].span[1]), table.sentence.section, table.sentence.part)
        rows_told += texts[0]
        table = replace(table, told=rows_told[-CAPTION:])
        head = read_head(row, texts, subject is not HOME, setting.window)
        columns = _columns(row, table, setting, names, head, above)
        ragged = row[0].column == 0 and row[-1].column == len(row) - 1 and len(row) < width
        for cell, column, text in zip(row, columns, texts, strict=True):
            column = replace(column, headless=True) if ragged and len(row) > 2 else column
            one = _state(cell, column, table, setting, subject, quantities, _sign(text))
            if one is not None:
                one = _piled_up(one, row, head, years)
                found.append((one, sentence, one.number.quantity.span))
        if head.when is not None and head.when.end is not None and YEAR_CELL.fullmatch(texts[0].strip()):
            years.append(head.when.end)
    return found


def _piled_up(one: Stated, row: Sequence[TableCell], head: RowHead, years: Sequence[date]) -> Stated:
    """The total below the rows of several years is what piled up over them."""
    total = one.measure == "level" and one.accounting == "flow" and head.when is None and len(years) > 1
    if not total or TOTAL.search("".join(row[-1].row_headers)) is None:
        return one
    return replace(
        one, accounting="cumulative", start=None, end=max(years), reasons=(*one.reasons, INHERITED)
    )


def _columns(
    row: Sequence[TableCell],
    table: Table,
    setting: Setting,
    names: Names,
    head: RowHead,
    above: dict[int, Column],
) -> list[Column]:
    """What the headers say of each cell of a row; ``above`` is brought up to date with its totals."""
    columns: list[Column] = []
    before: Column | None = None
    for cell in row:
        column = read_column(cell, before or above.get(cell.column), table, setting, names, head)
        if column.code and column.part is None and column.measure == "level":
            above[cell.column] = column
        if column.code and not column.closed:
            before = column
        columns.append(column)
    first = next((c for c in columns if c.code and c.measure == "level" and not c.closed), None)
    latest = latest_of(columns)
    taken_up = {c.code for c in columns if c.measure == "level" and not c.closed and not c.settled}
    return [
        replace(column, closed=True)
        if (column.settled and column.code in taken_up) or since_year_end(column, columns)
        else _beside(column, first, latest, table)
        for column in columns
    ]


def _beside(column: Column, first: Column | None, latest: Mapping[str | None, When], table: Table) -> Column:
    """The column with what those beside it say: whose rank it is, of which period it is a growth."""
    if column.measure == "rank" and first is not None:
        column = replace(column, code=column.code or first.code, part=first.part)
    if column.when is None and column.measure in _OF_A_LEVEL:
        column = replace(column, when=latest.get(column.code))
    if column.year_before:
        when = earlier(latest.get(column.code) or table.when)
        column = replace(column, when=replace(when, kind="prior"))
    return column


def _subject(
    texts: Sequence[str], row: Sequence[TableCell], places: Callable[[int, int], Sequence[Place]]
) -> Subject | None:
    """Whom a row is about: its place, or the reporting region where it holds totals or names indicators."""
    for cell, text in zip(row, texts, strict=True):
        named = places(*cell.span)
        if named:
            place = named[0]
            if place.kind == "self" or TOTAL.search(text):
                return HOME
            return Subject(0, None, place.text) if place.kind == "entity" else Subject(0, place.text, None)
        if any(_PLACE_HEADER.fullmatch(header.strip()) for header in cell.column_headers):
            listed = _listed_place(text.strip())
            if listed is not None:
                return listed
    labels = [label for cell in row for label in cell.row_headers]
    told = not labels or TOTAL.search("".join(labels)) or _names_indicators(labels)
    return HOME if told or all(map(OF_TIME.fullmatch, labels)) else None


def _listed_place(text: str) -> Subject | None:
    """Whom a cell below 县区 names, known to the gazetteer or not; None for a total or anything else."""
    if TOTAL.search(text) or _PLACE.fullmatch(text) is None:
        return None
    return Subject(0, None, text) if _ZONE.fullmatch(text) else Subject(0, text, None)


def _names_indicators(labels: Sequence[str]) -> bool:
    return _INDICATOR.search("".join(labels)) is not None


def _sign(text: str) -> int | None:
    """1 or -1 where an arrow, a sign or a word for it opens a cell; None for the others."""
    told = text.strip(" ()（）")
    if told.startswith(_UP):
        return 1
    return -1 if told.startswith(_DOWN) else None


def _code_for(column: Column, quantity: Quantity, setting: Setting) -> str | None:
    """The column's indicator; of the meanings of its name the one in whose unit a cell is told (质押融资: 12笔)."""
    if column.code is None or column.measure not in _SCALED or quantity.kind not in ("count", "money"):
        return column.code
    if (setting.catalogue[column.code].unit_kind == "money") == (quantity.kind == "money"):
        return column.code
    meanings = column.mention.meanings if column.mention is not None else ()
    return next((m.code for m in meanings if m.units is not None and quantity.unit in m.units), None)


def _measured(
    column: Column, quantity: Quantity, value: Decimal, entry: IndicatorEntry, sign: int | None
) -> tuple[Column, Decimal] | None:
    """The column with the measure that a cell's value has, and the value in the base unit; None where it is none."""
    if quantity.kind == "percent" and column.measure in ("level", "target") and entry.unit_kind != "percent":
        if sign is None:
            return None  # a percentage is no level of a count
        column, value = replace(column, measure="yoy", multiplier=""), sign * abs(value)
    if sign == -1 and column.measure == "yoy":
        value = -abs(value)
    if column.amount and quantity.kind != "percent":
        column = replace(column, measure="change")
    if column.measure not in _SCALED:
        return column, value
    if entry.unit_kind == "money" and not (column.unit or quantity.unit):
        return None
    if not column.multiplier or quantity.scaled:
        pieces = entry.unit_kind in ("count", "people") and not quantity.scaled
        whole = quantity.kind == "percent" or value == value.to_integral_value()
        return (column, value) if whole or not pieces else None  # 9.3 is no count of patents
    scaled = scale(value, column.multiplier)
    return (column, scaled) if scaled is not None else None


def _state(
    cell: TableCell,
    column: Column,
    table: Table,
    setting: Setting,
    subject: Subject,
    quantities: Callable[[int, int], Sequence[Quantity]],
    sign: int | None,
) -> Stated | None:
    """``sign`` is that of an arrow or a plus in the cell: ↓4.1% is a growth of -4.1."""
    told = quantities(*cell.span)
    if column.closed or len(told) != 1 or _NUMERAL.search(told[0].text) is None:
        return None  # a header's 亿元 alone is no value
    quantity = told[0]
    code = _code_for(column, quantity, setting)
    if code is None or quantity.value is None:
        return None
    entry = setting.catalogue[code]
    measured = _measured(column, quantity, quantity.value, entry, sign)
    if measured is None:
        return None
    column, value = measured
    when = column.when or table.when
    unsure = column.headless or (column.measure == "target" and column.when is None)
    begin, end = dates_of(entry.accounting, when, setting.window)
    number = Number(0, 0, quantity, column.unit, "percent" if column.measure in ("yoy", "share") else "count")
    return Stated(
        number=number,
        code=code,
        part=column.part,
        measure=column.measure,
        value=value,
        comparator=quantity.comparator,
        accounting=entry.accounting,
        start=begin,
        end=end,
        subject=subject,
        when=when,
        rule="table",
        reasons=(INHERITED,) if unsure else (),
        mention=column.mention,
        usual_kind=entry.unit_kind,
    )
