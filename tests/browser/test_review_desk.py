"""Reviewing in a real browser: by keyboard alone, from selected text, on a phone, and without JavaScript."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from reports.models import Claim, Report
from tests.factories import make_claim, make_indicator, make_report, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """The page of a reviewer who is signed in."""
    sign_in(page, live_server.url)
    return page


def sign_in(page: Page, address: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.filter(username="alice").first() or make_user())
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def open_report(page: Page, address: str, report: Report, query: str = "") -> None:
    page.goto(f"{address}/reports/{report.pk}/{query}")


def three_claims() -> Report:
    report = make_report("总结\n申请8件，授权7件，有效6件。", title="总结")
    for number in (8, 7, 6):
        make_claim(report, f"{number}件", number)
    return report


def state_of(number: int) -> str:
    return Claim.objects.get(value=number).state


def test_a_report_is_reviewed_by_keyboard_alone(desk: Page, live_server) -> None:
    report = three_claims()
    open_report(desk, live_server.url, report)
    desk.keyboard.press("j")
    expect(desk.locator(".claim.is-current")).to_contain_text("8 件")
    desk.keyboard.press("a")
    expect(desk.locator(".claim.is-current")).to_contain_text("7 件")
    desk.keyboard.press("r")
    expect(desk.locator(".claim.is-current")).to_contain_text("6 件")
    desk.keyboard.press("a")
    expect(desk.locator("#review-progress")).to_contain_text("全部核实完毕")
    assert [state_of(n) for n in (8, 7, 6)] == ["accepted", "rejected", "accepted"]
    desk.keyboard.press("u")
    expect(desk.locator(".claim.is-current")).to_have_attribute("data-state", "pending")
    assert state_of(6) == "pending"


def test_letters_typed_into_a_note_decide_nothing(desk: Page, live_server) -> None:
    open_report(desk, live_server.url, three_claims())
    desk.keyboard.press("j")
    desk.locator(".claim.is-current [name=note]").type("are")
    assert not Claim.objects.exclude(state="pending").exists()


def test_text_and_claims_point_at_each_other(desk: Page, live_server) -> None:
    open_report(desk, live_server.url, three_claims())
    desk.locator("#reading mark", has_text="7件").click()
    expect(desk.locator(".claim.is-current")).to_contain_text("7 件")
    desk.locator(".claim", has_text="6 件").locator("[data-goto]").click()
    expect(desk.locator("#reading mark.is-current")).to_have_text("6件")


def test_selected_text_becomes_the_figure_in_code_points(desk: Page, live_server) -> None:
    report = make_report("总结\n𠮷𠮷公司申请8件\uff0c另有\uff11\uff15万件。", title="总结")
    claim = make_claim(report, "8件", 8)
    open_report(desk, live_server.url, report, f"?claim={claim.pk}")
    desk.keyboard.press("e")
    desk.locator("[data-take-selection]").wait_for()
    select_text(desk, "\uff11\uff15万件")
    desk.locator("[data-take-selection]").click()
    expect(desk.locator("[data-quote]")).to_have_text("\uff11\uff15万件")
    desk.get_by_role("button", name="保存更正").click()
    expect(desk.locator("#reading mark.is-corrected")).to_have_text("\uff11\uff15万件")
    new = Claim.objects.get(corrects=claim)
    assert (new.quote, new.value) == ("\uff11\uff15万件", 150_000)


def select_text(page: Page, wanted: str) -> None:
    page.evaluate(
        """wanted => {
          const walker = document.createTreeWalker(document.getElementById("reading"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(wanted);
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
          }
        }""",
        wanted,
    )


def test_a_second_reviewer_is_told_who_was_first(desk: Page, live_server) -> None:
    report = three_claims()
    open_report(desk, live_server.url, report)
    desk.keyboard.press("j")
    first = Claim.objects.get(value=8)
    other = Client()
    other.force_login(make_user("bob"))
    other.post(f"/claims/{first.pk}/reject/")
    desk.keyboard.press("a")
    expect(desk.locator(".claim.is-current [role=alert]")).to_contain_text("bob")
    assert state_of(8) == "rejected"


def test_on_a_phone_nothing_is_wider_than_the_screen(desk: Page, live_server) -> None:
    report = three_claims()
    desk.set_viewport_size({"width": 390, "height": 800})
    for path in (f"/reports/{report.pk}/", "/reports/", "/reports/upload/", "/work-items/", "/findings/"):
        desk.goto(live_server.url + path)
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_without_javascript_files_go_in_and_claims_are_decided(browser: Browser, live_server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/reports/upload/")
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": f"申请{n}件".encode()} for n in (1, 2)]
    page.set_input_files("#files", files)
    page.locator("form.upload button").click()
    expect(page.locator(".report-card--queued")).to_have_count(2)
    open_report(page, live_server.url, three_claims())
    page.locator(".claim", has_text="8 件").get_by_role("button", name="采用").click()
    expect(page.locator(".claim--accepted")).to_contain_text("8 件")
    context.close()


def test_a_left_over_figure_finds_its_indicator_by_typing(desk: Page, live_server) -> None:
    text = "2016年工作总结\n全年收件37份。"
    start = text.index("37份")
    figure = {"span": [start, start + 3], "text": "37份", "value": "37", "unit": "份", "unit_kind": "count"}
    report = make_report(text, figures=[figure | {"role": "unassigned"}])
    make_indicator("patent_applications")
    make_indicator("lectures", name_zh="巡讲活动")
    faults: list[str] = []
    desk.on("pageerror", lambda error: faults.append(str(error)))
    open_report(desk, live_server.url, report, "?panel=figures")
    desk.get_by_role("link", name="归入指标").click()
    desk.locator("[data-searches]").fill("巡讲")
    expect(desk.locator("[name=indicator] option")).to_have_count(1)
    for name, day in (("start", "2016-01-01"), ("end", "2016-12-31")):
        desk.locator(f"[name={name}]").fill(day)
    desk.get_by_role("button", name="归入并采用").click()
    expect(desk.locator(".claim--accepted")).to_contain_text("巡讲活动")
    assert not faults
