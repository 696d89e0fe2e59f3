"""What the catalogue's Chinese terms are called on screen; each is marked here so that it can be
translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop, pgettext_lazy

from indicators.models import Indicator
from indicators.series import Valued
from indicators.wording import format_short, unit_with, with_comparator

DOMAINS: Mapping[str, str] = {
    "creation": gettext_noop("创造"),
    "utilisation": gettext_noop("运用"),
    "protection": gettext_noop("保护"),
    "services": gettext_noop("服务与管理"),
    "culture": gettext_noop("宣传培训"),
    "funding": gettext_noop("资助"),
}
UNITS = frozenset(
    {
        gettext_noop("件"),
        gettext_noop("家"),
        gettext_noop("个"),
        gettext_noop("项"),
        gettext_noop("笔"),
        gettext_noop("次"),
        gettext_noop("种"),
        gettext_noop("人"),
        gettext_noop("人次"),
        gettext_noop("场"),
        gettext_noop("份"),
        gettext_noop("条"),
        gettext_noop("篇"),
        gettext_noop("元"),
        gettext_noop("元/项"),
        gettext_noop("件/万人"),
        gettext_noop("件/亿元"),
        gettext_noop("件/10万人"),
        gettext_noop("位"),
    }
)
UNITS_OF_ONE: Mapping[str, Any] = {  # Chinese knows no plural; a language that does says “1 item”
    "件": pgettext_lazy("one", "件"),
    "家": pgettext_lazy("one", "家"),
    "个": pgettext_lazy("one", "个"),
    "项": pgettext_lazy("one", "项"),
    "笔": pgettext_lazy("one", "笔"),
    "次": pgettext_lazy("one", "次"),
    "种": pgettext_lazy("one", "种"),
    "人": pgettext_lazy("one", "人"),
    "人次": pgettext_lazy("one", "人次"),
    "场": pgettext_lazy("one", "场"),
    "份": pgettext_lazy("one", "份"),
    "条": pgettext_lazy("one", "条"),
    "篇": pgettext_lazy("one", "篇"),
}
BREAKDOWNS: Mapping[str, str] = {
    "invention": gettext_noop("发明"),
    "utility_model": gettext_noop("实用新型"),
    "design": gettext_noop("外观设计"),
    "patent": gettext_noop("专利"),
    "trademark": gettext_noop("商标"),
    "mixed": gettext_noop("混合"),
    "gold": gettext_noop("金奖"),
    "silver": gettext_noop("银奖"),
    "excellence": gettext_noop("优秀奖"),
    "leading": gettext_noop("领军"),
    "demonstration": gettext_noop("示范"),
    "advantage": gettext_noop("优势"),
    "national": gettext_noop("国家级"),
    "provincial": gettext_noop("省级"),
    "municipal": gettext_noop("市级"),
}
RULES: Mapping[str, str] = {
    "flow": gettext_noop("时期数：统计期内发生的数量，只与同一时段比较。"),
    "stock": gettext_noop("时点数：统计时点上保有的数量。"),
    "cumulative": gettext_noop("累计数：自起始以来累计到统计时点的数量。"),
}


def language() -> str:
    """The reader's language as the pure modules take it."""
    return get_language() or "zh-hans"


@lru_cache(maxsize=1024)
def _in(language: str, term: str) -> str:
    """The term in the language that is active; what is asked for with every row is looked up once."""
    return gettext(term)


def _(term: str) -> str:
    return _in(language(), term)


def domain_name(code: str) -> str:
    return _(DOMAINS[code]) if code in DOMAINS else code


def breakdown_name(code: str) -> str:
    """The breakdown's name; the total where there is none."""
    if not code:
        return _("合计")
    return _(BREAKDOWNS[code]) if code in BREAKDOWNS else code


def unit_name(indicator: Indicator, unit_kind: str | None = None, value: Decimal | None = None) -> str:
    """The unit of the indicator's values, or of this one value; another kind of value (a share, a place) has its
    own."""
    if unit_kind == "percent":
        return "%"
    if unit_kind == "rank":
        return _("位")
    if value == 1 and indicator.unit in UNITS_OF_ONE:
        return str(UNITS_OF_ONE[indicator.unit])
    return _(indicator.unit) if indicator.unit in UNITS else indicator.unit


def short_words(indicator: Indicator, valued: Valued) -> tuple[str, str]:
    """The value as a card or a line of news writes it, and its unit behind it: ("超过 9.4", "万件")."""
    number, word = format_short(valued.value, valued.unit_kind, language())
    unit = unit_name(indicator, valued.unit_kind, valued.value)
    return with_comparator(number, valued.comparator, language()), unit_with(word, unit, language())


def by_domain(indicators: Iterable[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """The indicators in their order, as (name of the domain, its indicators)."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(indicator.domain, []).append(indicator)
    return [(domain_name(code), group) for code, group in groups.items()]


def accounting_rule(code: str) -> str:
    """One sentence on how values of this accounting count."""
    return _(RULES[code])
