"""Damaged and hostile text: an answer in linear time, and spans that stay inside the text."""

import pytest

from indicators.regions import load_gazetteer
from reports.extraction.folding import fold
from reports.extraction.places import find_places
from reports.extraction.report_facts import find_report_facts, find_year_conflict
from reports.extraction.structure import find_structure
from reports.extraction.work_items import find_work_items
from tests.clock import cost

UNITS = [
    *(
        "(",
        "《",
        "一、",
        "1,",
        "一是",
        "其中",
        "同比增长",
        "2016年",
        "20**年",
        "甲乙\n",
        "甲  乙\n",
        "1\n",
        "www.",
    ),
    *(
        "本文来自",
        "公司",
        "长沙",
        "镇",
        "我省",
        "第五个",
        "单位:件\n",
        "园区",
        "下一步",
        "一 ",
        "、",
        "\x00\ud800一、甲。\n",
    ),
]


def read_all(text: str) -> None:
    gazetteer = load_gazetteer()
    structure = find_structure(text)
    facts = find_report_facts(text, structure, gazetteer)
    places = find_places(text, structure, gazetteer, facts)
    items = find_work_items(text, structure, facts)
    find_year_conflict(text, structure, facts)
    spans = [s.span for s in structure.sentences] + [p.span for p in places] + [i.span for i in items]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_costs_about_twice_the_time(unit: str) -> None:
    short, long = (cost(lambda times=times: read_all(unit * times)) for times in (3000, 12000))
    assert long < 10 * short + 0.3


@pytest.mark.parametrize(
    "text", ["", "\n", "\x00", "\ud800", "　", "一", "。", ":", "\u202e年\u200b2016", "第", "(", ")"]
)
def test_scraps_are_no_reason_to_fail(text: str) -> None:
    read_all(text)


def test_one_line_of_many_characters_is_read() -> None:
    read_all("全市申请专利300件，" * 30000)


@pytest.mark.parametrize(
    "text", ["（２０１６）年", "大連市專利", "一\r\n二", "\u3000\u00a0\t", "\ud800\x00甲"]
)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_gives_plain_forms() -> None:
    assert fold("（２０１６）臺灣，○一") == "(2016)台湾,〇一"
