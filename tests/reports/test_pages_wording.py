"""Claims in the words of the page: exact, with unit, sign and hedge, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.models import Indicator
from reports.models import Claim, Finding
from reports.wording import (
    breakdown_words,
    exact_words,
    finding_name,
    finding_words,
    flag_words,
    period_words,
    reason_words,
    rule_words,
    value_words,
)
from tests.factories import make_finding, make_report


def claim(value: str, unit_kind: str = "count", measure: str = "level", **fields: object) -> Claim:
    unit = {"count": "件", "money": "元", "people": "人次", "ratio": "件/万人"}.get(unit_kind, "件")
    indicator = Indicator(code="x", name_zh="甲", name_en="A", unit=unit, unit_kind=unit_kind)
    return Claim(indicator=indicator, value=Decimal(value), unit_kind=unit_kind, measure=measure, **fields)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (claim("94045.000000"), "94,045 件"),
        (claim("2670000000.000000", "money"), "26.7 亿元"),
        (claim("350000", "money"), "35 万元"),
        (claim("800", "money"), "800 元"),
        (claim("36.230000", "percent", "yoy"), "+36.23%"),
        (claim("-5", "percent", "yoy"), "−5%"),
        (claim("27.9", "percent", "share"), "27.9%"),
        (claim("3.2", "percent", "change"), "+3.2 个百分点"),
        (claim("120", "count", "change"), "+120 件"),
        (claim("2", "rank", "rank"), "第 2 位"),
        (claim("1.72", "ratio"), "1.72 件/万人"),
        (claim("90000", comparator="above"), "超过 90,000 件"),
        (claim("10", "percent", "target", comparator="about"), "约 10%"),
        (claim("0"), "0 件"),
    ],
)
def test_a_value_is_said_as_people_say_it(given: Claim, words: str) -> None:
    assert value_words(given) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (claim("2670000000", "money"), "2,670,000,000 元"),
        (claim("94045"), "9.4045 万件"),
        (claim("843"), ""),
        (claim("36.23", "percent", "yoy"), ""),
        (claim("12000", "rank", "rank"), ""),
    ],
)
def test_the_exact_value_stands_beside_the_short_one(given: Claim, words: str) -> None:
    assert exact_words(given) == words


def test_in_english_large_sums_are_billions() -> None:
    with translation.override("en"):
        assert value_words(claim("2670000000", "money")).startswith("2.67 billion")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), "2016年"),
        (date(2016, 1, 1), date(2016, 10, 31), "2016年1–10月"),
        (None, date(2016, 12, 31), "2016年末"),
        (None, date(2016, 11, 30), "2016年11月底"),
        (None, None, "期间不明"),
    ],
)
def test_a_period_is_prose(start: date | None, end: date | None, words: str) -> None:
    assert period_words(start, end) == words


def test_the_total_has_no_breakdown_to_name() -> None:
    assert (breakdown_words(""), breakdown_words("invention")) == ("", "发明")


def test_remarks_rules_and_reasons_nobody_knows_are_shown_as_they_are() -> None:
    assert flag_words("new_flag:7") == "new_flag:7"
    assert rule_words(claim("1", rule="new-rule")) == "new-rule"
    assert reason_words("new reason") == "new reason"


def test_a_cut_text_says_how_much_was_read() -> None:
    assert flag_words("cut_pages:1000") == "文件太长，仅处理前 1000 页。"


def test_what_holds_is_not_named_a_doubt() -> None:
    assert finding_name(Finding(rule="growth", severity="info")) == "增幅相符"
    assert finding_name(Finding(rule="growth", severity="warning")) == "增幅不符"


def test_a_finding_tells_money_as_people_do() -> None:
    money = Indicator(code="pledge", unit="元", unit_kind="money")
    values = [Decimal(5372000000), Decimal(10000000)]
    finding = Finding(
        indicator=money,
        measure="level",
        values=values,
        message="质押融资额有两个不同的数值：5372000000 与 10000000",
    )
    assert finding_words(finding) == "质押融资额有两个不同的数值：53.72 亿元 与 1,000 万元"


def test_a_finding_groups_counts_and_leaves_other_numbers_alone() -> None:
    count = Indicator(code="patents", unit="件", unit_kind="count")
    finding = Finding(
        indicator=count,
        measure="level",
        values=[Decimal(3470), Decimal(2016)],
        message="2016年有两个数值：3470 与 2016，见第3471条",
    )
    assert finding_words(finding) == "2016年有两个数值：3,470 与 2,016，见第3471条"


@pytest.mark.django_db
def test_years_are_not_grouped_in_a_sentence() -> None:
    report = make_report()
    message = "标题写 2017 年，正文说的是 2005 年"
    finding = make_finding(report, [], "year", message=message, values=[Decimal(2017), Decimal(2005)])
    assert finding_words(finding) == message


def test_in_english_a_comma_behind_a_number_stays() -> None:
    count = Indicator(code="patents", unit="件", unit_kind="count")
    message = "与已发布的数值不同：已发布 20,201，本报告为 18938。"
    finding = Finding(
        indicator=count, measure="level", values=[Decimal(20201), Decimal(18938)], message=message
    )
    with translation.override("en"):
        assert finding_words(finding).endswith("published 20,201, this report 18,938.")
