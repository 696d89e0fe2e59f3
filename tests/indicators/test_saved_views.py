"""A chart under a name: one's own, or shared with the bureau; never the values themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from indicators.explorer import saving
from indicators.models import SavedView
from tests.factories import make_observation, make_region, make_user

pytestmark = pytest.mark.django_db
QUERY = "indicator=patent_applications&region=360000&chart=heat"


def client_of(name: str, role: str, **fields) -> Client:
    client = Client()
    client.force_login(make_user(name, role, **fields))
    return client


def save(client: Client, name: str = "申请量", query: str = QUERY, **fields):
    return client.post("/explore/views/", {"name": name, "query": query, **fields}, follow=True)


def test_a_view_is_saved_and_opens_the_chart():
    make_observation(30)
    alice = client_of("alice", "reviewer")
    assertContains(save(alice), "已保存视图“申请量”")
    assertContains(alice.get("/explore/views/"), f'href="/explore/?{QUERY.replace("&", "&amp;")}"')


def test_the_same_name_again_replaces_it():
    alice = client_of("alice", "reviewer")
    save(alice)
    save(alice, query="indicator=patent_grants")
    assert [view.query for view in SavedView.objects.all()] == ["indicator=patent_grants"]


def test_only_what_an_address_may_ask_is_kept():
    save(
        client_of("alice", "reviewer"),
        query="chart=heat&evil=<b>&indicator=patent_applications&view=projector",
    )
    assert SavedView.objects.get().query == "indicator=patent_applications&chart=heat"


def test_what_is_private_is_seen_by_its_owner_alone():
    save(client_of("alice", "reviewer"))
    assertNotContains(client_of("lea", "leader").get("/explore/views/"), "申请量")


def test_what_is_shared_is_seen_by_all_with_its_owner():
    save(client_of("alice", "reviewer"), shared="1")
    response = client_of("lea", "leader").get("/explore/views/")
    assertContains(response, "申请量")
    assertContains(response, "alice")


def test_a_district_s_office_keeps_its_views_to_itself():
    carl = client_of("carl", "office", region=make_region("360400", "九江市", "prefecture"))
    assertContains(save(carl, shared="1"), "只有局内人员可以共享视图")
    assert not SavedView.objects.exists()
    assertContains(save(carl), "已保存视图")


REFUSED = {
    "without a name": ({"name": " "}, "没有名称，不能保存"),
    "without an indicator": ({"query": "chart=heat"}, "还没有选指标"),
    "too long": ({"query": QUERY + "&from=" + "1" * 2500}, "保存不下"),
}


@pytest.mark.parametrize(("fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_saved_is_told(fields: dict[str, str], sentence: str):
    assertContains(save(client_of("alice", "reviewer"), **fields), sentence)
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_saving(monkeypatch):
    monkeypatch.setattr(saving, "MOST_VIEWS", 1)
    alice = client_of("alice", "reviewer")
    save(alice)
    assertContains(save(alice, "又一个"), "已存满 1 个视图")


def test_its_owner_takes_it_away_and_nobody_else():
    alice = client_of("alice", "reviewer")
    save(alice, shared="1")
    path = f"/explore/views/{SavedView.objects.get().pk}/remove/"
    assertContains(client_of("lea", "leader").post(path, follow=True), "不是您保存的")
    assertRedirects(alice.post(path), "/explore/views/")
    assert not SavedView.objects.exists()
