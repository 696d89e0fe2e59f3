"""What changed since the reader was here: new, revised and withdrawn values, of the region and below it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from indicators import changes
from indicators.area import load_area
from indicators.changes import load_changes
from indicators.models import Region
from indicators.scope import below, seen_within
from tests.factories import make_observation, make_region, make_user, moment
from trail.actions import Action
from trail.services import record

pytestmark = pytest.mark.django_db
EARLY, VISIT, LATE = moment(2024, 1, 1), moment(2024, 2, 1), moment(2024, 3, 1)


def since_visit(code: str = "360000", until=None):
    return load_changes(load_area(Region.objects.get(pk=code)), VISIT, until)


def counts(found) -> tuple[int, int, int]:
    return found.new, found.revised, found.withdrawn


def replaced(value: int, by: int, **fields):
    """A value from before the visit that another took the place of after it."""
    ended = {"superseded_at": LATE, "supersede_reason": "更正"}
    make_observation(value, published_at=EARLY, **ended, **fields)
    return make_observation(by, published_at=LATE, **fields)


def test_a_value_published_since_is_new_and_an_older_one_no_news():
    make_observation(5, 2015, published_at=EARLY)
    make_observation(7, 2016, published_at=LATE)
    found = since_visit()
    assert counts(found) == (1, 0, 0)
    assert [(one.before, one.now) for one in found.fresh] == [("", "7 件")]


def test_a_value_in_the_place_of_another_is_a_revision_with_both_and_the_reason():
    replaced(90000, 94045)
    (change,) = since_visit().other
    assert (change.kind, change.before, change.now, change.reason) == (
        "revised",
        "90,000 件",
        "94,045 件",
        "更正",
    )


def test_what_was_taken_back_and_not_replaced_is_withdrawn():
    make_observation(9, published_at=EARLY, superseded_at=LATE, supersede_reason="误读")
    assert counts(since_visit()) == (0, 0, 1)


def test_the_same_value_again_is_no_news():
    replaced(90000, 90000)
    assert counts(since_visit()) == (0, 0, 0)


def test_what_came_and_went_since_is_no_news():
    make_observation(9, published_at=moment(2024, 2, 2), superseded_at=LATE, supersede_reason="误读")
    assert counts(since_visit()) == (0, 0, 0)


def test_two_revisions_in_a_row_are_one():
    middle = {"published_at": moment(2024, 2, 9), "superseded_at": LATE, "supersede_reason": "又更正"}
    make_observation(1, published_at=EARLY, superseded_at=moment(2024, 2, 9), supersede_reason="更正")
    make_observation(2, **middle)
    make_observation(3, published_at=LATE)
    (change,) = since_visit().other
    assert (change.before, change.now) == ("1 件", "3 件")


def test_a_past_day_is_told_as_it_stood_then():
    replaced(1, 2)
    assert counts(since_visit(until=moment(2024, 2, 15))) == (0, 0, 0)


def test_regions_below_count_and_regions_beside_do_not():
    city = make_region("360100", "南昌市", "prefecture", parent=make_region())
    make_observation(1, region=make_region("360102", "东湖区", "county", parent=city), published_at=LATE)
    make_observation(2, region=make_region("350000", "福建省"), published_at=LATE)
    assert [one.region for one in since_visit().fresh] == ["东湖区"]


def test_an_office_hears_of_its_own_regions_alone():
    city = make_region("360100", "南昌市", "prefecture", parent=make_region())
    make_observation(1, region=city, published_at=LATE)
    make_observation(2, published_at=LATE)
    with seen_within(lambda: below("360100")):
        assert counts(since_visit()) == (1, 0, 0)
    with seen_within(lambda: below("360400")):
        assert counts(since_visit()) == (0, 0, 0)


def test_a_flood_is_counted_no_further_than_the_limit_and_says_so(monkeypatch):
    monkeypatch.setattr(changes, "MOST_OF_A_REGION", 3)
    for year in range(2010, 2016):
        make_observation(year, year, published_at=LATE)
    found = since_visit()
    assert (found.new, found.is_more) == (3, True)


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def test_who_was_never_here_before_is_told_of_the_last_thirty_days(alice):
    make_observation(7, published_at=timezone.now() - timedelta(days=20))
    page = alice.get("/?region=360000")
    assertContains(page, "最近 30 天")
    assertContains(page, "看最近发布的 1 项")


def test_news_begin_with_the_visit_before_this_one(alice):
    user = get_user_model().objects.get(username="alice")
    for _visit in range(2):
        record(Action.LOG_IN, by=user, target=user)
    make_observation(7, published_at=timezone.now() - timedelta(days=1))
    page = alice.get("/?region=360000")
    assertContains(page, "您上次登录")
    assertContains(page, "这段时间没有数值发布、修订或撤下。")


def test_another_beginning_can_be_chosen(alice):
    replaced(90000, 94045)
    page = alice.get("/?region=360000&since=2024-02-01")
    assertContains(page, "<del>90,000 件</del> → <ins>94,045 件</ins>", html=False)
    assertNotContains(alice.get("/?region=360000&since=2024-04-01"), "<del>")
