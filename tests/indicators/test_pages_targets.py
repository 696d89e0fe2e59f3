"""Targets on the indicator page: listed with their sentence, apart from what was achieved."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from indicators.models import Citation, Target
from tests.factories import make_indicator, make_observation, make_region, make_source, make_user, moment

pytestmark = pytest.mark.django_db
PAGE = "/indicators/patent_applications/"
SENTENCE = "明年专利申请力争达到10万件。"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def make_target(value: str = "100000", year: int = 2017, **fields: object) -> Target:
    defaults = {"indicator": make_indicator(), "region": make_region(), "accounting": "flow"}
    defaults |= {"start": date(year, 1, 1), "end": date(year, 12, 31), "value": Decimal(value)}
    defaults |= {"unit_kind": "count", "comparator": "above", "published_at": timezone.now()}
    target = Target.objects.create(**defaults | fields)
    at = SENTENCE.index("10万件")
    Citation.objects.create(
        target=target,
        source=make_source(),
        sentence=SENTENCE,
        quote_start=at,
        quote_end=at + 4,
        link="/reports/1/",
    )
    return target


def test_a_target_stands_under_the_table_with_its_sentence(alice):
    make_observation(94045)
    make_target()
    page = alice.get(PAGE)
    assertContains(page, "超过 100,000 件")
    assertContains(page, "力争达到<mark>10万件</mark>", html=False)


def test_a_target_is_no_value_of_the_table_or_the_chart(alice):
    make_observation(94045)
    make_target()
    page = alice.get(PAGE).context["page"]
    assert [row.value for row in page.rows] == [94045]
    assert "100000" not in str(page.figure)


def test_a_target_for_money_keeps_all_its_digits(alice):
    pledge = make_indicator("pledge_financing_amount", unit="元", unit_kind="money", dimension="")
    make_observation(1, indicator=pledge, unit_kind="money")
    make_target("2205350000", indicator=pledge, unit_kind="money")
    assertContains(alice.get("/indicators/pledge_financing_amount/"), "22.0535 亿元")


def test_a_target_of_another_region_is_not_shown(alice):
    make_observation(94045)
    make_target(region=make_region("360100", "南昌市", "prefecture"))
    assertNotContains(alice.get(PAGE), "力争达到")


def test_a_target_set_later_is_not_shown_on_an_earlier_day(alice):
    make_observation(94045, published_at=moment(2017, 1, 5))
    make_target(published_at=moment(2017, 2, 5))
    assertNotContains(alice.get(PAGE + "?as_of=2017-01-20"), "力争达到")
    assertContains(alice.get(PAGE + "?as_of=2017-02-20"), "力争达到")


def test_without_targets_there_is_no_heading_for_them(alice):
    make_observation(94045)
    assertNotContains(alice.get(PAGE), "targets-title")
