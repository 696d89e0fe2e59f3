"""A chart alone for a frame in another page: who may read it, who may frame it, and what it never shows."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from indicators.models import Region
from tests.accounts.observatory import parse_policy
from tests.factories import make_observation, make_region, make_user

pytestmark = pytest.mark.django_db
CHART = "/embed/indicators/patent_applications/"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


@pytest.fixture
def values() -> None:
    make_observation(74639, 2015)
    make_observation(94045, 2016)
    make_observation(10, region=make_region("360100", "南昌市", "prefecture"))


@pytest.mark.usefixtures("values")
def test_a_chart_stands_alone_with_its_source_and_the_way_to_its_page(alice):
    page = alice.get(f"{CHART}?region=360000")
    assertContains(page, "<svg")
    assertContains(page, "来源：知衡")
    assertContains(page, 'href="/indicators/patent_applications/?region=360000"')
    assertNotContains(page, "site-header")
    assertNotContains(page, "<script")


@pytest.mark.usefixtures("values")
def test_a_stranger_is_asked_to_sign_in_and_sees_nothing():
    page = Client().get(CHART)
    assertContains(page, "需要登录", status_code=403)
    assert "94,045" not in page.text


@pytest.mark.usefixtures("values")
def test_a_token_of_the_settings_opens_the_charts_of_its_region_alone(settings):
    settings.EMBED_TOKENS = {"of-nanchang": "360100"}
    page = Client().get(f"{CHART}?token=of-nanchang&region=360000&region=360100")
    assertContains(page, "南昌市")
    assertNotContains(page, "94,045")
    assert Client().get(f"{CHART}?token=guessed").status_code == 403


@pytest.mark.usefixtures("values")
def test_the_token_goes_no_further_than_the_frame(settings):
    settings.EMBED_TOKENS = {"of-jiangxi": "360000"}
    assertNotContains(Client().get(f"{CHART}?token=of-jiangxi&region=360000"), "of-jiangxi")


@pytest.mark.usefixtures("values")
def test_an_empty_token_opens_nothing(settings):
    settings.EMBED_TOKENS = {"": "000000"}
    assert Client().get(f"{CHART}?token=").status_code == 403


def test_drafts_are_never_in_a_frame(alice):
    make_observation(5, 2015)
    make_observation(99, 2016, published_at=None)
    assertNotContains(alice.get(f"{CHART}?layer=draft"), "<td>99</td>")


@pytest.mark.usefixtures("values")
def test_an_office_frames_its_own_regions_alone():
    office = Client()
    office.force_login(make_user("office", "office", Region.objects.get(pk="360100")))
    assertNotContains(office.get(f"{CHART}?region=360000"), "94,045")


@pytest.mark.usefixtures("values")
def test_our_own_pages_alone_may_frame_it_unless_the_settings_name_others(alice, settings):
    assert parse_policy(alice.get(CHART).headers)["frame-ancestors"] == ["'self'"]
    settings.EMBED_ANCESTORS = ["https://portal.example.cn"]
    response = alice.get(CHART)
    assert parse_policy(response.headers)["frame-ancestors"] == ["'self'", "https://portal.example.cn"]
    assert "X-Frame-Options" not in response.headers
    assert parse_policy(alice.get("/").headers)["frame-ancestors"] == ["'none'"]


@pytest.mark.usefixtures("values")
def test_the_page_gives_the_code_to_copy_without_its_drafts(alice):
    page = alice.get("/indicators/patent_applications/?region=360000&layer=draft")
    assertContains(page, "&lt;iframe src=")
    assertContains(page, "http://testserver/embed/indicators/patent_applications/?region=360000")
    assertNotContains(page, "embed/indicators/patent_applications/?region=360000&amp;layer")


def test_a_chart_is_framed_as_it_was_on_a_day(alice):
    make_observation(5, 2015)
    page = alice.get(f"{CHART}?as_of=2010-01-01")
    assertContains(page, "所选范围内没有已发布的数值。")
