"""The pages from draft to published."""

import pytest
from django.test import Client

from indicators.models import Observation
from reports import services
from reports.models import Policy
from tests.factories import make_claim, make_region, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_user("reviewer")


@pytest.fixture
def desk(client: Client, reviewer) -> Client:
    client.force_login(reviewer)
    return client


@pytest.fixture
def draft(reviewer):
    return services.accept(claim=make_claim(), by=reviewer)


def test_the_list_names_reports_with_drafts(desk, draft):
    page = desk.get("/publishing/").content.decode()
    assert "江西省2016年工作总结" in page
    assert f"/reports/{draft.report_id}/publish/" in page


def test_the_preview_shows_old_and_new_and_publishes_nothing(desk, draft):
    page = desk.get(f"/reports/{draft.report_id}/publish/").content.decode()
    assert "94,045 件" in page
    assert "新增" in page
    assert not Observation.objects.published().exists()


def test_publishing_says_how_many_and_shows_them_to_leaders(desk, draft, client):
    response = desk.post(f"/reports/{draft.report_id}/publish/", follow=True)
    assert "已发布 1 个数值" in response.content.decode()
    client.force_login(make_user("leader", "leader"))
    assert "94,045" in client.get("/indicators/patent_applications/").content.decode()


def test_publishing_twice_is_told_and_changes_nothing(desk, draft):
    address = f"/reports/{draft.report_id}/publish/"
    desk.post(address)
    assert "没有待发布" in desk.post(address, follow=True).content.decode()


def test_drafts_are_in_the_chart_only_where_a_reviewer_asks_for_them(desk, draft):
    assert "94,045" not in desk.get("/indicators/patent_applications/").content.decode()
    page = desk.get("/indicators/patent_applications/?layer=draft").content.decode()
    assert "94,045" in page
    assert "草稿" in page


def test_a_leader_who_asks_for_drafts_sees_none(client, draft):
    client.force_login(make_user("leader", "leader"))
    for address in (
        "/indicators/patent_applications/?layer=draft",
        "/indicators/patent_applications/export/csv/?layer=draft",
        "/?layer=draft&region=360000",
    ):
        assert "94,045" not in client.get(address).content.decode().replace("94045", "94,045")
    assert client.get(f"/observations/{draft.observation_id}/evidence/").status_code == 404


def test_a_reviewer_reads_the_sentence_behind_a_draft(desk, draft):
    page = desk.get(f"/observations/{draft.observation_id}/evidence/").content.decode()
    assert "草稿，未发布" in page
    assert "全年专利申请" in page


def test_an_administrator_sets_the_policy_and_nobody_else(client, reviewer):
    client.force_login(make_user("admin", "administrator"))
    client.post("/publishing/policy/", {"accept_from": "95", "publish_on_accept": "on"})
    policy = Policy.objects.get()
    assert (str(policy.accept_from), policy.publish_on_accept) == ("0.950", True)
    client.force_login(reviewer)
    assert client.post("/publishing/policy/", {"accept_from": "80"}).status_code == 403


def test_a_threshold_that_makes_no_sense_is_told_beside_its_field(client):
    client.force_login(make_user("admin", "administrator"))
    response = client.post("/publishing/policy/", {"accept_from": "7"})
    assert response.status_code == 422
    assert not Policy.objects.exists()


@pytest.mark.parametrize("n", [1, 12])
def test_the_preview_asks_as_much_for_many_drafts_as_for_one(
    desk, reviewer, n, django_assert_max_num_queries
):
    numbers = [f"{1000 + i}件" for i in range(n)]
    report = make_report("江西省2016年工作总结\n专利申请" + "，".join(numbers), region=make_region())
    for at, quote in enumerate(numbers):
        claim = make_claim(report, quote, 1000 + at, breakdown="" if at == 0 else f"part{at}")
        services.accept(claim=claim, by=reviewer)
    with django_assert_max_num_queries(16):
        desk.get(f"/reports/{report.pk}/publish/")
