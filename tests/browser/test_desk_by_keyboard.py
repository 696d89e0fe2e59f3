"""A whole sample report is reviewed at the desk by keyboard alone; what is clicked in the text fills the form."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from reports.models import Claim, Report
from reports.processing import process
from reports.receiving import receive
from tests.browser.test_review_desk import select_text, sign_in
from tests.factories import make_claim, make_indicator, make_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAMPLE = Path(settings.BASE_DIR) / "samples" / "reports" / "九江市2020年工作总结.txt"


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """The browser of a reviewer who is signed in; a fault of a script fails the test."""
    sign_in(page, live_server.url)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert not faults


def shown(page: Page) -> str:
    return page.locator(".desk").get_attribute("data-claim") or ""


def press(page: Page, *keys: str) -> float:
    """Press the keys and wait for another figure; the milliseconds that took."""
    before, began = shown(page), time.perf_counter()
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("before => document.querySelector('.desk')?.dataset.claim !== before", arg=before)
    return (time.perf_counter() - began) * 1000


def read_sample() -> Report:
    call_command("load_catalogue")
    receipt = receive(chunks=[SAMPLE.read_bytes()], name=SAMPLE.name, by=None)
    process(receipt.report.pk)
    receipt.report.refresh_from_db()
    return receipt.report


def test_a_whole_sample_report_is_reviewed_by_keyboard_alone(
    desk: Page, live_server, record_property
) -> None:
    report = read_sample()
    total = report.claims.count()
    desk.goto(f"{live_server.url}/review/?report={report.pk}")
    desk.locator("#start-review").press("Enter")
    expect(desk.locator("#desk-remaining")).to_have_text(f"还有 {total} 条")
    desk.wait_for_load_state()  # the page is shown before its keys are there

    rejected = shown(desk)
    press(desk, "x")
    press(desk, "z")
    assert shown(desk) == rejected
    press(desk, "x")
    puzzling = shown(desk)
    desk.keyboard.press("u")
    desk.keyboard.type("原件看不清")
    press(desk, "Enter")
    corrected = shown(desk)
    desk.keyboard.press("c")
    desk.locator("[name=value]").press("Control+a")
    desk.keyboard.type("12")
    press(desk, "Enter")
    press(desk, "j")
    press(desk, "k")
    times = [press(desk, "a") for _ in range(total - 3)]
    assert shown(desk) == puzzling
    desk.keyboard.press("a")
    expect(desk.get_by_text("没有待核实的数字")).to_be_visible()

    assert Claim.objects.get(pk=puzzling).aside_note == "原件看不清"
    assert Claim.objects.get(pk=rejected).state == "rejected"
    assert Claim.objects.get(corrects=corrected).value == 12
    assert not report.claims.pending().exists()
    middle = sorted(times)[len(times) // 2]
    record_property("measured", f"a decision at the desk, key to next figure: {middle:.0f} ms in the middle")


def test_text_selected_while_correcting_fills_value_scale_bound_and_place(desk: Page, live_server) -> None:
    report = make_report("总结\n𠮷𠮷公司申请8件，质押融资超过26.7亿元。2016年1-10月办理9件。", title="总结")
    claim = make_claim(report, "8件", 8)
    desk.goto(f"{live_server.url}/review/{claim.pk}/")
    desk.keyboard.press("c")
    desk.locator("[data-correction]").wait_for()
    for words, name, value in (("26.7亿元", "value", "26.7"), ("1-10月", "end", "2016-10-31")):
        select_text(desk, words)
        desk.locator("#reading").dispatch_event("mouseup")
        expect(desk.locator(f"[name={name}]")).to_have_value(value)
    expect(desk.locator("[name=scale]")).to_have_value("亿")
    expect(desk.locator("[name=comparator]")).to_have_value("above")
    expect(desk.locator("[data-quote]")).to_have_text("26.7亿元")
    desk.get_by_role("button", name="保存更正").click()
    expect(desk.get_by_text("没有待核实的数字")).to_be_visible()
    new = Claim.objects.get(corrects=claim)
    assert (new.quote, new.value, new.comparator, str(new.end)) == (
        "26.7亿元", 2_670_000_000, "above", "2016-10-31",
    )  # fmt: skip


def test_a_left_over_figure_is_assigned_without_leaving_the_desk(desk: Page, live_server) -> None:
    text = "总结\n申请8件。全年收件37份。"
    start = text.index("37份")
    figure = {"span": [start, start + 3], "text": "37份", "value": "37", "unit": "份", "unit_kind": "count"}
    report = make_report(text, figures=[figure | {"role": "unassigned"}], title="总结")
    claim = make_claim(report, "8件", 8)
    make_indicator("lectures", name_zh="巡讲活动")
    desk.goto(f"{live_server.url}/review/{claim.pk}/")
    desk.keyboard.press("f")
    desk.locator("[data-searches]").fill("xjhd")
    expect(desk.locator("[name=indicator] option")).to_have_count(1)
    for name, day in (("start", "2016-01-01"), ("end", "2016-12-31")):
        desk.locator(f"[name={name}]").fill(day)
    desk.get_by_role("button", name="归入并采用").click()
    expect(desk.locator("#desk-said")).to_contain_text("巡讲活动")
    expect(desk.locator("#reading mark.is-accepted")).to_have_text("37份")
    assert Claim.objects.get(indicator="lectures").value == 37


def test_another_reviewers_decision_is_told_and_nothing_is_lost(desk: Page, live_server) -> None:
    claim = make_claim(make_report("总结\n申请8件。", title="总结"), "8件", 8)
    desk.goto(f"{live_server.url}/review/{claim.pk}/")
    Claim.objects.filter(pk=claim.pk).update(version=5)
    desk.keyboard.press("a")
    expect(desk.locator("[data-error]")).to_be_visible()
    assert Claim.objects.get().state == "pending"


def test_the_desk_is_no_wider_than_a_phone(desk: Page, live_server) -> None:
    claim = make_claim()
    desk.set_viewport_size({"width": 390, "height": 800})
    for path in (f"/review/{claim.pk}/", "/review/", "/review/alike/", "/review/alike/claims/", "/letters/"):
        desk.goto(live_server.url + path)
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390, path
