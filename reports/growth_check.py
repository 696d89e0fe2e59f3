"""Whether a growth that one report states can follow from levels that others state: asked when a value is adopted.

What one document says of all three is checked when it is read (``reports.extraction.checks``); here the year before
comes from another report, or the growth does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext_noop as stored  # kept in Chinese, read in any language

from indicators.models import Comparator, Measure, Observation, UnitKind
from indicators.wording import format_exact
from reports.extraction.intervals import Interval, growth, interval_of
from reports.extraction.periods import a_year_earlier
from reports.models import Claim, Finding

COMPARED = frozenset({UnitKind.COUNT, UnitKind.PEOPLE, UnitKind.MONEY, UnitKind.RATIO})
"""Kinds whose growth is a percentage of the value; that of a share may be meant in points."""

ENDLESS = Decimal(10) ** 9  # percent
MIDDLE = Decimal("0.1")
Line = dict[tuple[str, "date | None", date], Observation]


@dataclass(frozen=True, slots=True)
class Trio:
    """A stated growth with the two levels that it must follow from, published or draft."""

    stated: Observation
    now: Observation
    before: Observation

    def __iter__(self):
        return iter((self.stated, self.now, self.before))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a value, and how exactly: the claim it was taken from, or the value itself where there is none."""

    value: Observation
    claims: tuple[Claim, ...]

    @property
    def reports(self) -> set[int]:
        return {claim.report_id for claim in self.claims}

    @property
    def interval(self) -> Interval:
        """Every value that the words allow: half of the last place written, or the reach of 突破 and 约."""
        return interval_of(self.value, min((_step(row) for row in self.claims), default=_step(self.value)))


def check_growth(value: Observation, claim: Claim) -> list[Finding]:
    """The doubts opened because the value, just adopted from the claim, does not agree with its neighbours in time.

    A level is held against the growth stated of the same window, and against that of the year after. Nothing is
    opened where one of the three is missing, where words leave room for it, or where the same was asked before.
    """
    return check_growths([(value, claim)])


def check_growths(adopted: Sequence[tuple[Observation, Claim]]) -> list[Finding]:
    """The same for values that were adopted together; two queries, and some for each doubt."""
    compared = [(value, claim) for value, claim in adopted if value.measure in {Measure.LEVEL, Measure.YOY}]
    lines = _lines([value for value, _claim in compared])
    trios: dict[tuple[int, ...], tuple[Trio, Claim]] = {}
    for value, claim in compared:
        for trio in _trios(value, lines.get(_statistic(value), {})):
            trios.setdefault(tuple(row.pk for row in trio), (trio, claim))
    speakers = _speakers({row.pk: row for trio, _claim in trios.values() for row in trio}.values())
    found = [_judge(trio, [speakers[row.pk] for row in trio], claim) for trio, claim in trios.values()]
    return [finding for finding in found if finding is not None]


def _statistic(value: Observation) -> tuple[str, ...]:
    return (value.indicator_id, value.breakdown, value.accounting, value.region_id)


def _trios(value: Observation, line: Line) -> Iterable[Trio]:
    """The value's growths: of its own window, and of the year after where it is a level."""
    near = range(value.end.year - 1, value.end.year + 2)
    ends = [end for measure, *end in line if measure == Measure.YOY and end[1].year in near]
    for start, end in ends:
        before = (Measure.LEVEL, a_year_earlier(start), a_year_earlier(end))
        places = [(Measure.YOY, start, end), (Measure.LEVEL, start, end), before]
        trio = [line.get(place) for place in places]
        if value in trio and all(trio):
            yield Trio(*trio)


def _lines(values: Sequence[Observation]) -> dict[tuple[str, ...], Line]:
    """Of each value's statistic the levels and growths that stand now from a year before to a year after, by measure
    and window; of one place the draft before what is shown. One query."""
    if not values:
        return {}
    years = {value.end.year for value in values}
    near = Observation.objects.current().filter(
        indicator__in={value.indicator_id for value in values},
        region__in={value.region_id for value in values},
        measure__in=[Measure.LEVEL, Measure.YOY],
        end__year__range=(min(years) - 1, max(years) + 1),
    )
    lines: dict[tuple[str, ...], Line] = {_statistic(value): {} for value in values}
    for row in near.order_by(F("published_at").asc(nulls_last=True), "pk"):
        if (line := lines.get(_statistic(row))) is not None:
            line[row.measure, row.start, row.end] = row
    return lines


def _judge(trio: Trio, speakers: list[Speaker], claim: Claim) -> Finding | None:
    if trio.stated.unit_kind != UnitKind.PERCENT or {trio.now.unit_kind, trio.before.unit_kind} - COMPARED:
        return None
    stated, now, before = speakers
    if stated.reports & now.reports & before.reports:
        return None  # one document says all three, and was checked when it was read
    possible = growth(now.interval, before.interval)
    if possible is None or possible.meets(_growth_meant(stated)):
        return None
    return _open(trio, speakers, possible, claim)


def _speakers(values: Iterable[Observation]) -> dict[int, Speaker]:
    """Who says each value, by the value's number; one query."""
    known = {value.pk: value for value in values}
    fields = ("report", "value", "comparator", "step", "span_start", "span_end", "observation")
    said: dict[int, list[Claim]] = {pk: [] for pk in known}
    for claim in Claim.objects.filter(observation__in=known).only(*fields).order_by("pk") if known else ():
        value = known[claim.observation_id]
        if (claim.value, claim.comparator) == (value.value, value.comparator):
            said[value.pk].append(claim)
    return {pk: Speaker(value, tuple(said[pk])) for pk, value in known.items()}


def _step(stated: Claim | Observation) -> Decimal:
    """The last place that the number was written in."""
    told = getattr(stated, "step", None)
    if told is not None:
        return told
    exponent = stated.value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


def _growth_meant(stated: Speaker) -> Interval:
    """What the stated growth allows: 增长超过20% is true of any growth above it."""
    meant, comparator = stated.interval, stated.value.comparator
    if comparator == Comparator.ABOVE:
        return replace(meant, high=ENDLESS)
    return replace(meant, low=-ENDLESS) if comparator == Comparator.BELOW else meant


def _open(trio: Trio, speakers: list[Speaker], possible: Interval, claim: Claim) -> Finding | None:
    """The finding, stored with the claims behind it; None where these three were held against each other before."""
    computed = ((possible.low + possible.high) / 2).quantize(MIDDLE)
    claims = [speaker.claims[0] for speaker in speakers if speaker.claims]
    values = [trio.stated.value, computed]
    known = Finding.objects.filter(
        rule=Finding.Rule.GROWTH, indicator=trio.stated.indicator_id, values=values
    )
    for one in claims:
        known = known.filter(claims=one)
    if known.exists():
        return None
    message = stored(
        "所述增幅 %(stated)s%% 与按已有数值计算的 %(computed)s%% 不符：本期 %(now)s，上年同期 %(before)s"
    )
    own = next((one for one in claims if one.report_id == claim.report_id), claim)
    finding = Finding.objects.create(
        report=claim.report,
        rule=Finding.Rule.GROWTH,
        severity=Finding.Severity.WARNING,
        indicator_id=trio.stated.indicator_id,
        measure=Measure.YOY,
        values=values,
        message=message
        % {
            "stated": format_exact(trio.stated.value),
            "computed": format_exact(computed),
            "now": format_exact(trio.now.value),
            "before": format_exact(trio.before.value),
        },
        spans=[[own.span_start, own.span_end]],
    )
    finding.claims.add(*claims)
    return finding
