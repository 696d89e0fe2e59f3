"""What the overview of a region shows of published values: headlines, charts, how districts stand, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from indicators import labels
from indicators.area import Area
from indicators.chart_layout import Axis
from indicators.charts import build_bar_chart
from indicators.districts import Districts, load_districts
from indicators.facts import fact_rows, to_facts
from indicators.headlines import HEADLINES, Headline, Line, build_headlines, by_line, period_key, series_of
from indicators.models import Indicator, Measure, Observation, SeriesNote
from indicators.named import find_indicators
from indicators.prepared import columns_of, instances, prepared
from indicators.series import NO_BREAKS, Series, Track, build_tracks

CHARTS = ("patent_applications", "patent_grants", "pledge_financing_amount", "enforcement_cases")
CHART_TITLES = {
    "patent_applications": gettext_lazy("专利申请，按类型"),
    "patent_grants": gettext_lazy("专利授权，按类型"),
    "pledge_financing_amount": gettext_lazy("知识产权质押融资"),
    "enforcement_cases": gettext_lazy("专利行政执法办案"),
}
PARTS = {"patent_applications", "patent_grants"}
COMPARED = tuple(dict.fromkeys(code for code, breakdown in HEADLINES if not breakdown))
"""Indicators by which districts are compared, the first one where none is asked for."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure for Plotly under its title; no ``figure`` where nothing is known."""

    code: str
    title: Any
    figure: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is known of the year, and what the year before had and it has not."""

    year: int | None
    known: int
    missing: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """``years`` are those with values, the latest first; ``districts`` None where no region is below."""

    headlines: tuple[Headline, ...]
    charts: tuple[Chart, ...]
    coverage: Coverage
    has_samples: bool
    years: tuple[int, ...]
    districts: Districts | None
    compared: tuple[Indicator, ...]


def load_overview(
    area: Area,
    moment: datetime | None = None,
    *,
    year: int | None = None,
    by: str = "",
    drafts: bool = False,
) -> Overview:
    """The region's overview as it was at a moment, now where none is given, in five or six queries; with drafts
    where they are asked for. ``year`` is the last one shown, ``by`` the indicator that districts are compared by."""
    region = area.region.pk
    codes = {code for code, _breakdown in HEADLINES} | set(CHARTS)
    indicators = {one.pk: one for one in _indicators(moment, region, codes, drafts)}
    years = _years(indicators)
    last = year or (years[0] if years else timezone.localdate().year)
    facts = to_facts(_values(moment, region, list(indicators), last=last, drafts=drafts))
    lines = by_line((row for row in facts if row.measure == Measure.LEVEL), indicators)
    series = {key: series_of(rows) for key, rows in lines.items()}
    stated = {period_key(row): row for row in facts if row.measure == Measure.YOY}
    breaks = SeriesNote.objects.breaks(indicators)
    compared = tuple(indicators[code] for code in COMPARED if code in indicators)
    chosen = indicators.get(by) or next(iter(compared), None)
    return Overview(
        headlines=build_headlines(lines, series, indicators, stated, breaks),
        charts=tuple(_chart(code, series, indicators) for code in CHARTS),
        coverage=_coverage(_known(moment, region, last=last, drafts=drafts), last),
        has_samples=any(row.is_sample for row in facts),
        years=years,
        districts=load_districts(
            area,
            chosen,
            last,
            moment,
            drafts=drafts,
            is_last_word=year is not None,
            breaks=breaks.get(chosen.pk, NO_BREAKS),
        )
        if chosen and area.children
        else None,
        compared=compared,
    )


@prepared()
def _reach(moment: datetime | None, region: str, codes: list[str], *, drafts: bool) -> QuerySet:
    rows = Indicator.objects.of_overview(codes, region, moment, drafts=drafts)
    return rows.values_list(*columns_of(Indicator), "first_end", "last_end")


@prepared()
def _values(moment: datetime | None, region: str, codes: list[str], *, last: int, drafts: bool) -> QuerySet:
    rows = Observation.objects.as_of(moment, drafts=drafts).for_region(region).of_indicators(codes)
    return fact_rows(rows.of_years_and_latest(last).in_time())


@prepared()
def _known(moment: datetime | None, region: str, *, last: int, drafts: bool) -> QuerySet:
    rows = Observation.objects.as_of(moment, drafts=drafts).for_region(region).levels()
    return rows.of_year_and_before(last).years_by_indicator()


def _indicators(moment: datetime | None, region: str, codes: Iterable[str], drafts: bool) -> list[Indicator]:
    """Those of the overview, with the ends of what is known of the region."""
    rows = _reach(moment, region, sorted(codes), drafts=drafts)
    found = instances(Indicator, rows)
    for one, row in zip(found, rows, strict=True):
        one.first_end, one.last_end = row[-2:]
    return found


def _years(indicators: Mapping[str, Indicator]) -> tuple[int, ...]:
    """From the latest year of any of the indicators to the first, each year in between included."""
    last = [one.last_end.year for one in indicators.values() if one.last_end]
    first = [one.first_end.year for one in indicators.values() if one.first_end]
    return tuple(range(max(last), min(first) - 1, -1)) if last else ()


def _chart(code: str, series: Mapping[Line, Sequence[Series]], indicators: Mapping[str, Indicator]) -> Chart:
    total = _track(series.get((code, "")))
    parts = [
        track
        for breakdown in labels.BREAKDOWNS
        if breakdown and code in PARTS and (track := _track(series.get((code, breakdown))))
    ]
    if not (total or parts):
        return Chart(code, CHART_TITLES[code], None)
    kind = next(of_line for key, of_line in series.items() if key[0] == code)[0].key.unit_kind
    axis = Axis(labels.unit_name(indicators[code], kind), kind, labels.language())
    return Chart(code, CHART_TITLES[code], build_bar_chart(parts, axis, total))


def _track(series: Sequence[Series] | None) -> Track | None:
    return build_tracks(series)[0] if series else None


def _coverage(known: list[tuple[str, int]], year: int) -> Coverage:
    """What the year has, and which indicators of the year before it lacks."""
    if not known:
        return Coverage(None, 0, ())
    now = {code for code, of_year in known if of_year == year}
    before = {code for code, of_year in known if of_year == year - 1}
    return Coverage(year, len(now), tuple(find_indicators(sorted(before - now))))
