"""What a page asks the database does not grow with what is in it: every address of the URLconf, before and after."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Region
from reports.models import Report
from tests.accounts.addresses import Address, find_addresses, load_table
from tests.accounts.world import client_for, home, make_world, path_for
from tests.factories import (
    make_citation,
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_promise,
    make_region,
    make_report,
    make_work_item,
)

pytestmark = pytest.mark.django_db
TABLE = load_table()
MORE = 12
"""Rows of each kind that are added: fewer than a page of any list holds."""
MOST = 24
"""Questions of the page that asks most; those of the main pages are pinned one by one where these are tested."""


def grow(region: Region, world: dict) -> None:
    """Many more of everything that a document says: in the report itself, and in others of the district and beside."""
    report = Report.objects.get(pk=world["report"])
    claims = [make_claim(report, indicator=make_indicator(f"measured_{n}")) for n in range(MORE)]
    for n, claim in enumerate(claims):
        make_finding(report, [claim, claims[n - 1]], message=f"第{n}处有两个数值")
        item = make_work_item(report, f"修订办法{n}。")
        other = make_report(f"总结{n}\n全年专利申请94045件。", region=region, year=2000 + n, office=region)
        make_claim(other)
        make_work_item(other, f"办成了{n}。", kind="done")
        make_promise(item, other, f"修订了{n}。")
        value = make_observation(90000 + n, 2000 + n, region=region)
        make_citation(value)
        make_observation(80000 + n, region=make_region(f"3604{n + 10}", f"县{n}", "county"))


def pages() -> list[Address]:
    """Every address that a reviewer reads."""
    return [
        address
        for address in find_addresses()
        if (row := TABLE.row(address.name)) and row.codes["GET"]["reviewer"] in {200, 422}
    ]


def questions(client: Client, world: dict, *, times: int) -> dict[str, int]:
    """How many each page asks when it is read for the last of so many times: the first fills what is kept for all."""
    found = {}
    for address in pages():
        path = path_for(address, TABLE.row(address.name), world)
        for _ in range(times):
            with CaptureQueriesContext(connection) as asked:
                response = client.get(path)
                if response.streaming:
                    response.getvalue()
        found[address.name] = len(asked)
    return found


def test_no_page_asks_more_for_more_claims() -> None:
    region = home()
    world, client = make_world(region), client_for("reviewer")
    before = questions(client, world, times=2)
    grow(region, world)
    assert f"总结{MORE - 1}".encode() in client.get("/reports/").content
    after = questions(client, world, times=1)
    assert len(after) > 60
    grown = {name: (before[name], after[name]) for name in after if after[name] > before[name]}
    assert grown == {}
    assert {name: count for name, count in after.items() if count > MOST} == {}
