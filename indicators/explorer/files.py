"""What the explorer shows as files: the values of its table and the picture of its chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from indicators import labels
from indicators.explorer.drawing import Drawing
from indicators.explorer.page import ExplorerPage
from indicators.explorer.table import TableRow
from indicators.exports import ExportError, Picture
from indicators.facts import load_facts
from indicators.models import Observation
from indicators.pictures import Caption, draw_heat, draw_map, draw_multiples, draw_svg, draw_tiles
from indicators.selection import IndicatorPage, Selection, table_scale
from indicators.series import Growth
from indicators.value_rows import ValueRow
from indicators.wording import unit_with

KINDS = ("xlsx", "csv", "png", "svg", "package", "sdmx")
DRAWN: dict[str, Callable[[Any, Caption], str]] = {
    "heat": draw_heat,
    "tiles": draw_tiles,
    "map": draw_map,
    "multiples": draw_multiples,
}


def picture_of(page: ExplorerPage) -> Picture:
    """The page's chart to be drawn; where it refuses to draw one, so does the picture, for the same reason."""

    def draw(caption: Caption) -> str:
        if page.refusal:
            raise ExportError(page.refusal)
        return _draw(page.drawing, caption)

    notes = tuple(map(str, page.notes))
    if (base := page.drawing.base_map) and page.drawing.kind == "map":
        notes += (base.credit,)
    return Picture(draw, notes)


def _draw(drawing: Drawing, caption: Caption) -> str:
    if drawing.figure is not None:
        return draw_svg(drawing.figure, caption)
    return DRAWN[drawing.kind](drawing.data, caption)


def as_indicator_page(page: ExplorerPage) -> IndicatorPage:
    """The values shown as the exports take them: one indicator, its regions, and a row a value."""
    state, language = page.state, labels.language()
    scale = table_scale(state.indicator, state.unit_kind, language)
    return IndicatorPage(
        selection=Selection(
            indicator=state.indicator,
            regions=tuple(state.compared.regions),
            breakdown=state.breakdown,
            measure=state.measure,
            accounting=state.accounting,
            first=state.first,
            last=state.last,
            as_of=state.as_of,
            drafts=state.drafts,
        ),
        unit=page.unit,
        table_unit=unit_with(scale.word, page.unit, language),
        regions=(),
        breakdowns=(),
        measures=(),
        accountings=(),
        windows=(),
        rows=_rows(page),
        figure=page.drawing.figure,
        title=page.title,
        has_partial="partial" in page.signs,
        has_hedged="hedged" in page.signs,
        has_samples="sample" in page.signs,
        has_drafts="draft" in page.signs,
    )


def _rows(page: ExplorerPage) -> tuple[ValueRow, ...]:
    """The table's values with what was ruled on them, in its order; one query."""
    state, language = page.state, labels.language()
    scale = table_scale(state.indicator, state.unit_kind, language)
    names = {region.pk: region.shown_name for region in state.compared.regions}
    shown = Observation.objects.filter(pk__in=[row.id for row in page.rows])
    facts = {fact.pk: fact for fact in load_facts(shown, ruled=True)}
    return tuple(
        ValueRow(facts[row.id], names[row.region_code], partial(_growth, row), scale, language)
        for row in page.rows
    )


def _growth(row: TableRow) -> Growth:
    return row.told_growth or Growth(None, "percent", "none", row.point.window)
