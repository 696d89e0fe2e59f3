"""Text that is broken or meant to break: a finding or an unassigned figure, never a crash, never a guess."""

import json

import pytest

from reports.extraction import extract, to_json
from tests.clock import cost

HEAD = "某市知识产权局2019年工作总结\n\n一、工作情况\n\n"


@pytest.mark.parametrize(
    "piece",
    [
        "\x00", "\ud800", "1\u200b203件", "1\u202e203件", "９" * 4000 + "件", "1" + "0" * 400 + "件",
        "99999999999999999999亿元",
        "٣٤٥件", "-0件", "百分之百分之三", "千分之", "第", "第第第", "1.2.3.4", "万亿万亿万亿元", "零零零零件",
        "1e400件", "NaN件", "inf%",
        "〔20××〕号", "20××年××月", "13月45日", "2019年2月30日", "(((((", "、、、、、",
        "其中其中其中", "分别分别", "",
    ],
)  # fmt: skip
def test_broken_text_never_breaks_the_reading(piece: str) -> None:
    text = HEAD + f"全市专利申请{piece}，专利授权120件。\n"
    found = to_json(extract(text), "x.txt")
    assert found["text"] == text
    assert "NaN" not in json.dumps(found["observations"])
    assert all(abs(float(row["value"])) < 1e18 for row in found["observations"])


@pytest.mark.parametrize("figure", ["1\u200b203件", "99999999999999999999亿元", "٣٤٥件", "9" * 4000 + "件"])
def test_a_number_that_cant_be_trusted_stays_unassigned(figure: str) -> None:
    text = HEAD + f"全市专利申请{figure}。\n"
    found = extract(text)
    assert found.values == ()
    assert any(one.role == "unassigned" and figure[0] in one.text for one in found.figures)


def test_every_digit_belongs_to_a_figure() -> None:
    text = HEAD + "申请1,203件，5 21件，3-5家，1:2，AB12，2019-1-2，0571-87654321，第3届，20××年。\n"
    covered = {place for one in extract(text).figures for place in range(*one.span)}
    assert all(place in covered for place, sign in enumerate(text) if sign.isdigit())


@pytest.mark.parametrize(
    "piece", ["1,", "一", "同比增长", "(", "其中", "专利申请1件,", "1件", "北京市", "a" * 10]
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    short, long = (cost(lambda times=times: extract(piece * times)) for times in (1000, 4000))
    assert long < 10 * short + 0.3
