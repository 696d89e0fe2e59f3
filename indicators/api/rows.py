"""Values as JSON text, put together by hand: a chart's six hundred rows cost a third of what a serialiser takes.

What may hold any sign (names) goes through ``json.dumps``; codes, numbers and days are plain by their constraints and
are quoted once each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, Func

from indicators.api.parameters import Cursor, Page
from indicators.models import Indicator
from indicators.querysets import ObservationQuerySet


class PlainNumber(Func):
    """A number as text, without the zeros behind it: 94045, 12.5."""

    template = "trim_scale(%(expressions)s)::text"
    output_field = CharField()


class Moment(Func):
    """A time as text, in UTC: making it an object for each row would cost more than all the rest."""

    template = "to_char(%(expressions)s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    output_field = CharField()


FIELDS = (
    "pk", "indicator_id", "breakdown", "measure", "accounting", "region_id", "start", "end", "plain", "unit_kind",
    "comparator", "status", "published",
)  # fmt: skip


def page_of(rows: ObservationQuerySet, page: Page) -> tuple[list[tuple[Any, ...]], Cursor | None]:
    """The page's rows as tuples of FIELDS by region, day and number, and the cursor of the next page, if any."""
    if page.after:
        rows = rows.after(*page.after)
    rows = rows.annotate(plain=PlainNumber(F("value")), published=Moment(F("published_at"))).order_by(
        "region_id", "end", "pk"
    )
    found = list(rows.values_list(*FIELDS)[: page.limit + 1])
    if len(found) <= page.limit:
        return found, None
    last = found[page.limit - 1]
    return found[: page.limit], (last[5], last[7].isoformat(), last[0])


def write_values(rows: Iterable[tuple[Any, ...]]) -> str:
    """The rows as a JSON list of objects; values are strings, so that no program rounds them."""
    return "[" + ",".join(map(_value, rows)) + "]"


def _value(row: tuple[Any, ...]) -> str:
    (
        pk,
        indicator,
        breakdown,
        measure,
        accounting,
        region,
        start,
        end,
        plain,
        kind,
        comparator,
        status,
        published,
    ) = row
    began = f'"{start}"' if start else "null"
    return (
        f'{{"id":{pk},"indicator":{quoted(indicator)},"breakdown":{quoted(breakdown)},"measure":"{measure}",'
        f'"accounting":"{accounting}","region":{quoted(region)},"start":{began},"end":"{end}","value":"{plain}",'
        f'"unit_kind":"{kind}","comparator":"{comparator}","status":"{status}",'
        f'"published_at":"{published}"}}'
    )


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def describe(indicators: Sequence[Indicator]) -> dict[str, dict[str, Any]]:
    """What the numbers count, by code."""
    return {
        indicator.pk: {
            "name_zh": indicator.name_zh,
            "name_en": indicator.name_en,
            "unit": indicator.unit,
            "unit_kind": indicator.unit_kind,
            "accounting": indicator.accounting,
        }
        for indicator in indicators
    }
