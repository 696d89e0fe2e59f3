"""A chart of the explorer as a slide: drawn as its page draws it, told in a sentence, and as a part of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import translation

from briefs.content import Chart, Run, Section, Sentence, joined
from briefs.prose import CHINESE, Stated, number_of, tell
from briefs.section_charts import number_marks
from briefs.sources import name_of
from indicators import labels
from indicators.explorer.address import Address
from indicators.explorer.forms import ExplorerForm
from indicators.explorer.page import ExplorerPage, load_page
from indicators.explorer.table import TableRow
from indicators.models import Measure, Region
from indicators.place_names import reads_english
from indicators.wording import period_name, scale_for, unit_with

TOLD = 4  # lines of a chart that the sentence tells
FIRST = 3  # places of a ranking that it names
MOST_LINES = 8  # that can be told apart in one chart of a file
MOST_BARS = 20
HIGH = 310  # of a chart that shares a slide with its heading and its sentence, before the slide's type enlarges it
Home = Callable[[], Region | None]


@dataclass(frozen=True, slots=True)
class View:
    """``page`` is what is drawn on the screen, in the reader's language; ``section`` the same for files, in Chinese."""

    page: ExplorerPage
    section: Section


def address_of(query: str) -> Address:
    """The state that a slide keeps: which statistic of whom, in which chart; neither drafts nor a day."""
    return Address.of(QueryDict(query)).having(view=None, layer=None)


def load_view(query: str, moment: datetime | None, home: Home, key: str = "view") -> View | None:
    """The chart as it was published at the moment (now, or the address's own day, where none is given); None where the
    address names no indicator."""
    address = address_of(query)
    asked = ExplorerForm(QueryDict(address.query)).usable
    if asked.get("indicator") is None:
        return None
    asked |= {"drafts": False, "as_of": moment or asked.get("as_of")}
    in_english = reads_english()
    page = load_page(asked["indicator"], asked, address, home)
    with translation.override(CHINESE):  # the files are Chinese, and so are the names of places in them
        told = load_page(asked["indicator"], asked, address, home) if in_english else page
        section = _section(told, key)
    if page.drawing.figure:
        layout = page.drawing.figure["layout"]
        layout["height"] = min(layout.get("height") or HIGH, HIGH)
        if page.drawing.kind == "line":
            number_marks(page.drawing.figure)
    return View(page, section)


def _section(page: ExplorerPage, key: str) -> Section:
    rows = _shown(page)
    return Section(
        key=key,
        heading=page.state.indicator.name_zh,
        sentences=(_ranking(page, rows) if _is_one_year(page) else _course(page, rows),) if rows else (),
        chart=_chart(page, rows),
    )


def _is_one_year(page: ExplorerPage) -> bool:
    """Whether several are compared in one year."""
    return bool(page.drawing.years and len(page.drawing.years) == 1 and page.count > 1)


def _shown(page: ExplorerPage) -> list[TableRow]:
    """The values of the chart's own window: those of other parts of a year stand beside it on the screen alone."""
    return [row for row in page.rows if row.point.window == page.state.window]


def _name(page: ExplorerPage) -> str:
    state = page.state
    measure = "" if state.measure == Measure.LEVEL else str(Measure(state.measure).label)
    return f"{name_of(state.indicator, '' if state.by_part else state.breakdown)}{measure}"


def _unit(page: ExplorerPage) -> str:
    return labels.unit_name(page.state.indicator, page.state.unit_kind)


def _ranking(page: ExplorerPage, rows: Sequence[TableRow]) -> Sentence:
    """2023年，11个地区中有9个有专利申请量，居前的是…"""
    best = _ordered(page, rows)
    named = [(row.region, number_of(row.point, _unit(page))) for row in best[:FIRST]]
    opening = f"{rows[0].point.year}年，{page.count}个地区中有{len(rows)}个有{_name(page)}，居前的是"
    return (opening, *joined(named, "、"), "。")


def _ordered(page: ExplorerPage, rows: Sequence[TableRow]) -> list[TableRow]:
    """The first place first; of ranks that is the smallest."""
    sign = 1 if page.state.unit_kind == "rank" else -1
    return sorted(rows, key=lambda row: (sign * row.point.value, row.region_code))


def _course(page: ExplorerPage, rows: Sequence[TableRow]) -> Sentence:
    """江西省2022年专利申请量93,441件，同比下降5.2%；…: the newest value of each line."""
    newest: dict[int, TableRow] = {}
    for row in rows:
        if row.position not in newest or row.end > newest[row.position].end:
            newest[row.position] = row
    told = [_told(page, newest[position]) for position in sorted(newest)[:TOLD]]
    more = f"等{len(newest)}个" if len(newest) > TOLD else ""
    return (*joined(told, "；"), f"{more}。")


def _told(page: ExplorerPage, row: TableRow) -> tuple[Run, ...]:
    period = period_name(row.point.window, row.point.year, CHINESE)
    name = f"{row.region}{period}" if page.state.by_part else f"{row.region}{period}{_name(page)}"
    return tell(Stated(name, _unit(page), row.point, row.told_growth))


def _chart(page: ExplorerPage, rows: Sequence[TableRow]) -> Chart | None:
    """Lines over the years, or bars of one year in order; None where nothing is known."""
    if not rows:
        return None
    by_position: dict[int, list[TableRow]] = {}
    for row in rows:
        by_position.setdefault(row.position, []).append(row)
    years = sorted({row.point.year for row in rows})
    if _is_one_year(page) or len(years) == 1 or len(by_position) > MOST_LINES:
        return _bars(page, [row for row in rows if row.point.year == years[-1]])
    scale = scale_for(max(row.point.value for row in rows), page.state.unit_kind, CHINESE)
    span = range(years[0], years[-1] + 1)
    lines = []
    for position in sorted(by_position):
        known = {row.point.year: row.point.value / scale.divisor for row in by_position[position]}
        lines.append((by_position[position][0].region, tuple(known.get(year) for year in span)))
    return Chart(
        title=f"{span[0]}–{span[-1]}年{_name(page)}",
        unit=unit_with(scale.word, _unit(page), CHINESE),
        base_unit=_unit(page),
        unit_kind=page.state.unit_kind,
        categories=tuple(map(str, span)),
        lines=tuple(lines),
        observations=tuple(row.id for row in rows),
        over_time=True,
    )


def _bars(page: ExplorerPage, rows: Sequence[TableRow]) -> Chart:
    best = _ordered(page, rows)[:MOST_BARS]
    scale = scale_for(max(row.point.value for row in best), page.state.unit_kind, CHINESE)
    more = f"（前{MOST_BARS}位）" if len(rows) > MOST_BARS else ""
    return Chart(
        title=f"{best[0].point.year}年{_name(page)}{more}",
        unit=unit_with(scale.word, _unit(page), CHINESE),
        base_unit=_unit(page),
        unit_kind=page.state.unit_kind,
        categories=tuple(row.region for row in best),
        lines=((_name(page), tuple(row.point.value / scale.divisor for row in best)),),
        observations=tuple(row.id for row in best),
    )
