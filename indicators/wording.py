"""How numbers, windows and growth are written, in Chinese and English; exact decimals in, text out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from indicators.series import MONTH_END, Growth, Window

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUS = "−"
LEAST_SCALED = 10_000  # below it all digits fit on an axis: 1,650 reads better than 1.65 thousand
_QUARTERS = {(1, 3): 0, (4, 6): 1, (7, 9): 2, (10, 12): 3}
_ZH_PARTS = {
    (1, 12): "全年",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 9): "前三季度",
    **{months: f"{'一二三四'[index]}季度" for months, index in _QUARTERS.items()},
}
_EN_PARTS = {
    (1, 12): "full year",
    (1, 6): "H1",
    (7, 12): "H2",
    **{months: f"Q{index + 1}" for months, index in _QUARTERS.items()},
}
_COMPARATORS = {
    "zh": {"exact": "", "above": "超过", "below": "不足", "about": "约"},
    "en": {"exact": "", "above": "over", "below": "under", "about": "about"},
}
_STATUSES = {
    "zh": {"A": "", "P": "初步数", "E": "估计数", "R": "修订数", "draft": "草稿"},
    "en": {"A": "", "P": "provisional", "E": "estimated", "R": "revised", "draft": "draft"},
}
_GROWTH_UNITS = {
    "zh": {"percent": "%", "points": " 个百分点", "places": " 位"},
    "en": {"percent": "%", "points": " points", "places": " places"},
}


def is_english(language: str) -> bool:
    return language.startswith("en")


def _short(language: str) -> str:
    return "en" if is_english(language) else "zh"


# --- numbers


@dataclass(frozen=True, slots=True)
class Scale:
    """What values are divided by before they are written, and the word for it: 10000 and 万."""

    divisor: Decimal
    word: str


ONE = Scale(Decimal(1), "")
_SCALES = {
    "zh": (Scale(Decimal(10**8), "亿"), Scale(Decimal(10**4), "万")),
    "en": (
        Scale(Decimal(10**9), "billion"),
        Scale(Decimal(10**6), "million"),
        Scale(Decimal(10**3), "thousand"),
    ),
}


def scale_for(largest: Decimal, unit_kind: str, language: str) -> Scale:
    """The scale that leaves the largest value with one to four whole digits; shares and ranks are not
    scaled."""
    if unit_kind not in {"count", "people", "money"}:
        return ONE
    for scale in _SCALES[_short(language)]:
        if abs(largest) >= scale.divisor and abs(largest) >= LEAST_SCALED:
            return scale
    return ONE


def format_exact(value: Decimal) -> str:
    """All digits, thousands apart, no zeros at the end: 94,045 and 26.7."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return MINUS + text[1:] if text.startswith("-") else text


def format_short(value: Decimal, unit_kind: str, language: str) -> tuple[str, str]:
    """At most four digits and the scale's word: ("9.4", "万"); exact where that is short enough."""
    scale = scale_for(value, unit_kind, language)
    if scale is ONE or (abs(value) < 100_000 and value == value.to_integral_value()):
        return format_exact(value), ""
    scaled = value / scale.divisor
    places = "0.01" if abs(scaled) < 100 else "0.1" if abs(scaled) < 1000 else "1"
    return format_exact(scaled.quantize(Decimal(places), ROUND_HALF_UP)), scale.word


def scaled_text(value: Decimal, scale: Scale) -> str:
    """The value as an axis of the scale writes it; with two decimals where it is scaled, so that columns align."""
    if scale is ONE:
        return format_exact(value)
    text = f"{(value / scale.divisor).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    return MINUS + text[1:] if text.startswith("-") else text


def place_words(place: int, among: int, language: str) -> str:
    """The place among those that are known: 第 2 位（共 9 个地区有数）."""
    if is_english(language):
        return f"place {place} of {among} with a value"
    return f"第 {place} 位（{among} 个地区有数）"


def unit_with(scale_word: str, unit: str, language: str) -> str:
    """The unit with the scale before it: 万件, thousand items."""
    return " ".join(filter(None, (scale_word, unit))) if is_english(language) else f"{scale_word}{unit}"


def with_comparator(text: str, comparator: str, language: str) -> str:
    """The text with the word that hedges it: 超过 90,000."""
    word = _COMPARATORS[_short(language)][comparator]
    return f"{word} {text}" if word else text


def status_word(status: str, language: str) -> str:
    """The word for a status that needs one; "" for a normal value."""
    return _STATUSES[_short(language)][status]


def rest_words(language: str) -> tuple[str, str]:
    """What the part of a total without a type is called, and how it came about."""
    if is_english(language):
        return "not broken down", "total less the types reported"
    return "未分类型", "合计减去已报各类"


# --- windows


def window_name(window: Window, language: str) -> str:
    """The window without a year: 全年, 上半年, 1–10月, 年末, 11月底; full year, H1, Jan–Oct, year end."""
    return _english_window(window, None) if is_english(language) else _chinese_window(window, None)


@lru_cache(maxsize=4096)  # a chart has hundreds of values in some twenty periods
def period_name(window: Window, year: int, language: str) -> str:
    """The window in its year: 2016年, 2016年1–10月, 2016年末; 2016, Jan–Oct 2016, end of 2016."""
    return _english_window(window, year) if is_english(language) else _chinese_window(window, year)


def _whole_months(window: Window) -> tuple[int, int] | None:
    if window.first and window.first[1] == 1 and window.last[1] == MONTH_END:
        return window.first[0], window.last[0]
    return None


def _chinese_window(window: Window, year: int | None) -> str:
    in_year = f"{year}年" if year else ""
    months, (month, day) = _whole_months(window), window.last
    if window.first is None:
        if (month, day) == (12, MONTH_END):
            return f"{in_year}末" if year else "年末"
        return f"{in_year}{month}月底" if day == MONTH_END else f"{in_year}{month}月{day}日"
    if window.span:
        return _chinese_years(window, year)
    if months == (1, 12):
        return in_year or "全年"
    if months:
        one_month = f"{months[0]}月" if months[0] == months[1] else f"{months[0]}–{months[1]}月"
        return in_year + _ZH_PARTS.get(months, one_month)
    return f"{in_year}{window.first[0]}月{window.first[1]}日–{month}月{_day(window)}日"


def _chinese_years(window: Window, year: int | None) -> str:
    assert window.first is not None
    whole = _whole_months(window) == (1, 12)
    if year is None:
        return f"{window.span + 1}年合计" if whole else "跨年"
    if whole:
        return f"{year - window.span}–{year}年"
    return f"{year - window.span}年{window.first[0]}月–{year}年{window.last[0]}月"


def _english_window(window: Window, year: int | None) -> str:
    tail = f" {year}" if year else ""
    months, (month, day) = _whole_months(window), window.last
    if window.first is None:
        if (month, day) == (12, MONTH_END):
            return f"end of{tail}" if year else "year end"
        return f"end of {MONTHS[month - 1]}{tail}" if day == MONTH_END else f"{day} {MONTHS[month - 1]}{tail}"
    if window.span:
        return _english_years(window, year)
    if months == (1, 12):
        return str(year) if year else "full year"
    if months:
        first, last = (MONTHS[number - 1] for number in months)
        return _EN_PARTS.get(months, first if first == last else f"{first}–{last}") + tail
    return f"{window.first[1]} {MONTHS[window.first[0] - 1]}–{_day(window)} {MONTHS[month - 1]}{tail}"


def _english_years(window: Window, year: int | None) -> str:
    assert window.first is not None
    whole = _whole_months(window) == (1, 12)
    if year is None:
        return f"{window.span + 1} years together" if whole else "over the turn of the year"
    if whole:
        return f"{year - window.span}–{year}"
    return f"{MONTHS[window.first[0] - 1]} {year - window.span}–{MONTHS[window.last[0] - 1]} {year}"


def _day(window: Window) -> int:
    """The last day as it is written; a month's end is 30, 31 or 28."""
    month, day = window.last
    if day != MONTH_END:
        return day
    return 28 if month == 2 else 30 if month in {4, 6, 9, 11} else 31


# --- growth


def growth_text(growth: Growth, language: str) -> str:
    """The change with its sign and unit, +26.0% or −2 位; "" where it was refused."""
    if growth.change is None:
        return ""
    units = _GROWTH_UNITS[_short(language)]
    if growth.unit == "places":
        return _places(growth.change, language)
    sign = "+" if growth.change > 0 else MINUS if growth.change < 0 else ""
    number = f"{abs(growth.change):.1f}" if growth.unit == "percent" else format_exact(abs(growth.change))
    return f"{sign}{number}{units[growth.unit]}"


def _places(change: Decimal, language: str) -> str:
    number = format_exact(abs(change))
    if is_english(language):
        return "same place" if not change else f"{'up' if change < 0 else 'down'} {number}"
    return "位次不变" if not change else f"{'前进' if change < 0 else '后退'} {number} 位"


def refusal_text(growth: Growth, language: str) -> str:
    """Why no growth is told, in one sentence; "" where it is."""
    if not growth.refusal:
        return ""
    ours = window_name(growth.window, language)
    theirs = window_name(growth.earlier.window, language) if growth.earlier else ""
    english = {
        "none": f"no value for the same period ({ours}) a year before",
        "window": f"not compared: this value is for {ours}, the year before has {theirs}",
        "break": "not compared: what is counted changed this year",
        "hedged": "not compared: one of the two is no exact number",
        "zero": "not compared: the year before was zero",
    }
    chinese = {
        "none": f"上年同期（{ours}）没有数据",
        "window": f"不可比：本期为{ours}，上年为{theirs}",
        "break": "不可比：本年起统计口径有变化",
        "hedged": "不可比：两期中有非确数",
        "zero": "不可比：上年同期为零",
    }
    return (english if is_english(language) else chinese)[growth.refusal]
