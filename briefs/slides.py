"""A brief's parts as slides: the title, a part with its chart, its table in pages that a room can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefs.content import Cells, Content, Section, SourceLine
from indicators.chart_layout import Axis
from indicators.chart_themes import Figure
from indicators.charts import build_line_chart
from indicators.explorer.page import ExplorerPage

ROWS = 7
CHARACTERS = 46  # of a line across the slide, in Chinese


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its key in the address, its heading, and what stands on it; ``page`` is a chart of the explorer."""

    key: str
    heading: str
    section: Section | None
    table: Cells | None = None
    figure: Figure | None = None
    bars: Sequence[tuple[str, str, int, int]] = ()
    sources: Sequence[SourceLine] = ()
    page: ExplorerPage | None = None
    note: str = ""


def slides_of(content: Content) -> list[Slide]:
    """The deck: title, parts, tables of seven rows a slide; a short table stands under its part's sentences."""
    slides = [title_slide(content.title)]
    for section in content.sections:
        slides += slides_of_section(section, content.sources_of(section))
    return slides


def title_slide(title: str) -> Slide:
    return Slide("title", title, None)


def slides_of_section(section: Section, sources: Sequence[SourceLine]) -> list[Slide]:
    """A part's own slide, and those of the rest of its table."""
    figure, bars = _chart_of(section)
    beneath, behind = section.laid_out(ROWS, CHARACTERS)
    slides = [Slide(section.key, section.heading, section, beneath, figure, bars, sources)]
    for number, part in enumerate(behind, start=1):
        heading = f"{section.heading}：{part.caption}"
        slides.append(Slide(f"{section.key}-{number}", heading, None, part, sources=sources))
    return slides


def _chart_of(section: Section) -> tuple[Any, Sequence[tuple[str, str, int, int]]]:
    """The section's chart: a figure over the years, or bars as (name, number, percent of the longest, value's id)."""
    chart = section.chart
    if chart is None:
        return None, ()
    if chart.tracks:
        return build_line_chart(
            chart.tracks, Axis(unit_kind=chart.unit_kind, unit=chart.base_unit, language="zh-hans")
        ), ()
    values = chart.lines[0][1]
    longest = max((value for value in values if value), default=1)
    return None, [
        (name, f"{value:,.2f}".rstrip("0").rstrip("."), int(value * 100 / longest), pk)
        for name, value, pk in zip(chart.categories, values, chart.observations, strict=True)
        if value is not None
    ]
