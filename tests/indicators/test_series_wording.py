"""Windows and numbers as people write them, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.series import window_of
from indicators.wording import ONE, format_exact, format_short, period_name, scale_for, unit_with, window_name

D = date
PERIODS = [
    (D(2016, 1, 1), D(2016, 12, 31), "2016年", "2016", "全年", "full year"),
    (D(2016, 1, 1), D(2016, 6, 30), "2016年上半年", "H1 2016", "上半年", "H1"),
    (D(2016, 7, 1), D(2016, 12, 31), "2016年下半年", "H2 2016", "下半年", "H2"),
    (D(2016, 1, 1), D(2016, 9, 30), "2016年前三季度", "Jan–Sep 2016", "前三季度", "Jan–Sep"),
    (D(2016, 4, 1), D(2016, 6, 30), "2016年二季度", "Q2 2016", "二季度", "Q2"),
    (D(2016, 1, 1), D(2016, 10, 31), "2016年1–10月", "Jan–Oct 2016", "1–10月", "Jan–Oct"),
    (D(2016, 2, 1), D(2016, 2, 29), "2016年2月", "Feb 2016", "2月", "Feb"),
    (
        D(2016, 4, 20),
        D(2016, 4, 26),
        "2016年4月20日–4月26日",
        "20 Apr–26 Apr 2016",
        "4月20日–4月26日",
        "20 Apr–26 Apr",
    ),
    (D(2011, 1, 1), D(2015, 12, 31), "2011–2015年", "2011–2015", "5年合计", "5 years together"),
    (
        D(2015, 11, 1),
        D(2016, 10, 31),
        "2015年11月–2016年10月",
        "Nov 2015–Oct 2016",
        "跨年",
        "over the turn of the year",
    ),
    (None, D(2016, 12, 31), "2016年末", "end of 2016", "年末", "year end"),
    (None, D(2016, 11, 30), "2016年11月底", "end of Nov 2016", "11月底", "end of Nov"),
    (None, D(2016, 11, 15), "2016年11月15日", "15 Nov 2016", "11月15日", "15 Nov"),
]


@pytest.mark.parametrize(("start", "end", "zh", "en", "short_zh", "short_en"), PERIODS)
def test_a_period_is_named_in_both_languages(start, end, zh, en, short_zh, short_en):
    window = window_of(start, end)
    assert period_name(window, end.year, "zh-hans") == zh
    assert period_name(window, end.year, "en") == en
    assert window_name(window, "zh-hans") == short_zh
    assert window_name(window, "en") == short_en


@pytest.mark.parametrize(
    ("value", "text"),
    [("94045.000000", "94,045"), ("26.700000", "26.7"), ("0", "0"), ("-2.50", "−2.5"), ("100", "100")],
)
def test_an_exact_number_has_all_its_digits_and_no_others(value, text):
    assert format_exact(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "kind", "language", "text"),
    [
        ("94045", "count", "zh-hans", ("94,045", "")),
        ("2670000000", "money", "zh-hans", ("26.7", "亿")),
        ("20560000", "money", "zh-hans", ("2,056", "万")),
        ("2670000000", "money", "en", ("2.67", "billion")),
        ("118203", "count", "zh-hans", ("11.82", "万")),
        ("7.52", "ratio", "zh-hans", ("7.52", "")),
        ("38.5", "percent", "zh-hans", ("38.5", "")),
    ],
)
def test_a_short_number_is_scaled_by_wan_and_yi_or_by_thousands(value, kind, language, text):
    assert format_short(Decimal(value), kind, language) == text


def test_shares_and_ranks_are_never_scaled():
    assert scale_for(Decimal(50000), "percent", "zh-hans") is ONE
    assert scale_for(Decimal(50000), "count", "zh-hans").word == "万"


def test_four_digits_are_never_scaled():
    assert scale_for(Decimal(9999), "count", "zh-hans") is ONE
    assert scale_for(Decimal(9999), "count", "en") is ONE
    assert scale_for(Decimal(10000), "count", "en").word == "thousand"


def test_the_scale_stands_before_the_unit():
    assert unit_with("万", "件", "zh-hans") == "万件"
    assert unit_with("billion", "yuan", "en") == "billion yuan"
    assert unit_with("", "yuan", "en") == "yuan"
