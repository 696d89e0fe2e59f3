"""Values on the outlines of a bureau's own approved map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.chart_layout import Axis
from indicators.charts.heat import cell_at, legend_of
from indicators.charts.shading import Cell, build_shades
from indicators.series import Track


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with the region's value; ``kind`` "outside" for one that is not compared."""

    code: str
    name: str
    path: str
    x: int
    y: int
    is_focus: bool
    cell: Cell


@dataclass(frozen=True, slots=True)
class MapDrawing:
    shapes: tuple[Shape, ...]
    width: int
    height: int
    year: int
    unit: str
    legend: tuple[tuple[int, str], ...]
    known: int
    count: int
    missing: tuple[str, ...]


def build_map(
    tracks: Sequence[Track],
    axis: Axis,
    year: int,
    outlines: Mapping[str, Any],
    focus: str | None = None,
    not_applicable: frozenset[str] = frozenset(),
) -> MapDrawing:
    """The map of one year. ``outlines`` holds width, height and shapes as ``BaseMap`` keeps them; ``missing`` are the
    regions compared that the map has no outline for: they are named, since they could not be seen."""
    by_code = {track.line.key.region: track for track in tracks}
    drawn = {shape["code"] for shape in outlines["shapes"]}
    on_map = [track for code, track in by_code.items() if code in drawn]
    axis = axis.fitting(point.value for track in on_map for point in track.everything if point.year == year)
    shades = build_shades(point.value for track in on_map if (point := track.line.at(year)))
    shapes = []
    for shape in outlines["shapes"]:
        track = by_code.get(shape["code"])
        cell = cell_at(track, year, axis, shades, not_applicable) if track else Cell("outside", "", "")
        name = track.name if track else ""
        shapes.append(
            Shape(shape["code"], name, shape["path"], shape["x"], shape["y"], shape["code"] == focus, cell)
        )
    return MapDrawing(
        shapes=tuple(shapes),
        width=outlines["width"],
        height=outlines["height"],
        year=year,
        unit=axis.title,
        legend=legend_of(shades, axis),
        known=sum(shape.cell.id is not None for shape in shapes),
        count=len(by_code),
        missing=tuple(track.name for code, track in by_code.items() if code not in drawn),
    )
