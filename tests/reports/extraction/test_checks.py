"""Values are held against each other with the room that rounding and bounds leave."""

from decimal import Decimal

import pytest

from reports.extraction import extract
from reports.extraction.intervals import Interval, growth

HEAD = "南京市知识产权局2019年工作总结\n\n一、2019年工作完成情况\n\n"


def checks_of(text: str) -> list[tuple[str, str]]:
    return [(check.rule, check.severity) for check in extract(HEAD + text + "\n").checks]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全市专利申请1203件。全市专利申请1230件。", [("conflict", "error")]),
        ("全市专利申请突破1200件，达到1203件。", []),
        ("全市专利申请近1300件，达到1290件。", []),
        ("全市专利申请突破1300件。全市专利申请1203件。", [("conflict", "error")]),
        ("全市专利申请12.0万件。全市专利申请120356件。", []),
        ("全市专利申请1203件，江宁区专利申请300件。", []),
        ("新增专利代理机构3家，累计28家。", []),
        ("全市有地理标志商标8件，地理标志保护产品12个。", []),
    ],
)
def test_two_values_of_one_statistic_conflict_only_where_no_value_fits_both(text: str, found: list) -> None:
    assert checks_of(text) == found


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("全市专利授权100件，其中发明30件、实用新型50件、外观设计20件。", "info"),
        ("全市专利授权100件，其中发明30件、实用新型50件、外观设计30件。", "error"),
        ("质押融资10.0亿元，其中专利质押6.5亿元、商标质押2.5亿元、混合质押1.0亿元。", "info"),
    ],
)
def test_full_parts_add_up_to_their_total_or_a_check_says_so(text: str, severity: str) -> None:
    assert checks_of(text) == [("sum", severity)]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("专利行政执法办案303件，其中假冒专利案件187件、专利侵权纠纷案件116件。", "info"),
        ("专利行政执法办案303件，其中假冒专利案件187件、专利侵权纠纷案件126件。", "error"),
        ("查处假冒专利案件187件、专利侵权纠纷案件126件，执法办案共计303件。", "error"),
        ("质押融资41.0亿元，其中专利质押22.9亿元、商标质押18.3亿元。", "error"),
        ("质押融资19.4亿元。其中专利质押12.1亿元，商标质押7.6亿元。", "error"),
        ("质押融资登记60笔，其中专利质押42笔、商标质押18笔。", "info"),
    ],
)
def test_the_two_kinds_that_a_sentence_tells_add_up_or_a_check_says_so(text: str, severity: str) -> None:
    assert checks_of(text) == [("sum", severity)]


@pytest.mark.parametrize(
    "text",
    [
        "专利行政执法办案412件，其中假冒专利案件187件、专利侵权纠纷案件126件。",
        "质押融资51亿元，其中专利质押22.9亿元、商标质押18.2亿元。",
        "专利行政执法办案303件。全年开展专项行动。全年假冒专利案件187件、专利侵权纠纷案件126件。",
    ],
)
def test_two_kinds_far_from_their_total_or_apart_from_it_are_no_sum(text: str) -> None:
    assert checks_of(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全市专利申请1203件。全市专利申请1204件。", [("conflict", "error")]),
        ("新增专利代理机构3家。2019年新增专利代理机构4家。", [("conflict", "error")]),
        ("全市专利申请1.20万件。全市专利申请12049件。", []),
        ("截至2002年12月底，有效发明专利1203件。", [("range", "warning")]),
        ("截至2018年12月底，有效发明专利1203件。", []),
        ("2002年底，全市有效发明专利12件。", []),
    ],
)
def test_a_whole_count_leaves_no_room_and_a_count_up_to_long_ago_is_doubted(text: str, found: list) -> None:
    assert checks_of(text) == found


def test_parts_that_are_not_all_told_are_no_sum() -> None:
    assert checks_of("全市专利授权100件，其中发明30件、实用新型50件。") == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("全市专利申请1200件，上年同期为1000件，同比增长20%。", "info"),
        ("全市专利申请1200件，上年同期为1000件，同比增长2%。", "warning"),
        ("全市专利申请1200件，比上年增加200件，增长20%。", "info"),
    ],
)
def test_a_growth_follows_from_two_levels_or_a_check_says_so(text: str, severity: str) -> None:
    assert checks_of(text) == [("growth", severity)]


def test_a_share_above_one_hundred_is_out_of_range() -> None:
    assert checks_of("全市发明专利申请300件，占申请总量的130%。") == [("range", "warning")]


def test_growth_over_an_uncertain_base_is_an_interval() -> None:
    found = growth(Interval(Decimal(119), Decimal(121)), Interval(Decimal(100), Decimal(100)))
    assert found == Interval(Decimal(19), Decimal(21))


def test_growth_over_nothing_is_unknown() -> None:
    assert growth(Interval(Decimal(1), Decimal(1)), Interval(Decimal(0), Decimal(1))) is None
