"""Tokens for other programs: shown once, kept hashed, good for reading as their person, and ended at any time."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts import services, tokens
from accounts.errors import PeopleError
from accounts.models import ApiToken
from indicators.api import limits
from tests.accounts.people import client_of, make_administrator, trail
from tests.factories import make_indicator, make_observation, make_region, make_user

pytestmark = pytest.mark.django_db
VALUES = "/api/v1/observations?indicator=patent_applications"


@pytest.fixture(autouse=True)
def _fresh_counts(db):
    limits.forget()
    make_indicator()


@pytest.fixture
def bob():
    return make_user("bob", "office", make_region("360100", "南昌市", "prefecture"))


def read(secret, address=VALUES):
    return Client().get(address, headers={"Authorization": f"Bearer {secret}"})


def test_a_person_makes_a_token_and_sees_it_once(bob):
    client = client_of(bob)
    page = client.post(reverse("token-list"), {"name": "数据大屏", "days": "90"})
    secret = page.content.decode().split('class="token-once">')[1].split("<")[0]
    assert "no-store" in page["Cache-Control"]
    listed = client.get(reverse("token-list"))
    assertContains(listed, "数据大屏")
    assertNotContains(listed, secret)
    assert not ApiToken.objects.filter(digest__contains=secret).exists()
    assert read(secret).status_code == 200
    assert trail() == [("token_create", "ok", "bob")]


def test_a_token_sees_what_its_person_sees(bob):
    make_observation(7, region=bob.membership.region)
    make_observation(100, region=make_region())
    _token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    assert [row["value"] for row in read(secret).json()["data"]] == ["7"]


def test_a_revoked_token_opens_nothing(bob):
    token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    client_of(bob).post(reverse("token-revoke", args=[token.pk]))
    answer = read(secret)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert [line[0] for line in trail()] == ["token_create", "token_revoke"]


def test_a_token_ends_on_its_day(bob, monkeypatch):
    token, secret = tokens.make_token(by=bob, name="大屏", days=30)
    monkeypatch.setattr("django.utils.timezone.now", lambda: token.expires_at)
    assert read(secret).status_code == 401


@pytest.mark.parametrize("verb", [services.disable, services.reset_password], ids=["disable", "password"])
def test_whoever_loses_access_loses_their_tokens(bob, verb):
    _token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    verb(person=bob, by=make_administrator())
    assert read(secret).status_code == 401


def test_nobody_revokes_anothers_token(bob):
    token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    stranger = client_of(make_user("charlie"))
    assert stranger.post(reverse("token-revoke", args=[token.pk])).status_code == 404
    assert read(secret).status_code == 200


def test_a_token_opens_the_api_and_no_page(bob):
    _token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    assert read(secret, "/").status_code == 302
    assert read(secret, "/api/").status_code == 302


def test_a_session_beside_a_token_counts_for_nothing(bob):
    make_observation(100, region=make_region())
    _token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    client = client_of(make_user("alice"))
    answer = client.get(VALUES, headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["data"] == []
    assert client.get(VALUES, headers={"Authorization": "Bearer zh_wrong"}).status_code == 401


def test_there_are_only_so_many_at_one_time(bob, settings):
    settings.API_TOKENS_A_PERSON = 1
    token, _secret = tokens.make_token(by=bob, name="一", days=1)
    with pytest.raises(PeopleError, match="最多同时有 1 个"):
        tokens.make_token(by=bob, name="二", days=1)
    tokens.revoke_token(token=token, by=bob)
    tokens.make_token(by=bob, name="二", days=1)


def test_without_a_token_or_a_session_the_api_asks_for_one():
    answer = Client().get(VALUES)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert "接口令牌" in answer.json()["detail"]


def test_a_loop_that_ran_wild_is_held_off(bob, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    _token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    codes = [read(secret).status_code for _ in range(3)]
    assert codes[-1] == 429
    assert int(read(secret)["Retry-After"]) > 0


def test_its_use_is_noted_to_the_hour(bob, django_assert_num_queries):
    token, secret = tokens.make_token(by=bob, name="大屏", days=1)
    read(secret)
    first = ApiToken.objects.get(pk=token.pk).used_at
    read(secret)
    assert first is not None
    assert ApiToken.objects.get(pk=token.pk).used_at == first
