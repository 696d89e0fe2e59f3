"""Values that a weak cue decided fall below the line of acceptance; those that their own words settle do not."""

from dataclasses import replace
from datetime import date

import pytest

from reports.extraction import extract
from reports.extraction.folding import fold
from reports.extraction.misread import MISREAD
from reports.extraction.structure import find_structure
from reports.extraction.weak_cues import (
    ANOTHER_YEAR,
    DAYS_FROM_BEFORE,
    LINE,
    MAY_BE_AIMED_AT,
    MAY_BE_REACHED,
    NEW_OR_HELD,
    PLACE_FAR_OFF,
    doubt_weak_cues,
)

YEAR_BEFORE = {"start": date(2020, 1, 1), "end": date(2020, 12, 31)}
HEAD = "赣州市知识产权局2021年工作总结\n一、2021年工作\n"
REASONS = (ANOTHER_YEAR, DAYS_FROM_BEFORE, MAY_BE_AIMED_AT, MAY_BE_REACHED, NEW_OR_HELD, PLACE_FAR_OFF)
MISREADINGS = [
    ("力争专利质押融资额突破2亿元，服务企业60户。", {"measure": "level"}, MAY_BE_AIMED_AT),
    ("2021年专利质押融资额8.4亿元，惠及企业77家。", {"measure": "target"}, MAY_BE_REACHED),
    ("2021年举办培训班14期（2020年11期），培训1860人次。", YEAR_BEFORE, ANOTHER_YEAR),
    ("2020年申请专利1204件；2021年授权专利812件。", YEAR_BEFORE, ANOTHER_YEAR),
    ("一年共办讲座9场。", {"start": date(2021, 6, 18), "end": date(2021, 6, 18)}, DAYS_FROM_BEFORE),
    ("新增贯标企业24家。", {"accounting": "stock"}, NEW_OR_HELD),
    ("通过贯标认证企业24家。", {"accounting": "cumulative"}, NEW_OR_HELD),
    (
        "南康区申请专利412件，家具行业较多，产业集聚明显，创新活跃，授权297件。",
        {"area": "南康区"},
        PLACE_FAR_OFF,
    ),
]
SETTLED = [
    ("完成全年目标任务3400件的53.6%，授权专利1824件。", "1824件"),
    ("按照工作计划，同比增长12%，授权专利1824件。", "1824件"),
    ("2021年授权专利1824件，2020年为1620件，举办培训班14期。", "14期"),
    ("南康区申请专利412件，授权297件。", "297件"),
    ("4月26日，发放宣传资料2000份。", "2000份"),
    ("累计通过贯标认证企业56家。", "56家"),
]


def value_of(text, number):
    document = HEAD + text + "\n"
    return next(v for v in extract(document).values if document[slice(*v.span)] == number)


@pytest.mark.parametrize(("text", "misread", "reason"), MISREADINGS)
def test_a_sure_value_that_its_words_speak_against_is_read_by_somebody(text, misread, reason):
    document = HEAD + text + "\n"
    value = replace(extract(document).values[-1], confidence=0.97, reasons=(), **misread)
    (doubted,) = doubt_weak_cues([value], fold(document), find_structure(document))
    assert doubted.reasons == (reason,)
    assert doubted.confidence < LINE


@pytest.mark.parametrize(("text", "number"), SETTLED)
def test_a_value_that_its_own_words_settle_is_not_doubted(text, number):
    assert not set(REASONS) & set(value_of(text, number).reasons)


def test_goals_below_a_heading_of_goals_need_no_word_of_their_own():
    text = "赣州市2022年知识产权工作要点\n一、主要目标\n发明专利授权400件，质押融资2亿元。\n"
    assert {v.confidence >= LINE for v in extract(text).values} == {True}


TABLE = "县区专利申请情况\n县区\t2021年(件)\t2020年(件)\t同比(%)\n章贡区\t{}\n南康区\t{}\n信丰县\t{}\n"


def test_a_table_whose_growths_do_not_fit_its_levels_is_doubted_as_a_whole():
    text = HEAD + TABLE.format("341\t312\t45.0", "148\t137\t-20.1", "96\t90\t6.7")
    assert all(MISREAD in value.reasons and value.confidence < LINE for value in extract(text).values)


def test_one_growth_that_does_not_fit_may_be_the_offices_slip():
    text = HEAD + TABLE.format("341\t312\t9.3", "148\t137\t-20.1", "96\t90\t6.7")
    assert not any(MISREAD in value.reasons for value in extract(text).values)
