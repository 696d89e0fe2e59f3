"""Who answers for a planned item and until when: what is told, and what only looks like it."""

from datetime import date

import pytest

from reports.extraction.commitments import Commitment, commitment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月底前出台风险补偿办法。", date(2017, 6, 30)),
        ("九月底前提请审议。", date(2017, 9, 30)),
        ("２月底前印发任务分解。", date(2017, 2, 28)),
        ("3月底前启动，10月15日前完成。", date(2017, 10, 15)),
        ("5月上旬完成案卷评查。", date(2017, 5, 10)),
        ("二〇一八年底前全部到位。", date(2018, 12, 31)),
        ("2019年年底前建成。", date(2019, 12, 31)),
        ("年内建成保护中心。", date(2017, 12, 31)),
        ("上半年完成普查。", date(2017, 6, 30)),
        ("第三季度末前完成换证。", date(2017, 9, 30)),
        ("到2020年，发明专利拥有量翻一番。", date(2020, 12, 31)),
        ("11-12月完成检查。", date(2017, 12, 31)),
    ],
)
def test_the_last_day_told_is_the_deadline(text: str, day: date) -> None:
    assert commitment(text, 2017).due == day


@pytest.mark.parametrize(
    "text",
    [
        "12月召开会议。",
        "2月30日前完成。",
        "上半年增长较快。",
        "第3月份的简报。",
        "完善年底考核办法。",
        "编制规划，提出到2025年的主要指标。",
        "办好4月26日活动。",
    ],
)
def test_what_names_no_last_day_is_no_deadline(text: str) -> None:
    assert commitment(text, 2017).due is None


def test_a_month_of_no_known_year_is_no_day() -> None:
    assert commitment("6月底前出台办法。", None) == Commitment()


@pytest.mark.parametrize(
    ("text", "behind", "body"),
    [
        ("推动条例修订（责任单位：法制处、各市局；配合单位：执法处）。", "", "法制处、各市局"),
        ("开展专项行动。", "（牵头单位：保护处）另行部署", "保护处"),
        ("由省局牵头，开展联合检查。", "", "省局"),
        ("由市局主要负责人上门督导。", "", ""),
        ("支持由龙头企业牵头的联盟。", "", ""),
        ("各县明确专人负责。", "", ""),
    ],
)
def test_the_responsible_body_is_the_one_that_is_named(text: str, behind: str, body: str) -> None:
    assert commitment(text, 2017, behind).body == body
