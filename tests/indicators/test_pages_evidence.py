"""From a value to its sentence in one click."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import (
    make_citation,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
FRAGMENT = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def page_of(observation) -> str:
    return f"/observations/{observation.pk}/evidence/"


def test_the_sentence_is_shown_with_its_figure_marked(alice):
    observation = make_observation(94045)
    make_citation(
        observation,
        "去年全省申请94045件，居中部前列。",
        "94045件",
        section="一、创造",
        link="/reports/7/?claim=9",
    )
    response = alice.get(page_of(observation), **FRAGMENT)
    assertContains(response, "去年全省申请<mark>94045件</mark>，居中部前列。")
    assertContains(response, "一、创造")
    assertContains(response, 'href="/reports/7/?claim=9"')


def test_source_office_and_publisher_are_named(alice):
    office = make_region("360100", "南昌市", "prefecture")
    bob = make_user("bob")
    observation = make_observation(94045, published_by=bob)
    make_citation(observation, source=make_source(title="年度工作小结", issuer=office, year=2016))
    response = alice.get(page_of(observation), **FRAGMENT)
    for text in ("年度工作小结", "南昌市", "bob", "2016"):
        assertContains(response, text)


def test_support_stands_beside_evidence(alice):
    observation = make_observation(94045)
    make_citation(observation)
    make_citation(observation, "申请突破9万件。", "9万件", role="support")
    response = alice.get(page_of(observation), **FRAGMENT)
    assertContains(response, "依据（2 处）")
    assertContains(response, "佐证")


def test_markup_in_a_sentence_is_shown_and_not_obeyed(alice):
    observation = make_observation(94045)
    make_citation(observation, "<script>alert(1)</script>94045件", "94045件")
    response = alice.get(page_of(observation), **FRAGMENT)
    assertNotContains(response, "<script>alert")
    assertContains(response, "&lt;script&gt;alert")


def test_a_superseded_value_tells_why(alice):
    observation = make_observation(90000, superseded_at=timezone.now(), supersede_reason="原文为94045")
    response = alice.get(page_of(observation), **FRAGMENT)
    assertContains(response, "已被替换")
    assertContains(response, "原文为94045")


def test_a_value_without_evidence_says_so(alice):
    assertContains(alice.get(page_of(make_observation(1)), **FRAGMENT), "没有登记依据")


def test_without_scripts_it_is_a_page_of_its_own(alice):
    response = alice.get(page_of(make_observation(1)))
    assertContains(response, "<!doctype html>")


def test_an_unknown_value_is_not_found(alice):
    assert alice.get("/observations/1/evidence/").status_code == 404


def test_many_sentences_take_no_more_questions(alice, django_assert_num_queries):
    observation = make_observation(94045)
    for _ in range(5):
        make_citation(observation)
    with django_assert_num_queries(5):  # session, user with role; value, citations, saved views
        alice.get(page_of(observation), **FRAGMENT)


def test_money_is_told_in_yi_with_all_digits_beside_it(alice):
    pledge = make_indicator("pledge_financing_amount", unit="元", unit_kind="money", dimension="")
    value = make_observation("3295000000", indicator=pledge, unit_kind="money")
    page = alice.get(f"/observations/{value.pk}/evidence/")
    assertContains(page, '32.95<span class="evidence__unit">亿元</span>')
    assertContains(page, "3,295,000,000 元")
