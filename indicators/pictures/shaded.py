"""What tells its values by shade as one SVG: the table of region and year, tiles, and outlines of a map.

Pure. Every cell says its number as well, so that the picture can be read without colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indicators.chart_themes import THEMES
from indicators.charts.heat import HeatTable
from indicators.charts.maps import MapDrawing
from indicators.charts.shading import Cell
from indicators.charts.tiles import COLUMNS, ROWS, TileGrid
from indicators.pictures.lettering import text, width_of
from indicators.pictures.sheet import EDGE, WIDTH, Caption, compose, top_of

# As static/css/cells.css has them for print: (fill, ink), the lowest class first.
SHADES = (
    ("#e6eff9", "#10202f"),
    ("#bcd5ee", "#10202f"),
    ("#86b1de", "#10202f"),
    ("#3570b0", "#ffffff"),
    ("#173f70", "#ffffff"),
)
EMPTY, EDGE_LINE, FOCUS = "#eef1f4", "#8592a2", "#c8690a"
CELL, NOTE, HEAD = 13, 10, 12
ROW, GAP = 30, 2
HATCH = (
    '<defs><pattern id="part" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ffffff"/><path d="M0 0v6" stroke="#c5ccd4" stroke-width="1"/></pattern></defs>'
)
LABEL_SHARE = 0.38  # of the sheet's width, at most, for the names of the rows
Colours = Mapping[str, str]


def draw_heat(heat: HeatTable, caption: Caption, theme: str = "print") -> str:
    """The table as an SVG document, a row a region; raises KeyError for an unknown theme."""
    colours = THEMES[theme]
    label = min(max((width_of(row.name, CELL) for row in heat.rows), default=0) + 12, WIDTH * LABEL_SHARE)
    breadth = (WIDTH - 2 * EDGE - label) / max(len(heat.years), 1)
    top = top_of(caption)
    pieces = [HATCH]
    for at, year in enumerate(heat.years):
        middle = EDGE + label + breadth * (at + 0.5)
        pieces.append(
            text(str(year), middle, top + HEAD, size=HEAD, colour=colours["--text-muted"], anchor="middle")
        )
    top += HEAD + 8
    for row in heat.rows:
        colour = FOCUS if row.is_focus else colours["--text"]
        pieces.append(text(row.name, EDGE, top + ROW / 2 + 5, size=CELL, colour=colour, bold=row.is_focus))
        for at, cell in enumerate(row.cells):
            left = EDGE + label + breadth * at
            pieces += _box(cell, (left, top, breadth - GAP, ROW - GAP), colours)
        top += ROW
    legend, bottom = _legend(heat.legend, heat.unit, top + 10, colours)
    return compose(caption, [*pieces, *legend], bottom, colours)


def draw_tiles(grid: TileGrid, caption: Caption, theme: str = "print") -> str:
    """The tiles of one year as an SVG document; raises KeyError for an unknown theme."""
    colours = THEMES[theme]
    size, height, top = 84, 58, top_of(caption)
    start = (WIDTH - COLUMNS * size) / 2
    pieces = [HATCH]
    for tile in grid.tiles:
        box = (start + tile.column * size, top + tile.row * height, size - 4, height - 4)
        pieces += _box(tile.cell, box, colours, name=tile.name, is_focus=tile.is_focus)
    legend, bottom = _legend(grid.legend, grid.unit, top + ROWS * height + 10, colours)
    return compose(caption, [*pieces, *legend], bottom, colours)


def draw_map(drawn: MapDrawing, caption: Caption, theme: str = "print") -> str:
    """The map of one year as an SVG document; raises KeyError for an unknown theme."""
    colours, top = THEMES[theme], top_of(caption)
    scale = min((WIDTH - 2 * EDGE) / max(drawn.width, 1), 640 / max(drawn.height, 1))
    left = (WIDTH - drawn.width * scale) / 2
    pieces = [HATCH, f'<g transform="translate({left:.1f} {top}) scale({scale:.4f})">']
    for shape in sorted(
        drawn.shapes, key=lambda one: one.is_focus
    ):  # the outline in focus is drawn last, whole
        fill, _ink = _paint(shape.cell, colours)
        line, width = (
            (FOCUS, 4) if shape.is_focus else ("#ffffff" if shape.cell.level is not None else EDGE_LINE, 1.5)
        )
        pieces.append(
            f'<path d="{shape.path}" fill="{fill}" stroke="{line}" stroke-width="{width / scale:.2f}"/>'
        )
    pieces.append("</g>")
    for shape in drawn.shapes:
        if shape.name:
            _fill, ink = _paint(shape.cell, colours)
            x, y = left + shape.x * scale, top + shape.y * scale
            pieces += _words((shape.name, shape.cell.text, shape.cell.note), x, y, ink)
    legend, bottom = _legend(drawn.legend, drawn.unit, top + drawn.height * scale + 14, colours)
    return compose(caption, [*pieces, *legend], bottom, colours)


def _paint(cell: Cell, colours: Colours) -> tuple[str, str]:
    """Fill and ink of a cell."""
    if cell.level is not None:
        return SHADES[min(cell.level, len(SHADES) - 1)]
    if cell.kind == "partial":
        return "url(#part)", colours["--text"]
    return (EMPTY if cell.kind == "na" else colours["--surface"]), colours["--text-muted"]


def _box(
    cell: Cell,
    box: tuple[float, float, float, float],
    colours: Colours,
    name: str = "",
    is_focus: bool = False,
) -> Iterator[str]:
    """A cell with its words; a value that is no exact number has a frame."""
    x, y, width, height = box
    fill, ink = _paint(cell, colours)
    line = (
        FOCUS if is_focus else EDGE_LINE if cell.kind in {"hedged", "missing", "outside"} and name else "none"
    )
    if cell.kind == "hedged":
        line = EDGE_LINE
    yield (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" fill="{fill}"'
        f' stroke="{line}" stroke-width="{3 if is_focus else 1.5}"/>'
    )
    if name:
        yield from _words((name, cell.text, cell.note), x + width / 2, y + height / 2 - 4, ink)
        return
    size = min(CELL, CELL * (width - 4) / max(width_of(cell.text, CELL), 1))
    middle, base = x + width / 2, y + height / 2 + (0 if cell.note else 5)
    yield text(cell.text, middle, base, size=round(size, 1), colour=ink, anchor="middle")
    if cell.note:
        yield text(cell.note, middle, base + NOTE + 1, size=NOTE, colour=ink, anchor="middle")


def _words(lines: Sequence[str], x: float, y: float, ink: str) -> Iterator[str]:
    """A name, its number and what stands beside the number, one below the other."""
    for words, size, step in zip(lines, (11, CELL, NOTE), (0, 16, 29), strict=True):
        if words:
            yield text(words, x, y + step, size=size, colour=ink, anchor="middle", bold=size == CELL)


def _legend(
    classes: Sequence[tuple[int, str]], unit: str, top: float, colours: Colours
) -> tuple[list[str], float]:
    """The classes of shades with the unit before them, and the pixel below them."""
    drawn = [text(unit, EDGE, top + 12, size=HEAD, colour=colours["--text-muted"], bold=True)]
    x = EDGE + width_of(unit, HEAD) + 18
    for level, words in classes:
        if x + 32 + width_of(words, HEAD) > WIDTH - EDGE:
            x, top = EDGE, top + 22
        fill = SHADES[min(level, len(SHADES) - 1)][0]
        drawn.append(
            f'<rect x="{x:.1f}" y="{top:.1f}" width="22" height="15" rx="3" fill="{fill}" stroke="{EDGE_LINE}"/>'
        )
        drawn.append(text(words, x + 28, top + 12, size=HEAD, colour=colours["--text-muted"]))
        x += 28 + width_of(words, HEAD) + 18
    return drawn, top + 22
