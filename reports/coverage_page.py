"""The two coverage pages put together: what the address asks for, the matrix, and one page of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.paginator import Page, Paginator
from django.utils import timezone

from indicators.labels import DOMAINS
from reports import access
from reports.coverage import STATES, Coverage, known_years, load_coverage
from reports.coverage_area import EVERY, Area, choose_area, parents_of
from reports.coverage_values import STATES as VALUE_STATES
from reports.coverage_values import ValueCoverage, load_values, value_years
from reports.filing_forms import CoverageForm, ValueCoverageForm

ROWS = 60


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """What is shown: ``form`` as it was understood, ``errors`` what was not, ``day`` None for now."""

    area: Area
    form: CoverageForm | ValueCoverageForm
    errors: Mapping[str, list[str]]
    matrix: Coverage | ValueCoverage
    states: list[tuple[str, Any, str]]
    years: tuple[int, int]
    kind: str = ""
    day: date | None = None
    opens: bool = False

    @property
    def shown(self) -> date:
        return self.day or timezone.localdate()

    def rows(self, number: str) -> Page:
        return Paginator(self.matrix.rows, ROWS).get_page(number)


def _area(user: AbstractUser, data: Mapping[str, Any]) -> Area:
    return choose_area(
        user, data.get("region"), data.get("level") or "", data.get("from") or data.get("year")
    )


def coverage_page(user: AbstractUser, query: Any) -> CoveragePage:
    """Who filed which report, for what the address asks."""
    parents = parents_of(user)
    form = CoverageForm(query, parents=parents)
    form.is_valid()  # what cannot be used is told, and the page shows the rest
    data = form.cleaned_data
    area, kind, day = _area(user, data), data.get("kind") or "", data.get("as_of")
    first, last = form.years(known_years(user, area))
    understood = {
        "region": area.parent and area.parent.pk, "level": area.level, "kind": kind, "from": first, "to": last,
        "as_of": day,
    }  # fmt: skip
    return CoveragePage(
        area=area,
        form=CoverageForm(understood, parents=parents),
        errors=form.errors,
        matrix=load_coverage(user, area, first, last, kind=kind, day=day),
        states=[(state, *words) for state, words in STATES.items()],
        years=(first, last),
        kind=kind,
        day=day,
        opens=access.can_read_reports(user),
    )


def value_page(user: AbstractUser, query: Any) -> CoveragePage:
    """Which values are published, for what the address asks; one domain where none is named."""
    parents = parents_of(user)
    form = ValueCoverageForm(query, parents=parents)
    form.is_valid()
    data = form.cleaned_data
    area, day = _area(user, data), data.get("as_of")
    domain = data.get("domain") or next(iter(DOMAINS))
    known = [] if data.get("year") else value_years(area)
    year = data.get("year") or (known[-1] if known else timezone.localdate().year)
    understood = {
        "region": area.parent and area.parent.pk, "level": area.level, "domain": domain, "year": year,
        "as_of": day,
    }  # fmt: skip
    return CoveragePage(
        area=area,
        form=ValueCoverageForm(understood, parents=parents),
        errors=form.errors,
        matrix=load_values(area, year, "" if domain == EVERY else domain, day),
        states=[(state, *words) for state, words in VALUE_STATES.items()],
        years=(year, year),
        kind=domain,
        day=day,
    )
