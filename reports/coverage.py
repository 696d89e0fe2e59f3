"""Who has filed which report: region × year × kind, with what is late, returned and missing.

Four questions to the database whatever the number of rows: the regions, what is asked, what was filed (grouped there),
and the choices. ``day`` shows how it stood at the end of that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.filters import end_of
from indicators.models import Region
from reports import access
from reports.coverage_area import Area
from reports.expectations import due_dates
from reports.filing import KIND_OF, Slot, slot_of
from reports.models import Expectation, Return

FILED = ("on_time", "late", "filed")
STATES = {  # word, sign: told by either as well as by the colour
    "on_time": (_("按时"), "✓"),
    "late": (_("逾期"), "!"),
    "filed": (_("已报"), "✓"),
    "returned": (pgettext_lazy("coverage", "退回"), "↩"),
    "missing": (_("未报"), "✕"),
    "waiting": (_("未到期"), "○"),
    "unasked": (_("不要求"), "–"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One report of one region: ``reports`` are the standing ones; ``filed`` is the day on which the first came."""

    slot: Slot
    state: str
    due: date | None = None
    filed: date | None = None
    reports: tuple[int, ...] = ()

    @property
    def word(self) -> str:
        return str(STATES[self.state][0])

    @property
    def sign(self) -> str:
        return STATES[self.state][1]

    @property
    def only(self) -> int | None:
        """The report that the cell leads to, where there is one alone."""
        return self.reports[0] if len(self.reports) == 1 else None


@dataclass(frozen=True, slots=True)
class Row:
    region: Region
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """Of a slot: how many of those asked have filed, and how many filed unasked."""

    slot: Slot
    asked: int
    filed: int
    unasked: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix: a column a slot, a row a region."""

    slots: tuple[Slot, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]

    @property
    def years(self) -> list[tuple[int, int]]:
        """(year, how many columns) for the upper line of the header."""
        return list(Counter(one.year for one in self.slots).items())


@dataclass(frozen=True, slots=True)
class Filing:
    """What a region filed into one slot."""

    first: datetime
    standing: tuple[int, ...]
    returned: frozenset[int]


def load_coverage(
    user: AbstractUser,
    area: Area,
    first: int,
    last: int,
    *,
    kind: str = "",
    day: date | None = None,
) -> Coverage:
    """The matrix of the area for the years ``first`` to ``last``, of one kind or of every kind."""
    expected = Expectation.objects.filter(year__range=(first, last), **({"kind": kind} if kind else {}))
    asked = list(expected)
    due = {one.pk: due_dates(asked, one.pk, one.level) for one in area.regions}
    slots = {key for dues in due.values() for key in dues}
    filed = load_filings(user, area, (first, last), kind, day, slots)
    slots |= {key for _code, key in filed}
    columns = tuple(sorted(slots, key=lambda one: one.place))
    today = day or timezone.localdate()
    rows = tuple(
        Row(
            one,
            tuple(_cell(key, due[one.pk].get(key), filed.get((one.pk, key)), today) for key in columns),
        )
        for one in area.regions
    )
    return Coverage(columns, rows, _totals(columns, rows))


def load_filings(
    user: AbstractUser,
    area: Area,
    years: tuple[int, int],
    kind: str,
    day: date | None,
    asked: Iterable[Slot],
) -> Mapping[tuple[str, Slot], Filing]:
    """What each region filed, by (code, slot); counted in the database, one row a region, kind and period.

    A report belongs to the region that it is about, where none was found to the office that filed it. One that could
    not be read, or was taken back, is not filed; one that was replaced keeps the day on which it came.
    """
    moment, known = end_of(day), frozenset(asked)
    kinds = [name for name, meant in KIND_OF.items() if kind in ("", meant)]
    rows = access.filed_reports(user).filter(year__range=years, kind__in=kinds).read()
    rows = rows.filter(Q(region__in=area.codes) | Q(region__isnull=True, office__in=area.codes))
    stands = Q(replaced_by__isnull=True)
    if moment is not None:
        rows, stands = rows.filter(uploaded_at__lte=moment), stands | Q(replaced_at__gt=moment)
    back = Exists(Return.objects.open_at(moment).filter(report=OuterRef("pk")))
    grouped = (
        rows.order_by()
        .annotate(home=Coalesce("region_id", "office_id"), is_back=back)
        .values("home", "kind", "year", "start", "end")
        .annotate(
            first=Min("uploaded_at"),
            standing=ArrayAgg("pk", filter=stands, default=[], order_by="pk"),
            returned=ArrayAgg("pk", filter=stands & Q(is_back=True), default=[]),
        )
    )
    found: dict[tuple[str, Slot], Filing] = {}
    for row in grouped:
        key = slot_of(row["kind"], row["year"], row["start"], row["end"], known)
        if key is not None and row["standing"]:
            filing = Filing(row["first"], tuple(row["standing"]), frozenset(row["returned"]))
            place = row["home"], key
            found[place] = _together(found[place], filing) if place in found else filing
    return found


def _together(one: Filing, other: Filing) -> Filing:
    return Filing(min(one.first, other.first), one.standing + other.standing, one.returned | other.returned)


def _cell(key: Slot, due: date | None, filing: Filing | None, today: date) -> Cell:
    if filing is None:
        if due is None:
            return Cell(key, "unasked")
        return Cell(key, "missing" if today > due else "waiting", due)
    came = timezone.localtime(filing.first).date()
    if set(filing.standing) <= filing.returned:
        state = "returned"
    elif due is None:
        state = "filed"
    else:
        state = "late" if came > due else "on_time"
    return Cell(key, state, due, came, filing.standing)


def _totals(columns: Sequence[Slot], rows: Sequence[Row]) -> tuple[Total, ...]:
    """已报 172/180 under each column: what was returned counts as not filed."""
    totals = []
    for at, key in enumerate(columns):
        cells = [row.cells[at] for row in rows]
        filed = [cell for cell in cells if cell.state in FILED]
        asked = sum(cell.due is not None for cell in cells)
        with_due = sum(cell.due is not None for cell in filed)
        totals.append(Total(key, asked, with_due, len(filed) - with_due))
    return tuple(totals)


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that a region has not filed, and until when it is due."""

    slot: Slot
    due: date
    is_late: bool


def owed_by(user: AbstractUser, region: Region) -> list[Owed]:
    """What the region still owes, the most urgent first; what was returned is owed again. Two queries."""
    today = timezone.localdate()
    due = due_dates(Expectation.objects.all(), region.pk, region.level)
    if not due:
        return []
    years = min(key.year for key in due), max(key.year for key in due)
    filed = load_filings(
        user, Area(region, region.level, [region], Region.objects.none()), years, "", None, due
    )
    cells = [_cell(key, day, filed.get((region.pk, key)), today) for key, day in due.items()]
    owed = [cell for cell in cells if cell.due and cell.state in {"missing", "waiting", "returned"}]
    return [
        Owed(cell.slot, cell.due, cell.due < today)
        for cell in sorted(owed, key=lambda c: (c.due, c.slot.place))
    ]


def known_years(user: AbstractUser, area: Area) -> list[int]:
    """The years in which anything is asked of the area or filed by it, the earliest first; two queries."""
    asked = Expectation.objects.values_list("year", flat=True).distinct()
    filed = (
        access.filed_reports(user)
        .read()
        .filter(Q(region__in=area.codes) | Q(region__isnull=True, office__in=area.codes), year__isnull=False)
    )
    return sorted({*asked, *filed.order_by().values_list("year", flat=True).distinct()})
