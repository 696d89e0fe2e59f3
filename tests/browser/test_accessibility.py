"""No page has what axe-core calls a violation, in light and in dark.

tests/browser/vendor/axe-core-*.min.js is axe-core as npm has it, under the MPL 2.0 that stands beside it; a tool of
the tests and no part of the product.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from indicators.models import Citation, Target
from reports.letters import draft
from reports.models import Return
from tests.factories import (
    make_citation,
    make_claim,
    make_finding,
    make_observation,
    make_promise,
    make_region,
    make_report,
    make_source,
    make_user,
    make_work_item,
)
from trail.actions import Action
from trail.services import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = next((Path(__file__).parent / "vendor").glob("axe-core-*.min.js")).read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RUN = "async (rules) => (await axe.run(document, { runOnly: rules })).violations"
TEXT = "江西省2016年工作总结\n一、主要工作\n全年专利申请94045件,另处写作90000件。收件37份。"


@pytest.fixture
def addresses() -> list[str]:
    """Every page of a house with one report, its doubts, and values that are published."""
    start = TEXT.index("37份")
    figure = {"span": [start, start + 3], "text": "37份", "value": "37", "unit": "份", "unit_kind": "count"}
    report = make_report(TEXT, figures=[figure | {"role": "unassigned"}], flags=["invisible_characters"])
    claims = [make_claim(report), make_claim(report, "90000件", 90000), make_claim(report, "37份", 37)]
    finding = make_finding(report, claims[:2])
    item = make_work_item(report)
    make_report("没有年份", year=None, region=None, title="没有年份")
    make_report("坏文件", state="failed", failure="文件已损坏。")
    value = make_observation(94045)
    make_observation(74639, 2015)
    for year in (2015, 2016):
        make_observation(50000, year, region=make_region("110000", "北京市"))
    make_citation(value)
    set_target(value)
    page = f"/reports/{report.pk}/"
    revision = make_report(TEXT.replace("94045", "94054"), title="修订稿")
    make_claim(revision, "94054件", 94054)
    promise = make_promise(item, revision, "修订了办法。", unchanged=True, strength="strive")
    twin = f"/reports/{revision.pk}/compare/{report.pk}/"
    panels = [f"{page}?panel={name}" for name in ("claims", "doubts", "items", "figures")]
    return [
        "/", "/?region=360000&as_of=2001-01-01", "/indicators/", "/indicators/?q=啊",
        "/indicators/patent_applications/", "/embed/indicators/patent_applications/",
        f"/observations/{value.pk}/evidence/", "/regions/",
        f"/observations/{value.pk}/history/", f"/claims/{claims[0].pk}/history/",
        twin, twin.replace("compare", "supersede"), f"/reports/{revision.pk}/predecessor/", f"{page}receipt/",
        "/reports/", "/reports/upload/", "/work-items/", "/findings/", f"/findings/{finding.pk}/rule/",
        "/ledger/", "/ledger/?status=changed", "/ledger/360000/", f"/ledger/promises/{promise.pk}/",
        *filing_addresses(report), *explorer_addresses(),
        *panels, f"{page}place/", f"{page}figures/{start}-{start + 3}/", f"/claims/{claims[2].pk}/correct/",
        *desk_addresses(finding, claims[0].pk), f"{page}letter/",
        f"/reports/{report.pk + 1}/", f"/reports/{report.pk + 2}/", "/nowhere/",
    ]  # fmt: skip


def desk_addresses(finding, claim: int) -> list[str]:
    """The review: its queue, a figure, groups, and a letter."""
    told = {"addressee": "某市知识产权局", "sender": "某省知识产权局", "reply_by": date(2030, 1, 2)}
    letter = draft(report=finding.report, findings=[finding], by=make_user("dave"), **told)
    group = "/review/alike/claims/?indicator=patent_applications&measure=level&rule=test&reason=-"
    return [
        "/review/", "/review/?doubt=conflict", "/review/?doubt=aside", f"/review/{claim}/", "/review/alike/", group,
        "/letters/", f"/letters/{letter.pk}/",
    ]  # fmt: skip


def filing_addresses(report) -> list[str]:
    """What was filed and what is asked for, with a report that was sent back."""
    Return.objects.create(report=report, words="请核对", returned_by=make_user("rita"))
    asked = "region=360000&level=all"
    return [
        f"/coverage/?{asked}&from=2016&to=2016", f"/coverage/indicators/?{asked}&year=2016", "/coverage/deadlines/",
        "/coverage/exemptions/", f"/reports/{report.pk}/return/",
    ]  # fmt: skip


def explorer_addresses() -> list[str]:
    """The explorer: where it begins, every kind that draws something of one province, and views under a name."""
    chart = "/explore/?indicator=patent_applications&region=360000"
    kinds = ("line", "parts", "slope", "map")
    group = "/explore/?indicator=patent_applications&among=000000&chart="
    return [
        "/explore/", "/explore/?find=啊", "/explore/views/", *(f"{chart}&chart={kind}" for kind in kinds),
        *(f"{group}{kind}" for kind in ("bar", "bump", "heat", "tiles", "multiples")),
    ]  # fmt: skip


def set_target(value) -> None:
    target = Target.objects.create(
        indicator=value.indicator, region=value.region, accounting="flow", start=date(2017, 1, 1),
        end=date(2017, 12, 31), value=100000, unit_kind="count", published_at=value.published_at,
    )  # fmt: skip
    words = {"sentence": "力争10万件。", "quote_start": 2, "quote_end": 6, "link": "/reports/1/"}
    Citation.objects.create(target=target, source=make_source(), **words)


def violations(page: Page, address: str) -> list[str]:
    """What axe finds on the page, in words; axe comes in by the debugger, past the page's own policy."""
    page.goto(address)
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE})
    debugger.detach()
    found = page.evaluate(RUN, RULES)
    return [f"{address} {one['id']}: {json.dumps(one['nodes'][0]['target'])}" for one in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_violation(page: Page, live_server, addresses: list[str], theme: str) -> None:
    make_user()
    page.add_init_script(f"localStorage.setItem('zhiheng-theme', '{theme}')")
    found = violations(page, f"{live_server.url}/login/")
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", "kept-secret-4711")
    page.get_by_role("button", name="登录").click()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    for address in addresses:
        found += violations(page, live_server.url + address)
    assert not found, "\n".join(found)


ROLES = {
    "office": ["/reports/self-check/", "/reports/upload/", "/reports/", "/coverage/", "/account/password/"],
    "administrator": [
        "/explore/maps/",
        "/people/",
        "/people/new/",
        "/people/{pk}/",
        "/publishing/policy/",
        "/account/",
    ],
    "auditor": ["/trail/", "/trail/{event}/", "/reports/"],
    "editor": ["/catalogue/names/", "/coverage/indicators/"],
    "leader": ["/", "/coverage/", "/work-items/", "/work-items/board/"],
    "reviewer": ["/publishing/"],
}


def sign_in(page: Page, address: str, person) -> None:
    """The browser is the person's from here on, without a password typed."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def test_no_page_of_another_role_has_a_violation(page: Page, live_server) -> None:
    region = make_region("360100", "南昌市", "prefecture", parent=make_region())
    Return.objects.create(report=make_report(region=region), words="请核对", returned_by=make_user("rita"))
    event = record(Action.SETTING_CHANGE, by=make_user("dan"), detail={"new": {"year": 2016}})
    found = []
    for role, places in ROLES.items():
        person = make_user(f"pat-{role}", role, region if role == "office" else None)
        sign_in(page, live_server.url, person)
        for place in places:
            found += violations(page, live_server.url + place.format(pk=person.pk, event=event.pk))
    assert not found, "\n".join(found)
