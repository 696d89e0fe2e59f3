"""A brief's parts as slides: the title, a part with its chart, its table in pages that a room can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.content import Cells, Content, Ref, Section, SourceLine, sources_of
from briefs.section_charts import Bars, chart_of
from indicators.chart_themes import Figure
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
    bars: Bars = ()
    sources: Sequence[SourceLine] = ()
    page: ExplorerPage | None = None
    note: str = ""
    refs: tuple[Ref, ...] = ()

    @property
    def observations(self) -> tuple[int, ...]:
        """The published values that stand on it."""
        return tuple(pk for kind, pk in self.refs if kind == "observation")


def slides_of(content: Content) -> list[Slide]:
    """The deck: title, parts, tables of seven rows a slide; a short table stands under its part's sentences."""
    slides = [title_slide(content.title)]
    for section in content.sections:
        slides += slides_of_section(section, content.sources)
    return slides


def title_slide(title: str) -> Slide:
    return Slide("title", title, None)


def slides_of_section(section: Section, sources: Sequence[SourceLine]) -> list[Slide]:
    """A part's own slide, and those of the rest of its table; each with those of the sources that it rests on."""
    figure, bars = chart_of(section)
    beneath, behind = section.laid_out(ROWS, CHARACTERS)
    refs = section.refs_with(beneath)
    slides = [
        Slide(
            section.key, section.heading, section, beneath, figure, bars, sources_of(refs, sources), refs=refs
        )
    ]
    for number, (heading, piece) in enumerate(behind, start=1):
        key, behind_it = f"{section.key}-{number}", sources_of(piece.refs, sources)
        slides.append(Slide(key, heading, None, piece, sources=behind_it, refs=piece.refs))
    return slides


def names_of(sections: Sequence[Section]) -> dict[str, str]:
    """The heading of each of the parts' slides by its key."""
    names = {}
    for section in sections:
        names[section.key] = section.heading
        _beneath, behind = section.laid_out(ROWS, CHARACTERS)
        names |= {f"{section.key}-{at}": heading for at, (heading, _piece) in enumerate(behind, start=1)}
    return names
