"""An indicator over time: what is chosen stands in the address, and every row leads to its sentence."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from indicators.models import IndicatorName
from tests.factories import (
    make_citation,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
    moment,
)
from tests.indicators.test_pages_overview import figure_of

pytestmark = pytest.mark.django_db
PAGE = "/indicators/patent_applications/"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def names(response) -> list[str]:
    return [trace["name"] for trace in figure_of(response, "main")["data"]]


def test_an_unknown_indicator_is_not_found(alice):
    assert alice.get("/indicators/nothing_of_the_kind/").status_code == 404


def test_an_indicator_without_values_says_how_to_get_them(alice):
    make_indicator()
    assertContains(alice.get(PAGE), "这项指标还没有已发布的数值")


def test_the_chart_and_the_table_show_the_same_values(alice):
    one = make_observation(74639, 2015)
    two = make_observation(94045, 2016)
    response = alice.get(PAGE)
    (trace,) = figure_of(response, "main")["data"]
    assert trace["customdata"] == [one.pk, two.pk]
    assertContains(response, "74,639")
    assertContains(response, f'href="/observations/{two.pk}/evidence/"')


def test_regions_are_compared_in_the_order_asked_for(alice):
    make_observation(30)
    make_observation(10, region=make_region("360100", "南昌市", "prefecture"))
    assert names(alice.get(PAGE + "?region=360100&region=360000")) == ["南昌市", "江西省"]


def test_one_region_is_shown_where_none_is_asked_for(alice):
    make_observation(30)
    make_observation(10, region=make_region("360100", "南昌市", "prefecture"))
    assert names(alice.get(PAGE)) == ["江西省"]


def test_a_region_that_others_only_mention_is_not_the_one_shown(alice):
    make_observation(99, region=make_region("110000", "北京市"))
    for year in (2014, 2015, 2016):
        make_observation(10, year, region=make_region("360100", "南昌市", "prefecture"))
    assert names(alice.get(PAGE)) == ["南昌市"]


def test_choices_appear_only_where_there_is_data(alice):
    make_observation(30)
    assertNotContains(alice.get(PAGE), "实用新型")
    make_observation(20, breakdown="utility_model")
    assertContains(alice.get(PAGE), "实用新型")


def test_choices_belong_to_the_measure_that_is_shown(alice):
    make_observation(30)
    make_observation(20, breakdown="utility_model")
    make_observation(Decimal("26"), measure="yoy", unit_kind="percent")
    assertNotContains(alice.get(PAGE + "?measure=yoy"), "实用新型")


def test_all_parts_can_be_put_side_by_side(alice):
    make_observation(60)
    make_observation(20, breakdown="utility_model")
    make_observation(10, breakdown="invention")
    assert names(alice.get(PAGE + "?breakdown=all")) == ["发明", "实用新型", "合计"]


def test_a_growth_that_was_reported_has_its_own_line_in_percent(alice):
    make_observation(94045)
    make_observation(Decimal("26"), measure="yoy", unit_kind="percent")
    figure = figure_of(alice.get(PAGE + "?measure=yoy"), "main")
    assert figure["data"][0]["y"] == [26]
    assert figure["layout"]["annotations"][0]["text"] == "%"


def test_a_part_of_the_year_can_be_made_the_line(alice):
    make_observation(90, 2015)
    make_observation(80, 2016, end=date(2016, 10, 31))
    (trace,) = figure_of(alice.get(PAGE + "?window=0101-1031"), "main")["data"][:1]
    assert trace["y"] == [None, 80]


def test_years_cut_the_page_and_growth_still_knows_the_year_before(alice):
    make_observation(74639, 2015)
    make_observation(94045, 2016)
    response = alice.get(PAGE + "?from=2016")
    assertContains(response, "+26.0%")
    assertNotContains(response, "74,639")


def test_a_year_that_is_no_number_is_told_beside_the_page(alice):
    make_observation(94045)
    response = alice.get(PAGE + "?from=abc&window=zzz&measure=nonsense&as_of=2016-99-99")
    assert response.status_code == 200
    assertContains(response, "field__error")
    assertContains(response, "94,045")


def test_years_in_the_wrong_order_are_told(alice):
    make_observation(94045)
    assertContains(alice.get(PAGE + "?from=2016&to=2014"), "止年不能早于起年")


def test_what_was_shown_on_a_day_is_shown_again(alice):
    early, late = moment(2017, 3, 1), moment(2017, 4, 1)
    make_observation(90000, published_at=early, superseded_at=late, supersede_reason="更正")
    make_observation(94045, published_at=late)
    then = alice.get(PAGE + "?as_of=2017-03-12")
    assertContains(then, "90,000")
    assertNotContains(then, "94,045")
    assertNotContains(alice.get(PAGE), "90,000")


def test_a_day_before_anything_was_published_is_empty_and_says_so(alice):
    make_observation(94045, published_at=timezone.now() - timedelta(days=1))
    assertContains(alice.get(PAGE + "?as_of=2001-01-01"), "在所选日期之前没有发布过")


def test_money_stands_in_wan_in_the_table_with_all_its_digits(alice):
    pledge = make_indicator("pledge_financing_amount", unit="元", unit_kind="money", dimension="")
    make_observation("20560035", indicator=pledge, unit_kind="money")
    response = alice.get("/indicators/pledge_financing_amount/")
    assertContains(response, "数值（万元）")
    assertContains(response, "2,056.0035")


def test_a_hedged_value_keeps_its_word_in_the_table(alice):
    make_observation(90000, comparator="above")
    assertContains(alice.get(PAGE), "超过 90,000")


def test_the_table_sorts_by_growth_with_refused_ones_among_it(alice):
    for year, value in ((2014, 100), (2015, 150), (2016, 160)):
        make_observation(value, year)
    body = alice.get(PAGE + "?sort=-growth").text
    assert body.index("+50.0%") < body.index("+6.7%")


def test_the_page_asks_few_questions_however_much_there_is(alice, django_assert_num_queries):
    for code in ("360000", "360100", "360400"):
        region = make_region(code, code, "prefecture")
        for year in range(2010, 2017):
            make_observation(year, year, region=region)
    asked = "?region=360000&region=360100&region=360400"
    # session, user, role; indicator, regions asked for, regions with values, what there is, its regions, values,
    # documents, targets
    with django_assert_num_queries(11):
        alice.get(PAGE + asked)


def test_the_list_finds_an_indicator_by_what_reports_call_it(alice):
    IndicatorName.objects.create(indicator=make_indicator(), name="专利申报件数")
    make_indicator("lectures", name_zh="巡讲活动", domain="culture")
    response = alice.get("/indicators/?q=申报件数")
    assertContains(response, "专利申请量")
    assertNotContains(response, "巡讲活动")


def test_the_list_says_what_was_never_reported(alice):
    make_observation(94045)
    make_indicator("lectures", name_zh="巡讲活动", domain="culture")
    assertContains(alice.get("/indicators/"), "未报送")
    assertNotContains(alice.get("/indicators/?known=1"), "巡讲活动")


def test_the_documents_behind_the_values_are_named_on_paper_too(alice):
    make_citation(make_observation(94045), source=make_source(title="年度小结"))
    assertContains(alice.get(PAGE), "数值来自：《年度小结》")


def test_the_list_is_one_question(alice, django_assert_num_queries):
    make_observation(94045)
    with django_assert_num_queries(3):  # session, user with role; indicators with their reach
        alice.get("/indicators/")


def test_the_region_menu_lists_regions_with_values_only(alice):
    make_observation(94045)
    make_region("360100", "南昌市", "prefecture")
    response = alice.get("/regions/", headers={"HX-Request": "true"})
    assertContains(response, "江西省")
    assertNotContains(response, "南昌市")


def test_of_many_regions_the_page_shows_the_asked_and_finds_the_others_by_name(alice, monkeypatch):
    monkeypatch.setattr("indicators.selection.MOST_PLACES", 2)
    for code, name in (("360100", "南昌市"), ("360200", "景德镇市"), ("360300", "萍乡市")):
        make_observation(int(code), region=make_region(code, name, "prefecture"))
    address = PAGE
    page = alice.get(address, {"region": "360300"}).content.decode()
    assert "360,300" in page
    assert 'value="360100"' not in page
    found = alice.get(PAGE + "regions/", {"q": "昌"})
    assert 'value="360100"' in found.content.decode()
    assert 'value="360200"' not in found.content.decode()


def test_of_many_regions_the_widest_is_shown_where_none_is_asked_for(alice, monkeypatch):
    monkeypatch.setattr("indicators.selection.MOST_PLACES", 1)
    make_observation(7, region=make_region("350100", "福州市", "prefecture"))
    make_observation(100, region=make_region())
    page = alice.get(PAGE)
    assert page.context["page"].selection.place == "江西省"
