"""What a document, a file's name or a person says is words on every page, and never a part of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.accounts.addresses import find_addresses, load_table
from tests.accounts.world import client_for, home, make_world, path_for

pytestmark = pytest.mark.django_db
HOSTILE = "</script><img src=x onerror=alert(1)>\"'`x"
TABLE = load_table()
SAFE = re.compile(
    r"\|\s*safe\b|\{%\s*autoescape off|\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write"
)
FRAGMENTS = {"static/js/desk.js"}
"""Scripts that put in what the server has rendered, and nothing that they put together themselves."""


@pytest.mark.parametrize("column", ["office", "reviewer", "leader", "editor", "administrator", "auditor"])
def test_no_page_takes_words_for_its_own(column: str):
    world, client = make_world(home(), HOSTILE), client_for(column)
    broken = []
    for address in find_addresses():
        row = TABLE.row(address.name)
        if row is None or row.codes["GET"][column] not in {200, 422}:
            continue
        response = client.get(path_for(address, row, world))
        body = response.getvalue() if response.streaming else response.content
        if response["Content-Type"].startswith("text/html") and b"<img src=x" in body:
            broken.append(path_for(address, row, world))
    assert broken == []


def test_no_template_and_no_script_says_that_words_are_safe():
    files = [*Path("templates").rglob("*.html"), *Path("static/js").rglob("*.js")]
    assert [file.as_posix() for file in files if SAFE.search(file.read_text("utf-8"))] == sorted(FRAGMENTS)
