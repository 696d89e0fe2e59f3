"""One published value as the table of a page and the exports write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from indicators import labels
from indicators.facts import Fact
from indicators.models import Measure
from indicators.series import Growth, window_of
from indicators.wording import (
    Scale,
    format_exact,
    growth_text,
    period_name,
    refusal_text,
    status_word,
    with_comparator,
)

POSITIONS = {code: position for position, code in enumerate(labels.BREAKDOWNS)}


def position_of(breakdown: str) -> int:
    """Parts in their dimension's order, so that each keeps its colour; their total after them."""
    return POSITIONS.get(breakdown, len(POSITIONS))


@dataclass(frozen=True)
class ValueRow:
    """One published value as the table and the exports write it; ``growth`` is None where it was refused.

    What is written is put together where it is asked for, and the growth reckoned there: a page shows a few of its
    rows.
    """

    fact: Fact
    region: str
    compare: Callable[[], Growth]
    scale: Scale
    language: str

    @cached_property
    def compared(self) -> Growth:
        return self.compare()

    @property
    def id(self) -> int:
        return self.fact.pk

    @property
    def region_code(self) -> str:
        return self.fact.region_id

    @property
    def breakdown(self) -> str:
        return labels.breakdown_name(self.fact.breakdown)

    @property
    def period(self) -> str:
        window = window_of(self.fact.start, self.fact.end)
        return period_name(window, self.fact.end.year, self.language)

    @property
    def start(self) -> date | None:
        return self.fact.start

    @property
    def end(self) -> date:
        return self.fact.end

    @property
    def value(self) -> Decimal:
        return self.fact.value

    @property
    def shown(self) -> str:
        exact = format_exact(self.fact.value / self.scale.divisor)
        return with_comparator(exact, self.fact.comparator, self.language)

    @property
    def has_growth(self) -> bool:
        """The growth of a growth helps nobody."""
        return self.fact.measure not in {Measure.YOY, Measure.CHANGE}

    @property
    def growth(self) -> Decimal | None:
        return self.compared.change if self.has_growth else None

    @property
    def growth_shown(self) -> str:
        return growth_text(self.compared, self.language) if self.has_growth else ""

    @property
    def refusal(self) -> str:
        return refusal_text(self.compared, self.language) if self.has_growth else ""

    @property
    def is_incomparable(self) -> bool:
        return self.has_growth and self.compared.refusal not in {"", "none"}

    @property
    def status(self) -> str:
        return status_word(self.fact.shown_status, self.language)

    @property
    def comparator(self) -> str:
        return self.fact.comparator

    @property
    def is_sample(self) -> bool:
        return self.fact.is_sample

    @property
    def position(self) -> int:
        return position_of(self.fact.breakdown)

    @property
    def ruling(self) -> str:
        return self.fact.ruling or ""
