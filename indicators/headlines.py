"""The figures that matter now in a region, as they are written: value, period, growth or why none, a small line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from indicators import labels
from indicators.charts.sparkline import Spark, build_sparkline
from indicators.facts import Fact
from indicators.models import Comparator, Indicator
from indicators.series import NO_BREAKS, Breaks, Growth, Point, Series, build_series, build_tracks, growth_of
from indicators.wording import (
    format_exact,
    growth_text,
    period_name,
    refusal_text,
    status_word,
    window_name,
    with_comparator,
)

Line = tuple[str, str]  # indicator's code and breakdown
PeriodKey = tuple[str, str, str, date | None, date]  # indicator, breakdown, accounting, start, end
Lines = Mapping[Line, list[Fact]]

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
    spark: Spark | None
    observation: int
    is_sample: bool


def by_line(facts: Iterable[Fact], indicators: Mapping[str, Indicator]) -> dict[Line, list[Fact]]:
    """Facts by indicator and breakdown, each in one accounting: the usual one where it is known."""
    found: dict[Line, dict[str, list[Fact]]] = {}
    for row in facts:
        found.setdefault((row.indicator_id, row.breakdown), {}).setdefault(row.accounting, []).append(row)
    return {key: _one_accounting(kinds, indicators[key[0]]) for key, kinds in found.items()}


def _one_accounting(kinds: dict[str, list[Fact]], indicator: Indicator) -> list[Fact]:
    usual = indicator.accounting
    return kinds[usual] if usual in kinds else max(kinds.values(), key=lambda rows: rows[-1].end)


def period_key(row: Fact) -> PeriodKey:
    return row.indicator_id, row.breakdown, row.accounting, row.start, row.end


def series_of(rows: Sequence[Fact]) -> list[Series]:
    return build_series(rows, lambda row: labels.breakdown_name(row.breakdown))


def build_headlines(
    lines: Lines,
    series: Mapping[Line, Sequence[Series]],
    indicators: Mapping[str, Indicator],
    stated: Mapping[PeriodKey, Fact],
    breaks: Mapping[str, Breaks],
) -> tuple[Headline, ...]:
    """The product's own headlines, then the totals of what staff marked for the overview; ``series`` are those of each
    line, ``stated`` holds the growth that reports state, ``breaks`` those of the indicators that have any."""
    own = [key for key in HEADLINES if key in lines]
    marked = [key for key in lines if key not in own and not key[1] and indicators[key[0]].is_headline]
    marked.sort(key=lambda key: indicators[key[0]].position)
    return tuple(
        _headline(indicators[key[0]], lines[key], series[key], stated, breaks.get(key[0], NO_BREAKS))
        for key in own + marked
    )


def _headline(
    indicator: Indicator,
    rows: list[Fact],
    series: Sequence[Series],
    stated: Mapping[PeriodKey, Fact],
    breaks: Breaks,
) -> Headline:
    track = build_tracks(series)[0]
    point = track.latest
    assert point is not None  # a line has at least one row
    row = next(row for row in rows if row.pk == point.id)
    language, one_unit = labels.language(), labels.unit_name(indicator, point.unit_kind, point.value)
    growth, against = _growth_told(row, point, series, stated, breaks)
    number, unit = labels.short_words(indicator, point)
    return Headline(
        indicator=indicator,
        breakdown=row.breakdown,
        label=labels.breakdown_name(row.breakdown) if row.breakdown else "",
        number=number,
        unit=unit,
        exact=f"{with_comparator(format_exact(point.value), point.comparator, language)} {one_unit}",
        period=period_name(point.window, point.year, language),
        note=status_word(point.status, language),
        growth=growth_text(growth, language),
        against=against,
        direction="up" if growth.change and growth.change > 0 else "down" if growth.change else "",
        refusal=refusal_text(growth, language),
        other=_other_window(growth, indicator),
        spark=build_sparkline(track),
        observation=point.id,
        is_sample=row.is_sample,
    )


def _growth_told(
    row: Fact, point: Point, series: Sequence[Series], stated: Mapping[PeriodKey, Fact], breaks: Breaks
) -> tuple[Growth, str]:
    """The growth computed on the same window, else the one that a report states of it; and against what."""
    known = [earlier for one in series for earlier in one.known]
    growth = growth_of(point, known, is_break=breaks.at(row.region_id, point.year))
    reported = stated.get(period_key(row))
    if growth.refusal and reported and reported.comparator == Comparator.EXACT:
        return replace(growth, change=reported.value, unit="percent", refusal=""), _("报告所述同比")
    return growth, _("同比，%(window)s") % {"window": window_name(point.window, labels.language())}


def _other_window(growth: Growth, indicator: Indicator) -> str:
    """The year before in the window that it has, where that can't be compared: 2023年 96,957 件; else ""."""
    if growth.refusal != "window" or growth.earlier is None:
        return ""
    earlier = growth.earlier
    number, unit = labels.short_words(indicator, earlier)
    return f"{period_name(earlier.window, earlier.year, labels.language())} {number} {unit}"
