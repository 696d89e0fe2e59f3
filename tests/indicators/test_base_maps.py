"""A bureau's approved map: brought in by an administrator, checked, drawn, and told of in the trail."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from indicators.models import BaseMap
from tests.factories import make_indicator, make_observation, make_region, make_user
from tests.indicators.test_outlines import KNOWN, feature, file_of
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def dan(client: Client) -> Client:
    client.force_login(make_user("dan", "administrator"))
    return client


def bring(client: Client, data: bytes | None = None, **fields: str):
    if data is None:
        data = file_of(*(feature(code) for code in sorted(KNOWN)))
    file = SimpleUploadedFile("map.geojson", data)
    asked = {"title": "全省底图", "approval": "某S(2026)001号", "file": file}
    return client.post("/explore/maps/", asked | fields)


def test_a_map_is_kept_with_its_approval_and_told_in_the_trail(dan):
    assertRedirects(bring(dan), "/explore/maps/")
    row = BaseMap.objects.get()
    assert (row.approval, row.codes) == ("某S(2026)001号", ["360100", "360400"])
    event = Event.objects.latest("pk")
    assert (event.action, event.object_words) == ("setting_change", "全省底图 某S(2026)001号")


def test_a_map_without_its_approval_number_is_refused(dan):
    assert bring(dan, approval="").status_code == 422
    assert not BaseMap.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{}", "FeatureCollection"),
        (b"\xff", "不是有效的 JSON"),
        (file_of(feature("000001")), "六位行政区划代码"),
    ],
    ids=["shape", "json", "code"],
)
def test_what_is_no_map_is_refused_in_one_sentence(dan, data: bytes, sentence: str):
    assertContains(bring(dan, data), sentence, status_code=422)


def test_the_same_file_twice_is_told(dan):
    bring(dan)
    assertContains(bring(dan), "这个文件已经上传过", status_code=422)


def test_the_chart_draws_values_on_it_and_names_the_approval(dan):
    bring(dan)
    province = make_region()
    for code, value in (("360100", 7), ("360400", 5)):
        make_observation(value, 2016, region=make_region(code, code, "prefecture", parent=province))
    response = dan.get("/explore/?indicator=patent_applications&among=360000&chart=map")
    assertContains(response, "审图号 某S(2026)001号")
    assertContains(response, 'class="area cell--value shade-1"')


def test_it_is_removed_with_a_word_in_the_trail(dan):
    bring(dan)
    dan.post(f"/explore/maps/{BaseMap.objects.get().pk}/remove/")
    assert not BaseMap.objects.exists()
    assert "old" in Event.objects.latest("pk").detail


def test_nobody_but_administrators_may(client):
    make_indicator()
    client.force_login(make_user("alice", "reviewer"))
    assert bring(client).status_code == 403
