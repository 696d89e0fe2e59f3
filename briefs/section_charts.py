"""The chart of a brief's part as a screen shows it: a figure over the years, or bars by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from briefs.content import Section
from indicators.chart_layout import Axis
from indicators.chart_themes import Figure
from indicators.charts import build_line_chart

Bars = Sequence[tuple[str, str, int, int]]
"""(name, number in words, percent of the longest, id of the value)"""


def chart_of(section: Section, height: int = 400) -> tuple[Figure | None, Bars]:
    """The section's chart: a figure over the years, or bars as (name, number, percent of the longest, value's id)."""
    chart = section.chart
    if chart is None:
        return None, ()
    if chart.tracks:
        axis = Axis(unit_kind=chart.unit_kind, unit=chart.base_unit, language="zh-hans")
        return number_marks(build_line_chart(chart.tracks, axis, height=height)), ()
    values = chart.lines[0][1]
    longest = max((value for value in values if value), default=1)
    words = _alike([value for value in values if value is not None])
    return None, [
        (name, words(value), int(value * 100 / longest), pk)
        for name, value, pk in zip(chart.categories, values, chart.observations, strict=True)
        if value is not None
    ]


def _alike(values: Sequence[Decimal | float]) -> Callable[[Decimal | float], str]:
    """How the values of one chart are written: all with as many decimals, none where all are whole."""
    places = 0 if all(value == int(value) for value in values) else 2
    return lambda value: f"{value:,.{places}f}"


def number_marks(figure: Figure) -> Figure:
    """The chart of one line with the number at each mark: from the last row nobody reads an axis."""
    lines = [trace for trace in figure["data"] if trace.get("mode") == "lines+markers"]
    if len({trace["name"] for trace in lines}) != 1:
        return figure
    points = {
        x: y
        for trace in lines
        for x, y, shape in zip(trace["x"], trace["y"], trace["marker"]["symbol"], strict=True)
        if y is not None and shape == "circle"  # a hedged value is no number without its word
    }
    words, least = _alike(list(points.values())), max(map(abs, points.values()), default=0) / 10
    years = sorted(points)
    for year, after in zip(years, [*years[1:], None], strict=True):
        rise = points[after] - points[year] if after is not None else 0
        figure["layout"]["annotations"].append(_number(year, points[year], words(points[year]), rise, least))
    return figure


def _number(year: int, value: float, words: str, rise: float, least: float) -> Figure:
    """The number above its mark, beside it where the line that goes on would strike it through."""
    side = "right" if rise > least else "left" if rise < -least else "center"
    return {
        "x": year,
        "y": value,
        "text": words,
        "showarrow": False,
        "xanchor": side,
        "yshift": 14,
        "font": {"size": 13, "color": "var(--text)"},
    }
