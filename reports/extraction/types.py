"""The values that pass between the stages; all frozen, all spans in characters of the document's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.extraction.frozen import quickly_made

Span = tuple[int, int]


@quickly_made
@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the text. ``role``: observation, date, ordinal, identifier, heading, noise or unassigned."""

    span: Span
    text: str
    value: Decimal | None
    unit: str | None
    unit_kind: str | None
    role: str
    comparator: str = "exact"


@quickly_made
@dataclass(frozen=True, slots=True)
class StatedValue:
    """One observation that the document states; the contract's fields, in its words (docs/extraction.md)."""

    indicator: str
    breakdown: str | None
    measure: str
    accounting: str
    value: Decimal
    unit_kind: str
    comparator: str
    start: date | None
    end: date | None
    area: str | None
    entity: str | None
    span: Span
    sentence: Span
    section: tuple[str, ...]
    confidence: float
    rule: str
    reasons: tuple[str, ...] = ()
    name: str = ""  # the words of the text that named the indicator
    period_text: str = ""  # the words of its period, which tell periods of an unknown year apart
    step: Decimal | None = None  # the last place that the number was written in, in its base unit
    giver: str = ""  # whose money it is, by level (国家, 省, 市): what two of them paid are two sums


@quickly_made
@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something done or planned; ``span`` covers its text."""

    kind: str
    year: int | None
    section: tuple[str, ...]
    text: str
    span: Span


@quickly_made
@dataclass(frozen=True, slots=True)
class Check:
    """A doubt (error, warning) or a piece of evidence (info) about stated values."""

    rule: str
    severity: str
    indicator: str | None
    measure: str | None
    values: tuple[Decimal, ...]
    message: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the document is: whose, of when, of which kind, and why we think so."""

    title: str | None
    year: int | None
    region: str | None
    region_name: str | None
    kind: str
    basis: Mapping[str, str]
    start: date | None = None
    end: date | None = None
    inferred: frozenset[str] = frozenset()  # which of "region", "year", "entity" only weak evidence tells
    entity: str | None = None  # the zone, company or school that reports, or that an excerpt is about
    now: int | None = None  # the year that 去年 and 今年 are told from, where it is not the one reported on
    unfinished: bool = (
        False  # written well before the end of the year reported on: its plans are for that year
    )


@quickly_made
@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the text: ``heading`` is its own line, ``path`` the headings above it and itself."""

    level: int
    heading: Span
    span: Span
    path: tuple[str, ...]


@quickly_made
@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``section`` is the path of headings it stands under."""

    span: Span
    section: tuple[str, ...]
    part: str  # "done" (what was achieved), "planned" (next steps), "problems", "preamble", "noise"


@dataclass(frozen=True, slots=True)
class Structure:
    """The document's skeleton, in reading order."""

    title: str | None
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    noise: tuple[Span, ...]
    cells: tuple[TableCell, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table with the text of the headers that rule it, nearest last."""

    span: Span
    table: int
    row: int
    column: int
    row_headers: tuple[str, ...]
    column_headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document."""

    text: str
    report: ReportFacts
    figures: tuple[Figure, ...]
    values: tuple[StatedValue, ...]
    work_items: tuple[WorkItem, ...]
    checks: tuple[Check, ...]
    noise: tuple[Span, ...] = ()  # what belongs to the page and not to the report, in order and apart
