"""A page tells before its session ends, keeps it while somebody works, and goes on after a new sign-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Session
from reports.models import Claim
from tests.browser.test_review_desk import open_report, sign_in, state_of, three_claims

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(page: Page, live_server) -> Page:
    """A reviewer's page whose clock the test turns on."""
    page.clock.install()
    sign_in(page, live_server.url)
    open_report(page, live_server.url, three_claims())
    return page


def ends_in(seconds: int) -> None:
    """What the server says of the session from now on; only the page's own clock is turned."""
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=seconds))


def seconds_left() -> float:
    return (Session.objects.latest("expire_date").expire_date - timezone.now()).total_seconds()


def wait_for_answer(page: Page, minutes: float) -> str:
    """Turn the page's clock on until it asks the server; by which method it did."""
    with page.expect_response(lambda answer: "/session" in answer.url) as answer:
        page.clock.fast_forward(int(minutes * 60_000))
    return answer.value.request.method


def test_the_end_is_told_two_minutes_before_and_put_off_by_one_click(work: Page) -> None:
    bar = work.locator("#session-bar")
    expect(bar).to_be_hidden()
    ends_in(90)
    assert wait_for_answer(work, 28.6) == "GET"
    expect(bar).to_contain_text("两分钟内没有操作")
    with work.expect_response(lambda answer: "/session" in answer.url):
        bar.get_by_role("button", name="继续使用").click()
    expect(bar).to_be_hidden()
    assert seconds_left() > 1700


def test_another_page_that_kept_the_session_spares_this_one_the_warning(work: Page) -> None:
    ends_in(1500)
    assert wait_for_answer(work, 28.6) == "GET"
    expect(work.locator("#session-bar")).to_be_hidden()


def test_typing_keeps_the_session_without_a_word(work: Page) -> None:
    ends_in(1200)
    work.keyboard.press("Shift")
    work.clock.fast_forward(1_000)
    work.keyboard.press("Shift")
    assert wait_for_answer(work, 5.2) == "POST"
    expect(work.locator("#session-bar")).to_be_hidden()
    assert seconds_left() > 1700


def test_after_the_end_one_signs_in_beside_it_and_goes_on_in_the_same_page(work: Page) -> None:
    bar = work.locator("#session-bar")
    ends_in(-1)
    wait_for_answer(work, 29)
    expect(bar).to_contain_text("登录已过期")
    with work.expect_popup() as opened:
        bar.get_by_role("link", name="在新窗口登录").click()
    entrance = opened.value
    entrance.get_by_label("用户名").fill("alice")
    entrance.get_by_label("密码").fill("kept-secret-4711")
    entrance.get_by_role("button", name="登录").click()
    expect(entrance.get_by_label("密码")).to_have_count(0)
    with work.expect_response(lambda answer: "/session" in answer.url):
        work.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the reader comes back
    expect(bar).to_be_hidden()
    work.keyboard.press("j")
    work.keyboard.press("a")
    expect(work.locator("#review-progress")).not_to_contain_text("0 /")
    work.wait_for_function("document.querySelectorAll('.claim[data-state=accepted]').length === 1")
    assert state_of(8) == "accepted"
    assert Claim.objects.get(value=8).decided_by.username == "alice"
