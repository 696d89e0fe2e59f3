"""What a password must be, how often it changes, and who may set it."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from accounts import services
from accounts.models import Password
from accounts.passwords import classes_of
from reports.access import role_of
from tests.accounts.people import NEW, PASSWORD, client_of, is_signed_in, make_administrator, sign_in, trail
from tests.factories import make_user

CHANGE = "/account/password/"


def refused(password: str, **fields: object) -> set[str]:
    """The codes of the rules that the password breaks."""
    from django.contrib.auth import get_user_model

    try:
        validate_password(password, get_user_model()(username="zhang.wei", **fields))
    except ValidationError as error:
        return {fault.code for fault in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("Qx7-plum", set()),
        ("Qx7-plu", {"password_too_short"}),
        ("qxplumsqx", {"password_too_plain"}),
        ("qxplum77x", {"password_too_plain"}),
        ("Qxplum77x", set()),
        ("Password1", {"password_too_common"}),
        ("Zhang.Wei-2026", {"password_has_name"}),
        ("ＺＨＡＮＧ.ｗｅｉ-2026", {"password_has_name"}),
        ("ieW.gnahZ-2026", {"password_has_name"}),
        ("专利Application7", set()),
        ("Qx7 plum with spaces ", set()),
    ],
)
def test_the_rules(password: str, faults: set[str]):
    assert refused(password) == faults


def test_four_classes_are_told_apart():
    assert [classes_of(text) for text in ("aaaa", "aA", "aA1", "aA1-", "aA1专")] == [1, 2, 3, 4, 4]


@pytest.mark.django_db
def test_the_last_five_passwords_are_not_taken_again():
    alice = make_user()
    for number in range(5):
        services.change_password(person=alice, password=f"Other-word-{number}")
    with pytest.raises(ValidationError, match="最近 5 次"):
        validate_password("Other-word-0", alice)
    validate_password(PASSWORD, alice)


@pytest.mark.django_db
def test_the_present_password_is_not_taken_again_even_where_none_is_kept():
    with pytest.raises(ValidationError):
        validate_password(PASSWORD, make_user())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"old": "wrong"}, "原密码不正确"),
        ({"new": "short"}, "密码至少须有 8 个字符"),
        ({"new": "Alice-2026-x"}, "密码不能包含用户名"),
        ({"again": "Else-word-11"}, "两次输入的新密码不一致"),
        ({"new": PASSWORD, "again": PASSWORD}, "最近 5 次"),
    ],
)
def test_the_form_says_why_not(asked: dict[str, str], words: str):
    client = client_of(make_user())
    page = client.post(CHANGE, {"old": PASSWORD, "new": NEW, "again": NEW} | asked)
    assertContains(page, words, status_code=422)


@pytest.mark.django_db
def test_pasting_is_allowed_and_password_managers_are_helped():
    page = client_of(make_user()).get(CHANGE).content.decode()
    assert "onpaste" not in page
    assert page.count('autocomplete="new-password"') == 2
    assert 'autocomplete="off"' not in page


@pytest.mark.django_db
def test_a_password_that_was_handed_over_must_be_changed_first(client: Client):
    bob = make_user("bob")
    page = client_of(make_administrator()).post(reverse("accounts:person-password", args=[bob.pk]))
    given = page.content.decode().split('class="password-once">')[1].split("<")[0]
    assert sign_in(client, "bob").status_code == 200
    assert sign_in(client, "bob", given).status_code == 302
    assertRedirects(client.get("/reports/"), CHANGE)
    assert client.get("/reports/", headers={"HX-Request": "true"})["HX-Redirect"] == CHANGE
    client.post(CHANGE, {"old": given, "new": NEW, "again": NEW})
    assert is_signed_in(client)
    assert sign_in(Client(), "bob", NEW)["Location"] == "/"


@pytest.mark.django_db
def test_a_password_of_ninety_one_days_must_be_changed(client: Client):
    alice = make_user()
    services.change_password(person=alice, password=NEW)
    Password.objects.update(set_at=timezone.now() - timedelta(days=89))
    sign_in(client, password=NEW)
    assert is_signed_in(client)
    Password.objects.update(set_at=timezone.now() - timedelta(days=91))
    again = Client()
    sign_in(again, password=NEW)
    assertRedirects(again.get("/"), CHANGE)
    assertContains(again.get(CHANGE), "已用满 90 天")


@pytest.mark.django_db
def test_where_no_password_was_kept_its_age_is_the_account_s(client: Client, settings):
    alice = make_user()
    alice.date_joined -= timedelta(days=100)
    alice.save()
    sign_in(client)
    assertRedirects(client.get("/"), CHANGE)
    settings.PASSWORD_DAYS = 0
    other = Client()
    sign_in(other)
    assert is_signed_in(other)


@pytest.mark.django_db
def test_a_change_is_in_the_trail_and_the_password_is_not():
    from trail.models import Event

    client_of(make_user()).post(CHANGE, {"old": PASSWORD, "new": NEW, "again": NEW})
    assert ("password_change", "ok", "alice") in trail()
    assert NEW not in str(list(Event.objects.values()))


@pytest.mark.django_db
def test_made_passwords_keep_the_rules_and_hold_no_letters_that_look_alike():
    made = [services.make_password_text() for _ in range(40)]
    assert len(set(made)) == 40
    assert not any(set("0O1lI") & set(text) for text in made)
    for text in made:
        validate_password(text)


@pytest.mark.django_db
def test_demo_accounts_sign_in_without_changing_anything(client: Client, capsys: pytest.CaptureFixture):
    from tests.factories import make_region

    make_region("360100", "南昌市", "prefecture")
    call_command("demo_accounts")
    lines = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert [name for name, _password in lines] == ["admin", "heshi", "nanchang", "lingdao", "mulu", "shenji"]
    for name, password in lines:
        visitor = Client()
        assert sign_in(visitor, name, password)["Location"] == "/"
        assert is_signed_in(visitor)


@pytest.mark.django_db
def test_the_first_administrator_is_made_on_the_command_line(client: Client, monkeypatch: pytest.MonkeyPatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("weak\n"))
    with pytest.raises(CommandError, match="密码"):
        call_command("create_administrator", "wang")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW}\n"))
    call_command("create_administrator", "wang")
    sign_in(client, "wang", NEW)
    page = client.get(reverse("accounts:person-list"))
    assert page.status_code == 200
    assert role_of(page.wsgi_request.user) == "administrator"
