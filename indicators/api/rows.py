"""Values as JSON text, put together by hand: a chart's six hundred rows cost a third of what a serialiser takes.

What may hold any sign (names) goes through ``json.dumps``; codes, numbers and days are plain by their constraints and
are quoted once each. What is of one value alone comes from the database as the end of its JSON object: PostgreSQL joins
text faster than six more columns are fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, Func, OuterRef, QuerySet, Subquery, Value

from indicators.answers import observations
from indicators.api.parameters import Cursor, Page
from indicators.asking import settled
from indicators.models import Indicator, Region
from indicators.prepared import Row, prepared
from indicators.questions import Question
from indicators.scope import current


class PlainNumber(Func):
    """A number as text, without the zeros behind it: 94045, 12.5."""

    template = "trim_scale(%(expressions)s)::text"
    output_field = CharField()


class Moment(Func):
    """A time as text, in UTC: making it an object for each row would cost more than all the rest."""

    template = "to_char(%(expressions)s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    output_field = CharField()


class Joined(Func):
    """The pieces as one text."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = CharField()


def _tail() -> Joined:
    """The end of a value's JSON object, from its number on."""
    return Joined(
        Value(',"value":"'), PlainNumber("value"),
        Value('","unit_kind":"'), "unit_kind",
        Value('","comparator":"'), "comparator",
        Value('","status":"'), "status",
        Value('","published_at":"'), Moment("published_at"), Value('"}'),
    )  # fmt: skip


FIELDS = ("pk", "indicator_id", "breakdown", "measure", "accounting", "region_id", "start", "end", "tail")
RANKED = ("place", "pk", "region_id", "region__name", "plain", "comparator", "status", "end")


def page_of(question: Question, page: Page) -> tuple[list[Row], Cursor | None]:
    """The page's rows as tuples of FIELDS by region, day and number, and the cursor of the next page, if any."""
    named = settled(question)
    if named is None:
        return [], None
    after = (page.after[0], date.fromisoformat(page.after[1]), page.after[2]) if page.after else (None,) * 3
    found = _page(*_codes(named), *after, question=_without_codes(named), most=page.limit + 1)
    if len(found) <= page.limit:
        return found, None
    last = found[page.limit - 1]
    return found[: page.limit], (last[5], last[7].isoformat(), last[0])


def ranking_of(question: Question) -> list[Row]:
    """Of the question's last year, or the last that is known: tuples of RANKED, the largest value first."""
    named = settled(question)
    if named is None:
        return []
    year = named.last or _latest_year(named)
    if year is None:
        return []
    named = replace(named, first=year, last=year)
    return _ranking(*_codes(named), question=_without_codes(named))


def _latest_year(question: Question) -> int | None:
    of_all = _without_codes(question)
    indicators, regions = _codes(question)
    for (end,) in _ends(indicators, list(question.regions) if regions else None, question=of_all):
        return end.year if end else None
    return None


Codes = str | list[str] | None


def _codes(question: Question) -> tuple[Codes, Codes]:
    """The question's indicators and regions as values of a prepared question: one, a list, or none."""
    return _one_or_more(question.indicators), _one_or_more(question.regions)


def _one_or_more(codes: Sequence[str]) -> Codes:
    return codes[0] if len(codes) == 1 else list(codes) or None


def _without_codes(question: Question) -> Question:
    """What remains of it: the shape of the statement."""
    return replace(question, indicators=(), regions=())


def _with_codes(question: Question, indicators: Codes, regions: Codes = None) -> Question:
    return replace(question, indicators=_tuple(indicators), regions=_tuple(regions))


def _tuple(codes: Codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes or ())


@prepared()
def _page(
    indicators: Codes, regions: Codes, region: str | None, end: date | None, pk: int | None,
    *, question: Question, most: int,
) -> QuerySet:  # fmt: skip
    rows = observations(current(), _with_codes(question, indicators, regions))
    if region is not None:
        rows = rows.after(region, end, pk)
    return rows.annotate(tail=_tail()).order_by("region_id", "end", "pk").values_list(*FIELDS)[:most]


@prepared()
def _ranking(indicators: Codes, regions: Codes, *, question: Question) -> QuerySet:
    rows = observations(current(), _with_codes(question, indicators, regions)).ranked()
    return rows.annotate(plain=PlainNumber("value")).values_list(*RANKED)


@prepared()
def _ends(indicators: Codes, regions: list[str] | None, *, question: Question) -> QuerySet:
    """The last day of any value of the regions; a look into the index for each of them."""
    rows = observations(current(), _with_codes(question, indicators)).order_by("-end")
    if regions is None:
        return rows.values_list("end")[:1]
    last = Subquery(rows.filter(region=OuterRef("pk")).values("end")[:1])
    places = Region.objects.filter(pk__any_of=regions).annotate(last=last)
    return places.order_by(F("last").desc(nulls_last=True)).values_list("last")[:1]


def write_values(rows: Iterable[tuple[Any, ...]]) -> str:
    """The rows as a JSON list of objects; values are strings, so that no program rounds them."""
    return "[" + ",".join(map(_value, rows)) + "]"


def write_ranking(rows: Iterable[Row]) -> str:
    """The rows of a ranking in the same way."""
    return "[" + ",".join(map(_place, rows)) + "]"


def _place(row: Row) -> str:
    place, pk, region, name, plain, comparator, status, end = row
    return (
        f'{{"place":{place},"id":{pk},"region":{quoted(region)},"name":{quoted(name)},"value":"{plain}",'
        f'"comparator":"{comparator}","status":"{status}","end":"{end}"}}'
    )


def _value(row: Row) -> str:
    pk, indicator, breakdown, measure, accounting, region, start, end, tail = row
    about = _about(indicator, breakdown, measure, accounting, region)
    began = f'"{start}"' if start else "null"
    return f'{{"id":{pk},{about},"start":{began},"end":"{end}"{tail}'


@lru_cache(maxsize=4096)
def _about(indicator: str, breakdown: str, measure: str, accounting: str, region: str) -> str:
    """What a line's values share."""
    return (
        f'"indicator":{quoted(indicator)},"breakdown":{quoted(breakdown)},"measure":"{measure}",'
        f'"accounting":"{accounting}","region":{quoted(region)}'
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
