"""Names are found by the first letters of their pronunciation."""

import pytest

from indicators.initials import find_initials


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("专利申请量", "zlsql"),
        ("质押融资金额", "zyrzje"),
        ("有效发明专利", "yxfmzl"),
        ("地理标志", "dlbz"),
        ("PCT国际专利", "pctgjzl"),
        ("每万人口（件）", "mwrkj"),
        ("调解纠纷", "tjjf"),
        ("", ""),
    ],
)
def test_each_character_gives_its_first_letter(name: str, initials: str) -> None:
    assert find_initials(name) == initials
