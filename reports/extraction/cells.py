"""Tables: a cell's indicator, measure, unit, period and place come from the headers that rule it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from reports.extraction.board import INHERITED, Setting, Stated
from reports.extraction.folding import fold
from reports.extraction.line import Number
from reports.extraction.mentions import PATENTS, Mention, Names, find_mentions
from reports.extraction.numerals import scale
from reports.extraction.periods import Window, find_periods
from reports.extraction.places import Place
from reports.extraction.quantities import Quantity
from reports.extraction.subjects import HOME, Subject
from reports.extraction.tables import YEAR_CELL
from reports.extraction.times import When, dates_of, earlier, report_when
from reports.extraction.types import Sentence, Span, Structure, TableCell

_UNIT = re.compile(
    r"[(:,](?:单位:)?([百千万亿]{0,2})(件|个|家|项|元|笔|人次|人|份|场|期|%|％|条|篇|种|户|次|件/万人)[)]?\Z"
)
_UNIT_LINE = re.compile(r"单位 ?: ?([^\n)]{1,30})")
_UNIT_WORD = re.compile(r"([百千万亿]{0,2})(件|个|家|项|元|笔|人次|人|份|场|期|%|条|篇|种|户|次)")
_GROWTH = re.compile(r"同比|增长|增幅|增速|升降|增减")
_MONTHLY = re.compile(r"环比|年均|完成率|完成比例|目标|任务|(?:上年|去年)(?!年?[末底])|户均|平均")
_YEAR_BEFORE = re.compile(r"(?:上年|去年|(?:19|20)\d{2}年)同期")
_AIMED = re.compile("目标|任务|计划数|指标数|下达数")
_NO_AIM = re.compile("率|比例|占|进度|环比|上年|去年|均")
_OF_TIME = re.compile(
    r"第?[一二三四1-4]季度?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|[上下]半年|(?:19|20)\d{2}年度?"
)
_UP = ("↑", "▲", "△", "⬆")
_DOWN = ("↓", "▼", "▽", "⬇")
_SHARE = re.compile(r"占比|比重|占全|所占")
_RANK = re.compile(r"排名|位次|名次|排序|序位")
_TOTAL = re.compile(r"合计|总计|小计|全[省市区县州国]|总量|总数")
_INDICATOR = re.compile("专利|商标|发明|授权|申请|案件|企业|融资|登记|机构|培训|实用新型|外观")
# 商标统计 over columns 申请 and 注册: a caption that speaks of trademarks alone
_OF_TRADEMARKS = re.compile(r"\A(?!.*(?:专利|发明)).*商标", re.DOTALL)
_OF_A_LEVEL = frozenset(("yoy", "rank", "share"))
CAPTION = 160


@dataclass(frozen=True, slots=True)
class Column:
    """What a header says of the cells under it."""

    code: str | None
    part: str | None
    measure: str
    unit: str | None
    multiplier: str
    when: When | None
    mention: Mention | None
    closed: bool = False
    year_before: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with what stands around it."""

    cells: Sequence[TableCell]
    caption: str
    units: tuple[tuple[str, str], ...]
    when: When
    sentence: Sentence
    told: str = ""


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
        table = _around(folded, structure, list(group), setting.window)
        found.extend(_read(folded, table, setting, names, quantities, places))
    return found


def _around(folded: str, structure: Structure, cells: Sequence[TableCell], window: Window) -> _Table:
    first = min(cell.span[0] for cell in cells)
    at = bisect_right(structure.sentences, first, key=_start)
    home = structure.sentences[at - 1] if at else Sentence(cells[0].span, (), "done")
    heading = " ".join(home.section[-1:])
    caption = fold(heading) + folded[max(0, first - CAPTION) : first]
    told = _UNIT_LINE.search(caption) or _UNIT_LINE.search(" ".join(cells[0].column_headers))
    units = tuple((m.group(1), m.group(2)) for m in _UNIT_WORD.finditer(told.group(1))) if told else ()
    return _Table(cells, caption, units, _caption_when(fold(heading), caption, window), home)


def _start(sentence: Sentence) -> int:
    return sentence.span[0]


def _caption_when(heading: str, caption: str, window: Window) -> When:
    """The period of a table's heading or title; the prose before it speaks of other things."""
    nearest = [line for line in caption.split("\n") if line.strip()][-2:]
    titles = "\n".join(line.rpartition("。")[2] for line in nearest)
    for text in (heading, titles):
        told = [p for p in find_periods(text, window) if p.kind in ("span", "asof") and p.known]
        if told:
            return When(told[-1].kind, told[-1].start, told[-1].end, True)
    return report_when(window)


def _read(
    folded: str,
    table: _Table,
    setting: Setting,
    names: Names,
    quantities: Callable[[int, int], Sequence[Quantity]],
    places: Callable[[int, int], Sequence[Place]],
) -> list[tuple[Stated, Sentence, Span]]:
    found: list[tuple[Stated, Sentence, Span]] = []
    rows_told = ""  # the labels of the rows above, which tell of what 惠及企业 is
    above: dict[int, Column] = {}  # the last total of each column, whose parts the rows below it tell
    for _, group in groupby(table.cells, key=lambda cell: cell.row):
        row = list(group)
        subject = _subject(folded, row, places)
        if subject is None:
            continue
        before: Column | None = None
        span = row[0].span[0], row[-1].span[1]
        sentence = Sentence(span, table.sentence.section, table.sentence.part)
        later: list[tuple[TableCell, Column]] = []
        rows_told += "".join(folded[slice(*cell.span)] for cell in row[:1])
        table = replace(table, told=rows_told[-CAPTION:])
        for cell in row:
            column = _column(cell, before or above.get(cell.column), table, setting, names)
            if column.code and column.part is None and column.measure == "level":
                above[cell.column] = column
            if column.code and not column.closed:
                before = column
            later.append((cell, column))
        first = next((c for _, c in later if c.code and c.measure == "level" and not c.closed), None)
        latest = _latest([column for _, column in later])
        for cell, column in later:
            if column.measure == "rank" and first is not None:
                column = replace(column, code=column.code or first.code, part=first.part)
            if column.when is None and column.measure in _OF_A_LEVEL:
                column = replace(column, when=latest.get(column.code))
            if column.year_before:
                column = replace(
                    column, when=replace(earlier(latest.get(column.code) or table.when), kind="prior")
                )
            sign = _sign(folded[slice(*cell.span)])
            one = _state(cell, column, table, setting, subject, quantities, sign)
            if one is not None:
                found.append((one, sentence, one.number.quantity.span))
    return found


def _latest(columns: Sequence[Column]) -> dict[str | None, When]:
    """The last of the periods that a row's levels have by their headers, for each indicator: 2023年 | 2024年1-11月 |
    同比, and in the other order as well. A growth, a rank or a share beside them is of that one."""
    found: dict[str | None, When] = {}
    for column in columns:
        when = column.when
        if column.code is None or column.closed or column.measure != "level" or column.year_before:
            continue
        if when is None or when.end is None:
            continue
        best = found.get(column.code)
        if best is None or best.end is None or when.end > best.end:
            found[column.code] = when
    return found


def _subject(
    folded: str, row: Sequence[TableCell], places: Callable[[int, int], Sequence[Place]]
) -> Subject | None:
    """Whom a row is about: its place, or the reporting region where it holds totals or names indicators."""
    for cell in row:
        text = folded[slice(*cell.span)]
        named = places(*cell.span)
        if named:
            place = named[0]
            if place.kind == "self" or _TOTAL.search(text):
                return HOME
            return Subject(0, None, place.text) if place.kind == "entity" else Subject(0, place.text, None)
    labels = [label for cell in row for label in cell.row_headers]
    told = not labels or _TOTAL.search("".join(labels)) or _names_indicators(labels)
    return HOME if told or all(map(_OF_TIME.fullmatch, labels)) else None


def _names_indicators(labels: Sequence[str]) -> bool:
    return _INDICATOR.search("".join(labels)) is not None


def _column(cell: TableCell, before: Column | None, table: _Table, setting: Setting, names: Names) -> Column:
    """Read the column's and the row's headers; a growth column goes on about the column before it."""
    header = (
        fold("".join(h for h in cell.column_headers if "单位" not in h)).replace(" ", "").replace("\n", "")
    )
    label = fold("".join(cell.row_headers)).replace(" ", "").replace("\n", "")
    context = table.caption + table.told
    mentions = [*find_mentions(label, names, context), *find_mentions(header, names, context)]
    named = next((m for m in reversed(mentions) if m.meanings or m.open_dimension), None)
    measure = _measure(header) or _measure(label) or "level"
    multiplier, unit = _unit(header) or _unit(label) or ("", None)
    code, part = _indicator(mentions, named, before, unit, setting)
    if named is not None and named.bare == "act" and _OF_TRADEMARKS.search(table.caption):
        code, part = ("trademark_applications" if code == "patent_applications" else None), None
    of_time = _OF_TIME.fullmatch(label) is not None
    when = _column_when(header, setting.window) or (_row_when(label, setting.window) if of_time else None)
    closed = (bool(_MONTHLY.search(header)) and not _GROWTH.search(header)) or "环比" in header
    if measure == "level" and _AIMED.search(header) and not _NO_AIM.search(header):
        measure, closed = "target", False
    year_before = measure == "level" and _YEAR_BEFORE.search(header) is not None
    closed = (closed and not year_before) or (of_time and when is None)  # a month that nothing dates
    if unit is None and measure == "level" and code:
        multiplier, unit = _told_unit(code, table, setting)
    if code is None and measure != "level" and before is not None:
        code, part = before.code, before.part
    return Column(code, part, measure, unit, multiplier, when, named, closed, year_before)


def _measure(header: str) -> str | None:
    if _GROWTH.search(header):
        return "yoy"
    if _SHARE.search(header):
        return "share"
    return "rank" if _RANK.search(header) else None


def _unit(header: str) -> tuple[str, str] | None:
    match = _UNIT.search(header)
    return (match.group(1), match.group(2)) if match else None


def _indicator(
    mentions: Sequence[Mention],
    named: Mention | None,
    before: Column | None,
    unit: str | None,
    setting: Setting,
) -> tuple[str | None, str | None]:
    if named is None:
        return None, None
    types = [m for m in mentions if m.bare == "type"]
    if named.open_dimension:
        full = next((m for m in mentions if m.meanings), None)
        if full is not None:
            return full.codes[0], named.part
        fits = (
            before is not None
            and before.code
            and setting.catalogue[before.code].breakdown == named.open_dimension
        )
        return (before.code, named.part) if fits and before is not None else (None, None)
    code = next((m.code for m in named.meanings if m.units is None or unit in m.units), named.codes[0])
    part = named.part
    if part is None and types and code in PATENTS:
        part = types[-1].part
    return code, part


def _told_unit(code: str, table: _Table, setting: Setting) -> tuple[str, str | None]:
    """The unit of 单位:笔、亿元 that fits an indicator."""
    money = setting.catalogue[code].unit_kind == "money"
    for multiplier, unit in table.units:
        if (unit == "元") == money:
            return multiplier, unit
    return "", None


def _column_when(header: str, window: Window) -> When | None:
    if YEAR_CELL.fullmatch(header):
        header = header[:4] + "年"
    told = [p for p in find_periods(header, window) if p.kind in ("span", "asof", "prior")]
    return When(told[0].kind, told[0].start, told[0].end, True) if told else None


def _sign(text: str) -> int | None:
    """1 or -1 where an arrow or a sign opens a cell; None for the others."""
    told = text.strip(" ()（）")
    if told.startswith((*_UP, "+")):
        return 1
    return -1 if told.startswith((*_DOWN, "-")) else None


def _row_when(label: str, window: Window) -> When | None:
    """The period that a row's label is: 一季度, 3月, 2018年; None where its year is not known."""
    for period in find_periods(label, window):
        if period.kind in ("span", "month") and period.start and period.end:
            return When("span", period.start, period.end, True)
    return None


def _state(
    cell: TableCell,
    column: Column,
    table: _Table,
    setting: Setting,
    subject: Subject,
    quantities: Callable[[int, int], Sequence[Quantity]],
    sign: int | None,
) -> Stated | None:
    """``sign`` is that of an arrow or a plus in the cell: ↓4.1% is a growth of -4.1."""
    told = quantities(*cell.span)
    code = column.code
    if code is None or column.closed or len(told) != 1 or told[0].value is None:
        return None
    quantity = told[0]
    entry = setting.catalogue[code]
    value: Decimal | None = quantity.value
    if quantity.kind == "percent" and column.measure in ("level", "target") and entry.unit_kind != "percent":
        if sign is None or value is None:
            return None  # a percentage is no level of a count
        column, value = replace(column, measure="yoy", multiplier=""), sign * abs(value)
    if column.multiplier and not quantity.scaled and value is not None and column.measure == "level":
        value = scale(value, column.multiplier)
    if value is None or (
        column.measure == "level" and entry.unit_kind == "money" and not (column.unit or quantity.unit)
    ):
        return None
    when = column.when or table.when
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
        reasons=(INHERITED,) if column.measure == "target" else (),
        mention=column.mention,
        usual_kind=entry.unit_kind,
    )
