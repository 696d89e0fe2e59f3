"""The indicator page: which values were asked for, what else could be, and the values as rows, lines and
notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators import labels
from indicators.annotations import breaks_of, notes_beside, year_signs
from indicators.area import find_regions
from indicators.asking import MOST_PLACES
from indicators.chart_layout import Axis
from indicators.charts import build_line_chart
from indicators.choices import Choice, breakdown_choices, choices_among, find_window, window_choices
from indicators.facts import Fact, fact_rows, to_facts
from indicators.filters import ALL, end_of
from indicators.models import DRAFT, Accounting, Indicator, Measure, Observation, Region, SeriesNote
from indicators.prepared import Written, prepared
from indicators.series import (
    Breaks,
    Growth,
    Point,
    Series,
    Window,
    build_series,
    build_tracks,
    growth_of,
)
from indicators.value_rows import ValueRow, position_of
from indicators.wording import (
    ONE,
    Scale,
    is_english,
    unit_with,
)

YUAN = "元"


@dataclass(frozen=True, slots=True)
class Selection:
    """Values of one indicator: regions in the order asked for, and one of each other dimension."""

    indicator: Indicator
    regions: tuple[Region, ...]
    breakdown: str
    measure: str
    accounting: str
    window: str = ""
    first: int | None = None
    last: int | None = None
    as_of: date | None = None
    drafts: bool = False

    @property
    def place(self) -> str:
        """The regions' names, as a title has them."""
        return _("、").join(region.shown_name for region in self.regions)

    @property
    def moment(self) -> datetime | None:
        """The end of the day asked about; None for now."""
        return end_of(self.as_of)


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Everything that the page of an indicator shows."""

    selection: Selection
    unit: str
    table_unit: str
    regions: tuple[tuple[Region, bool], ...]
    breakdowns: tuple[Choice, ...]
    measures: tuple[Choice, ...]
    accountings: tuple[Choice, ...]
    windows: tuple[Choice, ...]
    rows: tuple[ValueRow, ...]
    figure: dict[str, Any] | None
    title: str
    has_partial: bool
    has_hedged: bool
    has_samples: bool
    has_drafts: bool
    has_more_regions: bool = False
    notes: tuple[SeriesNote, ...] = ()


def load_page(indicator: Indicator, asked: dict[str, Any]) -> IndicatorPage:
    """The indicator's page for what was asked (a SelectionForm's data), in five queries.

    What was not asked for, or has no data, falls back to what has most. Where more regions have data than a list
    takes, only those asked for are looked at, else the widest of the first ones: counting all takes seconds.
    """
    wanted = _wanted(indicator, asked)
    asked_of = (wanted.moment, indicator.pk)
    places = [code for (code,) in _places(*asked_of, MOST_PLACES + 1, drafts=wanted.drafts)]
    if has_more := len(places) > MOST_PLACES:
        places = [region.pk for region in wanted.regions or _widest(places)]
    facets = [Facet(*row) for row in _facets(*asked_of, places, drafts=wanted.drafts)]
    regions = list(wanted.regions) if has_more and wanted.regions else _regions_of(facets)
    chosen = _settle(wanted, facets, regions)
    codes = [region.pk for region in chosen.regions]
    dimensions = (chosen.measure, chosen.accounting, chosen.breakdown)
    is_whole = chosen.breakdown == ALL
    rows = _values(*asked_of, codes, *dimensions[: 2 if is_whole else 3], drafts=wanted.drafts)
    notes = notes_beside(indicator.pk, codes)
    return replace(_page(chosen, facets, regions, to_facts(rows), notes), has_more_regions=has_more)


class Facet(NamedTuple):
    """How many values there are of a region in one of each other dimension."""

    region_id: str
    breakdown: str
    measure: str
    accounting: str
    count: int


@prepared()
def _places(moment: datetime | None, indicator: str, most: int, *, drafts: bool) -> Written:
    return Observation.objects.as_of(moment, drafts=drafts).filter(indicator=indicator).stepping(most)


@prepared()
def _facets(moment: datetime | None, indicator: str, codes: list[str], *, drafts: bool) -> QuerySet:
    rows = Observation.objects.as_of(moment, drafts=drafts).filter(indicator=indicator)
    return rows.filter(region__any_of=codes).facets().values_list(*Facet._fields)


@prepared()
def _values(
    moment: datetime | None, indicator: str, codes: list[str], measure: str, accounting: str, breakdown: str = ALL,
    *, drafts: bool,
) -> QuerySet:  # fmt: skip
    rows = Observation.objects.as_of(moment, drafts=drafts).filter(indicator=indicator)
    return fact_rows(rows.of_selection(codes, breakdown, measure, accounting, ALL).in_time(), ruled=True)


def _wanted(indicator: Indicator, asked: dict[str, Any]) -> Selection:
    return Selection(
        indicator=indicator,
        regions=tuple(asked.get("region") or ()),
        breakdown=asked.get("breakdown") or "",
        measure=asked.get("measure") or "",
        accounting=asked.get("accounting") or "",
        window=asked.get("window") or "",
        first=asked.get("from"),
        last=asked.get("to"),
        as_of=asked.get("as_of"),
        drafts=asked.get("drafts", False),
    )


# --- what was asked for, and what there is


LEVELS = ("province", "prefecture", "county", "zone", "nation")


def _regions_of(facets: list[Facet]) -> list[Region]:
    """Regions with data, the one to show first in front; then the wider ones, of one level those with most."""
    count: dict[str, int] = {}
    for facet in facets:
        count[facet.region_id] = count.get(facet.region_id, 0) + facet.count
    regions = sorted(
        find_regions(count),
        key=lambda region: (LEVELS.index(region.level), -count[region.pk], region.pk),
    )
    # A province that others only mention has a value or two; one that reports has about as many as any district.
    most = max(count.values(), default=0)
    first = next((region for region in regions if count[region.pk] * 2 >= most), None)
    return [first, *(region for region in regions if region is not first)] if first else []


def _widest(codes: Sequence[str]) -> list[Region]:
    """The widest of the regions, the first of them by code."""
    return [min(find_regions(codes), key=lambda region: (LEVELS.index(region.level), region.pk))]


def _settle(wanted: Selection, facets: list[Facet], regions: list[Region]) -> Selection:
    """The selection with every dimension at a value that has data, as far as there is one."""
    chosen = wanted.regions or tuple(regions[:1])
    codes = {region.pk for region in chosen}
    near = [facet for facet in facets if facet.region_id in codes] or facets
    measure = _first(near, "measure", wanted.measure, Measure.LEVEL)
    near = [facet for facet in near if facet.measure == measure] or near
    accounting = _first(near, "accounting", wanted.accounting, wanted.indicator.accounting)
    near = [facet for facet in near if facet.accounting == accounting] or near
    breakdown = ALL if wanted.breakdown == ALL else _first(near, "breakdown", wanted.breakdown, "")
    if breakdown == ALL:
        chosen = chosen[:1]  # all parts of one region; of several, nobody could tell the lines apart
    return replace(wanted, regions=chosen, measure=measure, accounting=accounting, breakdown=breakdown)


def _first(facets: list[Facet], name: str, *wanted: str) -> str:
    """The first wanted value that has data, else the one with most; the last wanted where nothing has."""
    count: dict[str, int] = {}
    for facet in facets:
        value = getattr(facet, name)
        count[value] = count.get(value, 0) + facet.count
    for value in wanted:
        if value in count:
            return value
    return max(count, key=lambda value: count[value]) if count else wanted[-1]


# --- rows, lines and what to know about them


def _page(
    chosen: Selection,
    facets: list[Facet],
    regions: list[Region],
    found: list[Fact],
    notes: Sequence[SeriesNote],
) -> IndicatorPage:
    unit_kind = found[0].unit_kind if found else chosen.indicator.unit_kind
    unit = labels.unit_name(chosen.indicator, unit_kind)
    scale = table_scale(chosen.indicator, unit_kind, labels.language())
    everything = build_series(found, _line_name(chosen))
    years = _years(everything, chosen)
    series = [one.within(years) for one in everything]
    window = find_window(series, chosen.window)
    notes = tuple(note for note in notes if note.year in years)
    rows = _rows(found, everything, years, chosen, scale, breaks_of(notes))
    codes = {region.pk for region in chosen.regions}
    near = [facet for facet in facets if facet.region_id in codes] or facets
    same_measure = [facet for facet in near if facet.measure == chosen.measure]
    same_count = [facet for facet in same_measure if facet.accounting == chosen.accounting]
    return IndicatorPage(
        selection=chosen,
        unit=unit,
        table_unit=unit_with(scale.word, unit, labels.language()),
        regions=tuple((region, region.pk in codes) for region in regions),
        breakdowns=breakdown_choices({facet.breakdown for facet in same_count}, chosen.breakdown),
        measures=choices_among(dict(Measure.choices), {facet.measure for facet in near}, chosen.measure),
        accountings=choices_among(
            dict(Accounting.choices), {facet.accounting for facet in same_measure}, chosen.accounting
        ),
        windows=window_choices(series, window),
        rows=rows,
        figure=_figure(series, window, chosen, _axis(unit, unit_kind, series, notes)),
        title=_title(chosen, series),
        has_partial=any(not one.key.window.is_full for one in series if one.known),
        has_hedged=any(row.comparator != "exact" for row in rows),
        has_samples=any(row.is_sample for row in rows),
        has_drafts=any(row.shown_status == DRAFT for row in found),
        notes=notes,
    )


def _axis(unit: str, unit_kind: str, series: Iterable[Series], notes: Sequence[SeriesNote]) -> Axis:
    """The axis with the signs of what was noted: at a year, or at the points of one region's year."""
    signs = {(note.region_id, note.year): note.sign for note in notes if note.region_id}
    marks = {
        point.id: signs[one.key.region, point.year]
        for one in series
        for point in one.known
        if (one.key.region, point.year) in signs
    }
    return Axis(
        unit, unit_kind, labels.language(), marks=marks, year_signs=year_signs(notes), breaks=breaks_of(notes)
    )


def _title(chosen: Selection, series: Sequence[Series]) -> str:
    """What the chart shows, in its dimensions: 江西省、南昌市 · 发明 · 同比增长 · 2019–2023."""
    parts = [chosen.place]
    if chosen.breakdown:
        parts.append(_("各类对照") if chosen.breakdown == ALL else labels.breakdown_name(chosen.breakdown))
    if chosen.measure != Measure.LEVEL:
        parts.append(str(Measure(chosen.measure).label))
    years = sorted({point.year for one in series for point in one.known})
    if years:
        parts.append(str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}")
    return " · ".join(part for part in parts if part)


def table_scale(indicator: Indicator, unit_kind: str, language: str) -> Scale:
    """Money stands in 万元 in Chinese tables, all digits kept; everything else as it is."""
    if unit_kind == "money" and indicator.unit == YUAN and not is_english(language):
        return Scale(Decimal(10_000), "万")
    return ONE


def _line_name(chosen: Selection) -> Any:
    if chosen.breakdown == ALL:
        return lambda row: labels.breakdown_name(row.breakdown)
    names = {region.pk: region.shown_name for region in chosen.regions}
    return lambda row: names[row.region_id]


def _years(everything: Sequence[Series], chosen: Selection) -> range:
    """The years shown: those of the data, cut to what was asked for."""
    known = everything[0].years if everything else ()
    if not known:
        return range(0)
    return range(max(chosen.first or 0, known[0]), min(chosen.last or 9999, known[-1]) + 1)


def _rows(
    found: Sequence[Fact],
    everything: Sequence[Series],
    years: range,
    chosen: Selection,
    scale: Scale,
    breaks: Breaks,
) -> tuple[ValueRow, ...]:
    compare = _comparisons(everything, years, breaks)
    names, language = {region.pk: region.shown_name for region in chosen.regions}, labels.language()
    place = {region.pk: index for index, region in enumerate(chosen.regions)}
    kept = sorted(
        (row for row in found if row.pk in compare),
        key=lambda row: (-row.end.toordinal(), place[row.region_id], position_of(row.breakdown)),
    )
    return tuple(ValueRow(row, names[row.region_id], compare[row.pk], scale, language) for row in kept)


def _comparisons(
    everything: Sequence[Series], years: range, breaks: Breaks
) -> dict[int, Callable[[], Growth]]:
    """What reckons the growth of each value of the years, against the other values of its line, whatever their
    windows; by the value's key."""
    lines: dict[tuple[str, str], dict[int, list[Point]]] = {}
    for one in everything:
        known = lines.setdefault((one.key.region, one.key.breakdown), {})
        for point in one.known:
            known.setdefault(point.year, []).append(point)
    return {
        point.id: partial(growth_of, point, known.get(year - 1, ()), is_break=breaks.at(region, year))
        for (region, _breakdown), known in lines.items()
        for year, points in known.items()
        if year in years
        for point in points
    }


def _figure(
    series: Sequence[Series], window: Window | None, chosen: Selection, axis: Axis
) -> dict[str, Any] | None:
    tracks = [track for track in build_tracks(series, window) if track.everything]
    place = {region.pk: index for index, region in enumerate(chosen.regions)}
    tracks.sort(key=lambda track: (place[track.line.key.region], position_of(track.line.key.breakdown)))
    focus = chosen.regions[0].pk if chosen.regions and chosen.breakdown != ALL else None
    return build_line_chart(tracks, axis, focus) if tracks else None
