"""Sentences of last year that stand in this year's report with last year's numbers."""

from __future__ import annotations

import pytest

from reports.extraction import extract, load_engine
from reports.ledger import carried_over, paper_of

TEXT = "青山市知识产权局%s年工作总结\n一、工作情况\n%s"
TOLD = "全年开展专利夜校讲座36场，覆盖园区14家。"


def found(earlier: str, later: str) -> list[str]:
    engine = load_engine()
    texts = TEXT % (2019, earlier), TEXT % (2020, later)
    papers = [paper_of(extract(text, engine=engine)) for text in texts]
    return [texts[1][slice(*one.later)] for one in carried_over(*papers)]


def test_a_sentence_with_the_same_words_and_numbers_is_carried_over() -> None:
    assert found(TOLD, TOLD) == [TOLD]


def test_the_year_and_the_number_before_it_make_no_difference() -> None:
    assert found(f"一是2019年{TOLD}", f"二是2020年{TOLD}") == [f"二是2020年{TOLD}"]


@pytest.mark.parametrize(
    "later",
    [
        TOLD.replace("36", "37"),
        "举办法律宣讲36场，走进园区社区学校14家。",
        "切实加强队伍建设，改进工作作风。",
    ],
)
def test_another_number_other_words_or_no_number_are_not(later: str) -> None:
    assert found(f"{TOLD}切实加强队伍建设，改进工作作风。", later) == []
