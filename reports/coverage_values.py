"""Which indicators a year's published values tell of which region: reported, zero, not applicable, or not reported.

Four questions to the database whatever the number of rows: regions, indicators, what does not apply, and the values,
one row a region and indicator, chosen there. ``day`` shows what was published at the end of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from indicators import labels
from indicators.filters import end_of
from indicators.models import Indicator, Observation, Region
from indicators.series import window_of
from indicators.wording import format_exact, period_name, unit_with, with_comparator
from reports.coverage_area import Area
from reports.models import NotApplicable

REPORTED, ZERO, NOT_APPLICABLE, MISSING = "reported", "zero", "not_applicable", "missing"
STATES = {  # word, sign
    REPORTED: (_("已报"), "✓"),
    ZERO: (_("为零"), "0"),
    NOT_APPLICABLE: (_("不适用"), "／"),
    MISSING: (_("未报"), "✕"),
}


@dataclass(frozen=True, slots=True)
class ValueCell:
    """One indicator of one region: ``value`` is the observation it leads to, ``words`` what it says or why not."""

    state: str
    value: int | None = None
    words: str = ""

    @property
    def word(self) -> str:
        return str(STATES[self.state][0])

    @property
    def sign(self) -> str:
        return STATES[self.state][1]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A region's cells; ``reported`` of ``asked`` are there, zeros among them."""

    region: Region
    cells: tuple[ValueCell, ...]

    @property
    def reported(self) -> int:
        return sum(cell.value is not None for cell in self.cells)

    @property
    def asked(self) -> int:
        return sum(cell.state != NOT_APPLICABLE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ValueCoverage:
    """A column an indicator, a row a region; ``totals`` are (reported, asked) under each column."""

    indicators: tuple[Indicator, ...]
    rows: tuple[ValueRow, ...]
    totals: tuple[tuple[int, int], ...]


def load_values(area: Area, year: int, domain: str = "", day: date | None = None) -> ValueCoverage:
    """The matrix of the area's regions and the indicators of a domain, of all domains where none is named."""
    rows = Indicator.objects.filter(domain=domain) if domain else Indicator.objects.all()
    indicators = tuple(rows.order_by("position", "code"))
    rules = NotApplicable.objects.filter(indicator__in=indicators)
    exempt = _exempt(rules, area.regions)
    found = _values(area, indicators, year, day)
    rows = tuple(
        ValueRow(one, tuple(_cell(one, indicator, found, exempt) for indicator in indicators))
        for one in area.regions
    )
    return ValueCoverage(indicators, rows, _totals(rows, len(indicators)))


Place = tuple[str, str]  # region's and indicator's code


def _exempt(rules: Iterable[NotApplicable], regions: Sequence[Region]) -> Mapping[Place, str]:
    """Why which indicator does not apply to which region; what is said of the region itself goes first."""
    levels = {region.pk: region.level for region in regions}
    reasons: dict[Place, str] = {}
    for rule in sorted(rules, key=lambda rule: rule.region_id is not None):
        codes = (
            [rule.region_id] if rule.region_id else [c for c, level in levels.items() if level == rule.level]
        )
        reasons.update({(code, rule.indicator_id): rule.reason for code in codes})
    return reasons


def _values(
    area: Area, indicators: Sequence[Indicator], year: int, day: date | None
) -> Mapping[Place, Observation]:
    """One value of each: the total before its parts, then what ends last, then the longest window."""
    whole = Case(When(breakdown="", then=Value(0)), default=Value(1))
    rows = (
        Observation.objects.as_of(end_of(day))
        .levels()
        .filter(
            end__gte=date(year, 1, 1),
            end__lte=date(year, 12, 31),
            region__in=area.codes,
            indicator__in=[one.pk for one in indicators],
        )
    )
    place = ("region_id", "indicator_id")
    chosen = rows.order_by(*place, whole, "-end", "start").distinct(*place)
    fields = ("pk", *place, "breakdown", "value", "unit_kind", "comparator", "start", "end")
    return {(row.region_id, row.indicator_id): row for row in chosen.only(*fields)}


def _cell(
    region: Region,
    indicator: Indicator,
    found: Mapping[Place, Observation],
    exempt: Mapping[Place, str],
) -> ValueCell:
    place = region.pk, indicator.pk
    value = found.get(place)
    if value is not None:
        is_zero = not value.value and not value.breakdown and value.comparator == "exact"
        return ValueCell(ZERO if is_zero else REPORTED, value.pk, _words(value, indicator))
    if place in exempt:
        return ValueCell(NOT_APPLICABLE, words=exempt[place])
    return ValueCell(MISSING)


def _words(value: Observation, indicator: Indicator) -> str:
    """The value and its period, as the cell's title says them: 2016年全年 94,045 件."""
    language = labels.language()
    unit = labels.unit_name(indicator, value.unit_kind, value.value)
    number = with_comparator(format_exact(value.value), value.comparator, language)
    period = period_name(window_of(value.start, value.end), value.end.year, language)
    part = f"{labels.breakdown_name(value.breakdown)} " if value.breakdown else ""
    return f"{period} {part}{number} {unit_with('', unit, language)}"


def _totals(rows: Sequence[ValueRow], columns: int) -> tuple[tuple[int, int], ...]:
    totals = []
    for at in range(columns):
        cells = [row.cells[at] for row in rows]
        reported = sum(cell.value is not None for cell in cells)
        totals.append((reported, sum(cell.state != NOT_APPLICABLE for cell in cells)))
    return tuple(totals)


def value_years(area: Area) -> list[int]:
    """The years of the area's published levels, the earliest first."""
    return Observation.objects.published().levels().filter(region__in=area.codes).years()
