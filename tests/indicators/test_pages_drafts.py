"""Overview and indicator with the layer of drafts."""

import pytest

from tests.factories import make_observation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user("reviewer"))
    make_observation(90000, 2015)
    make_observation(94045, 2016, published_at=None)
    return client


def test_the_overview_shows_drafts_only_where_they_are_asked_for(desk):
    assert "94,045" not in desk.get("/?region=360000").content.decode()
    assert "94,045" in desk.get("/?region=360000&layer=draft").content.decode()


def test_a_draft_takes_the_place_of_the_value_that_it_will_replace(desk):
    make_observation(93000, 2016)
    rows = desk.get("/indicators/patent_applications/?layer=draft").context["page"].rows
    assert [str(row.value.normalize()) for row in rows] == ["94045", "9E+4"]


def test_a_past_day_knows_no_drafts(desk):
    page = desk.get("/indicators/patent_applications/?layer=draft&as_of=2030-01-01").context["page"]
    assert [row.start.year for row in page.rows] == [2015]


def test_a_draft_is_marked_in_the_table_and_its_file(desk):
    page = desk.get("/indicators/patent_applications/?layer=draft").content.decode()
    assert "含未发布的草稿" in page
    export = desk.get("/indicators/patent_applications/export/csv/?layer=draft").content.decode("utf-8-sig")
    assert "草稿" in export.split("\n")[1]
