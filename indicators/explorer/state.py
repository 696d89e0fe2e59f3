"""The explorer's state, settled: every dimension at a value that there is data for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.choices import window_token
from indicators.explorer.compared import Compared
from indicators.explorer.lookups import Facet, find_facets, find_span
from indicators.filters import ALL
from indicators.models import Indicator, Measure
from indicators.questions import Question
from indicators.series import Window

FACET_REGIONS = 6


@dataclass(frozen=True, slots=True)
class State:
    """What is shown: one value of each dimension; ``breakdown`` ALL is every part of the region in focus. ``span`` are
    the years that there is anything of, None where that is not known."""

    indicator: Indicator
    compared: Compared
    breakdown: str
    measure: str
    accounting: str
    unit_kind: str
    window: Window | None
    first: int | None = None
    last: int | None = None
    year: int | None = None
    as_of: date | None = None
    drafts: bool = False
    chart: str = ""
    span: tuple[int, int] | None = None

    @property
    def by_part(self) -> bool:
        return self.breakdown == ALL

    def question(self, **changes: Any) -> Question:
        """The question that the state puts to published values, with other parts where they are named."""
        asked: dict[str, Any] = {
            "indicators": (self.indicator.pk,),
            "regions": self.compared.codes,
            "breakdown": None if self.by_part else self.breakdown,
            "measure": self.measure,
            "accounting": self.accounting,
            "window": window_token(self.window) if self.window else "",
            "first": self.first - 1
            if self.first
            else self.span and self.span[0],  # before: for the first growth
            "last": self.last or (self.span and self.span[1]),
            "as_of": self.as_of,
            "drafts": self.drafts,
        }
        return Question(**asked | changes)


def facets_of(indicator: Indicator, compared: Compared, asked: dict[str, Any]) -> list[Facet]:
    """What there is of the indicator for the regions, in one query.

    Of many regions the one in focus and a few others are asked: what none of these has is no choice to offer.
    """
    codes = list(compared.codes)
    if len(codes) > FACET_REGIONS:
        first = [compared.focus.pk] if compared.focus else []
        codes = [*first, *codes[:: max(len(codes) // FACET_REGIONS, 1)]]
    question = Question(
        indicators=(indicator.pk,),
        regions=tuple(codes),
        breakdown=None,
        measure=None,
        window="",
        as_of=asked.get("as_of"),
        drafts=asked.get("drafts", False),
    )
    return find_facets(question) if codes else []


def parts_of(facets: Sequence[Facet], state: State) -> frozenset[str]:
    """The breakdowns that there are values of, in the state's measure, accounting and unit."""
    wanted = (state.measure, state.accounting, state.unit_kind)
    return frozenset(
        facet.breakdown for facet in facets if (facet.measure, facet.accounting, facet.unit_kind) == wanted
    )


def settle(indicator: Indicator, compared: Compared, facets: Sequence[Facet], asked: dict[str, Any]) -> State:
    """The state nearest to what was asked that has data; what has most where nothing was asked."""
    measure = _first(facets, "measure", asked.get("measure"), Measure.LEVEL)
    near = [facet for facet in facets if facet.measure == measure]
    accounting = _first(near, "accounting", asked.get("accounting"), indicator.accounting)
    near = [facet for facet in near if facet.accounting == accounting]
    breakdown = asked.get("breakdown") or ""
    if breakdown != ALL:
        breakdown = _first(near, "breakdown", breakdown, "")
        near = [facet for facet in near if facet.breakdown == breakdown]
    unit_kind = _first(near, "unit_kind", asked.get("unit"), indicator.unit_kind)
    near = [facet for facet in near if facet.unit_kind == unit_kind]
    if breakdown == ALL:
        compared = (
            Compared(compared.regions[:1], compared.focus) if compared.among is None else _focused(compared)
        )
    return State(
        indicator=indicator,
        compared=compared,
        breakdown=breakdown,
        measure=measure,
        accounting=accounting,
        unit_kind=unit_kind,
        window=choose_window(near, asked.get("window") or ""),
        first=asked.get("from"),
        last=asked.get("to"),
        year=asked.get("year"),
        as_of=asked.get("as_of"),
        drafts=asked.get("drafts", False),
        chart=asked.get("chart") or "",
        span=None if asked.get("as_of") or not facets else find_span(indicator.pk, measure),
    )


def _focused(compared: Compared) -> Compared:
    """The one region whose parts are shown: of several, nobody could tell the lines apart."""
    focus = compared.focus or compared.regions[0]
    return Compared((focus,), focus)


def _first(facets: Iterable[Facet], name: str, *wanted: str | None) -> str:
    """The first wanted value that has data, else the one with most, else the last wanted."""
    count: Counter[str] = Counter()
    for facet in facets:
        count[getattr(facet, name)] += facet.count
    for value in wanted:
        if value is not None and value in count:
            return value
    return max(count, key=lambda value: count[value]) if count else wanted[-1] or ""


def choose_window(facets: Sequence[Facet], token: str) -> Window | None:
    """The window asked for where it has values, else that of whole years, else the one with most values."""
    count: Counter[Window] = Counter()
    for facet in facets:
        count[facet.window] += facet.count
    asked = next((window for window in count if window_token(window) == token), None)
    if asked or not count:
        return asked
    full = [window for window in count if window.is_full]
    return max(full or count, key=lambda window: (count[window], window.length, window.last))
