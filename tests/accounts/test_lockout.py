"""Five wrong passwords in a quarter of an hour lock for a quarter of an hour."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertContains

from accounts import lockout
from tests.accounts.people import PASSWORD, client_of, is_signed_in, make_administrator, sign_in, trail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def fail(client: Client, times: int, name: str = "alice", **extra: object) -> int:
    """The status of the last of some wrong passwords."""
    return [sign_in(client, name, "wrong", **extra).status_code for _ in range(times)][-1]


def test_the_fifth_failure_locks_and_the_right_password_no_longer_helps(client: Client):
    make_user()
    assert fail(client, 4) == 200
    assert fail(client, 1) == 429
    assertContains(sign_in(client), "已暂时锁定", status_code=429)
    assert not is_signed_in(client)


def test_four_failures_are_forgiven_to_who_then_gets_in(client: Client):
    make_user()
    fail(client, 4)
    assert sign_in(client).status_code == 302
    assert fail(Client(), 4) == 200


def test_a_lock_ends_after_its_time_and_knocking_does_not_prolong_it(client: Client, later):
    make_user()
    fail(client, 5)
    later(minutes=14)
    assert sign_in(client).status_code == 429
    later(minutes=2)
    assert sign_in(client).status_code == 302


def test_failures_further_apart_are_not_counted_together(client: Client, later):
    make_user()
    fail(client, 4)
    later(minutes=16)
    assert fail(client, 4) == 200


def test_a_lock_of_the_account_holds_from_every_address(client: Client):
    make_user()
    fail(client, 5)
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 429


def test_a_lock_of_the_address_holds_for_every_name(client: Client):
    make_user()
    for number in range(5):
        fail(client, 1, f"name{number}")
    assert sign_in(client).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def test_who_gets_in_does_not_wipe_out_failures_of_others_from_the_same_address(client: Client):
    make_user()
    make_user("bob")
    fail(client, 4, "bob")
    sign_in(client)
    assert fail(Client(), 1, "bob") == 429


def test_an_address_may_be_allowed_more_where_many_share_it(client: Client, settings):
    settings.LOGIN_FAILURES_PER_ADDRESS = 20
    make_user()
    for number in range(3):
        fail(client, 4, f"name{number}")
    assert sign_in(client).status_code == 302


def test_a_forged_address_changes_nothing(client: Client):
    make_user()
    for number in range(5):
        fail(client, 1, headers={"X-Forwarded-For": f"10.1.1.{number}"})
    assert sign_in(client, headers={"X-Forwarded-For": "10.1.1.99"}).status_code == 429
    assert lockout.locked_addresses() == ["127.0.0.1"]


def test_behind_a_proxy_the_last_address_counts_and_what_stands_before_it_does_not(client: Client, settings):
    settings.BEHIND_PROXY = True
    for number in range(5):
        fail(client, 1, f"name{number}", headers={"X-Forwarded-For": f"10.1.1.{number}, 192.0.2.7"})
    assert lockout.locked_addresses() == ["192.0.2.7"]


def test_other_spellings_of_the_name_count_as_the_same(client: Client):
    make_user()
    for name in ("alice", "Alice", "ALICE", "ａｌｉｃｅ", "aLiCe"):
        fail(client, 1, name, REMOTE_ADDR=f"10.0.0.{len(name) + ord(name[-1]) % 99}")
    assert lockout.is_locked("alice")


def test_a_name_that_nobody_has_is_locked_in_the_same_words(client: Client):
    make_user()
    answers = []
    for name, address in (("alice", "10.0.0.1"), ("nobody", "10.0.0.2")):
        visitor = Client(REMOTE_ADDR=address)
        fail(visitor, 5, name)
        page = sign_in(visitor, name)
        said = page.content.decode()
        answers.append((page.status_code, said[said.index('role="alert"') :].split("</div>")[0]))
    assert answers[0] == answers[1]


def test_an_administrator_unlocks_and_the_trail_says_who(client: Client):
    alice = make_user()
    fail(client, 5)
    adam = client_of(make_administrator())
    assertContains(adam.get(reverse("accounts:person-list")), "已锁定")
    adam.post(reverse("accounts:person-unlock", args=[alice.pk]))
    assert sign_in(client).status_code == 302
    assert [line for line in trail() if line[0] in {"lock", "unlock"}] == [
        ("lock", "ok", ""), ("unlock", "ok", "adam"),
    ]  # fmt: skip


def test_an_administrator_unlocks_an_address(client: Client):
    for number in range(5):
        fail(client, 1, f"name{number}")
    adam = client_of(make_administrator())
    assertContains(adam.get(reverse("accounts:person-list")), "127.0.0.1")
    adam.post(reverse("accounts:address-unlock"), {"address": "127.0.0.1"})
    assert lockout.locked_addresses() == []


def test_no_password_is_kept_with_the_failures(client: Client):
    from axes.models import AccessAttempt

    make_user()
    sign_in(client, "alice", "nearly-Right-1")
    assert "nearly-Right-1" not in str(AccessAttempt.objects.values().get())


def test_passwords_asked_for_again_are_counted_as_well():
    client = client_of(make_user())
    asked = {"old": "wrong", "new": "Fresh-word-8250", "again": "Fresh-word-8250"}
    for _ in range(5):
        client.post(reverse("account_change_password"), asked)
    assert sign_in(Client(), password=PASSWORD).status_code == 429


def test_the_name_counted_is_cut_to_what_the_column_holds():
    assert len(lockout.name_of(RequestFactory().get("/"), {"username": "x" * 5000})) == 150
