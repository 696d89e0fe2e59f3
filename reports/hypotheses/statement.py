"""What is compared, what a trial says, and when two numbers are the same number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

FITS, POSSIBLE, FAILS, UNTRIED = "fits", "possible", "fails", "untried"
TELLING = 3  # digits from which on an equality is hardly chance


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure as it was read, or a published value (``key`` None). ``step`` is the last place that was written."""

    value: Decimal
    measure: str = "level"
    unit_kind: str = "count"
    accounting: str = "flow"
    step: Decimal | None = None
    start: date | None = None
    end: date | None = None
    breakdown: str = ""
    area: str = ""
    entity: str = ""
    sentence: str = ""
    quote: str = ""
    key: int | None = None

    @property
    def place(self) -> Decimal:
        """The last place that was written; of a number without one told, its last digit's."""
        return self.step if self.step else last_place(self.value)

    @property
    def whose(self) -> tuple[str, str]:
        return self.area, self.entity

    @property
    def window(self) -> tuple[date | None, date | None]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Trial:
    """One way tried: ``code`` names it, ``numbers`` are what it was judged by.

    ``holds`` is the key of the statement that stands if it is so; ``witness`` the statement that shows it.
    """

    code: str
    verdict: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    holds: int | None = None
    witness: Statement | None = None

    @property
    def fits(self) -> bool:
        return self.verdict == FITS


def last_place(value: Decimal) -> Decimal:
    """1 for whole numbers, 0.01 for 36.23."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0)) if isinstance(exponent, int) else Decimal(1)


def same(one: Statement, other: Statement) -> bool:
    """Whether both may be the same number, one of them written more roughly."""
    return equal(one.value, other.value, max(one.place, other.place))


def equal(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether the numbers agree where the coarser is written to ``step``."""
    gap = abs(one - other)
    is_rough = step > last_place(one) or step > last_place(other)
    return gap == 0 or (is_rough and gap <= step / 2)


def digits_of(value: Decimal) -> int:
    """How many digits tell the number: 3 for 26.7亿 and for 120, 2 for 12万."""
    whole = abs(value)
    while whole and whole % 10**4 == 0:
        whole /= 10**4
    shown = f"{whole.normalize():f}".replace(".", "").lstrip("0")
    return len(shown)


def by_weight(value: Decimal) -> str:
    """FITS where an equality with the number says much; POSSIBLE where it is short and may be chance."""
    return FITS if digits_of(value) >= TELLING else POSSIBLE


def year_before(day: date | None) -> date | None:
    """The same day a year earlier; 28 February for the 29th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def of_last_year(statement: Statement, neighbours: Iterable[Statement]) -> list[Statement]:
    """The neighbours that tell the statement's own statistic for the same window a year earlier."""
    window = (year_before(statement.start), year_before(statement.end))
    return [one for one in neighbours if one.window == window and alike(one, statement)]


def alike(one: Statement, other: Statement) -> bool:
    """Whether both are of one statistic, whatever the period."""
    return (one.measure, one.unit_kind, one.breakdown, one.whose) == (
        other.measure,
        other.unit_kind,
        other.breakdown,
        other.whose,
    )


def best(trials: Iterable[Trial], otherwise: Trial) -> Trial:
    """The first that fits, else the first that is possible, else the one given."""
    found = list(trials)
    for verdict in (FITS, POSSIBLE):
        for trial in found:
            if trial.verdict == verdict:
                return trial
    return otherwise
