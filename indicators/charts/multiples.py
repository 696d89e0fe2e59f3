"""Small multiples: one little chart for each region on shared axes, the others grey behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.chart_layout import Axis
from indicators.charts.marks import is_hollow
from indicators.charts.shading import told
from indicators.series import Point, Track
from indicators.wording import format_exact, scaled_text, status_word, window_name, with_comparator

WIDTH, HEIGHT = 220, 116
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 14, 18
STATES_DASHED = frozenset({"P", "E"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A point at x, y of a panel; ``shape`` is circle, up, down or diamond (hedged values point to where they lie)."""

    id: int
    x: str
    y: str
    shape: str
    is_hollow: bool
    title: str


@dataclass(frozen=True, slots=True)
class Panel:
    """``paths`` are (SVG's d, whether dashed), broken at gaps; ``latest`` is the last value as it is written."""

    region: str
    name: str
    is_focus: bool
    paths: tuple[tuple[str, bool], ...]
    marks: tuple[Mark, ...]
    latest: str
    latest_note: str


@dataclass(frozen=True, slots=True)
class Multiples:
    """All panels share ``ticks`` ((y, text) of the value axis) and the years at both ends."""

    panels: tuple[Panel, ...]
    ghost: str
    ticks: tuple[tuple[str, str], ...]
    first: int
    last: int
    unit: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Frame:
    first: int
    last: int
    low: Decimal
    high: Decimal

    def x(self, year: int) -> Decimal:
        reach = max(self.last - self.first, 1)
        return LEFT + Decimal(WIDTH - LEFT - RIGHT) * (year - self.first) / reach

    def y(self, value: Decimal) -> Decimal:
        reach = (self.high - self.low) or Decimal(1)
        return HEIGHT - BOTTOM - Decimal(HEIGHT - TOP - BOTTOM) * (value - self.low) / reach

    def place(self, point: Point) -> str:
        return f"{self.x(point.year):.1f} {self.y(point.value):.1f}"


def build_multiples(tracks: Sequence[Track], axis: Axis, focus: str | None = None) -> Multiples:
    """A panel a track, in their order; from zero (or the lowest value below it) to the highest of all of them."""
    values = [point.value for track in tracks for point in track.everything]
    axis = axis.fitting(values)
    years = [year for track in tracks for year in track.line.years]
    frame = _frame(years, values, axis)
    return Multiples(
        panels=tuple(_panel(track, frame, axis, focus) for track in tracks),
        ghost=" ".join(d for track in tracks for d, _dashed in _paths(track, frame)),
        ticks=_ticks(frame, axis),
        first=frame.first,
        last=frame.last,
        unit=axis.title,
    )


def _frame(years: Sequence[int], values: Sequence[Decimal], axis: Axis) -> _Frame:
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    if axis.unit_kind == "rank":  # the first place stands on top
        low, high = max(values, default=Decimal(2)), Decimal(1)
    return _Frame(min(years, default=0), max(years, default=0), low, high)


def _panel(track: Track, frame: _Frame, axis: Axis, focus: str | None) -> Panel:
    latest = track.latest
    is_part = latest is not None and latest.window != track.line.key.window
    note = " ".join(
        filter(None, (str(latest.year), window_name(latest.window, axis.language) if is_part else ""))
    ) if latest else ""  # fmt: skip
    return Panel(
        region=track.line.key.region,
        name=track.name,
        is_focus=track.line.key.region == focus,
        paths=_paths(track, frame),
        marks=tuple(_mark(point, track, frame, axis) for point in track.everything),
        latest=with_comparator(scaled_text(latest.value, axis.scale), latest.comparator, axis.language)
        if latest
        else "",
        latest_note=note,
    )


def _paths(track: Track, frame: _Frame) -> tuple[tuple[str, bool], ...]:
    """Solid runs, and dashed steps to and from provisional values; nothing across a gap."""
    solid: list[str] = []
    dashed: list[str] = []
    points = track.line.points
    pen_down = False
    for before, point in zip((None, *points), points, strict=False):
        if point is None or before is None:
            pen_down = False
            continue
        if {before.status, point.status} & STATES_DASHED:
            dashed.append(f"M{frame.place(before)} L{frame.place(point)}")
            pen_down = False
            continue
        solid.append(
            f"L{frame.place(point)}" if pen_down else f"M{frame.place(before)} L{frame.place(point)}"
        )
        pen_down = True
    runs = ((" ".join(solid), False), (" ".join(dashed), True))
    return tuple((d, is_dashed) for d, is_dashed in runs if d)


def _mark(point: Point, track: Track, frame: _Frame, axis: Axis) -> Mark:
    exact = told(point, track.name, format_exact(point.value), axis.unit, axis.language)
    status = status_word(point.status, axis.language)
    return Mark(
        id=point.id,
        x=f"{frame.x(point.year):.1f}",
        y=f"{frame.y(point.value):.1f}",
        shape={"above": "up", "below": "down", "about": "diamond"}.get(point.comparator, "circle"),
        is_hollow=is_hollow(point),
        title=" · ".join(filter(None, (exact, status, *axis.remarks.get(point.id, ())))),
    )


def _ticks(frame: _Frame, axis: Axis) -> tuple[tuple[str, str], ...]:
    """The value axis of all panels: its two ends, and zero where that lies between them."""
    ends = {frame.low, frame.high}
    if min(ends) < 0 < max(ends):
        ends.add(Decimal(0))
    return tuple((f"{frame.y(value):.1f}", scaled_text(value, axis.scale)) for value in sorted(ends))
