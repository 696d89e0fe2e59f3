"""A deck in the meeting, by keyboard alone: pages, the sentences behind them, a note, and back to the brief."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from briefs.models import Brief, MeetingNote
from tests.browser.test_accessibility import sign_in, violations
from tests.factories import make_citation, make_indicator, make_observation, make_region, make_user


def make_brief(person) -> Brief:
    province = make_region()
    indicator = make_indicator(is_headline=True)
    for year, value in [(2014, 61200), (2015, 74600), (2016, 94045)]:
        one = make_observation(value, year, indicator=indicator, region=province)
        make_citation(one, f"全年专利申请{value}件。", f"{value}件")
    now = timezone.now()
    return Brief.objects.create(
        title="江西省2016年简报", region=province, year=2016, pinned_at=now, made_by=person
    )


def test_a_deck_is_shown_by_keyboard_alone(page: Page, live_server) -> None:
    leader = make_user("lea", "leader")
    brief = make_brief(leader)
    sign_in(page, live_server.url, leader)
    page.goto(f"{live_server.url}/briefs/{brief.pk}/slides/")
    current = page.locator(".slide.is-current")
    expect(current.locator("h1")).to_have_text("江西省2016年简报")
    page.keyboard.press("ArrowRight")
    expect(current).to_contain_text("专利申请量94,045件，同比增长26.1%")
    expect(current.locator(".js-plotly-plot, .plotly")).not_to_have_count(0)
    page.keyboard.press("s")
    expect(current.locator(".slide__sources")).to_contain_text("全年专利申请94045件。")
    page.keyboard.press("Escape")
    expect(current.locator(".slide__sources")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator("[data-deck-place]")).to_have_text("3 / 3")
    page.keyboard.press("Home")
    page.keyboard.press("n")
    page.keyboard.type("核对今年的数")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-deck-said]")).to_have_text("记录已保存。")
    assert MeetingNote.objects.get().text == "核对今年的数"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{live_server.url}/briefs/{brief.pk}/")
    brief.refresh_from_db()
    assert brief.shown_at


def test_briefs_have_no_violation(page: Page, live_server) -> None:
    leader = make_user("lea", "leader")
    brief = make_brief(leader)
    sign_in(page, live_server.url, leader)
    found = []
    for place in ("/briefs/", f"/briefs/{brief.pk}/", f"/briefs/{brief.pk}/slides/"):
        found += violations(page, live_server.url + place)
    assert not found, "\n".join(found)
