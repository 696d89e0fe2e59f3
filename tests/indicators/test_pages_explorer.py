"""The explorer: its state stands in its address, several regions side by side, and no nonsense drawn."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries, assertRedirects

from indicators.models import IndicatorName, Observation
from reports.models import NotApplicable
from tests.factories import (
    make_citation,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from tests.indicators.test_pages_overview import figure_of

pytestmark = pytest.mark.django_db
PAGE = "/explore/?indicator=patent_applications"
CITIES = {"360100": "南昌市", "360400": "九江市", "360700": "赣州市"}


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def make_cities() -> None:
    """Three cities of a province: one has a gap, one reports nothing."""
    province = make_region()
    for code, name in CITIES.items():
        make_region(code, name, "prefecture", parent=province)
    for year, value in ((2014, 10), (2015, 12), (2016, 15)):
        make_observation(value, year, region=make_region("360100"))
    for year, value in ((2014, 11), (2016, 13)):
        make_observation(value, year, region=make_region("360400"))


def names(response) -> list[str]:
    return [trace["name"] for trace in figure_of(response, "main")["data"]]


def test_the_page_begins_with_what_has_values(alice):
    make_observation(30)
    make_indicator("penalty_amount", name_zh="罚没金额")
    response = alice.get("/explore/")
    assertContains(response, 'href="/explore/?indicator=patent_applications"')
    assertNotContains(response, "罚没金额")


def test_an_empty_house_says_how_to_fill_it(alice):
    assertContains(alice.get("/explore/"), "还没有已发布的数据")


def test_an_unknown_indicator_is_told_and_the_choice_stays(alice):
    make_observation(30)
    response = alice.get("/explore/?indicator=nothing")
    assertContains(response, "没有这项指标，请重新选择。")
    assertContains(response, 'href="/explore/?indicator=patent_applications"')


def test_regions_stand_in_the_order_asked_for(alice):
    make_cities()
    assert names(alice.get(f"{PAGE}&region=360400&region=360100")) == ["九江市", "南昌市"]


def test_all_parts_of_a_province_are_compared(alice):
    make_cities()
    response = alice.get(f"{PAGE}&among=360000&chart=heat")
    assertContains(response, "江西省所属 3 个地区")
    assertContains(response, "赣州市")
    assertContains(response, '<td>1<span class="muted">/3</span></td>', html=True)


def test_a_year_without_a_value_is_a_cell_without_a_number(alice):
    make_cities()
    assertContains(alice.get(f"{PAGE}&among=360000&chart=heat"), 'title="九江市 2015 未报送"')


def test_what_does_not_apply_is_told_from_what_is_missing(alice):
    make_cities()
    rule = {"indicator": make_indicator(), "region": make_region("360700"), "reason": "不办理"}
    NotApplicable.objects.create(set_by=make_user("erin", "editor"), **rule)
    assertContains(alice.get(f"{PAGE}&among=360000&chart=heat"), 'title="赣州市 2015 不适用"')


def test_the_group_s_region_in_focus_is_strong(alice):
    make_cities()
    traces = figure_of(alice.get(f"{PAGE}&among=360000&region=360400&chart=line"), "main")["data"]
    colours = {trace["name"]: trace["line"]["color"] for trace in traces}
    assert colours == {"南昌市": "var(--series-other)", "九江市": "var(--series-1)"}


def test_a_kind_that_would_be_nonsense_says_why(alice):
    make_cities()
    response = alice.get(f"{PAGE}&among=360000&chart=tiles")
    assertContains(response, "<p>省份方格只比较省级地区；请选“全国各省”。</p>", html=True)


def test_a_map_needs_the_bureau_s_own(alice):
    make_cities()
    response = alice.get(f"{PAGE}&among=360000&chart=map")
    assertContains(response, '<div class="empty explorer__empty">')
    assertContains(response, "<p>没有适用的底图")


def test_places_are_worked_out_beside_those_that_reports_claim(alice):
    make_cities()
    make_observation(1, 2016, region=make_region("360400"), measure="rank", unit_kind="rank")
    page = alice.get(f"{PAGE}&among=360000").context["page"]
    row = next(row for row in page.rows if (row.region, row.end.year) == ("九江市", 2016))
    assert (row.place, row.among, row.claimed_place) == (2, 2, 1)
    assert "other_place" in page.signs


def test_one_region_has_its_place_among_its_neighbours(alice):
    make_cities()
    rows = alice.get(f"{PAGE}&region=360400").context["page"].rows
    assert {row.end.year: (row.place, row.among) for row in rows} == {2014: (1, 2), 2016: (2, 2)}


def test_an_office_gets_no_place_among_regions_that_it_may_not_see(client):
    make_cities()
    client.force_login(make_user("carl", "office", make_region("360400")))
    rows = client.get(f"{PAGE}&region=360400").context["page"].rows
    assert {row.place for row in rows} == {None}


def test_an_office_sees_nothing_of_its_neighbours(client):
    make_cities()
    client.force_login(make_user("carl", "office", make_region("360400")))
    page = client.get(f"{PAGE}&among=360000&chart=heat").context["page"]
    assert {row.region for row in page.rows} == {"九江市"}


def test_growth_is_told_on_the_same_window_and_refused_on_another(alice):
    make_observation(100, 2015)
    make_observation(120, 2016)
    part = make_observation(110, 2017)
    Observation.objects.filter(pk=part.pk).update(end=part.end.replace(month=10))
    response = alice.get(f"{PAGE}&region=360000")
    assertContains(response, "+20.0%")
    assertContains(response, "不可比：本期为1–10月，上年为全年")


def test_the_first_year_shown_is_compared_with_the_one_before_it(alice):
    make_observation(100, 2015)
    make_observation(120, 2016)
    rows = alice.get(f"{PAGE}&region=360000&from=2016").context["page"].rows
    assert [(row.end.year, row.growth) for row in rows] == [(2016, Decimal("20.0"))]


def test_two_units_never_share_an_axis(alice):
    make_observation(100, 2015)
    make_observation(120, 2016)
    make_observation(
        5, 2016, unit_kind="percent", breakdown="", region=make_region("360100", "南昌市", "prefecture")
    )
    page = alice.get(f"{PAGE}&region=360000&region=360100").context["page"]
    assert {row.value.unit_kind for row in page.rows} == {"count"}
    assert "unit" in {parameter for parameter, _label, _options in page.dimensions}


def test_flow_and_stock_never_share_a_line(alice):
    make_observation(100, 2015)
    make_observation(900, 2016, accounting="stock")
    page = alice.get(f"{PAGE}&region=360000").context["page"]
    assert {row.value.accounting for row in page.rows} == {"flow"}
    assert "accounting" in {parameter for parameter, _label, _options in page.dimensions}


def test_parts_stand_side_by_side_for_one_region(alice):
    make_observation(100, 2015)
    make_observation(60, 2015, breakdown="invention")
    make_observation(40, 2015, breakdown="design")
    response = alice.get(f"{PAGE}&region=360000&chart=parts")
    assert names(response)[:2] == ["发明", "外观设计"]


def test_a_ruling_has_a_footnote_that_prints(alice):
    make_observation(100, 2015)
    value = make_observation(120, 2016)
    make_citation(value, ruling="采用年报数")
    response = alice.get(f"{PAGE}&region=360000")
    assertContains(response, "①")
    assertContains(response, "江西省2016年的数值经裁定：采用年报数")


def test_the_day_that_is_shown_goes_along_to_the_evidence(alice):
    old = timezone.now() - timedelta(days=9)
    make_observation(100, 2015, published_at=old)
    make_observation(120, 2016)
    day = timezone.localdate() - timedelta(days=2)
    response = alice.get(f"{PAGE}&region=360000&as_of={day}")
    assertContains(response, f"/evidence/?as_of={day}")
    assert [row.end.year for row in response.context["page"].rows] == [2015]


def test_drafts_are_for_reviewers_alone(client):
    make_observation(100, 2015)
    make_observation(120, 2016, published_at=None)
    for role, known in (("reviewer", {2015, 2016}), ("leader", {2015})):
        client.force_login(make_user(role, role))
        rows = client.get(f"{PAGE}&region=360000&layer=draft").context["page"].rows
        assert {row.end.year for row in rows} == known


def test_without_values_it_says_where_there_are_some(alice):
    make_observation(30)
    make_region("360100", "南昌市", "prefecture")
    response = alice.get(f"{PAGE}&region=360100")
    assertContains(response, "这些地区有数")
    assertContains(response, 'href="/explore/?indicator=patent_applications&amp;region=360000"')


def test_a_name_typed_without_a_script_leads_to_what_it_means(alice):
    make_observation(30)
    IndicatorName.objects.create(indicator=make_indicator(), name="申报专利")
    response = alice.get("/explore/?find=申报专利")
    assertRedirects(response, PAGE, fetch_redirect_response=False)


def test_a_name_that_means_several_lists_them(alice):
    make_observation(30)
    make_region("360100", "南昌市", "prefecture")
    make_region("360121", "南昌县", "county")
    assertContains(alice.get(f"{PAGE}&place=南昌"), "南昌县")


def test_a_script_gets_the_changing_part_alone(alice):
    make_observation(30)
    response = alice.get(PAGE, headers={"HX-Request": "true"})
    assertContains(response, 'id="_explorer"')
    assertNotContains(response, "<html")


def test_equal_states_have_one_address(alice):
    make_cities()
    page = alice.get("/explore/?chart=heat&among=360000&x=1&indicator=patent_applications&measure=").context[
        "page"
    ]
    assert page.address.url == f"{PAGE}&among=360000&chart=heat"


QUERIES = {"line": 15, "heat": 15, "bump": 15, "parts": 16}


@pytest.mark.parametrize("kind", QUERIES)
def test_its_queries_do_not_grow_with_the_regions(alice, kind: str):
    make_cities()
    source = make_source(is_sample=True)
    for value in Observation.objects.all():
        make_citation(value, source=source)
    alice.get(f"{PAGE}&among=360000&region=360100&chart={kind}")
    with assertNumQueries(QUERIES[kind]):
        alice.get(f"{PAGE}&among=360000&region=360100&chart={kind}")
