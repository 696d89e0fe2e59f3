"""What the brief says of promises and targets: confirmed ones, what was reached, what is asked for next."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from docx import Document
from pptx import Presentation

from briefs.changes import changes_since
from briefs.composing import compose
from briefs.content import text_of
from briefs.deck import write_deck
from briefs.services import make_brief
from briefs.word import write_brief
from indicators.models import Citation, Target
from reports.promises import decide
from tests.factories import (
    make_indicator,
    make_observation,
    make_promise,
    make_report,
    make_source,
    make_user,
    make_work_item,
)

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=9)


def aim(province, value, year=2016, *, code="patent_applications", **fields) -> Target:
    defaults = {"unit_kind": "count", "comparator": "above", "accounting": "flow", "published_at": LONG_AGO}
    dates = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
    told = defaults | dates | fields
    target = Target.objects.create(
        indicator=make_indicator(code), region=province, value=Decimal(value), **told
    )
    words = f"力争突破{value}件。"
    place = {"quote_start": 4, "quote_end": len(words) - 1, "link": f"/reports/1/?claim=9{target.pk}"}
    Citation.objects.create(target=target, source=make_source(), sentence=words, **place)
    return target


def promises(province, *texts: str) -> list:
    plan = make_report(region=province, year=2015)
    later = make_report(region=province, year=2016, title="江西省2016年工作总结")
    at, made = 0, []
    for text in texts:
        item = make_work_item(plan, text, year=2016, span_start=at, span_end=at + len(text))
        made.append(make_promise(item, later, f"已经{text}"))
        at += len(text)
    return made


def part(content, key: str):
    return next((section for section in content.sections if section.key == key), None)


def now():
    return timezone.now() + timedelta(seconds=1)


def test_confirmed_promises_are_told_and_the_others_only_counted(province) -> None:
    first, second, _third = promises(province, "修订资助办法。", "设立保护中心。", "编印案例。")
    decide(promise=first, by=make_user(), status="done")
    decide(promise=second, by=make_user("bert"), status="partly", note="只挂了牌")
    section = part(compose(province, 2016, now()), "promises")
    assert text_of(section.sentences[0]) == (
        "上年的计划为2016年列了3项工作，已核定2项：已落实1项、部分落实1项；另有1项还没有核定，不在其中。"
    )
    assert [(text_of(row[:1]), row[1], row[2]) for row in section.table.rows] == [
        ("设立保护中心。", "部分落实", "已经设立保护中心。"),
        ("修订资助办法。", "已落实", "已经修订资助办法。"),
    ]


def test_promises_that_nobody_confirmed_are_named_as_such(province) -> None:
    promises(province, "修订资助办法。")
    section = part(compose(province, 2016, now()), "promises")
    assert "落实情况都还没有核定" in text_of(section.sentences[0])
    assert section.table is None


def test_what_was_decided_after_the_pin_is_a_change_and_not_in_the_brief(province) -> None:
    (one,) = promises(province, "修订资助办法。")
    brief = make_brief(region=province, year=2016, by=make_user(), moment=timezone.now())
    decide(promise=one, by=make_user("bert"), status="done")
    content = compose(province, 2016, brief.pinned_at)
    assert part(content, "promises").table is None
    told = [(c.what, c.after) for c in changes_since(brief, content.observations)]
    assert ("计划“修订资助办法。”", "已落实") in told


@pytest.mark.parametrize(
    ("value", "fields", "result"),
    [
        (90_000, {}, "达到，超出4,045件"),
        (100_000, {}, "未达到，差5,955件（完成94%）"),
        (100_000, {"comparator": "below"}, "达到，低于上限5,955件"),
        (3_000, {"breakdown": "design"}, "没有同一时段的已发布数据"),
        (90_000, {"start": date(2016, 1, 1), "end": date(2016, 6, 30)}, "没有同一时段的已发布数据"),
    ],
)
def test_a_target_stands_beside_the_value_of_its_own_period(province, value, fields, result) -> None:
    aim(province, value, **fields)
    assert part(compose(province, 2016, now()), "targets").table.rows[0][4] == result


def test_a_part_of_the_year_tells_how_far_a_whole_years_target_has_come(province) -> None:
    aim(province, 3_000_000_000, code="pledge_financing_amount", unit_kind="money", comparator="exact")
    section = part(compose(province, 2016, now()), "targets")
    assert text_of(section.sentences[0]) == "2016年有1个数值目标：还没有全年数据的1个。"
    row = section.table.rows[0]
    assert (text_of((row[3],)), row[4]) == ("26.7亿元", "还没有全年数据，这是2016年1–10月的，为目标的89%")


def test_a_part_that_does_not_begin_the_year_or_is_hedged_tells_nothing(province) -> None:
    aim(province, 9_000, code="books")
    books = make_indicator("books", name_zh="编印资料", unit="份")
    told = {"indicator": books, "region": province}
    make_observation(900, start=date(2016, 4, 1), end=date(2016, 6, 30), **told)
    make_observation(800, start=date(2016, 1, 1), end=date(2016, 3, 31), comparator="above", **told)
    row = part(compose(province, 2016, now()), "targets").table.rows[0]
    assert (row[3], row[4]) == ("", "没有同一时段的已发布数据")


def test_one_sided_words_are_kept_and_leave_open_what_they_do_not_say(province) -> None:
    indicator = make_indicator("books", name_zh="编印资料", unit="份")
    make_observation(9000, 2016, indicator=indicator, region=province, comparator="above")
    aim(province, 10_000, code="books")
    row = part(compose(province, 2016, now()), "targets").table.rows[0]
    assert [text_of((cell,)) for cell in row[2:]] == ["超过10,000份", "超过9,000份", "说法是约数，不能判断"]


def test_a_growth_target_is_held_against_the_growth_and_differs_in_points(province) -> None:
    aim(province, 20, unit_kind="percent")
    make_observation("18.5", 2016, region=province, measure="yoy", unit_kind="percent")
    row = part(compose(province, 2016, now()), "targets").table.rows[0]
    assert [text_of((cell,)) for cell in row[2:]] == ["增长超过20%", "增长18.5%", "未达到，差1.5个百分点"]


def test_a_growth_target_without_reported_growth_is_held_against_the_computed_one(province) -> None:
    aim(province, 20, 2014, unit_kind="percent")
    row = part(compose(province, 2014, now()), "targets").table.rows[0]
    assert text_of(row[3:4]) == "增长22.2%"
    assert len(row[3].observations) == 2


def test_next_years_targets_say_how_much_more_they_ask_for(province) -> None:
    aim(province, 103_450, 2017)
    row = part(compose(province, 2016, now()), "ahead").table.rows[0]
    assert [text_of((cell,)) for cell in row] == [
        "专利申请量", "2017年", "超过103,450件", "94,045件", "10.1%",
    ]  # fmt: skip


def test_draft_targets_and_those_of_later_days_stay_out(province) -> None:
    aim(province, 90_000, published_at=None)
    aim(province, 91_000, published_at=timezone.now() + timedelta(days=1))
    assert part(compose(province, 2016, now()), "targets") is None


def test_targets_and_promises_have_their_sentences_among_the_sources_and_in_every_file(province) -> None:
    aim(province, 100_000)
    (one,) = promises(province, "修订资助办法。")
    decide(promise=one, by=make_user(), status="done")
    content = compose(province, 2016, now())
    lines = {line.ref[0]: line for line in content.sources}
    assert lines["target"].sentence == "力争突破100000件。"
    assert "计划“修订资助办法。”：已落实" in lines["promise"].what
    words = "\n".join(p.text for p in Document(io.BytesIO(write_brief(content))).paragraphs)
    notes = "\n".join(
        slide.notes_slide.notes_text_frame.text
        for slide in Presentation(io.BytesIO(write_deck(content))).slides
        if slide.has_notes_slide
    )
    assert all(line.sentence in words and line.sentence in notes for line in lines.values())


def test_another_regions_targets_stay_out(province) -> None:
    from indicators.models import Region

    aim(Region.objects.get(pk="360100"), 50_000)
    assert part(compose(province, 2016, now()), "targets") is None
