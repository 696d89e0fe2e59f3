"""From an address's parameters to a Question; what cannot be used is a Problem with one sentence."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.api.problems import Problem
from indicators.models import Indicator, Region
from indicators.named import find_indicators
from indicators.questions import ANNUAL, FIRST_YEAR, LAST_YEAR, Question, is_window
from indicators.terms import Accounting, Measure

EVERY = "all"
MOST_INDICATORS = 20
MOST_REGIONS = 400
ROWS, MOST_ROWS = 1000, 5000
MEASURES = tuple(code for code in Measure.values if code != Measure.TARGET)
LEVELS = tuple(Region.Level.values)
OF_REGIONS = frozenset({"region", "parent", "within", "level"})
OF_VALUES = OF_REGIONS | {"indicator", "breakdown", "measure", "accounting", "window", "as_of"}
OF_PAGES = frozenset({"limit", "cursor"})

Cursor = tuple[str, str, int]
"""Behind which value a page begins: its region, its last day and its number."""


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows, and behind which one they begin."""

    limit: int
    after: Cursor | None


def check_names(query: QueryDict, known: Collection[str]) -> None:
    """Raises Problem for a parameter that the address does not know: a misspelt one would silently ask for more."""
    for name in query:
        if name not in known:
            words = _("没有名为 %(name)s 的参数；可用的有 %(known)s。")
            raise Problem(400, words % {"name": name[:40], "known": ", ".join(sorted(known))}, name[:40])


def read_question(query: QueryDict, indicators: list[Indicator]) -> Question:
    """The question that the parameters put; the accounting is the indicator's own where one is asked about."""
    own = indicators[0].accounting if len(indicators) == 1 else None
    breakdown = query.get("breakdown", "")[:40]
    measure = _one_of(query, "measure", MEASURES, Measure.LEVEL)
    return Question(
        indicators=tuple(indicator.pk for indicator in indicators),
        regions=tuple(_codes(query, "region", MOST_REGIONS)),
        parent=_code(query, "parent"),
        within=_code(query, "within"),
        level=_one_of(query, "level", LEVELS, "") or "",
        breakdown=None if breakdown == EVERY else breakdown,
        measure=measure,
        accounting=_one_of(query, "accounting", Accounting.values, own),
        window=_window(query),
        first=_year(query, "from"),
        last=_year(query, "to") or _year(query, "year"),
        as_of=_day(query),
    )


def read_indicators(query: QueryDict, most: int = MOST_INDICATORS) -> list[Indicator]:
    """The indicators asked for, in the order of the catalogue; Problem where none is, or one is unknown."""
    codes = _codes(query, "indicator", most)
    if not codes:
        raise Problem(400, _("请用 indicator 指明指标，代码见 /api/v1/indicators。"), "indicator")
    found = find_indicators(codes)
    if missing := sorted(set(codes) - {indicator.pk for indicator in found}):
        words = _("没有代码为 %(code)s 的指标，请查 /api/v1/indicators。")
        raise Problem(404, words % {"code": missing[0]}, "indicator")
    return found


def read_page(query: QueryDict, *, dated: bool) -> Page:
    """How much is asked for; a page of values begins behind a day, one of regions behind a code."""
    text = query.get("limit", str(ROWS))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_ROWS:
        raise Problem(400, _("limit 须为 1 到 %(most)s 的整数。") % {"most": MOST_ROWS}, "limit")
    return Page(int(text), read_cursor(query["cursor"], dated=dated) if query.get("cursor") else None)


def write_cursor(cursor: Cursor) -> str:
    """The cursor as addresses carry it; nobody need read it."""
    return base64.urlsafe_b64encode("|".join(str(part) for part in cursor).encode()).decode().rstrip("=")


def read_cursor(text: str, *, dated: bool) -> Cursor:
    try:
        padded = text + "=" * (-len(text) % 4)
        region, end, pk = base64.b64decode(padded, b"-_", validate=True).decode("ascii").split("|")
        return region, date.fromisoformat(end).isoformat() if dated else "", int(pk)
    except (ValueError, binascii.Error) as error:
        raise Problem(400, _("cursor 不是上一页给出的那个，请从第一页重新读取。"), "cursor") from error


def _codes(query: QueryDict, name: str, most: int) -> list[str]:
    """Codes that are repeated or stand in one value with commas, each once, in their order."""
    codes = [code for value in query.getlist(name) for code in value.split(",") if code]
    codes = list(dict.fromkeys(codes))
    if len(codes) > most:
        raise Problem(
            400, _("%(name)s 一次最多 %(most)s 个，请分几次读取。") % {"name": name, "most": most}, name
        )
    if any(len(code) > 80 or "\0" in code for code in codes):
        raise Problem(400, _("%(name)s 的代码过长。") % {"name": name}, name)
    return codes


def _code(query: QueryDict, name: str) -> str:
    code = query.get(name, "")
    if code and not (code.isascii() and code.isdigit() and len(code) in {6, 9}):
        raise Problem(400, _("%(name)s 须为 6 位或 9 位的行政区划代码。") % {"name": name}, name)
    return code


def _one_of(query: QueryDict, name: str, known: Collection[str], default: str | None) -> str | None:
    """The value; None for "all"; the default where nothing is said."""
    value = query.get(name, "")
    if not value:
        return default
    if value == EVERY:
        return None
    if value not in known:
        words = _("%(name)s 只能是 %(known)s 之一。") % {"name": name, "known": ", ".join([*known, EVERY])}
        raise Problem(400, words, name)
    return value


def _window(query: QueryDict) -> str:
    value = query.get("window", ANNUAL)
    if value == EVERY:
        return ""
    if not value or not is_window(value):
        words = _("window 须为 annual、all，或一年中的时段如 0101-1031，时点如 0630。")
        raise Problem(400, words, "window")
    return value


def _year(query: QueryDict, name: str) -> int | None:
    value = query.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and FIRST_YEAR <= int(value[:9]) <= LAST_YEAR):
        words = _("%(name)s 须为 %(first)s 到 %(last)s 之间的年份。")
        raise Problem(400, words % {"name": name, "first": FIRST_YEAR, "last": LAST_YEAR}, name)
    return int(value)


def _day(query: QueryDict) -> date | None:
    value = query.get("as_of", "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Problem(400, _("as_of 须为日期，如 2024-03-12。"), "as_of") from error
