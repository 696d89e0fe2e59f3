"""The overview of a region: what matters now, and where it comes from."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import (
    make_citation,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def figure_of(response, name: str) -> dict:
    found = re.search(rf'<script id="figure-{name}" type="application/json">(.*?)</script>', response.text)
    return json.loads(found.group(1))


def test_a_stranger_is_sent_to_the_login(client):
    assertRedirects(client.get("/"), "/login/?next=/")


def test_an_empty_house_says_how_to_fill_it(alice):
    response = alice.get("/")
    assertContains(response, "还没有已发布的数据")
    assertContains(response, 'href="/reports/upload/"')


def test_a_leader_is_not_asked_to_upload(client):
    client.force_login(make_user("leader", role="leader"))
    assertNotContains(client.get("/"), 'href="/reports/upload/"')


def test_a_headline_has_value_period_growth_and_the_way_to_its_sentence(alice):
    make_observation(74639, 2015)
    latest = make_observation(94045, 2016)
    response = alice.get("/")
    assertContains(response, "94,045")
    assertContains(response, "2016年")
    assertContains(response, "+26.0%")
    assertContains(response, f'hx-get="/observations/{latest.pk}/evidence/"')


def test_a_part_of_a_year_is_not_compared_with_a_whole_one(alice):
    make_observation(74639, 2015)
    make_observation(80000, 2016, end=date(2016, 10, 31))
    response = alice.get("/")
    assertContains(response, "2016年1–10月")
    assertContains(response, "不可比：本期为1–10月，上年为全年")


def test_the_hedge_of_the_year_before_stands_where_it_cannot_be_compared(alice):
    make_observation(70000, 2015, comparator="above")
    make_observation(80000, 2016, end=date(2016, 10, 31))
    assertContains(alice.get("/"), "2015年 超过 70,000 件")


def test_a_growth_that_was_reported_stands_in_where_none_can_be_computed(alice):
    half_year = {"start": date(2016, 1, 1), "end": date(2016, 6, 30)}
    make_observation(74639, 2015)
    make_observation(40000, 2016, **half_year)
    make_observation("12.5", 2016, measure="yoy", unit_kind="percent", **half_year)
    response = alice.get("/")
    assertContains(response, "+12.5%")
    assertContains(response, "报告所述同比")


def test_a_reported_growth_gives_way_to_the_computed_one(alice):
    make_observation(74639, 2015)
    make_observation(94045, 2016)
    make_observation("33", 2016, measure="yoy", unit_kind="percent")
    response = alice.get("/")
    assertContains(response, "+26.0%")
    assertNotContains(response, "+33.0%")


def test_where_nothing_compares_the_year_before_stands_beside_it(alice):
    make_observation(74639, 2015)
    make_observation(40000, 2016, end=date(2016, 6, 30))
    assertContains(alice.get("/"), "2015年 74,639 件，不可比")


def test_the_widest_region_that_reports_is_shown_first(alice):
    city, province = make_region("360100", "南昌市", "prefecture"), make_region()
    for year in (2014, 2015, 2016):
        make_citation(make_observation(94045, year, region=city), source=make_source(issuer=city))
    make_citation(make_observation(94045, 2016), source=make_source(issuer=province))
    assertContains(alice.get("/"), "江西省知识产权工作总览")


def test_a_region_that_others_only_mention_is_not_shown_first(alice):
    city, elsewhere = make_region("360100", "南昌市", "prefecture"), make_region("110000", "北京市")
    source = make_source(issuer=city)
    make_citation(make_observation(94045, region=city), source=source)
    make_citation(make_observation(94045, region=elsewhere), source=source)
    assertContains(alice.get("/"), "南昌市知识产权工作总览")


def test_a_region_can_be_asked_for(alice):
    make_observation(30, 2016)
    make_observation(10, 2016, region=make_region("360100", "南昌市", "prefecture"))
    assertContains(alice.get("/?region=360100"), "南昌市知识产权工作总览")


def test_an_unknown_region_is_said_and_the_default_shown(alice):
    make_observation(30, 2016)
    response = alice.get("/?region=999999")
    assertContains(response, "没有这个地区")
    assertContains(response, "江西省知识产权工作总览")


def test_values_from_samples_are_marked(alice):
    make_citation(make_observation(94045), source=make_source(is_sample=True))
    assertContains(alice.get("/"), "示例数据")


def test_values_from_real_reports_are_not_marked_as_samples(alice):
    make_citation(make_observation(94045))
    assertNotContains(alice.get("/"), "示例数据")


def test_a_superseded_value_is_not_shown(alice):
    make_observation(11111, 2016, superseded_at=timezone.now(), supersede_reason="误读")
    make_observation(94045, 2016)
    assertNotContains(alice.get("/"), "11,111")


def test_applications_are_stacked_by_type(alice):
    for place, name in enumerate(("design", "invention", "utility_model"), 1):
        make_observation(place * 10, breakdown=name)
    figure = figure_of(alice.get("/"), "patent_applications")
    assert [trace["name"] for trace in figure["data"]] == ["发明", "实用新型", "外观设计"]
    assert [trace["y"] for trace in figure["data"]] == [[20], [30], [10]]


def test_what_the_year_before_had_and_this_one_lacks_is_named(alice):
    make_observation(5, 2015, indicator=make_indicator("aid_cases", name_zh="维权援助案件"))
    make_observation(94045, 2016)
    response = alice.get("/")
    assertContains(response, "2016 年尚缺的指标")
    assertContains(response, "维权援助案件")


def test_an_indicator_that_staff_marked_joins_the_headlines(alice):
    make_observation(7, indicator=make_indicator("lectures", name_zh="巡讲活动", is_headline=True))
    assertContains(alice.get("/"), "巡讲活动")


def test_a_stock_is_preferred_where_it_is_what_the_indicator_counts(alice):
    valid = make_indicator("valid_patents", name_zh="有效专利量", accounting="stock")
    make_observation(4321, indicator=valid, breakdown="invention")
    make_observation(22262, indicator=valid, breakdown="invention", accounting="stock")
    response = alice.get("/")
    assertContains(response, "22,262")
    assertNotContains(response, 'headline__number">4,321')


def test_the_overview_asks_few_questions_however_much_there_is(alice, django_assert_num_queries):
    for year in range(2010, 2020):
        for code in ("patent_applications", "patent_grants", "enforcement_cases"):
            make_observation(year, year, indicator=make_indicator(code))
    # session, user, role; region, those below; indicators, values, years; visits; changes (2) and their indicators;
    # reports, doubts, asked
    with django_assert_num_queries(15):
        alice.get("/?region=360000")


def test_english_is_chosen_by_the_switch(alice):
    make_observation(94045)
    alice.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assertContains(alice.get("/"), "Patent applications")


def test_an_office_lands_on_its_own_region(client):
    make_observation(94045)
    nanchang = make_region("360100", "南昌市", "prefecture")
    client.force_login(make_user("office", role="office", region=nanchang))
    assertContains(client.get("/"), "南昌市还没有已发布的主要指标")
    assertContains(client.get("/?region=360000"), "江西省知识产权工作总览")


def test_the_overview_is_shown_as_it_was_on_a_day(alice):
    early, late = moment(2017, 3, 1), moment(2017, 4, 1)
    make_observation(90000, published_at=early, superseded_at=late, supersede_reason="更正")
    make_observation(94045, published_at=late)
    then = alice.get("/?region=360000&as_of=2017-03-12")
    assertContains(then, "90,000")
    assertContains(then, "&amp;as_of=2017-03-12")
    assertNotContains(then, "94,045")


def test_a_day_that_is_none_is_told_and_the_rest_is_shown(alice):
    make_observation(94045)
    page = alice.get("/?as_of=yesterday")
    assertContains(page, "截至这天已发布：")
    assertContains(page, "94,045")
