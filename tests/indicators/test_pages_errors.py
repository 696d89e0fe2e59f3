"""Pages for what went wrong stand by themselves, and every page keeps the content policy."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.asserts import assertContains

from config.errors import server_error
from tests.factories import make_observation, make_user


def test_an_unknown_address_is_said_in_chinese_without_the_database(client):
    assertContains(client.get("/no/such/page/"), "没有找到这个页面", status_code=404)


def test_a_failure_says_that_nothing_is_lost(rf):
    assertContains(server_error(rf.get("/")), "系统出了问题", status_code=500)


def test_a_stale_form_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"})
    assertContains(response, "页面已过期", status_code=403)


@pytest.mark.django_db
def test_the_login_tells_a_wrong_password(client):
    make_user("alice")
    response = client.post("/login/", {"username": "alice", "password": "wrong"})
    assertContains(response, 'role="alert"')


@pytest.mark.django_db
def test_pages_hold_no_inline_script_and_no_inline_style(client):
    client.force_login(make_user("alice"))
    make_observation(94045)
    for address in ("/", "/indicators/", "/indicators/patent_applications/", "/regions/"):
        body = client.get(address).text
        assert not re.search(r"<script(?![^>]*(src=|application/json))", body), address
        assert "<style" not in body, address
        assert not re.search(r'\son\w+="', body), address
        assert not re.search(r'(src|href)="(https?:)?//', body), address


def test_the_vendored_plotly_has_its_licence_beside_it():
    (script,) = Path(settings.BASE_DIR, "static/vendor").glob("plotly-*.min.js")
    assert "MIT" in script.with_name(script.name.replace(".min.js", ".LICENSE")).read_text("utf-8")


NONSENSE = [
    "/?region=%F0%9F%98%80",
    "/indicators/?q=%25_%5C",
    "/indicators/patent_applications/?breakdown=x&measure=x&window=x",
    "/indicators/patent_applications/?as_of=9999-12-31",
    "/indicators/patent_applications/?as_of=0001-01-01",
    "/indicators/patent_applications/?from=99999999999999999999",
    "/indicators/patent_applications/?sort=nothing&page=-3",
    "/indicators/patent_applications/export/csv/?region=x&sort=-x",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", NONSENSE)
def test_nonsense_in_an_address_is_answered_with_a_page(client, address):
    client.force_login(make_user("alice"))
    make_observation(94045)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/?region=%00", "/indicators/x/regions/?q=a%00", "/ledger/%00/", "/%00"])
def test_a_nul_in_an_address_is_refused_with_a_page(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers
    assert "</html>" in response.text
