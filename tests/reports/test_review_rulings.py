"""Ruling on a finding: the arithmetic is shown, the ruling is kept and carried out."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from reports.arithmetic import work_out
from reports.models import Claim, Finding
from tests.factories import make_claim, make_finding, make_observation, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def conflict() -> tuple[Finding, Claim, Claim]:
    report = make_report("前文申请94045件。\n后文申请93815件。")
    first, second = make_claim(report), make_claim(report, "93815件", 93815)
    return make_finding(report, [first, second]), first, second


def url(finding: Finding) -> str:
    return reverse("reports:finding-rule", args=[finding.pk])


def test_the_upheld_claim_is_accepted_and_its_rival_rejected(client: Client) -> None:
    finding, first, second = conflict()
    response = client.post(url(finding), {"upheld": first.pk, "ruling": "与统计公报一致"}, follow=True)
    assert "与统计公报一致" in response.content.decode()
    assert [Claim.objects.get(pk=c.pk).state for c in (first, second)] == ["accepted", "rejected"]


def test_a_ruling_without_a_reason_is_refused(client: Client) -> None:
    finding, first, _second = conflict()
    response = client.post(url(finding), {"upheld": first.pk, "ruling": "  "})
    assert response.status_code == 422
    assert Finding.objects.get().state == "open"


def test_a_claim_of_another_finding_cannot_be_upheld(client: Client) -> None:
    finding, _first, _second = conflict()
    stranger = make_claim(make_report("别处94045件"))
    assert client.post(url(finding), {"upheld": stranger.pk, "ruling": "错了"}).status_code == 422
    assert Claim.objects.get(pk=stranger.pk).state == "pending"


def test_the_second_ruling_is_refused(client: Client) -> None:
    finding, first, second = conflict()
    client.post(url(finding), {"upheld": first.pk, "ruling": "第一次"})
    assert client.post(url(finding), {"upheld": second.pk, "ruling": "第二次"}).status_code == 409
    assert Finding.objects.get().ruling == "第一次"


def test_a_place_without_a_claim_is_shown_with_its_surroundings(client: Client) -> None:
    report = make_report("江西省2015年总结\n2016年成绩显著。")
    finding = make_finding(report, [], rule="year", spans=[[3, 8], [12, 17]])
    assert "江西省<mark>2015年</mark>总结" in client.get(url(finding)).content.decode()


def test_a_sum_is_worked_out_against_its_total(client: Client) -> None:
    report = make_report("申请100件，发明30件，其余60件")
    total = make_claim(report, "100件", 100)
    parts = [
        make_claim(report, "30件", 30, breakdown="invention"),
        make_claim(report, "60件", 60, breakdown="design"),
    ]
    finding = make_finding(report, [total, *parts], rule="sum")
    sum_ = work_out(finding, [total, *parts])
    assert (sum_.computed, sum_.gap) == (90, 10)
    assert "= <strong>90</strong>" in client.get(url(finding)).content.decode()


def test_figures_of_one_sentence_are_shown_in_it_together(client: Client) -> None:
    report = make_report("申请100件，发明30件。")
    claims = [make_claim(report, "100件", 100), make_claim(report, "30件", 30, breakdown="invention")]
    page = client.get(url(make_finding(report, claims))).content.decode()
    assert "申请<mark>100件</mark>，发明<mark>30件</mark>。" in page
    assert page.count('<li class="side">') == 1


def test_a_growth_is_worked_out_from_both_years(client: Client) -> None:
    report = make_report("申请150件，上年120件，增长20%")
    after = make_claim(report, "150件", 150)
    before = make_claim(report, "120件", 120, start=date(2015, 1, 1), end=date(2015, 12, 31))
    stated = make_claim(report, "20%", 20, measure="yoy", unit_kind="percent")
    finding = make_finding(report, [after, before, stated], rule="growth")
    assert work_out(finding, [after, before, stated]).computed == Decimal("25.00")
    assert "<strong>25%</strong>" in client.get(url(finding)).content.decode()


def test_a_growth_from_zero_is_not_worked_out() -> None:
    report = make_report("申请150件，上年0件，增长20%")
    claims = [
        make_claim(report, "150件", 150),
        make_claim(report, "0件", 0, start=date(2015, 1, 1), end=date(2015, 12, 31)),
        make_claim(report, "20%", 20, measure="yoy", unit_kind="percent"),
    ]
    assert work_out(make_finding(report, claims, rule="growth"), claims) is None


def test_a_ruling_that_chooses_nothing_is_refused(client: Client) -> None:
    finding, _first, _second = conflict()
    assert client.post(url(finding), {"ruling": "有依据"}).status_code == 422
    assert Finding.objects.get().state == "open"


def test_that_none_of_them_holds_is_a_ruling_too(client: Client) -> None:
    finding, first, second = conflict()
    client.post(url(finding), {"upheld": "", "ruling": "两个都与附表不符"})
    assert {Claim.objects.get(pk=c.pk).state for c in (first, second)} == {"rejected"}


def test_the_page_shows_each_way_tried_with_its_numbers(client: Client) -> None:
    report = make_report("前文申请94045件。\n后文申请94405件。")
    finding = make_finding(report, [make_claim(report), make_claim(report, "94405件", 94405)])
    page = client.get(url(finding)).content.decode()
    assert page.index("相邻两位数字颠倒") < page.index("四舍五入")
    assert 'data-reason="相邻两位数字颠倒：94,045 与 94,405。"' in page


def test_last_years_published_number_names_the_one_that_holds(client: Client) -> None:
    finding, first, _second = conflict()
    make_observation(93815, 2015)
    page = client.get(url(finding)).content.decode()
    assert "上年数没有改" in page
    assert f'data-holds="{first.pk}"' in page


def test_the_chosen_explanation_is_kept_with_the_ruling(client: Client) -> None:
    finding, first, _second = conflict()
    client.post(url(finding), {"upheld": first.pk, "ruling": "另一处是上年数", "hypothesis": "last_year"})
    assert Finding.objects.get().hypothesis == "last_year"


def test_the_ways_tried_cost_no_more_questions_for_more_claims(
    client: Client, django_assert_max_num_queries
) -> None:
    report = make_report("申请94045件。")
    claims = [make_claim(report, value=n, breakdown=str(n)) for n in range(30)]
    finding = make_finding(report, claims)
    client.get(url(finding))
    with django_assert_max_num_queries(14):
        client.get(url(finding))
