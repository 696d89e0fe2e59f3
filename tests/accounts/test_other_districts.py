"""What another district has shows nowhere: on no page, in no file, in no total; and no key leads there."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from indicators.models import Observation, Target
from indicators.scope import NOTHING, below, seen_within
from reports.models import Claim, Report
from tests.accounts.addresses import find_addresses, load_table
from tests.accounts.world import client_for, elsewhere, home, make_world, path_for, values_of
from tests.factories import make_observation, make_region

pytestmark = pytest.mark.django_db
CANARY = "金丝雀"
TABLE = load_table()
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="\w+|X-CSRFToken": "\w+|"token": "\w+|data-seconds="\d+|"seconds": \d+'
    r"|\d{4}-\d\d-\d\d[T ]\d\d:[\d:.+Z-]+"
)
QUERIES = (
    "",
    "?q=金丝雀",
    "?q=",
    "?region=360400",
    "?page=1&sort=title",
    "?state=all",
    "?_connector=OR&_negated=1",
)
"""What may be asked of a list besides: the word itself, the other district, and names of the database's own words."""
ASKED = {"indicators:explorer-find", "indicators:indicator-detail", "indicators:indicator-regions"}
"""Addresses with a parameter that are asked all of it too."""


def text_of(response: HttpResponse) -> str:
    """Everything that the answer says, of packed files as well."""
    body = response.getvalue() if response.streaming else response.content
    if body[:2] != b"PK":
        return CHANGING.sub("", body.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = [name for name in packed.namelist() if not name.startswith("docProps/")]
        return "\n".join(CHANGING.sub("", packed.read(name).decode("utf-8", "replace")) for name in names)


def pages(client: Client, world: dict) -> dict[str, str]:
    """What the client finds at every address of the world, by path."""
    found = {}
    for address in find_addresses():
        row = TABLE.row(address.name)
        if row is None or row.codes["GET"]["office"] not in {200, 422}:
            continue
        path = path_for(address, row, world)
        for query in QUERIES if not address.parameters or address.name in ASKED else QUERIES[:1]:
            found[path + query] = text_of(client.get(path + query))
    return found


def test_no_page_and_no_file_changes_when_another_district_gets_a_report():
    elsewhere()  # a place that there is, of which nothing is known
    client, own = client_for("office"), make_world(home())
    before = pages(client, own)
    make_world(elsewhere(), CANARY)
    after = pages(client, own)
    assert len(before) > 30
    shown = [path for path, text in after.items() if CANARY in text.replace(f'value="{CANARY}"', "")]
    assert shown == []
    assert [path for path in before if before[path] != after[path]] == []


def test_reviewers_do_find_the_word_so_that_the_test_above_can_fail():
    make_world(elsewhere(), CANARY)
    client = client_for("reviewer")
    for path in ("/reports/", "/findings/", "/work-items/"):
        assert CANARY in text_of(client.get(path))


def test_two_keys_in_an_address_are_checked_together():
    own, other = make_world(home()), make_world(elsewhere(), CANARY)
    clients = {column: client_for(column) for column in ("office", "reviewer")}
    wrong = []
    for address in find_addresses():
        row = TABLE.row(address.name)
        if row is None or address.name.startswith("admin"):
            continue
        for name, word in row.values.items():
            if word not in own or len(row.values) < 2 or own[word] == other[word]:
                continue
            swapped = values_of(row, own) | {name: other[word]}
            for method in ("get", "post"):
                status = getattr(clients["office"], method)(address.path(swapped)).status_code
                if status not in {403, 404, 405}:
                    wrong.append(f"{method} {address.path(swapped)}: {status}")
    assert not wrong, "\n".join(wrong)


def test_fields_that_nobody_asked_for_set_nothing():
    world = make_world(home())
    extra = {"state": "accepted", "decided_by": 1, "office": "360400", "region": "360400", "uploaded_by": 1}
    extra |= {
        "role": "reviewer",
        "is_superuser": "1",
        "_connector": "OR",
        "value": "1",
        "indicator": "grants",
    }
    before = (list(Claim.objects.order_by("pk").values()), list(Report.objects.order_by("pk").values()))
    office = client_for("office")
    for address in find_addresses():
        row = TABLE.row(address.name)
        if row and row.codes["POST"]["office"] in {200, 403, 404, 422} and "upload" not in address.name:
            office.post(path_for(address, row, world), extra)
    assert (
        list(Claim.objects.order_by("pk").values()),
        list(Report.objects.order_by("pk").values()),
    ) == before


def test_an_account_gets_no_more_than_its_form_has():
    from django.contrib.auth import get_user_model

    extra = {
        "is_superuser": "1",
        "is_staff": "1",
        "password": "x",
        "last_login": "2020-01-01",
        "is_active": "",
    }
    client_for("administrator").post(
        "/people/new/", {"username": "lin", "full_name": "林", "role": "leader", "region": ""} | extra
    )
    lin = get_user_model().objects.get(username="lin")
    assert (lin.is_superuser, lin.is_staff, lin.is_active, lin.last_login) == (False, False, True, None)
    assert lin.membership.role == "leader"


def test_no_code_hands_a_request_s_fields_on_by_name():
    rooms = [
        path
        for room in ("accounts", "briefs", "config", "indicators", "reports", "trail")
        for path in Path(room).rglob("*.py")
    ]
    unpacked = re.compile(r"\*\*\s*(self\.)?request\b|\*\*\w*(GET|POST)\b|\*\*dict\(\s*(self\.)?request")
    assert rooms
    assert [str(path) for path in rooms if unpacked.search(path.read_text("utf-8"))] == []


def test_values_of_other_regions_are_there_for_nobody_who_may_not_see_them():
    make_observation(1, region=home())
    make_observation(2, region=make_region("360102", "东湖区", "county"))
    make_observation(3, region=elsewhere())
    with seen_within(lambda: below("360100")):
        assert sorted(int(o.value) for o in Observation.objects.all()) == [1, 2]
    with seen_within(lambda: NOTHING):
        assert not Observation.objects.exists()
        assert not Target.objects.exists()
    assert Observation.objects.count() == 3


def test_leaders_find_published_values_with_their_sentences_and_no_drafts():
    world = make_world(home(), CANARY)
    client = client_for("leader")
    evidence = text_of(client.get(f"/observations/{world['observation']}/evidence/"))
    assert CANARY in evidence
    assert "/reports/" not in evidence
    assert client.get("/reports/").status_code == 403
    before = text_of(client.get("/work-items/"))
    assert f"{CANARY}核对数字" in before  # what a meeting gave
    assert f"{CANARY}修订办法" not in before
    Report.objects.update(state="reviewed")
    assert f"{CANARY}修订办法" in text_of(client.get("/work-items/"))
