"""What all charts share: the axis and its scale, what a hovered value says, the frame, labels at the ends
of lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from html import escape

from indicators.chart_themes import Figure
from indicators.series import NO_BREAKS, Breaks, Point, Track
from indicators.wording import (
    ONE,
    Scale,
    format_exact,
    is_english,
    period_name,
    scale_for,
    status_word,
    unit_with,
    with_comparator,
)

MOST_DIRECT_LABELS = 7
LABEL_GAP = 17  # pixels between two labels at the end of lines
End = tuple[Track, "Style", Point]
MARGIN = {"l": 12, "r": 20, "t": 34, "b": 28}


@dataclass(frozen=True)
class Axis:
    """What the values of a chart are: their unit, kind, the scale of the axis and the reader's language.

    ``remarks`` are lines to add where a value is pointed at, ``marks`` signs that stand beside it in print as well,
    both by the id of the observation; ``year_signs`` stand at the top of a year; across ``breaks`` nothing is joined.
    """

    unit: str
    unit_kind: str
    language: str
    scale: Scale = ONE
    remarks: Mapping[int, Sequence[str]] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    year_signs: Mapping[int, str] = field(default_factory=dict)
    breaks: Breaks = NO_BREAKS

    def coordinate(self, value: Decimal) -> float:
        """The value on the axis; the one place where a Decimal becomes a float."""
        return float(value / self.scale.divisor)

    @cached_property
    def title(self) -> str:
        return unit_with(self.scale.word, self.unit, self.language)

    def fitting(self, values: Iterable[Decimal]) -> Axis:
        """The axis with the scale that its largest value needs."""
        largest = max((abs(value) for value in values), default=Decimal(0))
        return replace(self, scale=scale_for(largest, self.unit_kind, self.language))


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is drawn; a strong one stands in front of those that are there for comparison."""

    colour: str
    width: float = 2.25
    dash: str = "solid"
    is_strong: bool = True
    marker: float = 8


def hover_text(point: Point, name: str, axis: Axis) -> str:
    """Name and period, the exact value with its unit and as the axis writes it, and what to know about it."""
    exact = with_comparator(format_exact(point.value), point.comparator, axis.language)
    lines = [
        f"<b>{_escaped(name)}</b> {period_name(point.window, point.year, axis.language)}",
        f"{exact} {_escaped(axis.unit)}".strip() + _as_on_axis(point, axis),
    ]
    if note := status_word(point.status, axis.language):
        lines.append(note)
    lines += [escape(remark) for remark in axis.remarks.get(point.id, ())]
    return "<br>".join(lines)


_escaped = lru_cache(maxsize=1024)(escape)  # a line's name stands beside each of its values


def _as_on_axis(point: Point, axis: Axis) -> str:
    """The value in the axis's scale, in brackets of the language; "" where the axis is not scaled."""
    if axis.scale is ONE:
        return ""
    scaled = format_exact((point.value / axis.scale.divisor).quantize(Decimal("0.01"), ROUND_HALF_UP))
    title = _escaped(axis.title)
    return f" ({scaled} {title})" if is_english(axis.language) else f"（{scaled}{title}）"


def build_layout(years: Sequence[int], values: Sequence[Decimal], axis: Axis, height: int) -> Figure:
    """The frame of a chart over the years, reaching from zero to a little above the highest value."""
    low, high = _value_range(values, axis)
    layout = build_frame(axis, height)
    layout["xaxis"] |= {
        "range": [years[0] - 0.5, years[-1] + 0.5] if years else [0, 1],
        "tick0": years[0] if years else 0,
        "dtick": max(1, -(-len(years) // 12)),
    }
    layout["yaxis"] |= {"range": [low, high], "zeroline": low < 0}
    if axis.unit_kind == "rank":
        layout["yaxis"] |= {"tick0": 1, "nticks": 8, "zeroline": False}
    shown = [year for year in years if year in axis.year_signs or axis.breaks.at("", year)]
    layout["annotations"] += [_year_sign(year, axis) for year in shown]
    layout["shapes"] = [_break_line(year) for year in shown if axis.breaks.at("", year)]
    return layout


def _year_sign(year: int, axis: Axis) -> Figure:
    """What stands at the top of a year that something was noted of; a break stands before its year."""
    return {
        "name": "year",
        "text": axis.year_signs.get(year, ""),
        "x": year - 0.5 if axis.breaks.at("", year) else year,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": "var(--text-muted)"},
    }


def _break_line(year: int) -> Figure:
    """A dotted line before the first year that counts something else."""
    place = {"xref": "x", "yref": "paper", "x0": year - 0.5, "x1": year - 0.5, "y0": 0, "y1": 1}
    line = {"color": "var(--chart-axis)", "width": 1.5, "dash": "dot"}
    return {"type": "line", "layer": "below", **place, "line": line}


def build_frame(axis: Axis, height: int) -> Figure:
    """What every chart has: fonts, colours and the unit above the axis; years below, values to the left."""
    return {
        "height": height,
        "margin": dict(MARGIN),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "var(--font)", "size": 13, "color": "var(--text-muted)"},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--chart-axis)",
            "font": {"family": "var(--font)", "size": 13, "color": "var(--text)"},
            "align": "left",
        },
        "dragmode": False,
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "annotations": [_unit_note(axis)],
        "xaxis": {
            "tickmode": "linear",
            "tickformat": "d",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "linecolor": "var(--chart-axis)",
            "showline": True,
            "ticks": "outside",
            "tickcolor": "var(--chart-axis)",
        },
        "yaxis": {
            "title": {"text": ""},
            "autorange": False,
            "nticks": 6,
            "tickformat": ",~f" if axis.scale is ONE else "~f",
            "gridcolor": "var(--chart-grid)",
            "zerolinecolor": "var(--chart-axis)",
            "fixedrange": True,
            "automargin": True,
        },
    }


def _value_range(values: Sequence[Decimal], axis: Axis) -> tuple[float, float]:
    """From zero (or the lowest value below it) to a little above the highest value; places from the last up to 1."""
    if axis.unit_kind == "rank":
        return float(max([Decimal(2), *values])) + 0.6, 0.4
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    reach = (high - low) or axis.scale.divisor
    floor = low - reach * Decimal("0.06") if low < 0 else low
    return axis.coordinate(floor), axis.coordinate(high + reach * Decimal("0.12"))


def _unit_note(axis: Axis) -> Figure:
    """The axis title, written flat above the axis, where Chinese is read without turning one's head."""
    return {
        "name": "unit",
        "text": escape(axis.title),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -24,
        "yshift": 10,
        "showarrow": False,
        "font": {"size": 12, "color": "var(--text-muted)"},
    }


def label_ends(layout: Figure, tracks: Sequence[Track], styles: Sequence[Style], axis: Axis) -> None:
    """Write each line's name at its end where there is room; a legend where there is not. Changes the
    layout."""
    ends = [
        (track, style, last)
        for track, style in zip(tracks, styles, strict=True)
        if (last := track.latest) is not None
    ]
    strong = sum(style.is_strong for style in styles)
    if len(tracks) > MOST_DIRECT_LABELS and strong == len(tracks):
        layout["showlegend"] = True
        layout["margin"]["t"] = 64
        return
    if len(tracks) < 2:
        return
    low, high = layout["yaxis"]["range"]
    pixels = (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (high - low)
    if len(tracks) > MOST_DIRECT_LABELS:
        ends = _with_room(ends, [axis.coordinate(last.value) * pixels for _, _, last in ends])
    wanted = [axis.coordinate(last.value) * pixels for _, _, last in ends]
    for (track, style, last), shift in zip(ends, spread(wanted), strict=True):
        layout["annotations"].append(
            {
                "name": "end",
                "text": f"<b>{escape(track.name)}</b>" if style.is_strong else escape(track.name),
                "x": last.year,
                "y": axis.coordinate(last.value),
                "xanchor": "left",
                "xshift": 9,
                "yshift": shift,
                "showarrow": False,
                "font": {"size": 13, "color": style.colour if style.is_strong else "var(--text-muted)"},
            }
        )
    longest = max((len(track.name) for track, _, _ in ends), default=0)
    layout["margin"]["r"] = min(200, 24 + longest * (8 if axis.language.startswith("en") else 14))


def _with_room(ends: list[End], heights: Sequence[float]) -> list[End]:
    """Of many lines those whose names find room: the strong ones first, then from the highest down."""
    order = sorted(range(len(ends)), key=lambda index: (not ends[index][1].is_strong, -heights[index]))
    taken: list[int] = []
    for index in order:
        if all(abs(heights[index] - heights[other]) >= LABEL_GAP for other in taken):
            taken.append(index)
    return [ends[index] for index in sorted(taken)]


def spread(wanted: Sequence[float]) -> list[float]:
    """How far each label moves, in pixels, so that no two stand closer than ``LABEL_GAP``; order is kept."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed: list[float] = []
    for index in order:
        placed.append(max(wanted[index], placed[-1] + LABEL_GAP) if placed else wanted[index])
    drift = sum(place - wanted[index] for place, index in zip(placed, order, strict=True)) / max(
        len(placed), 1
    )
    shifts = [0.0] * len(wanted)
    for place, index in zip(placed, order, strict=True):
        shifts[index] = round(place - drift - wanted[index], 1)
    return shifts
