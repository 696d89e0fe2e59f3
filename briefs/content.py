"""A brief as values: headings, sentences, tables and charts in reading order, each number with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.series import Track

Ref = tuple[str, int]
"""What something rests on: ("observation", 12), ("target", 3) or ("promise", 7)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is printed, and what it comes from: one published value, two for a growth; or, in ``others``, a target or a
    promise."""

    text: str
    observations: tuple[int, ...] = ()
    others: tuple[Ref, ...] = ()

    @property
    def refs(self) -> tuple[Ref, ...]:
        return tuple(("observation", pk) for pk in self.observations) + self.others


Run = str | Figure
Sentence = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: its head, its rows, and which columns hold numbers; a cell is a Run, "" where nothing is known.

    ``weights`` are the widths of the columns beside each other; () where words are wider than numbers and that will do.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    numeric: frozenset[int]
    weights: tuple[float, ...] = ()

    @property
    def widths(self) -> tuple[float, ...]:
        """Each column's share of the width; they add up to 1."""
        told = self.weights or tuple(1.0 if at in self.numeric else 1.6 for at in range(len(self.head)))
        return tuple(weight / sum(told) for weight in told)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """What its rows rest on, each once, in reading order."""
        figures = (run for row in self.rows for run in row if isinstance(run, Figure))
        return tuple(dict.fromkeys(ref for figure in figures for ref in figure.refs))

    def pages(self, rows: int, characters: int) -> list[Cells]:
        """The table in pieces that fit a slide on which ``rows`` rows of one line stand well, each ``characters`` wide;
        fewer rows where their words take several lines. A row is never cut."""
        room = 1.5 * (rows + 1)
        pieces = self._cut(rows, room, characters)
        even = self._cut(-(-len(self.rows) // max(1, len(pieces))), room, characters)
        pieces = even if len(even) == len(pieces) else pieces  # four and five rows rather than eight and one
        return [replace(self, rows=tuple(piece)) for piece in pieces]

    def _cut(self, rows: int, room: float, characters: int) -> list[list[tuple[Run, ...]]]:
        """The rows in pieces of ``rows`` at most, as many in each as there is room for."""
        pieces: list[list[tuple[Run, ...]]] = []
        left = 0.0
        for row in self.rows:
            high = self._lines(row, characters) + 0.5
            if not pieces or high > left or len(pieces[-1]) == rows:
                pieces.append([])
                left = room
            pieces[-1].append(row)
            left -= high
        return pieces

    def _lines(self, row: tuple[Run, ...], characters: int) -> int:
        """How many lines the row's longest cell takes."""
        cells = zip(row, self.widths, strict=True)
        return max(1, *(-(-len(text_of((run,))) // max(1, int(characters * width))) for run, width in cells))


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
    over_time: bool = False

    @property
    def is_line(self) -> bool:
        """Whether it runs over the years."""
        return self.over_time or bool(self.tracks)


@dataclass(frozen=True, slots=True)
class Section:
    """A part under its heading; one slide in a deck."""

    key: str
    heading: str
    sentences: tuple[Sentence, ...] = ()
    chart: Chart | None = None
    table: Cells | None = None

    @property
    def title(self) -> str:
        """Its heading without the place in the brief: 创造."""
        return self.heading.partition("、")[2] or self.heading

    def laid_out(self, rows: int, characters: int) -> tuple[Cells | None, list[tuple[str, Cells]]]:
        """The part's table as slides have it: the piece under the sentences, none beside a chart; those behind, each
        with its slide's heading."""
        if self.table is None:
            return None, []
        if self.chart:
            return None, self._headed(self.table.pages(rows, characters))
        first = self.table.pages(rows - 2, characters)[0] if self.table.rows else self.table
        rest = replace(self.table, rows=self.table.rows[len(first.rows) :])
        return first, self._headed(rest.pages(rows, characters), begun=1)

    def _headed(self, pieces: Sequence[Cells], begun: int = 0) -> list[tuple[str, Cells]]:
        """The pieces with what stands above them; where the table has several slides, which of how many it is."""
        count = begun + len(pieces)
        named = []
        for number, piece in enumerate(pieces, start=begun + 1):
            words = self.heading if piece.caption in self.heading else f"{self.heading}：{piece.caption}"
            named.append((f"{words}（{number}/{count}）" if count > 1 else words, piece))
        return named

    @property
    def refs(self) -> tuple[Ref, ...]:
        """What everything in the part rests on, each once, in reading order; what only the chart has comes last."""
        return self.refs_with(self.table)

    def refs_with(self, table: Cells | None) -> tuple[Ref, ...]:
        """The same where only that piece of the table stands beside its words and its chart, as on its first slide."""
        figures = (run for sentence in self.sentences for run in sentence if isinstance(run, Figure))
        told = [ref for figure in figures for ref in figure.refs]
        drawn = [("observation", pk) for pk in (self.chart.observations if self.chart else ())]
        return tuple(dict.fromkeys([*told, *(table.refs if table else ()), *drawn]))

    @property
    def observations(self) -> tuple[int, ...]:
        """The values behind everything in the part."""
        return tuple(pk for kind, pk in self.refs if kind == "observation")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a value, a target or a promise stands: what it is in words, the document, the sentence, the page that opens
    it, a ruling. ``page`` is one that every reader of the brief may open."""

    number: int
    ref: Ref
    what: str
    title: str
    before: str
    quote: str
    after: str
    link: str
    ruling: str = ""
    page: str = ""

    @property
    def observation(self) -> int | None:
        return self.ref[1] if self.ref[0] == "observation" else None

    @property
    def anchor(self) -> str:
        """What the line is called in the page's address: target-3."""
        return f"{self.ref[0]}-{self.ref[1]}"

    @property
    def sentence(self) -> str:
        return self.before + self.quote + self.after


@dataclass(frozen=True, slots=True)
class Content:
    """The whole brief, or a deck (then without ``place`` and ``year``); ``pinned`` says, in words, on which day's data
    it stands."""

    title: str
    place: str
    year: int
    pinned: str
    sections: tuple[Section, ...]
    sources: tuple[SourceLine, ...]
    has_samples: bool = False

    @property
    def about(self) -> str:
        """What stands under the title: place, year, and the day of the data."""
        place = f"{self.place}　{self.year}年　" if self.year else ""
        return f"{place}数据时点 {self.pinned}"

    @property
    def is_empty(self) -> bool:
        return not self.sections

    @property
    def refs(self) -> tuple[Ref, ...]:
        return tuple(dict.fromkeys(ref for section in self.sections for ref in section.refs))

    @property
    def observations(self) -> tuple[int, ...]:
        return tuple(pk for kind, pk in self.refs if kind == "observation")


def sources_of(refs: Iterable[Ref], sources: Iterable[SourceLine]) -> list[SourceLine]:
    """Those of the sources that these rest on, in their order."""
    wanted = set(refs)
    return [line for line in sources if line.ref in wanted]


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
