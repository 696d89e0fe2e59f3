"""The marks of a figure's traces: lines broken at gaps, markers by their shape, bars plain or hatched, error bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from indicators.pictures.lettering import plain, text
from indicators.pictures.plane import Plane, Scale

Trace = dict[str, Any]
DASHES = {"dash": (4, 3), "dot": (1.2, 2.2), "dashdot": (4, 2, 1.2, 2), "longdash": (8, 3)}


def draw_scatter(trace: Trace, plane: Plane) -> Iterator[str]:
    """The trace's error bars, its line, its markers and its words, in this order."""
    mode = trace.get("mode", "lines")
    places = [
        (plane.x.at(x), plane.y.at(y)) if y is not None and x is not None else None
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    yield from _errors(trace, plane)
    if "lines" in mode:
        yield from _line(places, trace["line"])
    if "markers" in mode:
        yield from _markers(places, trace["marker"])
    if "text" in mode:
        yield from _words(places, trace)


def _line(places: Sequence[tuple[float, float] | None], line: dict[str, Any]) -> Iterator[str]:
    commands, pen = [], "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        commands.append(f"{pen}{place[0]:.1f} {place[1]:.1f}")
        pen = "L"
    width = float(line.get("width", 2))
    dashes = " ".join(f"{part * width:.1f}" for part in DASHES.get(line.get("dash", "solid"), ()))
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    if len(commands) > 1:
        yield (
            f'<path d="{" ".join(commands)}" fill="none" stroke="{line["color"]}" stroke-width="{width:g}"'
            f' stroke-linejoin="round"{pattern}/>'
        )


def _markers(places: Sequence[tuple[float, float] | None], marker: dict[str, Any]) -> Iterator[str]:
    for index, place in enumerate(places):
        size = float(_one(marker.get("size", 8), index))
        if place is None or not size:
            continue
        fill, edge = _one(marker["color"], index), marker.get("line", {})
        stroke = f'stroke="{_one(edge.get("color", fill), index)}" stroke-width="{edge.get("width", 0)}"'
        yield _shape(str(_one(marker.get("symbol", "circle"), index)), place, size / 2, fill, stroke)


def _shape(symbol: str, place: tuple[float, float], reach: float, fill: str, stroke: str) -> str:
    x, y = place
    if symbol == "line-ew-open":
        return f'<path d="M{x - reach:.1f} {y:.1f}h{reach * 2:.1f}" {stroke}/>'
    corners = {
        "triangle-up": ((-1, 0.75), (1, 0.75), (0, -1)),
        "triangle-down": ((-1, -0.75), (1, -0.75), (0, 1)),
        "diamond": ((-1, 0), (0, 1), (1, 0), (0, -1)),
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    }.get(symbol)
    if corners is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{reach:.1f}" fill="{fill}" {stroke}/>'
    points = " ".join(f"{x + dx * reach:.1f},{y + dy * reach:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" fill="{fill}" {stroke}/>'


def _words(places: Sequence[tuple[float, float] | None], trace: Trace) -> Iterator[str]:
    font = trace.get("textfont", {})
    for place, words in zip(places, trace["text"], strict=True):
        if place and words:
            yield text(
                plain(words),
                place[0],
                place[1] - 9,
                size=font.get("size", 11),
                colour=font["color"],
                anchor="middle",
            )


def _errors(trace: Trace, plane: Plane) -> Iterator[str]:
    if "error_y" in trace:
        yield from _error_bars("error_y", trace["error_y"], (trace["y"], plane.y), (trace["x"], plane.x))
    if "error_x" in trace:
        yield from _error_bars("error_x", trace["error_x"], (trace["x"], plane.x), (trace["y"], plane.y))


def _error_bars(
    name: str, bars: dict[str, Any], along: tuple[list[Any], Scale], across: tuple[list[Any], Scale]
) -> Iterator[str]:
    for index, value in enumerate(along[0]):
        above, below = bars["array"][index], bars["arrayminus"][index]
        if value is not None and (above or below):
            first, last = along[1].at(value - below), along[1].at(value + above)
            yield _error(name, across[1].at(across[0][index]), first, last, bars)


def _error(name: str, place: float, first: float, last: float, bars: dict[str, Any]) -> str:
    half = float(bars.get("width", 5))
    if name == "error_y":
        path = f"M{place:.1f} {first:.1f}V{last:.1f}M{place - half:.1f} {last:.1f}h{half * 2:.1f}"
    else:
        path = f"M{first:.1f} {place:.1f}H{last:.1f}M{last:.1f} {place - half:.1f}v{half * 2:.1f}"
    return (
        f'<path d="{path}" fill="none" stroke="{bars["color"]}" stroke-width="{bars.get("thickness", 1.5)}"/>'
    )


def draw_bars(traces: Sequence[Trace], plane: Plane, layout: dict[str, Any]) -> Iterator[str]:
    """The bars of all traces: upright ones on top of each other where the layout stacks them, or lying ones."""
    reached: dict[Any, float] = {}
    for trace in traces:
        lies = trace.get("orientation") == "h"
        names, sizes = (trace["y"], trace["x"]) if lies else (trace["x"], trace["y"])
        along, across = (plane.x, plane.y) if lies else (plane.y, plane.x)
        breadth = across.unit * (1 - float(layout.get("bargap", 0.2)))
        for index, (name, size) in enumerate(zip(names, sizes, strict=True)):
            base = reached.get(name, 0.0) if layout.get("barmode") == "stack" else 0.0
            reached[name] = base + size
            yield _bar(trace["marker"], index, _box(along, across, name, (base, base + size), breadth, lies))
        yield from _errors(trace, plane)


def _box(
    along: Scale, across: Scale, name: Any, ends: tuple[float, float], breadth: float, lies: bool
) -> tuple[float, float, float, float]:
    """Left, top, width and height of a bar."""
    first, last = sorted((along.at(ends[0]), along.at(ends[1])))
    middle = across.at(name) - breadth / 2
    return (first, middle, last - first, breadth) if lies else (middle, first, breadth, last - first)


def _bar(marker: dict[str, Any], index: int, box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    colour, edge = _one(marker["color"], index), marker.get("line", {})
    hatched = bool(_one(marker.get("pattern", {}).get("shape", ""), index))
    fill = f"url(#{hatch_name(colour)})" if hatched else colour
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"'
        f' stroke="{_one(edge.get("color", colour), index)}" stroke-width="{edge.get("width", 0)}"/>'
    )


def hatch_name(colour: str) -> str:
    return f"hatch-{colour.lstrip('#')}"


def draw_hatches(traces: Sequence[Trace]) -> Iterator[str]:
    """A pattern for each colour that is used hatched."""
    colours = {
        _one(trace["marker"]["color"], index)
        for trace in traces
        for index, shape in enumerate(trace["marker"].get("pattern", {}).get("shape", ()))
        if shape
    }
    for colour in sorted(colours):
        yield (
            f'<pattern id="{hatch_name(colour)}" width="7" height="7" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><path d="M0 0v7" stroke="{colour}" stroke-width="4.5"/></pattern>'
        )


def _one(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, (list, tuple)) else value
