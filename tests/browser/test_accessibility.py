"""No page has what axe-core calls a violation, in light and in dark.

tests/browser/vendor/axe-core-*.min.js is axe-core as npm has it, under the MPL 2.0 that stands beside it; a tool of
the tests and no part of the product.
"""

from __future__ import annotations

import json
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page, expect

from indicators.models import Citation, Target
from reports.letters import draft
from reports.models import Return
from tests.accounts.addresses import Address, find_addresses, load_table
from tests.accounts.test_second_factor import SECRET
from tests.accounts.world import home, make_person, make_world, path_for
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


def sign_in(page: Page, address: str, person) -> None:
    """The browser is the person's from here on, without a password typed."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


NO_PAGES = {
    "accounts:session": "JSON for the clock of a session",
    "admin:autocomplete": "JSON",
    "admin:jsi18n": "a script",
    "briefs:*-file": "a file",
    "health": "JSON",
    "indicators:api-*": "JSON",
    "indicators:explorer-export": "a file",
    "indicators:explorer-find": "a fragment of the explorer, whose page is looked at with ?find=",
    "indicators:indicator-export*": "a file",
    "indicators:indicator-regions": "JSON of a menu's choices",
    "mfa_download_recovery_codes": "a file",
    "reports:*-workbook": "a file",
    "reports:desk-assign": "a fragment of the desk",
    "reports:ledger-csv": "a file",
    "reports:letter-docx": "a file",
    "reports:report-card": "a fragment of the page of uploads",
    "reports:report-original": "a file",
    "reports:report-selection": "a fragment of the desk",
    "reports:review-correct": "a fragment of the desk",
    "trail:trail-export": "a file",
}
"""What is at an address for reading and no page of its own, and what it is instead."""

SENT_ON = {
    "account_login": "another name of login",
    "admin:login": "to the entrance",
    "admin:logout": "to the entrance",
    "admin:password_change": "to the page of the product",
    "admin:indicators_source_*": "nobody may", "admin:indicators_observation_*": "nobody may",
    "admin:indicators_target_*": "nobody may", "admin/indicators/*": "to the page of the row",
    "admin:view_on_site": "nothing has such a page", "admin/(?P<url>.*)": "nothing is there",
    "admin:indicators_indicator_delete": "nobody may", "admin:indicators_region_delete": "nobody may",
    "admin:indicators_region_add": "nobody may",
    "set_language": "back to the page",
}  # fmt: skip
"""Addresses that answer nobody with a page, whatever the state."""

BEHIND_THE_SECOND_FACTOR = {
    "login": "looked at by a stranger above",
    **dict.fromkeys(
        (
            "mfa_activate_totp", "mfa_authenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
            "mfa_reauthenticate", "mfa_view_recovery_codes",
        ),
        "asks for a state that the test of the second factor makes",
    ),
}  # fmt: skip

OF_THEIR_OWNER = {
    **dict.fromkeys(("briefs:deck-detail", "briefs:deck-slides", "briefs:view-slide"), "see test_slides"),
}
"""Pages that nobody but their maker gets, or that need a chart to be named."""

SHOWN_OTHERWISE = {
    "office": ["/reports/", "/coverage/", "/account/password/"],
    "auditor": ["/reports/"],
    "editor": ["/coverage/indicators/"],
    "leader": ["/", "/coverage/", "/work-items/", "/work-items/board/"],
}

READERS = ("reviewer", "office", "leader", "editor", "administrator", "auditor")
TABLE = load_table()
OF_DJANGO = {"empty-table-header"}
"""No rule of the standard, and broken by a table that Django's own admin makes."""


def pages_of_the_product() -> list[Address]:
    """Every address of the URLconf where somebody reads a page."""
    left_out = (*NO_PAGES, *SENT_ON, *BEHIND_THE_SECOND_FACTOR, *OF_THEIR_OWNER)
    return [
        address
        for address in find_addresses()
        if any(code != 405 for code in TABLE.row(address.name).codes["GET"].values())
        and not any(fnmatchcase(address.name, name) for name in left_out)
    ]


def reader_of(address: Address) -> str:
    """The first role that gets the page."""
    codes = TABLE.row(address.name).codes["GET"]
    found = [role for role in READERS if codes[role] == 200]
    assert found, f"nobody gets the page {address.name}: say above what it is instead"
    return found[0]


def test_every_page_of_the_urlconf_is_without_a_violation(
    page: Page, live_server, addresses: list[str]
) -> None:
    """A new page is looked at by itself, or stands above with its reason; those of the test above are not again."""
    seen = {resolve(path.split("?")[0]).view_name for path in addresses if path != "/nowhere/"}
    world, found = make_world(home()), []
    todo = [address for address in pages_of_the_product() if address.name not in seen]
    assert len(todo) > 20
    for role in READERS:
        sign_in(page, live_server.url, make_person(role))
        for address in [one for one in todo if reader_of(one) == role]:
            path = path_for(address, TABLE.row(address.name), world)
            found += violations(page, live_server.url + path)
            assert page.url == live_server.url + path, f"{path} leads to {page.url}: give its reason above"
    assert not [
        one for one in found if "/admin/" not in one or not OF_DJANGO & set(one.replace(":", " ").split())
    ], "\n".join(found)


def test_no_list_of_another_role_has_a_violation(page: Page, live_server) -> None:
    """Pages that say something else to others than to a reviewer."""
    region, found = make_region("360100", "南昌市", "prefecture", parent=make_region()), []
    Return.objects.create(report=make_report(region=region), words="请核对", returned_by=make_user("rita"))
    for role, places in SHOWN_OTHERWISE.items():
        sign_in(page, live_server.url, make_user(f"pat-{role}", role, region if role == "office" else None))
        for place in places:
            found += violations(page, live_server.url + place)
    assert not found, "\n".join(found)


def test_the_pages_of_the_second_factor_have_no_violation(page: Page, live_server) -> None:
    person = make_user()
    sign_in(page, live_server.url, person)
    found = violations(page, f"{live_server.url}/account/second-factor/")
    page.fill("[name=password]", "kept-secret-4711")
    page.locator("main form button").first.click()
    found += violations(page, f"{live_server.url}/account/second-factor/")
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    for place in ("again/code/", "recovery-codes/", "recovery-codes/new/", "second-factor/off/"):
        found += violations(page, f"{live_server.url}/account/{place}")
        assert page.url == f"{live_server.url}/account/{place}"
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/login/")
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", "kept-secret-4711")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/login/code/")
    found += violations(page, page.url)
    assert not found, "\n".join(found)


def test_no_refusal_has_a_violation(page: Page, live_server, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(page, live_server.url, make_user())
    monkeypatch.setattr("reports.views.report.build_card", lambda report: 1 / 0)
    card = f"/reports/{make_report().pk}/card/"
    refusals = {"/trail/": 403, "/reports/987654/": 404, "/logout/": 405, card: 500}
    found = []
    for path, status in refusals.items():
        with page.expect_response(live_server.url + path) as answer:
            found += violations(page, live_server.url + path)
        assert answer.value.status == status
    assert not found, "\n".join(found)
