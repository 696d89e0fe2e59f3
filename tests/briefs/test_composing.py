"""What a brief says: only published values, exactly, each with the sentence it rests on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from briefs.changes import changes_since
from briefs.composing import compose
from briefs.content import Figure, text_of
from briefs.models import Brief
from briefs.services import make_brief
from indicators.models import Observation
from reports.errors import ServiceError
from tests.factories import make_observation, make_region, make_user

pytestmark = pytest.mark.django_db


def words_of(content) -> list[str]:
    return [text_of(sentence) for section in content.sections for sentence in section.sentences]


def test_a_value_is_told_with_all_its_digits_and_its_parts(province) -> None:
    words = words_of(compose(province, 2016, timezone.now()))
    assert words[0] == "2016年，专利申请量94,045件，其中发明22,262件。"


def test_a_part_of_a_year_has_a_sentence_of_its_own_and_no_growth_against_a_whole_year(province) -> None:
    words = words_of(compose(province, 2016, timezone.now()))
    assert "2016年1–10月，知识产权质押融资额26.7亿元。" in words


def test_a_part_of_a_year_has_no_whole_year_beside_it(province) -> None:
    make_observation("47517", 2018, region=province, start=date(2018, 1, 1), end=date(2018, 6, 30))
    make_observation("96957", 2017, region=province)
    table = compose(province, 2018, timezone.now()).sections[0].table
    assert table.head == ("指标", "时段", "2018年", "同比")
    assert table.rows[0][1] == "2018年上半年"
    make_observation("46268", 2017, region=province, start=date(2017, 1, 1), end=date(2017, 6, 30))
    (row,) = compose(province, 2018, timezone.now()).sections[0].table.rows
    assert row[3].text == "46,268件"


def test_growth_is_told_against_the_same_window_and_rests_on_both_values(province) -> None:
    content = compose(province, 2014, timezone.now())
    assert words_of(content) == ["2014年，专利申请量61,200件，同比增长22.2%。"]
    grown = next(r for r in content.sections[0].sentences[0] if isinstance(r, Figure) and r.text == "22.2%")
    years = Observation.objects.filter(pk__in=grown.observations).values_list("end__year", flat=True)
    assert sorted(years) == [2013, 2014]


def test_reported_growth_is_told_in_place_of_computed_growth(province) -> None:
    make_observation("26", 2014, region=province, measure="yoy", unit_kind="percent")
    assert words_of(compose(province, 2014, timezone.now())) == ["2014年，专利申请量61,200件，同比增长26%。"]


def test_a_gap_stays_a_gap_in_the_chart_and_is_said(province) -> None:
    chart = compose(province, 2016, timezone.now()).sections[0].chart
    assert chart.categories == ("2013", "2014", "2015", "2016")
    assert list(chart.lines[0][1]) == [Decimal("5.01"), Decimal("6.12"), None, Decimal("9.4045")]
    assert chart.notes == ("2015年没有同一时段的已发布数据，图中留空，不是零。",)


def test_districts_are_ranked_among_those_that_reported(province) -> None:
    make_region("360200", "景德镇市", "prefecture", parent=province)
    section = compose(province, 2016, timezone.now()).sections[-1]
    assert text_of(section.sentences[0]).startswith(
        "2016年，4个下级地区中有3个报送专利申请量，居前的是南昌市31,938件、"
    )
    assert [row[1] for row in section.table.rows] == ["南昌市", "赣州市", "九江市"]


def test_every_number_has_a_source_with_its_sentence(province) -> None:
    content = compose(province, 2016, timezone.now())
    assert {line.observation for line in content.sources} == set(content.observations)
    assert all(line.quote and line.link for line in content.sources)
    assert [line.number for line in content.sources] == list(range(1, len(content.sources) + 1))


def test_a_brief_stands_on_the_data_of_its_moment_and_tells_what_changed_since(province) -> None:
    rita = make_user("rita", "reviewer")
    brief = make_brief(region=province, year=2016, by=rita)
    old = Observation.objects.get(region=province, value=94045)
    now = timezone.now() + timedelta(seconds=1)
    Observation.objects.filter(pk=old.pk).update(
        superseded_at=now, superseded_by=rita, supersede_reason="更正"
    )
    make_observation(94054, 2016, region=province, published_at=now)
    content = compose(province, 2016, brief.pinned_at)
    assert "94,045件" in words_of(content)[0]
    changes = changes_since(brief, content.observations)
    assert [(c.what, c.before, c.after, c.reason) for c in changes] == [
        ("2016年专利申请量", "94,045件", "94,054件", "更正")
    ]


def test_a_year_without_values_makes_no_brief(province) -> None:
    with pytest.raises(ServiceError, match="2009年还没有已发布的数据"):
        make_brief(region=province, year=2009, by=make_user())
    assert compose(province, 2009, timezone.now()).is_empty
    assert not Brief.objects.exists()


def test_drafts_never_enter_a_brief(province) -> None:
    make_observation(1, 2014, region=province, breakdown="design", published_at=None)
    assert "外观" not in "".join(words_of(compose(province, 2014, timezone.now())))
