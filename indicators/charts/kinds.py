"""Which kinds of chart there are, and for which values each of them would be nonsense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indicators.charts.heat import ADDITIVE
from indicators.charts.parts import years_with_loose_ends
from indicators.charts.slopes import pairs_of
from indicators.charts.tiles import LAYOUT
from indicators.series import Track

KINDS = ("line", "bar", "parts", "bump", "slope", "multiples", "heat", "tiles", "map")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be drawn: a track for each region in one unit, or for each part of one region (``by_part``).

    ``parts`` and ``total`` are those of the region in focus, None where they were not looked at and ``has_parts`` is
    all that is known; ``members`` is how many parts the dimension has; ``first`` and ``last`` are the two years of a
    slope; ``has_map`` whether a map has outlines for the regions.
    """

    tracks: tuple[Track, ...]
    unit_kind: str
    measure: str = "level"
    by_part: bool = False
    parts: tuple[Track, ...] | None = None
    total: Track | None = None
    members: int = 0
    has_parts: bool = False
    first: int = 0
    last: int = 0
    has_map: bool = False

    @property
    def years(self) -> set[int]:
        """Years with a value of the line's window."""
        return {point.year for track in self.tracks for point in track.line.known}

    @property
    def regions(self) -> list[str]:
        return [track.line.key.region for track in self.tracks]


def why_not(kind: str, subject: Subject) -> str:
    """Why the kind says nothing true of the values, as a code that the page puts into a sentence; "" where it does."""
    if not any(track.everything for track in subject.tracks) and kind != "parts":
        return "empty"
    return _REASONS[kind](subject)


def default_kind(subject: Subject) -> str:
    """Lines where there are years to join, else bars; the table of cells where neither says anything."""
    return next((kind for kind in ("line", "bar", "heat", "multiples") if not why_not(kind, subject)), "line")


def _line(subject: Subject) -> str:
    years = {point.year for track in subject.tracks for point in track.everything}
    return "one_year" if len(years) < 2 else ""


def _bar(subject: Subject) -> str:
    return "rank_bars" if subject.unit_kind == "rank" else ""


def _parts(subject: Subject) -> str:
    if not subject.members:
        return "no_dimension"
    if subject.unit_kind not in ADDITIVE or subject.measure != "level":
        return "not_additive"
    if subject.parts is None:
        return "" if subject.has_parts else "no_parts"
    if not any(part.everything for part in subject.parts):
        return "no_parts"
    loose = years_with_loose_ends(subject.parts, subject.total, subject.members)
    known = {point.year for part in subject.parts for point in part.everything}
    return "" if known - set(loose) else "parts_incomplete"


def _bump(subject: Subject) -> str:
    if subject.by_part:
        return "parts_ranked"
    if subject.unit_kind == "rank":
        return "rank_ranked"
    if _known(subject) < 2:
        return "one_region"
    return "one_year" if len(subject.years) < 2 else ""


def _slope(subject: Subject) -> str:
    pairs = pairs_of(subject.tracks, subject.first, subject.last)
    complete = [track for track, before, after in pairs if before and after and before is not after]
    return "" if complete else "no_pair"


def _multiples(subject: Subject) -> str:
    if _known(subject) < 2:
        return "one_region"
    return "one_year" if len({p.year for t in subject.tracks for p in t.everything}) < 2 else ""


def _heat(subject: Subject) -> str:
    return "one_region" if len(subject.tracks) < 2 else ""


def _tiles(subject: Subject) -> str:
    if subject.by_part or not subject.regions or not all(code in LAYOUT for code in subject.regions):
        return "not_provinces"
    return "one_region" if len(subject.tracks) < 2 else ""


def _map(subject: Subject) -> str:
    if subject.by_part:
        return "parts_mapped"
    return "" if subject.has_map else "no_map"


def _known(subject: Subject) -> int:
    return sum(bool(track.everything) for track in subject.tracks)


_REASONS: dict[str, Callable[[Subject], str]] = {
    "line": _line,
    "bar": _bar,
    "parts": _parts,
    "bump": _bump,
    "slope": _slope,
    "multiples": _multiples,
    "heat": _heat,
    "tiles": _tiles,
    "map": _map,
}


def reasons(subject: Subject, kinds: Sequence[str] = KINDS) -> dict[str, str]:
    """Each kind with why it is not meaningful, "" for those that are."""
    return {kind: why_not(kind, subject) for kind in kinds}
