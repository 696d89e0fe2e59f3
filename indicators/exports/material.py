"""What a file is made of: the values asked for, the sentences that they rest on, and who takes it away when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from indicators.facts import Fact, load_facts
from indicators.models import Citation, Observation
from indicators.pictures import Caption
from indicators.selection import IndicatorPage


@dataclass(frozen=True, slots=True)
class Picture:
    """How a chart is drawn as SVG, and what is said under it; ``draw`` raises ExportError where there is none."""

    draw: Callable[[Caption], str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """``site`` makes links whole, ``taker`` is the person's name; the facts are the page's rows in their order.

    ``picture`` is None where the chart is the page's own figure.
    """

    page: IndicatorPage
    citations: Sequence[Citation]
    site: str
    taker: str
    picture: Picture | None = None
    at: datetime = field(default_factory=timezone.localtime)

    @property
    def shown(self) -> date:
        """The day whose values these are."""
        return self.page.selection.as_of or timezone.localdate()

    def facts(self) -> list[Fact]:
        """The values as plain rows; one query."""
        found = {fact.pk: fact for fact in load_facts(Observation.objects.filter(pk__in=self.keys))}
        return [found[key] for key in self.keys]

    @property
    def keys(self) -> list[int]:
        return [row.id for row in self.page.rows]


def gather(page: IndicatorPage, site: str, taker: str, picture: Picture | None = None) -> Material:
    """The page's values with their sentences; one query."""
    citations = Citation.objects.of_observations([row.id for row in page.rows])
    return Material(page, list(citations), site, taker, picture)
