"""What the day under a text, its masthead and its paragraphs tell of the period that it reports on."""

from datetime import date

import pytest

from reports.extraction import extract
from reports.extraction.inherited import PERIOD_OPEN

BULLETIN = """常州市知识产权月报
2016年第10期
常州市知识产权局　　2016年11月15日编

【申请】1—10月，全市专利申请3120件，同比增长7.4%。
【授权】1—10月，全市专利授权1462件。
【各区】
区名
申请量（件）
授权量（件）
武进区
1180
561
新北区
863
420
天宁区
1077
481
"""
WEEK = """湘江市2006年宣传周活动总结

4月20日至26日，湘江市举行宣传周活动。
一、宣传情况
宣传周期间，全市悬挂横幅96条。举办培训班2期。
二、下步打算
力争全年专利申请突破900件。

湘江市知识产权局
二〇〇六年{month}月八日
"""


def values_of(text: str, indicator: str):
    return [value for value in extract(text).values if value.indicator == indicator]


def test_a_bulletins_table_has_the_months_of_its_paragraphs() -> None:
    told = {value.end for value in values_of(BULLETIN, "patent_applications") if value.area}
    assert told == {date(2016, 10, 31)}


def test_a_masthead_of_office_and_month_opens_no_plan() -> None:
    text = "2022年某市专利状况\n\n湘江市知识产权局（2023年4月）\n\n一、创造\n2022年，全市专利授权1126件，同比增长8%。\n"
    assert [(v.measure, v.end) for v in values_of(text, "patent_grants")] == [
        ("level", date(2022, 12, 31)),
        ("yoy", date(2022, 12, 31)),
    ]


def test_what_a_text_of_may_plans_is_for_the_same_year() -> None:
    (goal,) = values_of(WEEK.format(month="五"), "patent_applications")
    assert goal.end == date(2006, 12, 31)


def test_what_a_text_of_december_plans_is_for_the_next_year() -> None:
    (goal,) = values_of(WEEK.format(month="十二"), "patent_applications")
    assert goal.end == date(2007, 12, 31)


def test_what_a_text_of_may_leaves_undated_is_doubted() -> None:
    (courses,) = values_of(WEEK.format(month="五"), "training_sessions")
    assert PERIOD_OPEN in courses.reasons
    assert courses.confidence < 0.9


def test_what_was_done_in_the_week_has_its_days() -> None:
    (banners,) = values_of(WEEK.format(month="五"), "publicity_banners")
    assert (banners.start, banners.end) == (date(2006, 4, 20), date(2006, 4, 26))


def test_a_part_that_tells_growth_throughout_is_no_plan() -> None:
    lines = "".join(
        f"{name}{count}件，同比增长{count}%。\n" for name, count in (("专利申请", 31), ("专利授权", 22))
    )
    text = f"湘江市2015年专利情况\n\n一、概况\n全市平稳。\n2016年专利简述\n{lines}{lines}"
    assert {value.measure for value in extract(text).values} == {"level", "yoy"}


def test_the_total_below_rows_of_years_piled_up_over_them() -> None:
    rows = "年份　申请量　授权量\n2013年　812　476\n2014年　920　582\n2015年　1132　691\n合计　2864　1749\n"
    values = values_of(f"珠海市专利统计\n\n一、历年专利情况（单位：件）\n{rows}", "patent_grants")
    assert [(v.accounting, v.start, v.end) for v in values if v.value == 1749] == [
        ("cumulative", None, date(2015, 12, 31))
    ]


def test_a_months_report_plans_for_the_same_year() -> None:
    title = "吴中区2012年11月份知识产权工作小结及12月份工作计划\n\n"
    text = title + "一、11月份工作\n申请专利812件。\n二、12月份工作计划\n1、确保全年申请专利9000件。\n"
    ends = {v.measure: v.end for v in values_of(text, "patent_applications")}
    assert ends == {"level": date(2012, 11, 30), "target": date(2012, 12, 31)}


def test_a_plan_in_one_sentence_behind_its_label_is_an_item() -> None:
    text = "射阳县工作总结\n\n一是专利申请攀升。2008年申请专利528件。\n明年工作打算：申请专利650件，授权专利280件。\n"
    assert [item.text for item in extract(text).work_items if item.kind == "planned"] == [
        "明年工作打算：申请专利650件，授权专利280件。"
    ]


def test_where_a_congress_sat_is_the_region() -> None:
    head = "2016年工作报告\n——2017年1月11日在宿州市第五届人民代表大会上\n\n"
    text = head + "一、2016年工作\n全市申请专利6218件，砀山酥梨扬名。\n"
    assert extract(text).report.region == "341300"


def test_the_month_of_publication_is_not_reported_on() -> None:
    values = extract("去年，辽宁省有效发明专利拥有量达到3.27万件。2018年1月发布。").values
    assert all(value.confidence < 0.9 or value.end == date(2017, 12, 31) for value in values)


@pytest.mark.parametrize(
    ("head", "start", "end"),
    [
        ("常州市专利统计简报\n2020年第3期（1—9月）", (2020, 1, 1), (2020, 9, 30)),
        ("常州市专利统计\n（截至2020年9月底）", (2020, 1, 1), (2020, 9, 30)),
        ("常州市专利统计快报\n（2020年1—9月）", (2020, 1, 1), (2020, 9, 30)),
        ("常州市2020年1至8月专利情况", (2020, 1, 1), (2020, 8, 31)),
        ("常州市2020年10—12月专利情况", (2020, 10, 1), (2020, 12, 31)),
        ("2020年9月份常州市专利数据", (2020, 9, 1), (2020, 9, 30)),
        ("常州市2020年度专利统计公报", (2020, 1, 1), (2020, 12, 31)),
        ("常州市2021年专利数据\n2022年1月", (2021, 1, 1), (2021, 12, 31)),
    ],
)
def test_a_masthead_tells_the_months(
    head: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    told = extract(head + "\n\n一、专利情况\n全市专利申请1203件，同比增长5%。\n").report
    assert (told.start, told.end) == (date(*start), date(*end))


PLAN = "2023年辽宁省知识产权工作要点\n\n{told}\n一、主要目标\n发明专利授权1.3万件。\n"


@pytest.mark.parametrize(
    "told",
    [
        "2022年，全省授权发明专利12308件。全年质押融资86.2亿元。",
        "2022年，全省授权发明专利12308件；年末有效发明专利6.68万件。",
        "去年，全省授权发明专利12308件，质押融资86.2亿元。",
    ],
)
def test_what_a_plan_looks_back_to_is_of_the_year_before(told: str) -> None:
    values = extract(PLAN.format(told=told)).values
    assert {(value.measure, value.end) for value in values} == {
        ("level", date(2022, 12, 31)),
        ("target", date(2023, 12, 31)),
    }
