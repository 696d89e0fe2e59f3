"""A second factor: codes of an app, recovery codes, and who must have one."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts import ciphering, lockout
from accounts.errors import PeopleError
from tests.accounts.people import PASSWORD, client_of, is_signed_in, make_administrator, sign_in, trail
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def with_second_factor(user):
    TOTP.activate(user, SECRET)
    return user


def test_the_password_alone_no_longer_opens(client: Client):
    with_second_factor(make_user())
    assertRedirects(sign_in(client), reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert is_signed_in(client)
    assert trail() == [("log_in", "ok", "alice")]


def test_a_code_opens_once(client: Client):
    with_second_factor(make_user())
    code = code_now()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    thief = Client()
    sign_in(thief)
    assertContains(thief.post(reverse("mfa_authenticate"), {"code": code}), "验证码不正确或已用过")
    assert not is_signed_in(thief)


def test_five_wrong_codes_lock_as_wrong_passwords_do(client: Client):
    with_second_factor(make_user())
    sign_in(client)
    for _ in range(5):
        page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assertContains(page, "已暂时锁定")
    assert lockout.is_locked("alice")
    assertContains(client.post(reverse("mfa_authenticate"), {"code": code_now()}), "已暂时锁定")
    assert not is_signed_in(client)


def test_one_sets_it_up_with_an_app_and_gets_recovery_codes(
    client: Client, django_capture_on_commit_callbacks
):
    make_user()
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assertContains(page, "data:image/svg+xml")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assertRedirects(answer, reverse("mfa_view_recovery_codes"), fetch_redirect_response=False)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["codes"]
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.content.decode().split() == codes
    assert ("second_factor", "ok", "alice") in trail()
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    visitor = Client()
    sign_in(visitor)
    visitor.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_signed_in(visitor)
    thief = Client()
    sign_in(thief)
    thief.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_signed_in(thief)


def test_changing_it_asks_for_the_password_again():
    client = client_of(with_second_factor(make_user()))
    page = client.post(reverse("mfa_deactivate_totp"))
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.exists()


def test_an_administrator_without_one_is_refused_where_it_is_compulsory(client: Client, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    make_administrator()
    sign_in(client, "adam")
    people = reverse("accounts:person-list")
    assertRedirects(client.get(people), reverse("mfa_activate_totp"), fetch_redirect_response=False)
    assert client.post(reverse("accounts:person-new"), {"username": "x"}).status_code == 302
    assert is_signed_in(client) is False


def test_it_can_not_be_switched_off_by_who_must_have_it(settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    adam = with_second_factor(make_administrator())
    client = client_of(adam)
    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    assertContains(client.get(reverse("mfa_deactivate_totp")), "不能停用")
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=adam, type="totp").exists()


def test_an_administrator_takes_it_away_from_who_lost_the_telephone(client: Client):
    alice = with_second_factor(make_user())
    client_of(make_administrator()).post(reverse("accounts:person-second-factor", args=[alice.pk]))
    assertRedirects(sign_in(client), "/")


def test_a_secret_of_another_key_is_never_taken_for_an_empty_one(client: Client, settings):
    with_second_factor(make_user())
    settings.SECRET_KEY = "another key altogether"
    with pytest.raises(PeopleError):
        ciphering.decrypt(Authenticator.objects.get().data["secret"])
    sign_in(client)
    page = client.post(reverse("mfa_authenticate"), {"code": code_now("")})
    assertContains(page, "密钥已失效")


def test_one_may_turn_back_to_another_account(client: Client):
    with_second_factor(make_user())
    sign_in(client)
    assertRedirects(client.get(reverse("login")), reverse("mfa_authenticate"))
    client.post(reverse("logout"))
    assertContains(client.get(reverse("login")), 'name="username"')
