"""From values to what charts are built of: tracks in their order, growth, footnotes and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import labels, scope
from indicators.annotations import breaks_of
from indicators.charts.ranks import places_of
from indicators.explorer.compared import SELDOM
from indicators.explorer.lookups import Remark, Value, find_beside, find_peers, find_remarks, find_values
from indicators.explorer.state import State
from indicators.models import Measure, SeriesNote
from indicators.series import (
    NO_BREAKS,
    Breaks,
    Growth,
    Key,
    Point,
    Series,
    Track,
    build_series,
    build_tracks,
    growth_of,
    window_of,
)
from indicators.wording import growth_text, refusal_text, window_name

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_TOLD = 150
NO_REMARK = Remark("", False)
Place = tuple[int, int]  # the place, and among how many


class Growths:
    """The growth of each value against those of its line in the year before, worked out where it is asked for: a table
    shows twenty-five of a thousand."""

    def __init__(self, rows: Sequence[Value], breaks: Breaks = NO_BREAKS) -> None:
        self._breaks = breaks
        self._rows = {row.pk: row for row in rows}
        self._known: dict[int, Growth] = {}
        self._by_year: dict[tuple[str, str, int], list[Value]] = {}
        for row in rows:
            self._by_year.setdefault((row.region_id, row.breakdown, row.end.year), []).append(row)

    def get(self, pk: int) -> Growth | None:
        """None for a value that is a growth itself: the growth of a growth helps nobody."""
        row = self._rows[pk]
        if row.measure in {Measure.YOY, Measure.CHANGE}:
            return None
        if pk not in self._known:
            before = self._by_year.get((row.region_id, row.breakdown, row.end.year - 1), ())
            is_break = self._breaks.at(row.region_id, row.end.year)
            self._known[pk] = growth_of(_point(row), [_point(one) for one in before], is_break=is_break)
        return self._known[pk]


def _point(row: Value) -> Point:
    window = window_of(row.start, row.end)
    return Point(row.pk, row.end.year, window, row.value, row.unit_kind, row.comparator, row.shown_status)


@dataclass(frozen=True, slots=True)
class Material:
    """Tracks over the years shown, one a region or one a part; and what is known beside each value, by its id.

    ``claimed`` are the places that reports state, by region and year; ``places`` those worked out from what is
    published here; ``notes`` what people wrote on the years shown.
    """

    tracks: tuple[Track, ...]
    years: tuple[int, ...]
    values: Mapping[int, Value]
    growths: Growths
    remarks: Mapping[int, Remark]
    marks: Mapping[int, str]
    places: Mapping[int, Place]
    claimed: Mapping[tuple[str, int], Value]
    notes: tuple[SeriesNote, ...]

    def points(self) -> list[tuple[Track, Point]]:
        """Every value that is shown, with its track."""
        return [(track, point) for track in self.tracks for point in track.everything]


def gather(state: State) -> Material:
    """What the state shows, in five or six queries, seven where values stand beside a gap."""
    rows = find_values(state.question(), state.unit_kind) if state.window else []
    names = {region.pk: region.shown_name for region in state.compared.regions}
    years = _years(rows, state)
    tracks = _tracks(rows, names, years, state)
    beside = find_beside(state.question(), state.unit_kind, _gaps(tracks)) if tracks else []
    if beside:
        rows = list({row.pk: row for row in [*rows, *beside]}.values())
        years = _years(rows, state)
        tracks = _tracks(rows, names, years, state)
    shown = [point.id for track in tracks for point in track.everything]
    remarks = find_remarks(shown)
    notes = _notes(state, years)
    return Material(
        tracks=tuple(tracks),
        years=tuple(range(years[0], years[1] + 1)) if years else (),
        values={row.pk: row for row in rows},
        growths=Growths(rows, breaks_of(notes)),
        remarks=remarks,
        marks=_marks(tracks, remarks, notes),
        places=_places(tracks, state),
        claimed=_claimed(state),
        notes=notes,
    )


def _years(rows: Sequence[Value], state: State) -> list[int]:
    """First and last year shown: those of the data, cut to what was asked for; [] where nothing is left."""
    known = [row.end.year for row in rows]
    if not known:
        return []
    first, last = max(state.first or 0, min(known)), min(state.last or 9999, max(known))
    return [first, last] if first <= last else []


def _tracks(rows: Sequence[Value], names: Mapping[str, str], years: list[int], state: State) -> list[Track]:
    """A track for every region compared, those without a value as well, in the order of the regions; of parts those
    that have values, in the dimension's order, the total last."""
    if state.window is None:
        return []
    by_part = state.by_part
    series = build_series(
        rows, lambda row: labels.breakdown_name(row.breakdown) if by_part else names[row.region_id], years
    )
    found = build_tracks(series, state.window)
    if by_part:
        order = list(labels.BREAKDOWNS)
        known = [track for track in found if track.everything]
        return sorted(
            known, key=lambda t: order.index(t.line.key.breakdown) if t.line.key.breakdown in order else 99
        )
    by_region = {track.line.key.region: track for track in found}
    return [
        by_region.get(region.pk) or _empty(region.pk, region.shown_name, years, state)
        for region in state.compared.regions
        if region.pk in by_region or not (state.compared.among and region.pk in SELDOM)
    ]


def _empty(code: str, name: str, years: list[int], state: State) -> Track:
    assert state.window is not None
    span = tuple(range(years[0], years[1] + 1)) if years else ()
    key = Key(code, state.breakdown, state.measure, state.accounting, state.unit_kind, state.window)
    return Track(Series(key, name, span, (None,) * len(span)))


def _gaps(tracks: Iterable[Track]) -> set[tuple[str, int]]:
    """Where lines have gaps, the year after the last one included: the running year has a part at most."""
    return {
        (track.line.key.region, year)
        for track in tracks
        for year, point in zip(track.line.years, track.line.points, strict=True)
        if point is None
    } | {(track.line.key.region, track.line.years[-1] + 1) for track in tracks if track.line.years}


def _notes(state: State, years: Sequence[int]) -> tuple[SeriesNote, ...]:
    if not years:
        return ()
    rows = SeriesNote.objects.beside(state.indicator.pk, state.compared.codes)
    return tuple(rows.filter(year__range=years))


def _marks(
    tracks: Iterable[Track], remarks: Mapping[int, Remark], notes: Iterable[SeriesNote]
) -> dict[int, str]:
    """The signs of footnotes, in the order of the chart: a value has one that was ruled on, or that a note is about."""
    about = {(note.region_id, note.year) for note in notes if note.region_id}
    told = [
        point.id
        for track in tracks
        for point in track.everything
        if remarks.get(point.id, NO_REMARK).ruling or (track.line.key.region, point.year) in about
    ]
    return {pk: CIRCLED[at] if at < len(CIRCLED) else f"({at + 1})" for at, pk in enumerate(told)}


# --- places


def _places(tracks: Sequence[Track], state: State) -> dict[int, Place]:
    """Of each value of the line its place: in the group that is compared, else among all regions of the level under
    the same one; {} where the reader sees only some of these, since a place among some would pass for one among all."""
    if state.measure != Measure.LEVEL or state.by_part or not tracks:
        return {}
    if state.compared.among is not None:
        return _places_within(tracks)
    focus = state.compared.focus
    if focus is None or not focus.parent_id or not scope.current().includes(focus.parent_id):
        return {}
    return _places_among_peers(tracks, state)


def _places_within(tracks: Sequence[Track]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for year in {year for track in tracks for year in track.line.years}:
        places = places_of(tracks, year)
        for index, place in places.items():
            point = tracks[index].line.at(year)
            if point:
                found[point.id] = (place, len(places))
    return found


def _places_among_peers(tracks: Sequence[Track], state: State) -> dict[int, Place]:
    focus = state.compared.focus
    assert focus is not None
    alike = {
        region.pk
        for region in state.compared.regions
        if region.parent_id == focus.parent_id and region.level == focus.level
    }
    by_year: dict[int, list[Decimal]] = {}
    for _region, year, value in find_peers(focus, state.question()):
        by_year.setdefault(year, []).append(value)
    found: dict[int, Place] = {}
    for track in tracks:
        if track.line.key.region not in alike:
            continue
        for point in track.line.known:
            others = by_year.get(point.year, [])
            if len(others) > 1:
                found[point.id] = (1 + sum(other > point.value for other in others), len(others))
    return found


def _claimed(state: State) -> dict[tuple[str, int], Value]:
    """The place that a report states of the same thing, by region and year; the longer window where there are two."""
    if state.measure != Measure.LEVEL or state.by_part:
        return {}
    rows = find_values(state.question(measure=Measure.RANK.value, accounting=None, window=""), "rank")
    return {
        (row.region_id, row.end.year): row
        for row in sorted(rows, key=lambda row: -row.start.toordinal() if row.start else 0)
    }


# --- what is said beside a value


def remark_lines(material: Material, focus: str | None) -> dict[int, list[str]]:
    """Lines beside each value on pointing: growth or why none is told, its place, a ruling, a sample. In a crowd only
    beside those in focus and those with a footnote; the panel and the table tell them of each."""
    language = labels.language()
    points = material.points()
    if len(points) > MOST_TOLD:
        points = [(t, p) for t, p in points if t.line.key.region == focus or p.id in material.marks]
    return {point.id: _lines(point, material, language) for _track, point in points}


def _lines(point: Point, material: Material, language: str) -> list[str]:
    lines = []
    growth = material.growths.get(point.id)
    if growth is not None:
        grown = growth_text(growth, language)
        window = window_name(point.window, language)
        if grown:
            lines.append(_("同比 %(growth)s（%(window)s）") % {"growth": grown, "window": window})
        elif growth.refusal != "none":
            lines.append(refusal_text(growth, language))
    if place := material.places.get(point.id):
        lines.append(_("第 %(place)s 位，共 %(count)s 个地区有数") % {"place": place[0], "count": place[1]})
    remark = material.remarks.get(point.id, NO_REMARK)
    if remark.ruling:
        lines.append(_("经裁定"))
    if remark.is_sample:
        lines.append(_("示例数据"))
    return lines
