"""The regions below one, ahead and behind, and what the overview tells of reports."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from indicators.area import load_area
from indicators.districts import load_districts
from indicators.models import Region
from indicators.scope import below, seen_within
from reports.models import Expectation
from tests.factories import (
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_region,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
CITIES = {
    "360100": "南昌市",
    "360200": "景德镇市",
    "360300": "萍乡市",
    "360400": "九江市",
    "360500": "新余市",
}


@pytest.fixture
def province() -> Region:
    province = make_region()
    for code, name in CITIES.items():
        make_region(code, name, "prefecture", parent=province)
    return province


def value(code: str, number: int, year: int = 2016, **fields):
    return make_observation(number, year, region=Region.objects.get(pk=code), **fields)


def standing(province: Region, year: int = 2016, **how):
    return load_districts(load_area(province), make_indicator(), year, None, **how)


def names(rows) -> list[tuple[str, str]]:
    return [(row.place.name, row.growth) for row in rows]


def test_the_largest_growth_stands_ahead_and_the_smallest_behind(province):
    for number, code in enumerate(CITIES, 1):
        value(code, 100, 2015)
        value(code, 100 + number * 10 - 20)
    found = standing(province)
    assert names(found.ahead) == [("新余市", "+30.0%"), ("九江市", "+20.0%"), ("萍乡市", "+10.0%")]
    assert names(found.behind) == [("南昌市", "−10.0%"), ("景德镇市", "0.0%")]
    assert (found.asked, found.reported, found.compared) == (5, 5, 5)


def test_parts_of_a_year_are_not_ranked_with_whole_ones(province):
    for code in ("360100", "360200"):
        value(code, 100, 2015)
        value(code, 120)
    value("360300", 90, end=date(2016, 10, 31))
    found = standing(province)
    assert (found.period, found.reported, found.other_windows) == ("2016年", 2, 1)


def test_who_has_nothing_to_compare_with_is_counted_and_not_ranked(province):
    value("360100", 100)
    found = standing(province)
    assert (found.reported, found.compared, found.ahead) == (1, 0, ())


def test_a_year_that_hardly_anybody_has_gives_way_to_the_one_before(province):
    for code in CITIES:
        value(code, 100, 2015)
    value("360100", 70, 2016, end=date(2016, 6, 30))
    assert standing(province).period == "2015年"
    assert standing(province, is_last_word=True).period == "2016年上半年"


def test_a_reader_of_one_city_sees_no_other(province):
    for code in CITIES:
        value(code, 100)
    with seen_within(lambda: below("360100")):
        found = standing(province)
    assert (found.asked, found.reported) == (1, 1)


def client_of(role: str, region: Region | None = None) -> Client:
    client = Client()
    client.force_login(make_user(f"{role}-of-{region}", role, region))
    return client


@pytest.fixture
def filing(province) -> None:
    due = timezone.localdate() + timedelta(days=20)
    by = make_user("setter")
    Expectation.objects.create(
        kind="plan", year=due.year, due=due, level="prefecture", parent=province, set_by=by
    )
    make_report(region=Region.objects.get(pk="360100"), kind="plan", year=due.year)
    make_observation(1)


@pytest.mark.usefixtures("filing")
def test_how_many_have_filed_this_period_is_told_with_the_way_to_who_has_not():
    page = client_of("leader").get("/?region=360000")
    assertContains(page, "1 / 5")
    assertContains(page, "还差 4 份")
    assertContains(page, 'href="/coverage/?region=360000')


@pytest.mark.usefixtures("filing")
def test_a_leader_learns_how_many_reports_came_and_not_which():
    page = client_of("leader").get("/?region=360000")
    assertContains(page, "新报送的报告")
    assertNotContains(page, "新报送：")
    assertNotContains(page, "未决疑点")


@pytest.mark.usefixtures("filing")
def test_an_editor_learns_nothing_of_reports():
    page = client_of("editor").get("/?region=360000")
    assertNotContains(page, "新报送的报告")
    assertNotContains(page, "1 / 5")


def test_open_doubts_stand_by_what_they_would_spoil(province):
    report = make_report()
    plain = make_claim(report, indicator=make_indicator("lectures", name_zh="巡讲活动"), measure="share")
    heavy = make_claim(
        report, indicator=make_indicator("patent_grants", name_zh="专利授权量", is_headline=True)
    )
    make_finding(report, [heavy], message="重要的疑点")
    make_finding(report, [plain], message="次要的疑点")
    text = client_of("reviewer").get("/?region=360000").text
    assert 0 < text.index("重要的疑点") < text.index("次要的疑点")


def test_an_office_sees_the_doubts_of_its_own_reports_alone(province):
    own, other = (Region.objects.get(pk=code) for code in ("360100", "360400"))
    for region, words in ((own, "本市的疑点"), (other, "外市的疑点")):
        report = make_report(region=region, office=region)
        make_finding(report, [make_claim(report)], message=words)
    page = client_of("office", own).get("/?region=360100")
    assertContains(page, "本市的疑点")
    assertNotContains(client_of("office", other).get("/?region=360000"), "本市的疑点")


def test_regions_above_and_below_lead_on_as_far_as_they_may_be_seen(province):
    page = client_of("reviewer").get("/?region=360100")
    assertContains(page, 'href="?region=360000">江西省</a>')
    assertContains(client_of("leader").get("/?region=360000"), "下辖 5 个地区")
    own = client_of("office", Region.objects.get(pk="360100")).get("/?region=360100")
    assertNotContains(own, 'href="?region=360000"')


def test_a_year_in_the_address_shows_figures_up_to_it(province):
    make_observation(74639, 2015)
    make_observation(94045, 2016)
    page = client_of("leader").get("/?region=360000&year=2015")
    assertContains(page, 'headline__number">74,639')
    assertNotContains(page, 'headline__number">94,045')
