"""What the explorer shows, taken away: every kind of chart as a picture, every value in a sheet."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import make_citation, make_observation, make_region, make_user
from tests.indicators.test_base_maps import bring
from tests.indicators.test_pages_explorer import make_cities
from trail.models import Event

pytestmark = pytest.mark.django_db
CITIES = "?indicator=patent_applications&among=360000"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def dan(client: Client) -> Client:
    client.force_login(make_user("dan", "administrator"))
    return client


def words_of(response) -> list[str]:
    assert response.status_code == 200, response.headers
    return [one.text or "" for one in ElementTree.fromstring(response.content).iter(f"{SVG}text")]


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", ["line", "bar", "bump", "slope", "multiples", "heat", "tiles"])
def test_every_kind_of_chart_can_be_taken_away_as_a_picture(dan, kind):
    make_cities()
    asked = CITIES
    if kind == "tiles":  # of provinces alone
        make_observation(42, 2016)
        make_observation(43, 2016, region=make_region("430000", "湖南省"))
        asked = "?indicator=patent_applications&among=000000"
    words = words_of(dan.get(f"/explore/export/svg/{asked}&chart={kind}"))
    assert "专利申请量" in words
    assert any(words_.startswith("来源：知衡") for words_ in words)
    assert any(("江西" if kind == "tiles" else "南昌市") in one for one in words)


def test_the_cells_of_a_picture_say_their_numbers(dan):
    make_cities()
    words = words_of(dan.get(f"/explore/export/svg/{CITIES}&chart=heat"))
    assert [words.count(number) for number in ("10", "12", "15", "11", "13")] == [
        2
    ] * 5  # in its cell, and in the legend
    assert words.count("–") == 4  # the gap of one city, three years of another


def test_a_map_as_a_picture_bears_its_approval_number(dan):
    make_cities()
    bring(dan)
    words = words_of(dan.get(f"/explore/export/svg/{CITIES}&chart=map&year=2016"))
    assert "底图：全省底图，审图号 某S(2026)001号" in words
    assert {"南昌市", "15", "九江市", "13"} <= set(words)


def test_the_sheet_has_a_row_for_each_value_shown_with_its_sentence(dan):
    make_cities()
    make_citation(make_observation(20, 2017, region=make_region("360100")), "专利申请20件", "20")
    response = dan.get(f"/explore/export/csv/{CITIES}&from=2016")
    rows = rows_of(response)
    assert [(row["地区"], row["期末"], row["数值"]) for row in rows] == [
        ("南昌市", "2017-12-31", "20"),
        ("南昌市", "2016-12-31", "15"),
        ("九江市", "2016-12-31", "13"),
    ]
    assert (rows[0]["原句"], rows[0]["同比（%）"][:5]) == ("专利申请20件", "33.3")


def test_the_workbook_holds_values_sentences_and_definitions(dan):
    make_cities()
    book = openpyxl.load_workbook(io.BytesIO(dan.get(f"/explore/export/xlsx/{CITIES}").content))
    assert book.sheetnames == ["数据", "原句", "指标解释"]
    assert book["数据"].max_row == 6


def test_a_chart_that_is_refused_is_no_picture_either(dan):
    make_observation(30)
    back = dan.get("/explore/export/svg/?indicator=patent_applications&chart=map", follow=True)
    assertContains(back, "message--error")
    assert back.redirect_chain[0][0].startswith("/explore/?indicator=patent_applications")


def test_taking_away_is_told_in_the_trail(dan):
    make_cities()
    dan.get(f"/explore/export/csv/{CITIES}")
    event = Event.objects.latest("pk")
    assert (event.action, event.detail["kind"], event.detail["rows"]) == ("export", "csv", 5)


def test_without_an_indicator_the_start_is_shown(dan):
    assertRedirects(dan.get("/explore/export/csv/"), "/explore/?")


def test_there_is_no_other_kind_of_file(dan):
    assert dan.get(f"/explore/export/structure/{CITIES}").status_code == 404
