"""Makes a brief's parts out of published values: by domain of the catalogue, then the districts, then the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation

from briefs.commitments import commitments
from briefs.content import Cells, Chart, Content, Figure, Section, joined
from briefs.prose import CHINESE, Stated, growth_runs, number_of, paragraph, period_words, tell
from briefs.sources import name_of, source_lines
from indicators import labels
from indicators.facts import Fact, load_facts
from indicators.headlines import by_line, period_key
from indicators.models import Indicator, Measure, Observation, Region, SeriesNote
from indicators.series import (
    NO_BREAKS,
    Breaks,
    Point,
    Track,
    build_series,
    build_tracks,
    growth_of,
    window_of,
)
from indicators.wording import scale_for, unit_with

YEARS = 10
TOLD = 4  # statements a paragraph; the table below it has every value
PLACES = 12
COMPARED = (
    "patent_applications",
    "patent_grants",
    "valid_patents",
    "pledge_financing_amount",
    "enforcement_cases",
)
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a region: facts of some years by indicator and breakdown, and the growth that was reported."""

    lines: Mapping[tuple[str, str], list[Fact]]
    reported: Mapping[tuple, Fact]
    indicators: Mapping[str, Indicator]
    breaks: Mapping[str, Breaks]
    year: int

    def stated(self, code: str, breakdown: str = "") -> Stated | None:
        """The value of the year, the whole year's where it is known, with growth and parts; None without one."""
        fact = _of_year(self.lines.get((code, breakdown), ()), self.year)
        if fact is None:
            return None
        indicator = self.indicators[code]
        point = point_of(fact)
        before = [point_of(one) for one in self.lines[code, breakdown] if one.end.year == self.year - 1]
        told = self.reported.get(period_key(fact))
        is_break = self.breaks.get(code, NO_BREAKS).at(fact.region_id, fact.end.year)
        return Stated(
            name=name_of(indicator, breakdown),
            unit=labels.unit_name(indicator, fact.unit_kind),
            point=point,
            growth=growth_of(point, before, is_break=is_break),
            reported_growth=point_of(told) if told else None,
            parts=self._parts(fact) if not breakdown else (),
        )

    def _parts(self, total: Fact) -> tuple[Stated, ...]:
        """The breakdowns that were told for the total's own period, in the dimension's order."""
        code, window = total.indicator_id, window_of(total.start, total.end)
        found = []
        for breakdown in labels.BREAKDOWNS:
            facts = self.lines.get((code, breakdown), ())
            fact = next(
                (f for f in facts if f.end == total.end and window_of(f.start, f.end) == window), None
            )
            if fact:
                unit = labels.unit_name(self.indicators[code], fact.unit_kind)
                found.append(Stated(labels.breakdown_name(breakdown), unit, point_of(fact)))
        return tuple(found)


def compose(region: Region, year: int, moment: datetime, title: str = "") -> Content:
    """The region's year as it was published at that moment, in Chinese; empty where the year has no value."""
    with translation.override(CHINESE):
        published = Observation.objects.as_of(moment)
        rows = published.for_region(region).filter(end__year__gt=year - YEARS, end__year__lte=year)
        facts = load_facts(rows.filter(measure__in=[Measure.LEVEL, Measure.YOY]).in_time())
        known = _known(facts, year)
        sections = [
            *_domains(known),
            *_districts(region, year, moment, known.indicators),
            *commitments(region, year, moment, facts),
        ]
        sections = [numbered(index, section) for index, section in enumerate(sections)]
        wanted = tuple(dict.fromkeys(ref for section in sections for ref in section.refs))
        return Content(
            title=title or default_title(region, year),
            place=region.name,
            year=year,
            pinned=timezone.localtime(moment).strftime("%Y-%m-%d %H:%M"),
            sections=tuple(sections),
            sources=source_lines(wanted),
            has_samples=any(fact.is_sample for fact in facts if fact.end.year == year),
        )


def default_title(region: Region, year: int) -> str:
    return f"{region.name}{year}年知识产权工作简报"


def point_of(fact: Fact) -> Point:
    window = window_of(fact.start, fact.end)
    return Point(
        fact.pk, fact.end.year, window, fact.value, fact.unit_kind, fact.comparator, fact.shown_status
    )


def _known(facts: Sequence[Fact], year: int) -> _Known:
    indicators = Indicator.objects.in_bulk({fact.indicator_id for fact in facts})
    levels = by_line((fact for fact in facts if fact.measure == Measure.LEVEL), indicators)
    reported = {period_key(fact): fact for fact in facts if fact.measure == Measure.YOY}
    return _Known(levels, reported, indicators, SeriesNote.objects.breaks(indicators), year)


def _of_year(facts: Iterable[Fact], year: int) -> Fact | None:
    """The value of the year: the whole year's, else the one of its longest part."""
    there = [fact for fact in facts if fact.end.year == year]
    return max(
        there,
        key=lambda f: (window_of(f.start, f.end).is_full, window_of(f.start, f.end).length, f.end),
        default=None,
    )


def numbered(index: int, section: Section) -> Section:
    """The part with its place in the brief before its heading: 一、创造."""
    number = NUMERALS[index] if index < len(NUMERALS) else str(index + 1)
    return Section(
        section.key, f"{number}、{section.heading}", section.sentences, section.chart, section.table
    )


# --- by domain


def _domains(known: _Known) -> list[Section]:
    ordered = sorted(known.indicators.values(), key=lambda one: (one.position, one.pk))
    sections = []
    for code in dict.fromkeys(one.domain for one in ordered):
        values = [
            (one, stated)
            for one in ordered
            if one.domain == code and (stated := _leading(known, one.pk)) is not None
        ]
        if values:
            sections.append(_domain(code, values, known))
    return sections


def _leading(known: _Known, code: str) -> Stated | None:
    """The total; where only parts were reported, the first of them."""
    if total := known.stated(code):
        return total
    parts = sorted(breakdown for other, breakdown in known.lines if other == code and breakdown)
    return next((stated for part in parts if (stated := known.stated(code, part))), None)


def _domain(code: str, values: Sequence[tuple[Indicator, Stated]], known: _Known) -> Section:
    headline = [value for value in values if value[0].is_headline]
    told = (headline + [value for value in values if value not in headline])[:TOLD]
    return Section(
        key=code,
        heading=labels.domain_name(code),
        sentences=_by_period([stated for _indicator, stated in told]),
        chart=_line_chart(told, known),
        table=_table([stated for _indicator, stated in values], known.year),
    )


def _by_period(values: Sequence[Stated]) -> tuple[tuple, ...]:
    """One paragraph a period, so that a part of a year never stands in a sentence about the whole."""
    groups: dict[str, list[Stated]] = {}
    for stated in values:
        groups.setdefault(period_words(stated.point), []).append(stated)
    return tuple(paragraph(f"{period}，", [tell(one) for one in group]) for period, group in groups.items())


def _table(values: Sequence[Stated], year: int) -> Cells:
    rows = []
    for stated in values:
        grown = growth_runs(stated)
        figure = next((run for run in grown if isinstance(run, Figure)), None)
        sign = "" if not figure or len(grown) == 1 else ("+" if "下降" not in str(grown[0]) else "−")
        earlier = _same_time_before(stated)
        rows.append(
            (
                stated.name,
                period_words(stated.point).removeprefix("截至"),
                number_of(stated.point, stated.unit),
                number_of(earlier, stated.unit) if earlier else "",
                Figure(f"{sign}{figure.text}", figure.observations) if figure else "",
            )
        )
    head, widths = ("指标", "时段", f"{year}年", "上年同期", "同比"), (2.5, 1.6, 1.5, 1.5, 1.0)
    if not any(row[3] for row in rows):  # nothing is known of the same time before
        head, widths = (*head[:3], *head[4:]), (*widths[:3], *widths[4:])
        rows = [(*row[:3], *row[4:]) for row in rows]
    return Cells(f"{year}年主要数据", head, tuple(rows), frozenset(range(2, len(head))), widths)


def _same_time_before(stated: Stated) -> Point | None:
    """The value of the same part of the year before; a whole year stands beside no half one."""
    earlier = stated.growth.earlier if stated.growth else None
    return earlier if earlier is not None and earlier.window == stated.point.window else None


def _line_chart(values: Sequence[tuple[Indicator, Stated]], known: _Known) -> Chart | None:
    """The first of the values told that three years or more are known of, in its own window."""
    for indicator, stated in values:
        breakdown = next(
            (
                b
                for (code, b), facts in known.lines.items()
                if code == indicator.pk and any(f.pk == stated.point.id for f in facts)
            ),
            "",
        )
        facts = known.lines[indicator.pk, breakdown]
        series = build_series(facts, lambda _row, name=stated.name: name)
        tracks = tuple(t for t in build_tracks(series, stated.point.window) if len(t.line.known) >= 3)
        if tracks:
            return _chart_of_track(tracks[0], stated)
    return None


def _chart_of_track(track: Track, stated: Stated) -> Chart:
    line = track.line
    scale = scale_for(max(point.value for point in line.known), stated.point.unit_kind, CHINESE)
    values = tuple(point.value / scale.divisor if point else None for point in line.points)
    first, last = line.known[0].year, line.known[-1].year
    return Chart(
        title=f"{first}–{last}年{stated.name}",
        unit=unit_with(scale.word, stated.unit, CHINESE),
        base_unit=stated.unit,
        unit_kind=stated.point.unit_kind,
        categories=tuple(str(year) for year in line.years),
        lines=((stated.name, values),),
        observations=tuple(point.id for point in line.known),
        tracks=(Track(line),),
        notes=_gap_notes(track),
    )


def _gap_notes(track: Track) -> tuple[str, ...]:
    gaps = [
        str(year) for year, point in zip(track.line.years, track.line.points, strict=True) if point is None
    ]
    return (f"{'、'.join(gaps)}年没有同一时段的已发布数据，图中留空，不是零。",) if gaps else ()


# --- districts


def _districts(
    region: Region, year: int, moment: datetime, indicators: Mapping[str, Indicator]
) -> list[Section]:
    """How the regions directly below stand in the first compared indicator that three of them or more have."""
    children = {child.pk: child for child in region.children.current()}
    if len(children) < 3:
        return []
    rows = (
        Observation.objects.as_of(moment)
        .levels()
        .annual()
        .filter(region__in=list(children), breakdown="", end__year=year, indicator__in=COMPARED)
    )
    facts = load_facts(rows.in_time())
    for code in COMPARED:
        indicator = indicators.get(code) or Indicator.objects.filter(pk=code).first()
        there = [
            f for f in facts if indicator and f.indicator_id == code and f.accounting == indicator.accounting
        ]
        if indicator and len(there) >= 3:
            return [_ranked(indicator, there, children, year)]
    return []


def _ranked(indicator: Indicator, facts: list[Fact], children: Mapping[str, Region], year: int) -> Section:
    facts = sorted(facts, key=lambda fact: (-fact.value, fact.region_id))
    unit = labels.unit_name(indicator)
    top = facts[:PLACES]
    scale = scale_for(top[0].value, top[0].unit_kind, CHINESE)
    statements = [(children[fact.region_id].name, number_of(point_of(fact), unit)) for fact in top[:3]]
    opening = f"{year}年，{len(children)}个下级地区中有{len(facts)}个报送{indicator.name_zh}，居前的是"
    return Section(
        key="districts",
        heading="各地情况",
        sentences=((opening, *joined(statements, "、"), "。"),),
        chart=Chart(
            title=f"{year}年各地{indicator.name_zh}" + (f"（前{PLACES}位）" if len(facts) > PLACES else ""),
            unit=unit_with(scale.word, unit, CHINESE),
            base_unit=unit,
            unit_kind=top[0].unit_kind,
            categories=tuple(children[fact.region_id].name for fact in top),
            lines=((indicator.name_zh, tuple(fact.value / scale.divisor for fact in top)),),
            observations=tuple(fact.pk for fact in top),
            notes=(f"{len(children)}个下级地区中{len(facts)}个有已发布的全年数据，没有报送的不排名。",),
        ),
        table=Cells(
            f"{year}年各地{indicator.name_zh}",
            ("位次", "地区", indicator.name_zh),
            tuple(
                (
                    str(1 + sum(other.value > fact.value for other in facts)),
                    children[fact.region_id].name,
                    number_of(point_of(fact), unit),
                )
                for fact in facts
            ),
            frozenset({0, 2}),
            (0.6, 2.0, 1.4),
        ),
    )
