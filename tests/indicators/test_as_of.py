"""A day in the past on every page and file: what was shown then, and that it is said."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from indicators.models import Citation, Observation
from tests.factories import make_citation, make_indicator, make_observation, make_region, make_user, moment

pytestmark = pytest.mark.django_db
LIST, MENU = "/indicators/", "/regions/"
EXPORT = "/indicators/patent_applications/export/"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


@pytest.fixture
def corrected() -> Observation:
    """A value published on 1 March 2017 and replaced on 1 April."""
    value = make_observation(
        93815, published_at=moment(2017, 3, 1), superseded_at=moment(2017, 4, 1), supersede_reason="更正"
    )
    make_observation(94045, published_at=moment(2017, 4, 1))
    return value


def evidence(client: Client, value: Observation, day: str) -> str:
    return client.get(f"/observations/{value.pk}/evidence/?as_of={day}")


def test_a_value_that_was_replaced_later_was_published_on_the_day(alice, corrected):
    page = evidence(alice, corrected, "2017-03-12")
    assertContains(page, "显示的是 2017-03-12 当日的情况")
    assertContains(page, "已发布</span>")
    assertNotContains(page, "已被替换")
    assertNotContains(page, "更正")


@pytest.mark.parametrize("day", ["2017-04-01", ""])
def test_from_the_day_of_its_replacement_on_it_was_replaced(alice, corrected, day):
    page = evidence(alice, corrected, day)
    assertContains(page, "已被替换")
    assertContains(page, "更正")


def test_before_it_was_published_a_value_was_not(alice, corrected):
    assertContains(evidence(alice, corrected, "2017-02-28"), "当日还没有发布")


def test_a_sentence_that_was_cited_later_was_not_there_yet(alice, corrected):
    make_citation(corrected, "快报称93815件。", "93815件")
    Citation.objects.update(created_at=moment(2017, 3, 1))
    make_citation(corrected, "年鉴也写93815件。", "93815件", role="support")
    assertNotContains(evidence(alice, corrected, "2017-03-12"), "年鉴也写")
    assertContains(evidence(alice, corrected, ""), "年鉴也写")


def test_a_senseless_day_is_now(alice, corrected):
    assertContains(evidence(alice, corrected, "yesterday"), "已被替换")


def test_the_rows_and_charts_of_a_day_lead_to_the_evidence_of_that_day(alice, corrected):
    page = alice.get("/indicators/patent_applications/?as_of=2017-03-12")
    assertContains(page, f'href="/observations/{corrected.pk}/evidence/?as_of=2017-03-12"')
    assertContains(page, 'data-evidence-url="/observations/0/evidence/?as_of=2017-03-12"')


def test_the_overview_of_a_day_leads_on_with_it(alice, corrected):
    page = alice.get("/?region=360000&as_of=2017-03-12")
    assertContains(page, f"/observations/{corrected.pk}/evidence/?as_of=2017-03-12")
    assertContains(page, 'hx-get="/regions/?as_of=2017-03-12"')


def test_the_list_of_indicators_knows_what_there_was(alice, corrected):
    then = alice.get(f"{LIST}?as_of=2017-02-01&known=1")
    assertContains(then, "没有找到指标")
    assertContains(then, "显示的是")
    page = alice.get(f"{LIST}?as_of=2017-03-12&known=1")
    assertContains(page, 'href="/indicators/patent_applications/?as_of=2017-03-12"')


def test_the_menu_of_regions_knows_who_had_values(alice, corrected):
    make_observation(7, region=make_region("360100", "南昌市", "prefecture"), published_at=moment(2018, 1, 1))
    page = alice.get(f"{MENU}?as_of=2017-03-12")
    assertContains(page, "?region=360000&amp;as_of=2017-03-12")
    assertNotContains(page, "南昌市")
    assertContains(page, "2017-03-12 当日")


def test_a_file_says_in_name_and_rows_which_day_it_shows(alice, corrected):
    answer = alice.get(f"{EXPORT}csv/?as_of=2017-03-12")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["数值"], row["数据截至"]) == ("93815", "2017-03-12")
    assert 'filename="patent_applications_2017-03-12.csv"' in answer["Content-Disposition"]


def test_a_workbook_says_in_every_row_which_day_it_shows(alice, corrected):
    answer = alice.get(f"{EXPORT}xlsx/?as_of=2017-03-12")
    header, row = load_workbook(io.BytesIO(answer.content))["数据"].iter_rows(values_only=True)
    assert row[header.index("数据截至")].date() == date(2017, 3, 12)


def test_what_the_list_counts_as_known_is_of_the_day(alice):
    make_observation(9, indicator=make_indicator("valid_patents"), published_at=moment(2017, 3, 1))
    assertContains(alice.get(f"{LIST}?as_of=2017-03-12&known=1"), "valid_patents")
    assertNotContains(alice.get(f"{LIST}?as_of=2017-02-12&known=1"), "/indicators/valid_patents/")
