"""Charts that Word and PowerPoint draw and people can edit: the values stand in a workbook inside the file."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefs.content import Chart

BLUE = "1F4B82"
COLOURS = (BLUE, "D55E00", "009E73", "CC79A7", "E69F00", "56B4E9", "595959", "8C564B")
"""Of lines beside each other: the brand's, then those of Okabe and Ito, which stay apart without colour sense."""
ON_A_SLIDE, IN_A_TEXT = 14, 11
LABELLED = 2  # lines that can carry a number at every mark
FACE = "微软雅黑"


def add_chart(
    slide: Any, chart: Chart, left: int, top: int, width: int, height: int, size: int = ON_A_SLIDE
) -> Any:
    """The chart on the slide, lengths in EMU, ``size`` of its words in points; its title names the unit, each value
    stands at its mark."""
    drawn = slide.shapes.add_chart(kind_of(chart), left, top, width, height, data_of(chart)).chart
    drawn.has_title, drawn.has_legend = True, len(chart.lines) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    run = drawn.chart_title.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = f"{chart.title}（{chart.unit}）", Pt(size + 2), True
    name_face(run)
    drawn.font.size, drawn.font.name = Pt(size), FACE
    plot = drawn.plots[0]
    plot.has_data_labels = len(chart.lines) <= LABELLED
    if plot.has_data_labels:
        words = plot.data_labels
        words.number_format, words.number_format_is_linked = number_format(chart), False
        words.font.size = Pt(size)
        words.position = XL_LABEL_POSITION.ABOVE if chart.is_line else XL_LABEL_POSITION.OUTSIDE_END
    if all(value is None or value >= 0 for _name, line in chart.lines for value in line):
        drawn.value_axis.minimum_scale = 0  # a cut axis makes small changes look large
    for series, colour in zip(plot.series, cycle(COLOURS), strict=False):
        if chart.is_line:
            series.smooth = False
            series.format.line.color.rgb = RGBColor.from_string(colour)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = RGBColor.from_string(BLUE)
    return drawn


def name_face(run: Any) -> None:
    """Give the run its face for Chinese as well, which PowerPoint keeps apart."""
    run.font.name = FACE
    properties = run._r.get_or_add_rPr()
    properties.append(properties.makeelement(qn("a:ea"), {"typeface": FACE}))


def parts_of(chart: Chart, width: int, height: int) -> tuple[bytes, bytes, str]:
    """The chart's XML, its workbook, and the relation by which the one names the other."""
    deck = Presentation()
    part = add_chart(deck.slides.add_slide(deck.slide_layouts[6]), chart, 0, 0, width, height, IN_A_TEXT).part
    workbook = part.chart_workbook.xlsx_part
    relation = next(key for key, rel in part.rels.items() if rel.target_part is workbook)
    return part.blob, workbook.blob, relation


def kind_of(chart: Chart) -> Any:
    """Lines with markers over years, bars for places."""
    return XL_CHART_TYPE.LINE_MARKERS if chart.is_line else XL_CHART_TYPE.BAR_CLUSTERED


def data_of(chart: Chart) -> CategoryChartData:
    """The chart's values as the workbook has them; a gap is an empty cell, never a zero."""
    data = CategoryChartData(number_format=number_format(chart))
    data.categories = _ordered(chart, chart.categories)
    for name, values in chart.lines:
        data.add_series(f"{name}（{chart.unit}）", [_cell(value) for value in _ordered(chart, values)])
    return data


def number_format(chart: Chart) -> str:
    """How the chart's numbers are written: whole ones without decimals, scaled ones all with two, as on the page."""
    values = [value for _name, line in chart.lines for value in line if value is not None]
    return "#,##0" if all(value == value.to_integral_value() for value in values) else "#,##0.00"


def _ordered(chart: Chart, values: Any) -> list[Any]:
    """Bars are drawn from below, so the first comes last."""
    return list(values) if chart.is_line else list(values)[::-1]


def _cell(value: Decimal | None) -> float | None:
    """Workbooks hold doubles; six decimals of any value here survive that."""
    return None if value is None else float(value)
