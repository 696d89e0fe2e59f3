"""Tables: what the headers above and beside a cell say of its indicator, measure, unit and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.extraction.board import Setting
from reports.extraction.folding import fold
from reports.extraction.mentions import PATENTS, Mention, Names, find_mentions
from reports.extraction.periods import Window, a_year_earlier, find_periods
from reports.extraction.tables import YEAR_CELL
from reports.extraction.times import When
from reports.extraction.types import Sentence, TableCell

_UNITS: Final = "件/万人|人次|件|个|家|项|元|笔|人|份|场|期|%|条|篇|种|户|次|起|宗"
_UNIT = re.compile(rf"[(:,](?:单位:)?([百千万亿]{{0,2}})({_UNITS})[)]?\Z")
UNIT_WORD = re.compile(rf"([百千万亿]{{0,2}})({_UNITS})")
_GROWTH = re.compile(r"同比|增长|增幅|增速|升降|增减")
_AMOUNT = re.compile(r"(?<!同比)(?:增减|增加|净增)(?!率|幅|速|比|%|\(%)")
_MONTHLY = re.compile(r"环比|年均|完成率|完成比例|目标|任务|(?:上年|去年)(?!年?[末底])|户均|平均")
_YEAR_BEFORE = re.compile(r"(?:上年|去年|(?:19|20)\d{2}年)同期")
_HELD_AGAINST = re.compile(r"[比较与](?:上年|去年|上一?年度?|(?:19|20)\d{2}年)(?:同期|[末底])?")
_OVER_A_YEAR = re.compile(r"同比|同期|[比较]上年(?![末底])|[比较]去年(?![末底])")
_AIMED = re.compile("目标|任务|计划数|指标数|下达数")
_NO_AIM = re.compile("率|比例|占|进度|环比|上年|去年|均")
OF_TIME = re.compile(
    r"(?:19|20)\d{2}年度?|(?:(?:19|20)\d{2}年)?"
    r"(?:第?[一二三四1-4]季度?|(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,2})月份?|[上下]半年|全年|[末底])"
)
_YEAR_OR_MONTH_END = re.compile(
    r"截?[至止]?(?:(?:(?:19|20)\d{2}|上|去|今|本)年)?(?:\d{1,2}月(?:\d{1,2}日|份)?)?[末底]?|(?:上年|去年)同期"
)
_TIME_HEADER = re.compile(r"年份?|年度|时间|时期|期间")
_UNIT_HEADER = re.compile(r"(?:计量)?单位")
_SETTLED = re.compile("结案|办结")
_KIND = re.compile(
    r"(?:专利|商标|版权|著作权|地理标志|商业秘密)(?:类|领域|案件)?|(?:规上|中小|高新技术)?企业|高校|个人"
)
_SHARE = re.compile(r"占比|比重|占全|所占")
_RANK = re.compile(r"排名|位次|名次|排序|序位")
TOTAL = re.compile(r"合计|总计|小计|全[省市区县州国]|总量|总数")
_COUNTED = re.compile(
    r"(?:[当本](?:月|期|年|季度?)|(?:1月以来|年初以来|当年)?累计)数?|(?=.)(?:总|合)?(?:计|量|数|数量|数值|件数|完成数|完成情况|实绩)?(?:\(.{1,4}\))?"
)
# 商标统计 over columns 申请 and 注册: a caption that speaks of trademarks alone
_OF_TRADEMARKS = re.compile(r"\A(?!.*(?:专利|发明)).*商标", re.DOTALL)
_LONGEST_TITLE: Final = 30
Unit = tuple[str, str]
"""What a unit is multiplied by (万) and the unit itself (元); either may be empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """What its headers say of a cell."""

    code: str | None
    part: str | None
    measure: str
    unit: str | None = None
    multiplier: str = ""
    when: When | None = None
    mention: Mention | None = None
    closed: bool = False
    year_before: bool = False
    amount: bool = False  # 增减 that may be told in the indicator's own unit
    over_a_year: bool = False  # a growth that says so: 同比, 比上年同期
    headless: bool = (
        False  # no header tells surely what it holds: only the title does, or a cell of its row is missing
    )
    settled: bool = False  # cases closed, which are the count only where none were taken up beside them


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what stands around it."""

    cells: Sequence[TableCell]
    caption: str
    units: tuple[Unit, ...]
    when: When
    sentence: Sentence
    told: str = ""
    topic: Column | None = None  # the one indicator that its title names


@dataclass(frozen=True, slots=True)
class RowHead:
    """What the labels of a row say of all its cells: a unit in a column of its own, and the time."""

    unit: Unit | None = None
    when: When | None = None
    year_cell: int | None = None  # the column that holds the year
    counts_all: bool = True  # it is of a place, a time or a total, and of no group within


def read_column(
    cell: TableCell, before: Column | None, table: Table, setting: Setting, names: Names, head: RowHead
) -> Column:
    """Read the column's and the row's headers; a growth column goes on about the column before it."""
    header, label = _header(cell), _plain("".join(cell.row_headers))
    context = table.caption + table.told
    of_row, of_column = find_mentions(label, names, context), find_mentions(header, names, context)
    mentions = [*of_row, *of_column]
    named = next((m for m in reversed(mentions) if m.meanings or m.open_dimension), None)
    measure = _measure(header) or _measure(label) or "level"
    multiplier, unit = _unit(header) or _unit(label) or head.unit or ("", None)
    topic = _topic(table, header, measure, named, head)
    code, part = _indicator(mentions, named, before or topic, unit, setting)
    if named is not None and named.bare == "act" and _OF_TRADEMARKS.search(table.caption):
        code, part = ("trademark_applications" if code == "patent_applications" else None), None
    of_time = OF_TIME.fullmatch(label) is not None
    when = _up_to(head.when, header) or _column_when(header, setting.window) or head.when
    closed = (bool(_MONTHLY.search(header)) and not _GROWTH.search(header)) or "环比" in header
    if measure == "level" and _AIMED.search(header) and not _NO_AIM.search(header):
        measure, closed = "target", False
    year_before = measure == "level" and _YEAR_BEFORE.search(header) is not None
    closed = (closed and not year_before) or (of_time and when is None)  # a month that nothing dates
    closed = closed or cell.column == head.year_cell or _is_unit(cell) or _crosses(of_row, of_column, setting)
    if part is None and _KIND.fullmatch(label) and any(m.meanings and m.bare is None for m in of_column):
        part = _kind_of(code, label + header, names)
        closed = closed or part is None  # 专利 in a column 罚没金额: a part that the catalogue does not have
    if unit is None and measure == "level" and code:
        multiplier, unit = _told_unit(code, table, setting)
    beside = topic if measure == "level" else before
    if named is not None and named.bare == "act" and part is None and table.topic is not None:
        part = table.topic.part if table.topic.code == code else None  # 授权量 below 企业发明专利授权量
    headless = not header and code is None
    if code is None and beside is not None:
        code, part = beside.code, beside.part
    amount = measure == "yoy" and _AMOUNT.search(header) is not None and unit != "%"
    settled = _SETTLED.search(header) is not None
    over_a_year = _OVER_A_YEAR.search(header) is not None
    return Column(
        code,
        part,
        measure,
        unit,
        multiplier,
        when,
        named,
        closed,
        year_before,
        amount,
        over_a_year,
        headless,
        settled,
    )


def read_head(row: Sequence[TableCell], texts: Sequence[str], placed: bool, window: Window) -> RowHead:
    """What a row's first cells say of the others; ``texts`` are those of its cells, ``placed`` says that one is a
    place."""
    unit = next(
        (
            _pure_unit(text)
            for cell, text in zip(row, texts, strict=True)
            if _is_unit(cell) and _pure_unit(text)
        ),
        None,
    )
    first, header = texts[0].strip(), _header(row[0])
    if YEAR_CELL.fullmatch(first) and _TIME_HEADER.fullmatch(header):
        return RowHead(unit, _row_when(first[:4] + "年", window), row[0].column)
    label = _plain("".join(row[-1].row_headers))
    of_time = OF_TIME.fullmatch(label) is not None
    all_of_it = placed or of_time or not label or TOTAL.fullmatch(label) is not None
    return RowHead(unit, _row_when(label, window) if of_time else None, counts_all=all_of_it)


def latest_of(columns: Sequence[Column]) -> dict[str | None, When]:
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


def since_year_end(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a growth beside 2018年9月末 and 2017年末 is told since the year's end, and over no year."""
    if column.measure != "yoy" or column.over_a_year:
        return False
    levels = [c for c in columns if c.code == column.code and c.measure == "level" and not c.closed]
    held = {c.when.end for c in levels if c.when is not None and c.when.end and c.when.kind == "asof"}
    last = max(held, default=None)
    if last is None or last.month == 12 or any(c.year_before for c in levels):
        return False
    return date(last.year - 1, 12, 31) in held and a_year_earlier(last) not in held


def find_topic(titles: Sequence[str], names: Names) -> Column | None:
    """The one indicator that a table's title names: 近年专利授权情况. None where it names several, or is prose."""
    for title in reversed(titles):
        if len(title) > _LONGEST_TITLE or "。" in title:
            continue
        told = {m.codes[0]: m for m in find_mentions(_plain(title), names, title) if len(m.codes) == 1}
        if len(told) == 1:
            ((code, mention),) = told.items()
            return Column(code, mention.part, "level", mention=mention)
        if told:
            return None
    return None


def _topic(table: Table, header: str, measure: str, named: Mention | None, head: RowHead) -> Column | None:
    """The table's topic where a header says no more than 合计, 数量, 2021年 or one of its parts."""
    if table.topic is None or (named is not None and not named.open_dimension):
        return None
    if named is None and not head.counts_all:
        return None
    header = _UNIT.sub("", header)
    if named is not None or measure != "level" or TOTAL.fullmatch(header) or _COUNTED.fullmatch(header):
        return table.topic
    dated = YEAR_CELL.fullmatch(header) or OF_TIME.fullmatch(header) or _YEAR_OR_MONTH_END.fullmatch(header)
    return table.topic if dated else None


def _kind_of(code: str | None, words: str, names: Names) -> str | None:
    """The part that a row's kind and its column name together: patent of 专利 and 质押融资金额; None for none."""
    return next((m.part for m in find_mentions(words, names) if m.part is not None and code in m.codes), None)


def _crosses(of_row: Sequence[Mention], of_column: Sequence[Mention], setting: Setting) -> bool:
    """Whether a column counts something else than its row names: the fines (罚没金额) in a row of 假冒专利 are a part
    of all fines that the catalogue does not have."""
    row, column = ({code for m in told for code in m.codes if m.meanings} for told in (of_row, of_column))
    if not row or not column or row & column:
        return False
    kinds = {setting.catalogue[code].unit_kind for code in column}
    return kinds.isdisjoint(setting.catalogue[code].unit_kind for code in row)


def _plain(text: str) -> str:
    return fold(text).replace(" ", "").replace("\n", "")


def _header(cell: TableCell) -> str:
    return _plain("".join(h for h in cell.column_headers if "单位" not in h))


def _is_unit(cell: TableCell) -> bool:
    return any(_UNIT_HEADER.fullmatch(_plain(header)) for header in cell.column_headers)


def _pure_unit(text: str) -> Unit | None:
    match = UNIT_WORD.fullmatch(_plain(text))
    return (match.group(1), match.group(2)) if match else None


def _measure(header: str) -> str | None:
    if _GROWTH.search(header):
        return "yoy"
    if _SHARE.search(header):
        return "share"
    return "rank" if _RANK.search(header) else None


def _unit(header: str) -> Unit | None:
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


def _told_unit(code: str, table: Table, setting: Setting) -> tuple[str, str | None]:
    """The unit of 单位:笔、亿元 that fits an indicator."""
    money = setting.catalogue[code].unit_kind == "money"
    for multiplier, unit in table.units:
        if (unit == "元") == money:
            return multiplier, unit
    return "", None


def _column_when(header: str, window: Window) -> When | None:
    if YEAR_CELL.fullmatch(header):
        header = header[:4] + "年"
    header = _HELD_AGAINST.sub("", header)  # 比上年增减 is no column of the year before
    told = [p for p in find_periods(header, window) if p.kind in ("span", "asof", "prior")]
    return When(told[0].kind, told[0].start, told[0].end, True) if told else None


def _up_to(when: When | None, header: str) -> When | None:
    """The period of a month's row in a column of what was done since January: 1月以来累计, 累计同比; else None."""
    if when is None or when.start is None or "累计" not in header:
        return None
    return When(when.kind, when.start.replace(month=1, day=1), when.end, True)


def _row_when(label: str, window: Window) -> When | None:
    """The period that a row's label is: 一季度, 3月, 2018年, 2020年末; None where its year is not known."""
    for period in find_periods(label, window):
        if period.kind in ("span", "month") and period.start and period.end:
            return When("span", period.start, period.end, True)
        if period.kind == "asof" and period.end:
            return When("asof", None, period.end, True)
    return None
