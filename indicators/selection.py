"""The indicator page: which values were asked for, what else could be, and the values as rows, lines and
notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators import labels
from indicators.annotations import breaks_of, year_signs
from indicators.asking import MOST_PLACES
from indicators.chart_layout import Axis
from indicators.charts import build_line_chart
from indicators.facts import Fact, fact_rows, to_facts
from indicators.filters import ALL, end_of
from indicators.models import DRAFT, Accounting, Indicator, Measure, Observation, Region, SeriesNote
from indicators.prepared import prepared
from indicators.series import (
    Breaks,
    Growth,
    Point,
    Series,
    Window,
    build_series,
    build_tracks,
    growth_of,
    main_window,
)
from indicators.value_rows import ValueRow, position_of
from indicators.wording import (
    ONE,
    Scale,
    is_english,
    unit_with,
    window_name,
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
        return _("、").join(region.name for region in self.regions)

    @property
    def moment(self) -> datetime | None:
        """The end of the day asked about; None for now."""
        return end_of(self.as_of)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a dimension that there is data for."""

    value: str
    label: str
    is_current: bool


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
    stock = Observation.objects.as_of(wanted.moment, drafts=wanted.drafts).filter(indicator=indicator)
    places = stock.places(MOST_PLACES + 1)
    if has_more := len(places) > MOST_PLACES:
        places = [region.pk for region in wanted.regions or _widest(places)]
    facets = [Facet(*row) for row in _facets(*asked_of, places, drafts=wanted.drafts)]
    regions = list(wanted.regions) if has_more and wanted.regions else _regions_of(facets)
    chosen = _settle(wanted, facets, regions)
    codes = [region.pk for region in chosen.regions]
    dimensions = (chosen.measure, chosen.accounting, chosen.breakdown)
    is_whole = chosen.breakdown == ALL
    rows = _values(*asked_of, codes, *dimensions[: 2 if is_whole else 3], drafts=wanted.drafts)
    notes = tuple(SeriesNote.objects.beside(indicator.pk, codes))
    return replace(_page(chosen, facets, regions, to_facts(rows), notes), has_more_regions=has_more)


class Facet(NamedTuple):
    """How many values there are of a region in one of each other dimension."""

    region_id: str
    breakdown: str
    measure: str
    accounting: str
    count: int


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
        Region.objects.in_bulk(count).values(),
        key=lambda region: (LEVELS.index(region.level), -count[region.pk], region.pk),
    )
    # A province that others only mention has a value or two; one that reports has about as many as any district.
    most = max(count.values(), default=0)
    first = next((region for region in regions if count[region.pk] * 2 >= most), None)
    return [first, *(region for region in regions if region is not first)] if first else []


def _widest(codes: Sequence[str]) -> list[Region]:
    """The widest of the regions, the first of them by code."""
    regions = Region.objects.filter(pk__in=codes)
    return [min(regions, key=lambda region: (LEVELS.index(region.level), region.pk))]


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


def _choices(names: dict[str, str], known: Iterable[str], current: str) -> tuple[Choice, ...]:
    """The values with data in the order of their names; none where there is nothing to choose."""
    known = set(known)
    choices = tuple(
        Choice(value, label, value == current) for value, label in names.items() if value in known
    )
    return choices if len(choices) > 1 else ()


def _breakdown_choices(known: set[str], current: str) -> tuple[Choice, ...]:
    names = {
        "": labels.breakdown_name(""),
        **{code: labels.breakdown_name(code) for code in labels.BREAKDOWNS},
    }
    choices = _choices(names, known, current)
    if len(known - {""}) < 2:
        return choices
    return (*choices, Choice(ALL, _("各类对照"), current == ALL))


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
    series = build_series(found, _line_name(chosen), _years(found, chosen))
    window = _window_of(series, chosen.window)
    years = {year for one in series for year in one.years}
    notes = tuple(note for note in notes if note.year in years)
    rows = _rows(found, series, chosen, scale, breaks_of(notes))
    codes = {region.pk for region in chosen.regions}
    near = [facet for facet in facets if facet.region_id in codes] or facets
    same_measure = [facet for facet in near if facet.measure == chosen.measure]
    same_count = [facet for facet in same_measure if facet.accounting == chosen.accounting]
    return IndicatorPage(
        selection=chosen,
        unit=unit,
        table_unit=unit_with(scale.word, unit, labels.language()),
        regions=tuple((region, region.pk in codes) for region in regions),
        breakdowns=_breakdown_choices({facet.breakdown for facet in same_count}, chosen.breakdown),
        measures=_choices(dict(Measure.choices), {facet.measure for facet in near}, chosen.measure),
        accountings=_choices(
            dict(Accounting.choices), {facet.accounting for facet in same_measure}, chosen.accounting
        ),
        windows=_window_choices(series, window),
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
    names = {region.pk: region.name for region in chosen.regions}
    return lambda row: names[row.region_id]


def _years(found: Sequence[Fact], chosen: Selection) -> list[int]:
    """The years shown: those of the data, cut to what was asked for."""
    known = [row.end.year for row in found]
    if not known:
        return []
    first, last = max(chosen.first or 0, min(known)), min(chosen.last or 9999, max(known))
    return [first, last] if first <= last else []


def _rows(
    found: Sequence[Fact], series: Sequence[Series], chosen: Selection, scale: Scale, breaks: Breaks
) -> tuple[ValueRow, ...]:
    shown = {point.id for one in series for point in one.known}
    everything = build_series(found, _line_name(chosen))
    growths = _growths(everything, breaks)
    names, language = {region.pk: region.name for region in chosen.regions}, labels.language()
    place = {region.pk: index for index, region in enumerate(chosen.regions)}
    kept = sorted(
        (row for row in found if row.pk in shown),
        key=lambda row: (-row.end.toordinal(), place[row.region_id], position_of(row.breakdown)),
    )
    return tuple(ValueRow(row, names[row.region_id], growths[row.pk], scale, language) for row in kept)


def _growths(everything: Sequence[Series], breaks: Breaks) -> dict[int, Growth]:
    """The growth of every value against the other values of its line, whatever their windows."""
    lines: dict[tuple[str, str], dict[int, list[Point]]] = {}
    for one in everything:
        years = lines.setdefault((one.key.region, one.key.breakdown), {})
        for point in one.known:
            years.setdefault(point.year, []).append(point)
    return {
        point.id: growth_of(point, years.get(year - 1, ()), is_break=breaks.at(region, year))
        for (region, _breakdown), years in lines.items()
        for year, points in years.items()
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


# --- windows in addresses


def window_token(window: Window) -> str:
    """The window as an address writes it: 0101-1031, or 1031 for a value held at a date."""
    last = f"{window.last[0]:02}{window.last[1]:02}"
    span = f"+{window.span}" if window.span else ""
    return last if window.first is None else f"{window.first[0]:02}{window.first[1]:02}-{last}{span}"


def _window_of(series: Sequence[Series], token: str) -> Window | None:
    known = {window_token(one.key.window): one.key.window for one in series if one.known}
    return known.get(token) or main_window(series)


def _window_choices(series: Sequence[Series], current: Window | None) -> tuple[Choice, ...]:
    """The windows with values, the longest first; none where all values share one."""
    known = sorted(
        {one.key.window for one in series if one.known}, key=lambda w: (-w.length, -w.last[0], w.last[1])
    )
    if len(known) < 2:
        return ()
    return tuple(Choice(window_token(w), window_name(w, labels.language()), w == current) for w in known)
