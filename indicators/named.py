"""Indicators by their codes: every page and every answer of the API begins with one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404

from indicators.models import Indicator
from indicators.prepared import columns_of, instances, prepared


def find_indicators(codes: Iterable[str]) -> list[Indicator]:
    """Those that there are, in the order of the catalogue; one query, none where no code is named."""
    named = list(codes)
    return instances(Indicator, _named(named)) if named else []


def get_indicator(code: str) -> Indicator:
    """The indicator; raises Http404 where there is none of this code."""
    for found in find_indicators([code]):
        return found
    raise Http404


@prepared(scoped=False)
def _named(codes: list[str]) -> QuerySet:
    rows = Indicator.objects.filter(pk__any_of=codes).order_by("position", "code")
    return rows.values_list(*columns_of(Indicator))
