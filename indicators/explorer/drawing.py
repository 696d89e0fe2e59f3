"""The chart of a state: which kind, of which year or years, and its data; or the sentence why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from indicators import labels
from indicators.annotations import breaks_of, year_signs
from indicators.catalogue import load_catalogue
from indicators.chart_layout import Axis
from indicators.charts import (
    build_bar_chart,
    build_bump_chart,
    build_heat_table,
    build_line_chart,
    build_map,
    build_multiples,
    build_parts_chart,
    build_ranked_bars,
    build_slope_chart,
    build_tile_grid,
)
from indicators.charts.kinds import Subject, default_kind, reasons
from indicators.charts.parts import years_with_loose_ends
from indicators.charts.ranks import at_year
from indicators.explorer.lookups import find_beside, find_map, find_values
from indicators.explorer.material import Material, remark_lines
from indicators.explorer.state import State
from indicators.models import BaseMap
from indicators.series import Track, build_series, build_tracks

HEIGHT = 420
SHARE_OF_MOST = (
    2  # a year is shown unasked where at least half as many regions have a value as in the best one
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """``figure`` is Plotly's, ``data`` what a template draws; both None where ``refusal`` says why there is none.

    ``years`` are those that the values shown are of, None for all; ``left_out`` the years that a stack leaves out;
    ``reported`` (year, how many of the regions have a value) where several are compared.
    """

    kind: str
    refusals: dict[str, str]
    figure: dict[str, Any] | None = None
    data: Any = None
    years: tuple[int, ...] | None = None
    choices: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    reported: tuple[tuple[int, int], ...] = ()
    base_map: BaseMap | None = None

    @property
    def refusal(self) -> str:
        return self.refusals[self.kind]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every kind is drawn from."""

    state: State
    tracks: tuple[Track, ...]
    known: tuple[Track, ...]
    axis: Axis
    focus: str | None
    subject: Subject
    year: int
    not_applicable: frozenset[str]
    base_map: BaseMap | None


def draw(state: State, material: Material, parts: frozenset[str]) -> Drawing:
    """The chart asked for, or the one that suits the values; the reasons against the others beside it. ``parts`` are
    the breakdowns that there are values of."""
    sheet = _sheet(state, material, parts)
    refusals = reasons(sheet.subject)
    kind = state.chart or default_kind(sheet.subject)
    drawing = Drawing(
        kind=kind,
        refusals=refusals,
        years=_years_of(kind, sheet),
        choices=tuple(sorted(_count_by_year(sheet.tracks), reverse=True)),
        reported=_reported(sheet),
        base_map=sheet.base_map,
    )
    return drawing if refusals[kind] else _drawn(drawing, sheet)


def _sheet(state: State, material: Material, known_parts: frozenset[str]) -> _Sheet:
    language = labels.language()
    focus = None if state.by_part or state.compared.focus is None else state.compared.focus.pk
    axis = Axis(
        labels.unit_name(state.indicator, state.unit_kind),
        state.unit_kind,
        language,
        remarks=remark_lines(material, focus),
        marks=material.marks,
        year_signs=year_signs(material.notes),
        breaks=breaks_of(material.notes),
    )
    base_map = None if state.by_part or not material.tracks else find_map(state.compared.codes)
    return _Sheet(
        state=state,
        tracks=material.tracks,
        known=tuple(track for track in material.tracks if track.everything),
        axis=axis,
        focus=focus if len(material.tracks) > 1 else None,
        subject=_subject(state, material, known_parts, base_map is not None),
        year=_year(state, material.tracks),
        not_applicable=_not_applicable(state),
        base_map=base_map,
    )


def _not_applicable(state: State) -> frozenset[str]:
    """Regions that have no figure for the indicator, as the room of reports knows."""
    rule = import_string(settings.NOT_APPLICABLE_TO)
    return frozenset(rule(state.indicator, state.compared.regions))


def _subject(state: State, material: Material, known_parts: frozenset[str], has_map: bool) -> Subject:
    first, last = _two_years(state, material.tracks)
    parts, total = _parts(state, material) if state.chart == "parts" else ((), None)
    return Subject(
        tracks=material.tracks,
        unit_kind=state.unit_kind,
        measure=state.measure,
        by_part=state.by_part,
        parts=parts if state.chart == "parts" else None,
        total=total,
        members=len(members_of(state)),
        has_parts=bool(known_parts & set(members_of(state))),
        first=first,
        last=last,
        has_map=has_map,
    )


def members_of(state: State) -> tuple[str, ...]:
    """The codes of the parts that the indicator is divided into; () for one that is not."""
    dimension = load_catalogue().dimensions.get(state.indicator.dimension)
    return tuple(dimension.members) if dimension else ()


def _parts(state: State, material: Material) -> tuple[tuple[Track, ...], Track | None]:
    """Tracks of the parts of the region in focus, in the dimension's order, and of their total."""
    focus = state.compared.focus or (state.compared.regions[0] if state.compared.regions else None)
    if focus is None or state.window is None:
        return (), None
    if state.by_part:
        tracks = material.tracks
    else:
        question = state.question(regions=(focus.pk,), breakdown=None, first=state.first)
        rows = find_values(question, state.unit_kind)
        gaps = {(focus.pk, year) for year in _gap_years(material, focus.pk)}
        rows = list({row.pk: row for row in [*rows, *find_beside(question, state.unit_kind, gaps)]}.values())
        tracks = tuple(
            build_tracks(
                build_series(rows, lambda row: labels.breakdown_name(row.breakdown), material.years),
                state.window,
            )
        )
    members = members_of(state)
    by_part = {track.line.key.breakdown: track for track in tracks}
    return tuple(by_part[code] for code in members if code in by_part), by_part.get("")


def _gap_years(material: Material, code: str) -> list[int]:
    """Years in which the region's line has a gap and a part of the year stands in it."""
    return [point.year for track in material.tracks if track.line.key.region == code for point in track.loose]


def _count_by_year(tracks: Sequence[Track]) -> Counter[int]:
    return Counter(point.year for track in tracks for point in track.line.known)


def _well_known(tracks: Sequence[Track]) -> list[int]:
    """Years in which at least half as many regions have a value as in the best one; all years of parts where no line
    has any."""
    count = _count_by_year(tracks) or Counter(p.year for track in tracks for p in track.everything)
    most = max(count.values(), default=0)
    return sorted(year for year, known in count.items() if known * SHARE_OF_MOST >= most)


def _year(state: State, tracks: Sequence[Track]) -> int:
    known = _well_known(tracks)
    return state.year or (known[-1] if known else 0)


def _two_years(state: State, tracks: Sequence[Track]) -> tuple[int, int]:
    known = _well_known(tracks)
    if not known:
        return 0, 0
    return state.first or known[0], state.last or known[-1]


def _years_of(kind: str, sheet: _Sheet) -> tuple[int, ...] | None:
    if kind in {"tiles", "map"} or (kind == "bar" and len(sheet.tracks) > 1):
        return (sheet.year,)
    return (sheet.subject.first, sheet.subject.last) if kind == "slope" else None


def _reported(sheet: _Sheet) -> tuple[tuple[int, int], ...]:
    """How many regions stand behind each year, where several are compared."""
    if len(sheet.tracks) < 3 or sheet.state.by_part:
        return ()
    count = _count_by_year(sheet.tracks)
    years = sorted({year for track in sheet.tracks for year in track.line.years})
    return tuple((year, count[year]) for year in years)


def _drawn(drawing: Drawing, sheet: _Sheet) -> Drawing:
    kind, axis, focus = drawing.kind, sheet.axis, sheet.focus
    if kind == "line":
        return replace(drawing, figure=build_line_chart(sheet.known, axis, focus, HEIGHT))
    if kind == "bar":
        return replace(drawing, figure=_bars(sheet))
    if kind == "parts":
        return _stack(drawing, sheet)
    if kind == "bump":
        return replace(drawing, figure=build_bump_chart(sheet.known, axis, focus))
    if kind == "slope":
        first, last = sheet.subject.first, sheet.subject.last
        return replace(drawing, figure=build_slope_chart(sheet.known, axis, first, last, focus))
    if kind == "multiples":
        return replace(drawing, data=build_multiples(sheet.tracks, axis, focus))
    return replace(drawing, data=_cells(drawing, sheet))


def _bars(sheet: _Sheet) -> dict[str, Any]:
    """Bars over the years for one region or part, else of one year in order."""
    if len(sheet.tracks) > 1:
        tracks = sheet.tracks if not sheet.state.by_part else sheet.known
        return build_ranked_bars(tracks, sheet.axis, sheet.year, sheet.focus)
    return build_bar_chart([], sheet.axis, sheet.tracks[0], HEIGHT)


def _stack(drawing: Drawing, sheet: _Sheet) -> Drawing:
    subject = sheet.subject
    parts = subject.parts or ()
    figure = build_parts_chart(parts, sheet.axis, subject.total, subject.members, HEIGHT)
    left_out = years_with_loose_ends(parts, subject.total, subject.members)
    return replace(drawing, figure=figure, left_out=left_out)


def _cells(drawing: Drawing, sheet: _Sheet) -> Any:
    axis, focus, year, without = sheet.axis, sheet.focus, sheet.year, sheet.not_applicable
    if drawing.kind == "heat":
        return build_heat_table(sheet.tracks, axis, focus, without)
    if drawing.kind == "tiles":
        return build_tile_grid(sheet.tracks, axis, year, focus, without)
    assert sheet.base_map is not None
    outlines = {name: getattr(sheet.base_map, name) for name in ("shapes", "width", "height")}
    return build_map(sheet.tracks, axis, year, outlines, focus, without)


def shows_missing(drawing: Drawing, tracks: Sequence[Track]) -> bool:
    """Whether anything is missing in the years shown, so that the legend explains how that looks."""
    years = drawing.years or sorted({year for track in tracks for year in track.line.years})
    return any(at_year(track, year) is None for track in tracks for year in years)
