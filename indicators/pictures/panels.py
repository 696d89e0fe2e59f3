"""Small charts beside each other as one SVG, on the shared axes that they have on the page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indicators.chart_themes import THEMES
from indicators.charts.multiples import Mark, Multiples, Panel
from indicators.pictures.lettering import text
from indicators.pictures.sheet import EDGE, WIDTH, Caption, compose, top_of

IN_A_ROW = 4
UNIT, HEAD, TICK, FOOT, GAP = 20, 22, 10, 14, 18
SHAPES = {
    "up": "M{x} {y}m0-4.5 4 7.5h-8z",
    "down": "M{x} {y}m0 4.5 4-7.5h-8z",
    "diamond": "M{x} {y}m0-4.5 4.5 4.5-4.5 4.5-4.5-4.5z",
}
FOCUS = "#c8690a"


def draw_multiples(sheet: Multiples, caption: Caption, theme: str = "print") -> str:
    """All panels, four in a row, as an SVG document; raises KeyError for an unknown theme."""
    colours, top = THEMES[theme], top_of(caption)
    step_x = (WIDTH - 2 * EDGE + GAP) / IN_A_ROW
    size = (step_x - GAP) / sheet.width
    step_y = (sheet.height + HEAD) * size + FOOT
    pieces = [text(sheet.unit, EDGE, top + 10, size=12, colour=colours["--text-muted"], bold=True)]
    top += UNIT
    for at, panel in enumerate(sheet.panels):
        row, column = divmod(at, IN_A_ROW)
        pieces.append(
            f'<g transform="translate({EDGE + column * step_x:.1f} {top + row * step_y:.1f}) scale({size:.3f})">'
        )
        pieces += _panel(panel, sheet, colours)
        pieces.append("</g>")
    rows = -(-len(sheet.panels) // IN_A_ROW)
    return compose(caption, pieces, top + rows * step_y, colours)


def _panel(panel: Panel, sheet: Multiples, colours: Mapping[str, str]) -> Iterator[str]:
    muted, width = colours["--text-muted"], sheet.width
    yield text(panel.name, 0, 13, size=12, colour=FOCUS if panel.is_focus else colours["--text"], bold=True)
    latest = " ".join(filter(None, (panel.latest, panel.latest_note))) or "–"
    yield text(latest, width, 13, size=11, colour=muted, anchor="end")
    yield f'<g transform="translate(0 {HEAD})">'
    for y, words in sheet.ticks:
        yield f'<path d="M0 {y}H{width}" stroke="{colours["--chart-grid"]}"/>'
        yield text(words, 0, float(y) - 3, size=TICK, colour=muted)
    yield f'<path d="{sheet.ghost}" fill="none" stroke="{colours["--series-other"]}" stroke-width="0.6" opacity="0.4"/>'
    for path, is_dashed in panel.paths:
        dashes = ' stroke-dasharray="3 3"' if is_dashed else ""
        yield f'<path d="{path}" fill="none" stroke="{colours["--series-1"]}" stroke-width="2"{dashes}/>'
    for mark in panel.marks:
        yield _mark(mark, colours)
    yield text(str(sheet.first), 0, sheet.height - 4, size=TICK, colour=muted)
    yield text(str(sheet.last), width, sheet.height - 4, size=TICK, colour=muted, anchor="end")
    yield "</g>"


def _mark(mark: Mark, colours: Mapping[str, str]) -> str:
    line = colours["--series-1"]
    paint = f'fill="{colours["--surface"] if mark.is_hollow else line}" stroke="{line}" stroke-width="1.5"'
    if mark.shape not in SHAPES:
        return f'<circle cx="{mark.x}" cy="{mark.y}" r="2.6" {paint}/>'
    return f'<path d="{SHAPES[mark.shape].format(x=mark.x, y=mark.y)}" {paint}/>'
