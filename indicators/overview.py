"""What the overview of a region shows: its headline figures, its charts and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import labels
from indicators.chart_layout import Axis
from indicators.charts import build_bar_chart, build_sparkline
from indicators.models import Comparator, Indicator, Measure, Observation, Region
from indicators.series import Growth, Point, Series, Track, build_series, build_tracks, growth_of
from indicators.wording import (
    format_exact,
    format_short,
    growth_text,
    period_name,
    refusal_text,
    status_word,
    unit_with,
    window_name,
    with_comparator,
)

Line = tuple[str, str]  # indicator's code and breakdown
PeriodKey = tuple[str, str, str, date | None, date]  # indicator, breakdown, accounting, start, end

HEADLINES: tuple[Line, ...] = (
    ("patent_applications", ""),
    ("patent_applications", "invention"),
    ("patent_grants", ""),
    ("valid_patents", "invention"),
    ("valid_invention_patents_per_10k_population", ""),
    ("pledge_financing_amount", ""),
    ("pledge_financing_contracts", ""),
    ("enforcement_cases", ""),
)
CHARTS = ("patent_applications", "patent_grants", "pledge_financing_amount", "enforcement_cases")
CHART_TITLES = {
    "patent_applications": gettext_lazy("专利申请，按类型"),
    "patent_grants": gettext_lazy("专利授权，按类型"),
    "pledge_financing_amount": gettext_lazy("知识产权质押融资"),
    "enforcement_cases": gettext_lazy("专利行政执法办案"),
}
PARTS = {"patent_applications", "patent_grants"}


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure that matters now, as it is written."""

    indicator: Indicator
    breakdown: str
    label: str
    number: str
    unit: str
    exact: str
    period: str
    note: str
    growth: str
    against: str
    direction: str
    refusal: str
    other: str
    spark: str
    observation: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure for Plotly under its title; no ``figure`` where nothing is known."""

    code: str
    title: Any
    figure: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is known of the latest year, and what the year before had and it has not."""

    year: int | None
    known: int
    missing: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    headlines: tuple[Headline, ...]
    charts: tuple[Chart, ...]
    coverage: Coverage
    has_samples: bool


def load_overview(region: Region, moment: datetime | None = None, *, drafts: bool = False) -> Overview:
    """The region's overview as it was at a moment, now where none is given, in three queries; with drafts where
    they are asked for."""
    published = Observation.objects.as_of(moment, drafts=drafts).for_region(region)
    codes = {code for code, _breakdown in HEADLINES} | set(CHARTS)
    rows = list(published.of_overview(codes).with_context().with_sample_mark().in_time())
    lines = _group(row for row in rows if row.measure == Measure.LEVEL)
    stated = {_period_key(row): row for row in rows if row.measure == Measure.YOY}
    return Overview(
        headlines=tuple(_headline(lines[key], stated) for key in _headline_order(lines)),
        charts=tuple(_chart(code, lines) for code in CHARTS),
        coverage=_coverage(list(published.levels().years_by_indicator())),
        has_samples=any(row.is_sample for row in rows),
    )


def _period_key(row: Observation) -> PeriodKey:
    return row.indicator_id, row.breakdown, row.accounting, row.start, row.end


def _group(rows: Iterable[Observation]) -> dict[Line, list[Observation]]:
    """Rows by indicator and breakdown, each in one accounting: the usual one where it is known."""
    found: dict[Line, dict[str, list[Observation]]] = {}
    for row in rows:
        found.setdefault((row.indicator_id, row.breakdown), {}).setdefault(row.accounting, []).append(row)
    return {key: _one_accounting(kinds) for key, kinds in found.items()}


def _one_accounting(kinds: dict[str, list[Observation]]) -> list[Observation]:
    usual = next(iter(kinds.values()))[0].indicator.accounting
    return kinds[usual] if usual in kinds else max(kinds.values(), key=lambda rows: rows[-1].end)


def _headline_order(lines: dict[Line, list[Observation]]) -> list[Line]:
    """The product's own headlines, then the totals of what staff marked for the overview."""
    own = [key for key in HEADLINES if key in lines]
    marked = {
        key: rows[0].indicator for key, rows in lines.items() if not key[1] and rows[0].indicator.is_headline
    }
    return own + sorted((key for key in marked if key not in own), key=lambda key: marked[key].position)


def _series(rows: Sequence[Observation]) -> list[Series]:
    return build_series(rows, lambda row: labels.breakdown_name(row.breakdown))


def _headline(rows: list[Observation], stated: dict[PeriodKey, Observation]) -> Headline:
    series = _series(rows)
    track = build_tracks(series)[0]
    point = track.latest
    assert point is not None  # a group has at least one row
    row = next(row for row in rows if row.pk == point.id)
    language, unit = labels.language(), labels.unit_name(row.indicator, row.unit_kind)
    growth, against = _growth_told(row, point, series, stated)
    number, word = format_short(point.value, point.unit_kind, language)
    return Headline(
        indicator=row.indicator,
        breakdown=row.breakdown,
        label=labels.breakdown_name(row.breakdown) if row.breakdown else "",
        number=with_comparator(number, point.comparator, language),
        unit=unit_with(word, unit, language),
        exact=f"{with_comparator(format_exact(point.value), point.comparator, language)} {unit}",
        period=period_name(point.window, point.year, language),
        note=status_word(point.status, language),
        growth=growth_text(growth, language),
        against=against,
        direction="up" if growth.change and growth.change > 0 else "down" if growth.change else "",
        refusal=refusal_text(growth, language),
        other=_other_window(growth, unit, language),
        spark=build_sparkline(track),
        observation=point.id,
        is_sample=row.is_sample,
    )


def _growth_told(
    row: Observation, point: Point, series: Sequence[Series], stated: dict[PeriodKey, Observation]
) -> tuple[Growth, str]:
    """The growth computed on the same window, else the one that a report states of it; and against what."""
    growth = growth_of(point, [earlier for one in series for earlier in one.known])
    reported = stated.get(_period_key(row))
    if growth.refusal and reported and reported.comparator == Comparator.EXACT:
        return replace(growth, change=reported.value, unit="percent", refusal=""), _("报告所述同比")
    return growth, _("同比，%(window)s") % {"window": window_name(point.window, labels.language())}


def _other_window(growth: Growth, unit: str, language: str) -> str:
    """The year before in the window that it has, where that can't be compared: 2023年 96,957 件; else ""."""
    if growth.refusal != "window" or growth.earlier is None:
        return ""
    earlier = growth.earlier
    number, word = format_short(earlier.value, earlier.unit_kind, language)
    period = period_name(earlier.window, earlier.year, language)
    return f"{period} {number} {unit_with(word, unit, language)}"


def _chart(code: str, lines: dict[Line, list[Observation]]) -> Chart:
    total = _track(lines.get((code, "")))
    parts = [
        track
        for breakdown in labels.BREAKDOWNS
        if breakdown and code in PARTS and (track := _track(lines.get((code, breakdown))))
    ]
    if not (total or parts):
        return Chart(code, CHART_TITLES[code], None)
    known = next(rows for key, rows in lines.items() if key[0] == code)[0]
    axis = Axis(labels.unit_name(known.indicator, known.unit_kind), known.unit_kind, labels.language())
    return Chart(code, CHART_TITLES[code], build_bar_chart(parts, axis, total))


def _track(rows: list[Observation] | None) -> Track | None:
    return build_tracks(_series(rows))[0] if rows else None


def _coverage(known: list[tuple[str, int]]) -> Coverage:
    """What the latest year has, and which indicators of the year before it lacks."""
    if not known:
        return Coverage(None, 0, ())
    year = max(year for _code, year in known)
    now = {code for code, of_year in known if of_year == year}
    before = {code for code, of_year in known if of_year == year - 1}
    missing = Indicator.objects.filter(pk__in=before - now) if before - now else ()
    return Coverage(year, len(now), tuple(missing))
