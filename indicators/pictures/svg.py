"""A figure as one SVG: title, plane, marks, legend, notes and source, all of it inside the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from indicators.chart_themes import THEMES, Figure, paint
from indicators.pictures.lettering import plain, text, width_of
from indicators.pictures.plane import TICK_SIZE, Plane, Scale, ticks_of, widest
from indicators.pictures.sheet import EDGE, WIDTH, Caption, compose, top_of
from indicators.pictures.strokes import draw_bars, draw_hatches, draw_scatter


def draw_svg(figure: Figure, caption: Caption, theme: str = "print", width: int = WIDTH) -> str:
    """The figure as an SVG document in the theme's colours; raises KeyError for an unknown theme.

    Text is text: who opens it needs a Chinese font, of which several are named.
    """
    own, colours = paint(figure, theme), THEMES[theme]
    layout = own["layout"]
    top = top_of(caption)
    plane, bottom = _plane(own, width, top)
    bars = [trace for trace in own["data"] if trace["type"] == "bar"]
    lines = [trace for trace in own["data"] if trace["type"] == "scatter"]
    pieces = [
        "<defs>", *draw_hatches(bars), "</defs>",
        *_axes(layout, plane, bottom, colours),
        *(_upright(shape, plane, bottom) for shape in layout.get("shapes", ())),
        *draw_bars(bars, plane, layout),
        *(mark for trace in lines for mark in draw_scatter(trace, plane)),
        *_notes(layout, plane),
        *_legend(own, plane, colours),
    ]  # fmt: skip
    return compose(caption, pieces, top + layout["height"], colours, width)


def _plane(figure: Figure, width: int, top: float) -> tuple[Plane, float]:
    """The plane with room for the labels of its axes, and the pixel of its lower edge."""
    layout = figure["layout"]
    margin, x, y = layout["margin"], layout["xaxis"], layout["yaxis"]
    categories = tuple(y.get("categoryarray", ())) if y.get("type") == "category" else ()
    room = (
        widest(ticks_of(y, categories)) + 14 if y.get("automargin") and y.get("showticklabels", True) else 0
    )
    left = EDGE + max(margin["l"], room)
    bottom = top + layout["height"] - margin["b"]
    return Plane(
        Scale(x["range"][0], x["range"][1], left, width - EDGE - margin["r"]),
        Scale(y["range"][0], y["range"][1], bottom, top + margin["t"], categories),
    ), bottom


def _axes(layout: dict[str, Any], plane: Plane, bottom: float, colours: dict[str, str]) -> Iterator[str]:
    x, y = layout["xaxis"], layout["yaxis"]
    muted, grid, line = colours["--text-muted"], colours["--chart-grid"], colours["--chart-axis"]
    for value, label in ticks_of(y, plane.y.categories):
        place = plane.y.at(plane.y.categories[int(value)] if plane.y.categories else value)
        if y.get("showgrid", True):
            yield _rule(plane.x.start, place, plane.x.end, place, grid)
        if y.get("showticklabels", True):
            colour = y.get("tickfont", {}).get("color", muted)
            yield text(label, plane.x.start - 8, place + 4, size=TICK_SIZE, colour=colour, anchor="end")
    for value, label in ticks_of(x):
        place = plane.x.at(value)
        if x.get("showgrid", True):
            yield _rule(place, plane.y.end, place, bottom, x.get("gridcolor", grid))
        if x.get("ticks") == "outside":
            yield _rule(place, bottom, place, bottom + 5, line)
        if x.get("showticklabels", True):
            yield text(label, place, bottom + 20, size=TICK_SIZE, colour=muted, anchor="middle")
    if x.get("showline"):
        yield _rule(plane.x.start, bottom, plane.x.end, bottom, line)
    if y.get("zeroline"):
        yield _rule(plane.x.start, plane.y.at(0), plane.x.end, plane.y.at(0), line)
    if x.get("zeroline"):
        yield _rule(plane.x.at(0), plane.y.end, plane.x.at(0), bottom, line)


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="1"/>'


def _upright(shape: dict[str, Any], plane: Plane, bottom: float) -> str:
    """The dotted line that a layout draws before a year."""
    x, line = plane.x.at(shape["x0"]), shape["line"]
    return (
        f'<path d="M{x:.1f} {plane.y.end:.1f}V{bottom:.1f}" stroke="{line["color"]}"'
        f' stroke-width="{line["width"]}" stroke-dasharray="2 3"/>'
    )


def _notes(layout: dict[str, Any], plane: Plane) -> Iterator[str]:
    """The layout's annotations: names at the ends of lines, windows, statuses, the unit above its axis."""
    for note in layout.get("annotations", ()):
        words, font = note["text"], note.get("font", {})
        size = float(font.get("size", 12))
        x, y = _place(note, plane)
        anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle")
        lift = {"bottom": -size * 0.2, "top": size * 0.9}.get(note.get("yanchor", "middle"), size * 0.36)
        colour = font.get("color", "#333333")
        yield text(plain(words), x, y + lift, size=size, colour=colour, anchor=anchor, bold="<b>" in words)


def _place(note: dict[str, Any], plane: Plane) -> tuple[float, float]:
    places = []
    for name, scale in (("x", plane.x), ("y", plane.y)):
        value = note[name]
        on_paper = note.get(f"{name}ref") == "paper"
        places.append(scale.start + (scale.end - scale.start) * value if on_paper else scale.at(value))
    return places[0] + note.get("xshift", 0), places[1] - note.get("yshift", 0)


def _legend(figure: Figure, plane: Plane, colours: dict[str, str]) -> Iterator[str]:
    """Names with their colours above the plane, from the right edge, in as many rows as they need."""
    if not figure["layout"].get("showlegend"):
        return
    named = [trace for trace in figure["data"] if trace.get("showlegend", True) and trace.get("name")]
    rows = _rows([plain(trace["name"]) for trace in named], plane.x.end - plane.x.start)
    top = plane.y.end - 18 - 18 * (len(rows) - 1)
    entries = iter(named)
    for number, names in enumerate(rows):
        x = plane.x.end - sum(_entry(name) for name in names)
        for name in names:
            y = top + number * 18
            yield f'<rect x="{x:.1f}" y="{y - 9:.1f}" width="10" height="10" fill="{_colour(next(entries))}"/>'
            yield text(name, x + 15, y, size=12, colour=colours["--text-muted"])
            x += _entry(name)


def _rows(names: Sequence[str], room: float) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for name in names:
        if rows[-1] and sum(map(_entry, [*rows[-1], name])) > room:
            rows.append([])
        rows[-1].append(name)
    return rows


def _entry(name: str) -> float:
    return width_of(name, 12) + 32


def _colour(trace: dict[str, Any]) -> str:
    found: Any = trace["line"]["color"] if "line" in trace else trace["marker"]["color"]
    return str(found[0] if isinstance(found, list) else found)
