"""A report with very many claims opens quickly: cards come a stretch at a time, the selected one's first."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.models import Claim, Report
from reports.review_page import CARDS
from tests.factories import make_indicator, make_report, make_user

pytestmark = pytest.mark.django_db
MANY = CARDS * 2 + 5


@pytest.fixture
def report(client: Client) -> Report:
    client.force_login(make_user())
    report = make_report("总结\n" + "申请8件。" * MANY, title="总结")
    indicator = make_indicator()
    claims = [
        Claim(
            report=report, indicator=indicator, measure="level", accounting="flow", value=n, unit_kind="count",
            span_start=5 + 5 * n, span_end=7 + 5 * n, sentence_start=3 + 5 * n, sentence_end=8 + 5 * n,
            confidence=1, rule="test",
        )
        for n in range(MANY)
    ]  # fmt: skip
    Claim.objects.bulk_create(claims)
    return report


def cards(page: bytes) -> int:
    return page.decode().count('<article class="claim ')


def test_the_page_draws_the_first_stretch_and_asks_for_the_next(client, report):
    page = client.get(f"/reports/{report.pk}/").content
    assert cards(page) == CARDS
    assert 'hx-get="?cards=1' in page.decode()


def test_the_next_stretches_come_as_fragments_until_the_last(client, report):
    ask = {"HX-Request": "true"}
    second = client.get(f"/reports/{report.pk}/?cards=1", headers=ask).content
    third = client.get(f"/reports/{report.pk}/?cards=2", headers=ask).content
    assert (cards(second), cards(third)) == (CARDS, 5)
    assert b"<html" not in second
    assert b"?cards=3" not in third


def test_the_stretch_of_the_selected_claim_is_drawn(client, report):
    claim = Claim.objects.get(value=CARDS + 3)
    page = client.get(f"/reports/{report.pk}/?claim={claim.pk}").content.decode()
    assert f'id="claim-{claim.pk}"' in page
    assert "前面的数据" in page


def test_every_place_stays_marked_in_the_text(client, report):
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert page.count("data-claims=") == MANY


def test_a_stretch_beyond_the_last_is_empty_and_no_error(client, report):
    assert cards(client.get(f"/reports/{report.pk}/?cards=99").content) == 0
