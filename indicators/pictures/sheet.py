"""The sheet that a chart is drawn on: title above, notes and source below, in one SVG document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indicators.pictures.lettering import FONTS, escaped, text, wrap

WIDTH = 960
EDGE = 28
TITLE, SUBTITLE, NOTE = 20, 14, 12
LINE = 1.5  # of a text's size


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around the chart: it will be pasted where nothing else says what it shows."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""


def top_of(caption: Caption) -> int:
    """The pixel at which the chart begins, below the caption's head."""
    return EDGE + (TITLE + 12) + (SUBTITLE + 10 if caption.subtitle else 0)


def compose(
    caption: Caption, pieces: Iterable[str], bottom: float, colours: Mapping[str, str], width: int = WIDTH
) -> str:
    """The whole document; ``bottom`` is the pixel at which the pieces end, ``colours`` a theme's."""
    foot, height = _foot(caption, colours, width, bottom + 8)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}"'
        f' viewBox="0 0 {width} {height:.0f}" font-family="{FONTS}" role="img">'
        f"<title>{escaped(caption.title)}</title>"
        f'<rect width="{width}" height="{height:.0f}" fill="{colours["--surface"]}"/>'
        f"{''.join([*_head(caption, colours), *pieces, *foot])}</svg>"
    )


def _head(caption: Caption, colours: Mapping[str, str]) -> Iterator[str]:
    yield text(caption.title, EDGE, EDGE + TITLE - 4, size=TITLE, colour=colours["--text"], bold=True)
    if caption.subtitle:
        place = EDGE + TITLE + SUBTITLE + 8
        yield text(caption.subtitle, EDGE, place, size=SUBTITLE, colour=colours["--text-muted"])


def _foot(caption: Caption, colours: Mapping[str, str], width: int, top: float) -> tuple[list[str], float]:
    """Notes and source below the chart, and the height of the whole picture."""
    lines = [line for note in (*caption.notes, caption.source) for line in wrap(note, NOTE, width - EDGE * 2)]
    drawn = [
        text(line, EDGE, top + NOTE + number * NOTE * LINE, size=NOTE, colour=colours["--text-muted"])
        for number, line in enumerate(lines)
    ]
    return drawn, top + len(lines) * NOTE * LINE + EDGE
