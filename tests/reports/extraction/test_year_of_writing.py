"""去年 is told from the day of writing: in a text of the year after, it is the year reported on."""

import pytest

from reports.extraction import extract

BODY = "去年，全省授权专利1203件，比上年增长5%。截至去年12月底，有效发明专利300件。\n"


def dates_of(text: str) -> set[tuple[str, str]]:
    return {(str(value.start)[:4], str(value.end)[:4]) for value in extract(text).values}


@pytest.mark.parametrize(
    "head",
    [
        "江西省公布2022年专利数据\n发布时间：2023-04-26\n",
        "江西省公布2022年专利数据\n（2023年4月26日）\n",
    ],
)
def test_a_date_in_the_year_after_makes_it_the_year_reported_on(head: str) -> None:
    assert dates_of(head + BODY) == {("2022", "2022"), ("None", "2022")}


def test_a_comparison_with_an_earlier_year_makes_it_the_year_reported_on() -> None:
    text = "江西省公布2022年专利数据\n\n去年，全省授权专利1203件，较2021年增长5%。\n"
    assert dates_of(text) == {("2022", "2022")}


def test_beside_this_year_it_is_the_year_before() -> None:
    text = "江西省2022年工作总结\n\n去年，全省授权专利1203件；今年授权1500件。\n"
    assert dates_of(text) == {("2021", "2021"), ("2022", "2022")}


def test_without_any_sign_it_is_doubted() -> None:
    values = extract("江西省2022年工作总结\n\n去年，全省授权专利1203件。\n").values
    assert [value.confidence < 0.9 for value in values] == [True]
