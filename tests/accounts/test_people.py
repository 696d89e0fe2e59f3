"""The page of people: who makes accounts, who gives roles, and that nobody helps themselves."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.accounts.people import client_of, is_signed_in, make_administrator, sign_in, trail
from tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
NEW = "/people/new/"


@pytest.fixture
def adam():
    return client_of(make_administrator())


def test_an_administrator_makes_an_account_and_hands_its_password_over_once(adam, client):
    make_region("360100", "南昌市", "prefecture")
    asked = {"username": "bob", "full_name": "鲍勃", "role": "office", "region": "360100"}
    page = adam.post(NEW, asked)
    given = page.content.decode().split('class="password-once">')[1].split("<")[0]
    assert "no-store" in page["Cache-Control"]
    bob = get_user_model().objects.get(username="bob")
    assert (bob.membership.role, bob.membership.region_id) == ("office", "360100")
    assertNotContains(adam.get(reverse("accounts:person-detail", args=[bob.pk])), given)
    assert sign_in(client, "bob", given).status_code == 302
    assert [line[0] for line in trail()][:2] == ["user_create", "role_change"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"username": "ALICE"}, "已有人使用"),
        ({"username": "ａｌｉｃｅ"}, "全角"),
        ({"username": "a b"}, "用户名"),
        ({"role": "office"}, "报送单位须写明地区"),
        ({"role": "office", "region": "无此地"}, "认不出这个地区"),
        ({"role": "king"}, "king"),
        ({"role": ""}, "角色"),
    ],
)
def test_the_form_says_why_not(adam, asked, words):
    make_user("alice")
    page = adam.post(NEW, {"username": "bob", "role": "leader", "region": ""} | asked)
    assertContains(page, words, status_code=422)
    assert not get_user_model().objects.filter(username="bob").exists()


@pytest.mark.parametrize("deed", ["role", "password", "disable", "enable", "second-factor"])
def test_nobody_changes_their_own_account(deed):
    user = make_administrator()
    before = user.password
    page = client_of(user).post(f"/people/{user.pk}/{deed}/", {"role": "reviewer", "region": ""}, follow=True)
    assertContains(page, "由另一位管理员办理")
    user.refresh_from_db()
    assert (user.membership.role, user.is_active, user.password) == ("administrator", True, before)


def test_where_the_two_are_separate_the_administrator_gives_no_roles(settings):
    settings.SEPARATE_SECURITY_OFFICER = True
    bob = make_user("bob", None)
    adam, sara = client_of(make_administrator()), client_of(make_user("sara", "security"))
    role = reverse("accounts:person-role", args=[bob.pk])
    assert adam.post(role, {"role": "reviewer"}).status_code == 403
    assertNotContains(adam.get(NEW), 'name="role"')
    adam.post(NEW, {"username": "lin", "role": "reviewer"})
    assert not hasattr(get_user_model().objects.get(username="lin"), "membership")
    assert sara.post(role, {"role": "reviewer"}).status_code == 302
    assert sara.post(reverse("accounts:person-disable", args=[bob.pk])).status_code == 403


def test_a_disabled_person_can_be_let_in_again(adam, client):
    bob = make_user("bob")
    adam.post(reverse("accounts:person-disable", args=[bob.pk]))
    assert sign_in(client, "bob").status_code == 200
    adam.post(reverse("accounts:person-enable", args=[bob.pk]))
    sign_in(client, "bob")
    assert is_signed_in(client)


def test_the_list_is_searched_by_name_and_region(adam):
    make_user("bob", "office", make_region("360100", "南昌市", "prefecture"))
    make_user("carol", "leader")
    page = adam.get(reverse("accounts:person-list"), {"q": "南昌"})
    assertContains(page, "bob")
    assertNotContains(page, "carol")


def test_the_list_asks_as_much_for_many_as_for_few(adam, django_assert_max_num_queries):
    for number in range(30):
        make_user(f"user{number}", "leader")
    with django_assert_max_num_queries(9):
        adam.get(reverse("accounts:person-list"))


def test_the_catalogue_s_editor_finds_indicators_in_the_admin_and_nothing_else():
    page = client_of(make_user("ed", "editor")).get("/admin/")
    assertContains(page, "/admin/indicators/indicator/")
    for other in ("auth", "observation", "target", "source", "procrastinate", "axes", "mfa"):
        assertNotContains(page, f"/admin/{other}")
        assertNotContains(page, f"/admin/indicators/{other}")


def test_a_superuser_opens_the_admin_only_where_there_may_be_superusers(settings, client):
    root = get_user_model().objects.create_superuser("root", password="kept-secret-4711")
    client.force_login(root)
    assert client.get("/admin/").status_code == 200
    settings.SUPERUSERS_ALLOWED = False
    assert client.get("/admin/")["Location"].startswith(reverse("login"))
