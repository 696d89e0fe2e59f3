"""Getting in and out by name and password."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Session
from tests.accounts.people import PASSWORD, client_of, is_signed_in, sign_in, trail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_name_and_password_open_the_overview(client: Client):
    make_user()
    assertRedirects(sign_in(client), "/")
    assert is_signed_in(client)
    assert trail() == [("log_in", "ok", "alice")]


def test_one_comes_back_to_where_one_was_sent_from(client: Client):
    make_user()
    asked = {"username": "alice", "password": PASSWORD, "next": "/reports/?state=review"}
    assert client.post(reverse("login"), asked)["Location"] == "/reports/?state=review"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_one_is_never_sent_to_another_host(client: Client, elsewhere: str):
    make_user()
    asked = {"username": "alice", "password": PASSWORD, "next": elsewhere}
    assert client.post(reverse("login"), asked)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client):
    make_user()
    pages = [sign_in(client, name, "wrong").content.decode() for name in ("alice", "nobody")]
    said = [page[page.index('role="alert"') :].split("</div>")[0] for page in pages]
    assert said[0] == said[1]
    assert "用户名或密码不正确" in said[0]


@pytest.mark.parametrize("name", ["nobody", "gone", "alicia", "一个很长的名字" * 20])
def test_whatever_name_is_typed_costs_one_hashing_and_as_many_questions(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
):
    """What takes time is counted and no clock is read: unknown, disabled and misspelt names are no faster."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    make_user()
    gone = make_user("gone")
    gone.is_active = False
    gone.save()
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k))
    counts = []
    sign_in(client, "warm", "wrong")  # the first request of all asks for more
    for typed in ("alice", name):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            sign_in(client, typed, "wrong")
        counts.append((len(hashed), len(queries)))
    assert counts[0][0] == counts[1][0] == 1
    assert abs(counts[0][1] - counts[1][1]) <= 1


def test_what_was_typed_as_an_unknown_name_is_not_kept(client: Client):
    sign_in(client, "my-Password-1234", "x")
    from trail.models import Event

    event = Event.objects.get()
    assert (event.result, event.user_name, event.object_words) == ("failed", "", "没有这个用户名")
    assert "my-Password-1234" not in str(event.detail)


def test_a_name_with_a_nul_or_of_ten_megabytes_is_refused_calmly(client: Client):
    assert sign_in(client, "a\0b").status_code == 200
    assert sign_in(client, "x" * 1_000_000).status_code == 200


def test_signing_in_gives_the_session_a_new_number(client: Client):
    make_user()
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client)
    assert client.cookies["session"].value != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_out_ends_the_session_on_the_server():
    client = client_of(make_user())
    kept = client.cookies["session"].value
    assertRedirects(client.post(reverse("logout")), reverse("login"))
    assert not Session.objects.filter(pk=kept).exists()
    client.cookies["session"] = kept
    assert not is_signed_in(client)
    assert ("log_out", "ok", "alice") in trail()


def test_nobody_is_signed_out_by_a_link():
    client = client_of(make_user())
    assert client.get(reverse("logout")).status_code == 405
    assert is_signed_in(client)


def test_a_disabled_account_is_told_nothing_more_than_a_wrong_password(client: Client):
    user = make_user()
    user.is_active = False
    user.save()
    assertContains(sign_in(client), "用户名或密码不正确")


def test_who_is_signed_in_already_goes_on(client: Client):
    client.force_login(make_user())
    assertRedirects(client.get(reverse("login")), "/")


def test_a_fresh_house_has_no_account_until_somebody_makes_one(settings):
    assert not get_user_model().objects.exists()
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="create_administrator"):
        call_command("demo_accounts")
    assert not get_user_model().objects.exists()


def test_superusers_stay_outside_where_they_are_not_allowed(client: Client, settings):
    get_user_model().objects.create_superuser("root", password=PASSWORD)
    settings.SUPERUSERS_ALLOWED = False
    assert sign_in(client, "root").status_code == 200
    assert not is_signed_in(client)


def test_a_page_that_is_asked_for_after_the_end_says_so(client: Client):
    client.cookies["session"] = "ended"
    page = client.get("/reports/")
    assertRedirects(page, f"{reverse('login')}?next=/reports/&ended=1")
    assertContains(client.get(page["Location"]), "登录已过期")


def test_a_script_that_comes_too_late_gets_one_sentence(client: Client):
    page = client.post("/reports/upload/", headers={"HX-Request": "true"})
    assertContains(page, "登录已过期", status_code=401)
    assert client.get("/reports/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 401
