"""The explorer in a browser: by keyboard from a name to a chart, a point and its sentence; and back."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories import make_citation, make_indicator, make_observation, make_region, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "全年专利申请120件。"


@pytest.fixture
def house(live_server, page: Page) -> str:
    """Two cities over two years, one sentence; the browser is a reviewer's."""
    province = make_region()
    city = make_region("360100", "南昌市", "prefecture", parent=province)
    other = make_region("360400", "九江市", "prefecture", parent=province)
    make_observation(100, 2015, region=city)
    make_citation(make_observation(120, 2016, region=city), SENTENCE, "120件")
    for year in (2015, 2016):
        make_observation(80, year, region=other)
        make_observation(300, year, region=province)
    make_indicator("penalty_amount", name_zh="罚没金额", name_en="Fines", unit="元", unit_kind="money")
    make_observation(
        5000, 2016, region=city, indicator=make_indicator("penalty_amount"), unit_kind="money",
        start=date(2016, 1, 1),
    )  # fmt: skip
    client = Client()
    client.force_login(make_user("alice"))
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return live_server.url


def test_from_a_name_to_a_sentence_and_back_by_keyboard(page: Page, house: str) -> None:
    page.goto(f"{house}/explore/")
    field = page.get_by_role("combobox", name="指标")
    field.focus()
    page.keyboard.type("zlsq")
    expect(page.get_by_role("option", name="专利申请量")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("专利申请量")
    expect(page).to_have_url(f"{house}/explore/?indicator=patent_applications")
    expect(page.locator(".chart-title")).not_to_contain_text("南昌市")

    page.get_by_role("combobox", name="地区").focus()
    page.keyboard.type("ncs")
    expect(page.get_by_role("option", name="南昌市").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".chart-title")).to_contain_text("南昌市")

    plot = page.locator(".chart__plot")
    expect(plot.locator(".main-svg").first).to_be_visible()
    plot.focus()
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-chart-voice]")).to_contain_text("120 件")
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="详情")
    expect(panel).to_contain_text(SENTENCE)
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    expect(plot).to_be_visible()
    page.keyboard.press("Escape")
    expect(plot).to_be_focused()

    page.go_back()
    expect(page.locator(".chart-title")).not_to_contain_text("南昌市")
    page.go_forward()
    expect(page.locator(".chart-title")).to_contain_text("南昌市")


def test_cells_are_one_stop_and_arrows_go_between_them(page: Page, house: str) -> None:
    page.goto(f"{house}/explore/?indicator=patent_applications&among=360000&chart=heat")
    cells = page.locator(".heat a[data-evidence]")
    expect(cells.nth(0)).to_have_attribute("tabindex", "0")
    expect(cells.nth(1)).to_have_attribute("tabindex", "-1")
    cells.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="详情")).to_contain_text(SENTENCE)
    page.reload()
    expect(page.get_by_role("complementary", name="详情")).to_contain_text(SENTENCE)


def test_a_choice_changes_the_chart_and_keeps_the_focus(page: Page, house: str) -> None:
    page.goto(f"{house}/explore/?indicator=patent_applications&among=360000&chart=heat")
    page.get_by_label("起年").fill("2016")
    page.get_by_label("起年").press("Tab")
    expect(page.locator(".heat thead th")).to_have_count(2)
    expect(page).to_have_url(
        f"{house}/explore/?indicator=patent_applications&among=360000&chart=heat&from=2016"
    )
    page.get_by_role("link", name="折线").click()
    expect(page.locator(".chart__plot, .explorer__empty")).to_be_visible()


def test_a_failure_is_told_and_the_page_stays(page: Page, house: str) -> None:
    page.goto(f"{house}/explore/?indicator=patent_applications&among=360000&chart=heat")
    page.route("**/explore/?*chart=bump*", lambda route: route.abort())
    page.get_by_role("link", name="位次", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("没有取到数据")
    expect(page.locator(".heat")).to_be_visible()
