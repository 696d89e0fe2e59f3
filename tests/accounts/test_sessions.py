"""Sessions end by themselves, and with their person."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Session
from tests.accounts.people import NEW, PASSWORD, client_of, is_signed_in, make_administrator, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_session_lives_through_twenty_nine_minutes_without_use_and_not_through_thirty_one(later):
    client = client_of(make_user())
    later(minutes=29)
    assert is_signed_in(client)
    later(minutes=31)
    assert not is_signed_in(client)


def test_use_puts_the_end_off(later):
    client = client_of(make_user())
    for _ in range(4):
        later(minutes=20)
        assert is_signed_in(client)


def test_after_twelve_hours_use_no_longer_helps(later):
    client = client_of(make_user())
    for _ in range(12 * 60 // 20 - 1):
        later(minutes=20)
        assert is_signed_in(client)
    later(minutes=21)
    assert not is_signed_in(client)


def test_both_limits_are_settings(settings, later):
    settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE = 600, 1500
    client = client_of(make_user())
    later(minutes=9)
    assert is_signed_in(client)
    later(minutes=9)
    assert is_signed_in(client)
    later(minutes=8)
    assert not is_signed_in(client)


def test_use_within_a_minute_writes_nothing(django_assert_max_num_queries):
    client = client_of(make_user())
    before = Session.objects.get().expire_date
    is_signed_in(client)
    assert Session.objects.get().expire_date == before


def test_a_page_asks_how_long_it_has_without_prolonging_it(later):
    client = client_of(make_user())
    later(minutes=20)
    said = json.loads(client.get(reverse("accounts:session")).content)
    assert 9 * 60 < said["seconds"] <= 10 * 60
    later(minutes=11)
    assert not is_signed_in(client)


def test_a_page_that_is_typed_in_or_uploads_keeps_the_session(later):
    client = client_of(make_user())
    later(minutes=20)
    said = json.loads(client.post(reverse("accounts:session")).content)
    assert said["seconds"] > 29 * 60
    later(minutes=25)
    assert is_signed_in(client)


def test_every_page_knows_when_its_session_ends():
    page = client_of(make_user()).get("/")
    assertContains(page, 'data-seconds="1799"')
    assertContains(page, "js/session.js")


def test_the_cookie_goes_with_the_browser():
    client = Client()
    make_user()
    sign_in(client)
    assert client.cookies["session"]["max-age"] == ""


def test_disabling_a_person_ends_their_sessions_at_once():
    bob = make_user("bob")
    client = client_of(bob)
    client_of(make_administrator()).post(reverse("accounts:person-disable", args=[bob.pk]))
    assert not Session.objects.of(bob).exists()
    assert client.get("/")["Location"].startswith(reverse("login"))


def test_who_was_disabled_elsewhere_gets_no_further_page_either():
    bob = make_user("bob")
    client = client_of(bob)
    bob.is_active = False
    bob.save()
    assert client.get("/").status_code == 302


def test_a_new_role_asks_for_signing_in_again():
    bob = make_user("bob")
    client = client_of(bob)
    client_of(make_administrator()).post(
        reverse("accounts:person-role", args=[bob.pk]), {"role": "leader", "region": ""}
    )
    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one():
    alice = make_user()
    here, there = client_of(alice), client_of(alice)
    asked = {"old": PASSWORD, "new": NEW, "again": NEW}
    assertRedirects(here.post(reverse("account_change_password"), asked), reverse("mfa_index"))
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_session_s_row_names_its_person():
    alice = make_user()
    client_of(alice)
    assert Session.objects.get().user == alice
