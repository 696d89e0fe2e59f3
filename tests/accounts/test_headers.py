"""What every answer carries: pages, errors, redirections, downloads and static files, as production sends them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from reports.models import Report
from tests.accounts.addresses import find_addresses, load_table
from tests.accounts.observatory import parse_policy, score_of
from tests.accounts.world import client_for, home, make_world, path_for
from tests.factories import make_report, make_user

pytestmark = pytest.mark.django_db
NAMES = [
    "总结.docx", 'a"b.txt', "a\r\nSet-Cookie: x=1.txt", "../../etc/passwd", "<script>alert(1)</script>.html",
    "a;b,c.pdf",
    "x" * 200 + ".txt", "总结\u202etxt.exe", "plain.svg", "a\\b.txt", "%0d%0aX: y.txt", "'; filename=evil.html",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _production(settings) -> None:
    """The settings by which production differs, where they show in an answer."""
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.LANGUAGE_COOKIE_NAME = "__Host-language"


def assert_scores(response: HttpResponse, path: str) -> None:
    score, given = score_of(response)
    assert score >= 100, f"{path}: {score} {given}"
    assert response.headers.get("Cross-Origin-Resource-Policy") == "same-origin", path


@pytest.mark.parametrize("column", ["reviewer", "administrator", "editor", "auditor"])
def test_every_page_scores_a_hundred_or_more(column: str):
    world, client, table = make_world(home()), client_for(column), load_table()
    for address in find_addresses():
        row = table.row(address.name)
        if row and row.codes["GET"][column] != 405:
            path = path_for(address, row, world)
            response = client.get(path, secure=True)
            if response.streaming:
                response.getvalue()
            assert_scores(response, path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/login/",
        "/nowhere/",
        "/healthz",
        "/static/css/base.css",
        "/static/nowhere.css",
        "/api/v1/observations",
        "/admin/",
        "/embed/indicators/patent_applications/",
        "/logout/",
    ],
)
def test_a_stranger_s_answers_score_so_too(path: str):
    response = Client().get(path, secure=True)
    if response.streaming:
        response.getvalue()
    assert_scores(response, path)


def test_errors_score_so_too():
    client = client_for("reviewer")
    answers = {
        400: client.get("/", secure=True, headers={"host": "elsewhere.example"}),
        403: client.get(reverse("accounts:person-list"), secure=True),
        404: client.get("/reports/987654/", secure=True),
        405: client.get(reverse("logout"), secure=True),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert_scores(response, str(status))
    forged = Client(enforce_csrf_checks=True).post("/login/", {"username": "a"}, secure=True)
    assert forged.status_code == 403
    assert_scores(forged, "csrf")


def test_the_address_of_a_form_opened_by_itself_says_that_nothing_was_done():
    """Who signs in again after a pause is sent to where the form went."""
    response = client_for("reviewer").get(reverse("reports:review-undo"))
    assertContains(response, "刚才的操作没有执行", status_code=405)
    assert response.headers["Allow"] == "POST"


def test_an_error_of_the_server_scores_so_too(monkeypatch: pytest.MonkeyPatch):
    client = client_for("reviewer")
    monkeypatch.setattr("reports.views.report.build_card", lambda report: 1 / 0)
    response = client.get(reverse("reports:report-card", args=[make_report().pk]), secure=True)
    assert response.status_code == 500
    assert_scores(response, "500")


def test_the_redirection_to_https_carries_the_policy(settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/login/")
    assert response.status_code == 301
    assert parse_policy(response.headers)["default-src"] == ["'none'"]


def test_nothing_inline_runs_and_nobody_frames_us():
    policy = parse_policy(Client().get("/login/", secure=True).headers)
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert [policy[name] for name in ("object-src", "base-uri", "frame-ancestors")] == [["'none'"]] * 3


def test_cookies_are_for_this_host_alone_and_for_no_script():
    client = Client()
    client.get("/login/", secure=True)
    make_user()
    client.post("/login/", {"username": "alice", "password": "kept-secret-4711"}, secure=True)
    client.post("/i18n/setlang/", {"language": "en"}, secure=True)
    assert set(client.cookies) == {"__Host-session", "__Host-csrf", "__Host-language"}
    for cookie in client.cookies.values():
        assert (cookie["path"], cookie["domain"], bool(cookie["secure"])) == ("/", "", True)
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_originals_are_only_ever_saved(name: str):
    world = make_world(home())
    Report.objects.filter(pk=world["report"]).update(file_name=name)
    response = client_for("reviewer").get(
        reverse("reports:report-original", args=[world["report"]]), secure=True
    )
    response.getvalue()
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "\r" not in disposition
    assert "\n" not in disposition
    if not name.isascii():
        assert "filename*=utf-8''" in disposition
        assert unquote(disposition.split("''")[1]) == name
