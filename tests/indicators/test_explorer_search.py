"""Finding indicators and regions by any of their names, and by the first letters of their pronunciation."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from indicators.catalogue_store import store_catalogue
from indicators.explorer.address import Address
from indicators.explorer.search import NOTHING, find_entries, find_indicators, score
from tests.factories import make_region, make_user

EMPTY = Address(())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江西", "360000"), ("南昌", "360100"), ("ncs", "360100"), ("jxs", "360000"), ("3601", "360100"),
        ("nanch", "360100"), ("Ji'an", "360800"),
        ("青山湖", "360111"), ("江西省", "360000"), ("JXS", "360000"), (" 南昌 市 ", "360100"),
    ],
)  # fmt: skip
def test_a_region_is_found(text: str, code: str):
    assert find_entries(text)[0].code == code


def test_the_wider_region_stands_before_the_narrower():
    levels = [entry.level for entry in find_entries("吉林")]
    assert levels[:2] == ["province", "prefecture"]


def test_what_is_abolished_stands_behind():
    found = find_entries("宣武")
    assert not found or found[-1].abolished or not any(entry.abolished for entry in found)


def test_nothing_is_found_for_nonsense():
    assert find_entries("啊啊啊") == []
    assert score("qqq", "专利申请量", "zlsql") == NOTHING


def test_better_answers_score_lower():
    whole, start, letters, inside = (
        score("专利申请量", "专利申请量"), score("专利", "专利申请量"), score("zl", "专利申请量", "zlsql"),
        score("申请", "专利申请量"),
    )  # fmt: skip
    assert whole < start < letters < inside < NOTHING


@pytest.mark.django_db
class TestIndicators:
    @pytest.fixture(autouse=True)
    def catalogue(self):
        store_catalogue()

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("专利申请", "patent_applications"), ("zlsql", "patent_applications"), ("申报专利", "patent_applications"),
            ("patent app", "patent_applications"), ("granted pat", "patent_grants"), ("wqyz", "aid_stations"),
            ("质押", "pledge_financing_amount"),
        ],
    )  # fmt: skip
    def test_an_indicator_is_found(self, text: str, code: str):
        assert code in [hit.value for hit in find_indicators(text, EMPTY)][:3]

    def test_an_alias_is_told(self):
        (hit,) = [hit for hit in find_indicators("申报专利", EMPTY) if hit.value == "patent_applications"]
        assert "申报专利" in hit.hint

    def test_another_indicator_keeps_the_regions_and_forgets_the_rest(self):
        address = Address((("indicator", "x"), ("region", "360100"), ("measure", "yoy"), ("chart", "heat")))
        url = find_indicators("专利申请量", address)[0].url
        assert url == "/explore/?indicator=patent_applications&region=360100&chart=heat"


@pytest.mark.django_db
def test_options_lead_to_the_state_with_the_region_added(client: Client):
    make_region("360100", "南昌市", "prefecture", parent=make_region())
    client.force_login(make_user())
    response = client.get("/explore/find/region/?q=ncs&indicator=patent_applications&region=360000")
    assertContains(
        response, 'data-href="/explore/?indicator=patent_applications&amp;region=360000&amp;region=360100"'
    )
    assertContains(response, 'role="option"')
