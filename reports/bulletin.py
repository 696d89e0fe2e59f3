"""What the overview of a region tells of its reports: filed this period, new ones, open doubts by damage.

The room of indicators asks for it through the settings, because it does not know reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from indicators.area import Area, Place
from indicators.models import Region
from indicators.prepared import columns_of, instances, prepared
from reports import access
from reports.coverage import load_coverage
from reports.coverage_area import Area as FilingArea
from reports.expectations import is_asked, slot
from reports.filing import Slot
from reports.models import Claim, Expectation, Finding, Report
from reports.querysets import ReportQuerySet

MOST_COUNTED = 1000
CANDIDATES = 60
DOUBTS_SHOWN, REPORTS_SHOWN = 5, 5
ROUND = timedelta(days=400)  # an expectation due so long ago, or so far ahead, is none of this period


@dataclass(frozen=True, slots=True)
class Filed:
    """Of ``asked`` offices ``count`` have filed the report of the ``slot``, which is or was due on ``due``."""

    slot: Slot
    due: date
    asked: int
    count: int
    is_over: bool

    @property
    def missing(self) -> int:
        return self.asked - self.count


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What its reader may know; None and empty for the rest. Counts stop at ``MOST_COUNTED``."""

    filed: Filed | None = None
    new_reports: int | None = None
    reports: tuple[Report, ...] = ()
    doubts: int | None = None
    worst: tuple[Finding, ...] = ()


def bulletin_for(user: AbstractUser, area: Area, since: datetime, until: datetime | None = None) -> Bulletin:
    """The reports' part of the region's overview; at most seven queries whatever there is."""
    if not access.can_follow_work(user):
        return Bulletin()
    end = until or timezone.now()
    count, reads = _count_new(user, area, since, end), access.can_read_reports(user)
    doubts = _count(_doubts(user, area)) if reads else None
    return Bulletin(
        filed=_filed(user, area, until),
        new_reports=count,
        reports=_last(access.filed_reports(user).filed_within(area.codes, since, end))
        if count and reads
        else (),
        doubts=doubts,
        worst=_worst(user, area) if doubts else (),
    )


def _count_new(user: AbstractUser, area: Area, since: datetime, until: datetime) -> int:
    """How many reports came that the user may know of; by a statement that is kept for those who may know of all."""
    known = access.filed_reports(user)
    if known.query.has_filters():
        return _count(known.filed_within(area.codes, since, until))
    return len(_filed_within(list(area.codes), since, until))


@prepared(scoped=False)
def _filed_within(codes: list[str], since: datetime, until: datetime) -> QuerySet:
    return Report.objects.filed_within(codes, since, until).order_by().values_list("pk")[:MOST_COUNTED]


def _count(rows) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def _last(rows: ReportQuerySet) -> tuple[Report, ...]:
    """The last ones filed."""
    return tuple(rows.without_text().select_related("region").order_by("-uploaded_at", "-pk")[:REPORTS_SHOWN])


def _doubts(user: AbstractUser, area: Area):
    return access.visible(Finding, user).doubts().open().of_regions(area.codes)


def _worst(user: AbstractUser, area: Area) -> tuple[Finding, ...]:
    """The doubts whose figures would do most harm, the worst first.

    The damage is reckoned for the most pressing ones alone: errors before warnings, figures of the overview first.
    """
    headline = Case(When(indicator__is_headline=True, then=Value(0)), default=Value(1))
    pressing = _doubts(user, area).order_by("severity", headline, "-pk").values_list("pk", flat=True)
    found = list(pressing[:CANDIDATES])
    weights = dict.fromkeys(found, 0)
    through = Finding.claims.through.objects.filter(finding__in=found).values_list("finding_id", "claim_id")
    pairs = list(through)
    damage = dict(
        Claim.objects.filter(pk__in={claim for _finding, claim in pairs})
        .by_damage()
        .values_list("pk", "damage")
    )
    for finding, claim in pairs:
        weights[finding] = max(weights[finding], damage[claim])
    order = sorted(found, key=lambda pk: -weights[pk])[:DOUBTS_SHOWN]
    rows = Finding.objects.with_context().defer("report__text").in_bulk(order)
    return tuple(rows[pk] for pk in order)


def _filed(user: AbstractUser, area: Area, until: datetime | None) -> Filed | None:
    """The report of this period: the one due next, else the last that was; None where none is asked for here."""
    today = timezone.localdate(until) if until else timezone.localdate()
    near = instances(Expectation, _due(today - ROUND, today + ROUND))
    asked = [(row, places) for row in near if (places := _asked(row, area))]
    if not asked:
        return None
    row, places = next(((row, places) for row, places in asked if row.due >= today), asked[-1])
    regions = [Region(code=place.code, name=place.name, level=place.level) for place in places]
    filing = FilingArea(area.region, row.level, regions, Region.objects.none())
    matrix = load_coverage(user, filing, row.year, row.year, kind=row.kind, day=until and today)
    total = next(one for one in matrix.totals if one.slot == slot(row))
    return Filed(total.slot, row.due, total.asked, total.filed, is_over=row.due < today)


@prepared(scoped=False)
def _due(first: date, last: date) -> QuerySet:
    rows = Expectation.objects.filter(due__range=(first, last)).order_by("due", "pk")
    return rows.values_list(*columns_of(Expectation))


def _asked(row: Expectation, area: Area) -> list[Place]:
    """The places of the area that the expectation names."""
    return [place for place in area.places if is_asked(row, place.code, place.level)]
