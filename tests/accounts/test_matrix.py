"""Every address × every role × own and other district: the codes are those of ``matrix.txt``.

An address without a row fails, and so does a row without an address. Reading changes nothing, and what changes
something asks for the page's token.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.accounts.addresses import METHODS, find_addresses, load_table
from tests.accounts.world import PEOPLE, client_for, home, make_world, path_for

pytestmark = pytest.mark.django_db
TABLE = load_table()
ADDRESSES = find_addresses()
OWN_BUSINESS = {"accounts_session", "accounts_cache"}
"""What reading may write: when a session was last used."""
OPEN = {"logout", "account_logout", "mfa_authenticate", "set_language", "admin:login"}
"""Pages whose redirection is an answer and no refusal."""
TRAIL = {"trail_event"}
"""And that somebody took something away, which is why they read; no file leaves without it."""


def ask(client: Client, method: str, path: str, cookies: str) -> tuple[Any, list[str]]:
    """The answer, and what it wrote or, of a file, did not write; nothing of it is left in the database."""
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        before = writes()
        response = getattr(client, method.lower())(path)
        if response.streaming:
            response.getvalue()
        after = writes()
        connection.set_rollback(True)
    changed = {table for table in after if after[table] != before.get(table, 0)}
    if response.headers.get("Content-Disposition", "").startswith("attachment") and not changed & TRAIL:
        changed.add("no trail of the file that left")
    return response, sorted(changed - OWN_BUSINESS - TRAIL)


def writes() -> dict[str, int]:
    """How many rows of each table this transaction has written, as PostgreSQL counts them: updates that change
    nothing as well."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A thousand refusals are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_has_a_row_and_every_row_an_address():
    missing = [f"{a.name}  (/{a.route})" for a in ADDRESSES if TABLE.row(a.name) is None]
    used = {row.name for a in ADDRESSES if (row := TABLE.row(a.name))}
    assert not missing, "no row in tests/accounts/matrix.txt for:\n" + "\n".join(missing)
    assert [row.name for row in TABLE.rows if row.name not in used] == []


def test_the_watch_sees_a_write():
    before = writes()
    home()
    assert [table for table, rows in writes().items() if rows != before.get(table, 0)] == [
        "indicators_region"
    ]


def test_the_table_has_a_column_for_each_role():
    from reports.access import Role

    assert TABLE.columns == PEOPLE
    assert set(Role.values) <= set(PEOPLE)


@pytest.mark.parametrize("column", PEOPLE)
def test_each_role_gets_what_the_table_says_and_reading_changes_nothing(column: str):
    world, client = make_world(home()), client_for(column)
    cookies = client.cookies.output(header="", sep=";")
    wrong = []
    for address in ADDRESSES:
        row = TABLE.row(address.name)
        path = path_for(address, row, world)
        for method in METHODS:
            if set(row.codes[method].values()) == {405} and column != "reviewer":
                continue  # who may do everything else shows that nobody may
            response, changed = ask(client, method, path, cookies)
            if response.status_code != row.codes[method][column]:
                wrong.append(
                    f"{method} {address.name} {path}: {response.status_code}, not {row.codes[method][column]}"
                )
            if changed and (method == "GET" or response.status_code in {403, 404, 405}):
                wrong.append(f"{method} {address.name} {path} changes {changed}")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_is_sent_to_the_entrance_from_everywhere():
    world, wrong = make_world(home()), []
    for address in ADDRESSES:
        row = TABLE.row(address.name)
        for method in METHODS:
            client = Client(raise_request_exception=False)
            response, _changed = ask(client, method, path_for(address, row, world), "")
            sent = response.status_code == 302 and response["Location"].startswith("/login/?next=")
            wanted = row.anonymous[method]
            if response.status_code != wanted or (wanted == 302 and address.name not in OPEN and not sent):
                wrong.append(f"{method} {address.name}: {response.status_code}, not {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("column", ["office", "reviewer", "editor", "administrator", "security", "auditor"])
def test_what_changes_something_asks_for_the_page_s_token(column: str):
    world, client = make_world(home()), client_for(column, enforce_csrf_checks=True)
    cookies = client.cookies.output(header="", sep=";")
    wrong = []
    for address in ADDRESSES:
        row = TABLE.row(address.name)
        if row.codes["POST"][column] in {403, 404, 405}:
            continue
        response, changed = ask(client, "POST", path_for(address, row, world), cookies)
        if response.status_code != 403 or changed:
            wrong.append(f"POST {address.name}: {response.status_code}, writes {changed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/login/", "/i18n/setlang/", "/logout/"])
def test_pages_before_the_entrance_ask_for_the_token_too(path: str):
    assert Client(enforce_csrf_checks=True).post(path, {"username": "a", "password": "b"}).status_code == 403
