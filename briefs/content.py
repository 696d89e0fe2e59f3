"""A brief as values: headings, sentences, tables and charts in reading order, each number with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.series import Track


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is printed, and the published values that it comes from: one, or two for a growth."""

    text: str
    observations: tuple[int, ...]


Run = str | Figure
Sentence = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: its head, its rows, and which columns hold numbers; a cell is a Run, "" where nothing is known."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    numeric: frozenset[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over the years (``years``), or bars by place (``years`` empty): names, values, the ids behind them.

    The values are in ``unit``, the scale's word included; the exact ones, in ``base_unit``, stand in ``tracks``.
    """

    title: str
    unit: str
    base_unit: str
    unit_kind: str
    categories: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    observations: tuple[int, ...]
    tracks: tuple[Track, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part under its heading; one slide in a deck."""

    key: str
    heading: str
    sentences: tuple[Sentence, ...] = ()
    chart: Chart | None = None
    table: Cells | None = None

    @property
    def observations(self) -> tuple[int, ...]:
        """The values behind everything in the part, each once, in reading order."""
        return tuple(dict.fromkeys(pk for figure in self._figures() for pk in figure)) + tuple(
            pk for pk in (self.chart.observations if self.chart else ()) if pk not in self._cited
        )

    @property
    def _cited(self) -> frozenset[int]:
        return frozenset(pk for figure in self._figures() for pk in figure)

    def _figures(self) -> Iterator[tuple[int, ...]]:
        for sentence in self.sentences:
            yield from (run.observations for run in sentence if isinstance(run, Figure))
        for row in self.table.rows if self.table else ():
            yield from (run.observations for run in row if isinstance(run, Figure))


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a value stands: its name in words, the document, the sentence, the page that opens it, a ruling."""

    number: int
    observation: int
    what: str
    title: str
    before: str
    quote: str
    after: str
    link: str
    ruling: str = ""

    @property
    def sentence(self) -> str:
        return self.before + self.quote + self.after


@dataclass(frozen=True, slots=True)
class Content:
    """The whole brief; ``pinned`` says, in words, on which day's data it stands."""

    title: str
    place: str
    year: int
    pinned: str
    sections: tuple[Section, ...]
    sources: tuple[SourceLine, ...]
    has_samples: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.sections

    @property
    def observations(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(pk for section in self.sections for pk in section.observations))

    def sources_of(self, section: Section) -> list[SourceLine]:
        """The sources of one part, in the order of the list at the end."""
        wanted = set(section.observations)
        return [line for line in self.sources if line.observation in wanted]


def text_of(runs: Iterable[Run]) -> str:
    """The words as they are printed."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def joined(parts: Sequence[Sentence], by: str) -> Sentence:
    """The parts in one row of runs, with ``by`` between them."""
    runs: list[Run] = []
    for index, part in enumerate(parts):
        runs += [by] if index else []
        runs += part
    return tuple(runs)
