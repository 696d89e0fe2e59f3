"""A deck in the meeting, by keyboard alone: pages, the sentences behind them, a note, and back to the brief."""

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from briefs.deck_services import add_slide, make_deck
from briefs.models import Brief, Deck, Export, MeetingNote
from briefs.services import take_note
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


def size_of(words: Locator) -> float:
    """The height of the type, in pixels."""
    return words.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")


def overflow_of(box: Locator) -> int:
    """By how many pixels there is more than is seen."""
    return box.evaluate(
        "box => Math.max(box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth)"
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
    assert size_of(current.locator(".slide__words p").first) >= 0.0185 * page.viewport_size["width"]
    page.keyboard.press("s")
    expect(current.locator(".slide__sources")).to_contain_text("全年专利申请94045件。")
    page.keyboard.press("Escape")
    expect(current.locator(".slide__sources")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator("[data-deck-place]")).to_have_text("3 / 3")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-deck-place]")).to_have_text("2 / 3")
    page.keyboard.press("h")
    expect(page.locator(".slides__help")).to_contain_text("黑屏")
    page.keyboard.press("Escape")
    expect(page.locator(".slides__help")).to_be_hidden()
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


def make_deck_of_twenty(person, brief: Brief) -> Deck:
    """Nineteen charts of every kind and a part of a brief, under a title of 120 characters."""
    deck = make_deck(title="季度工作调度会" + "材料" * 56 + "册", by=person)
    chart, group = (f"indicator=patent_applications&{who}=360000&chart=" for who in ("region", "among"))
    kinds = [
        f"{chart}line",
        f"{chart}bar",
        f"{group}bar",
        f"{group}heat",
        f"{group}multiples",
        f"{group}slope",
    ]
    for number in range(19):
        add_slide(deck=deck, by=person, query=kinds[number % len(kinds)], title=f"第{number + 1}页")
    add_slide(deck=deck, by=person, brief=brief, section="creation", title="最后一页")
    return deck


def test_twenty_slides_are_shown_by_keyboard_alone(page: Page, live_server) -> None:
    leader = make_user("lea", "leader")
    brief = make_brief(leader)
    for code, name, value in (("360100", "南昌市", 31938), ("360400", "九江市", 9655)):
        place = make_region(code, name, "prefecture", parent=make_region())
        for year in (2015, 2016):
            make_citation(make_observation(value, year, region=place), f"共{value}件。", f"{value}件")
    deck = make_deck_of_twenty(leader, brief)
    sign_in(page, live_server.url, leader)
    page.goto(f"{live_server.url}/decks/{deck.pk}/slides/")
    current, place = page.locator(".slide.is-current"), page.locator("[data-deck-place]")
    expect(current.locator("h1")).to_have_text(deck.title)
    for number in range(1, 20):
        page.keyboard.press("ArrowRight")
        expect(current.locator("h2")).to_have_text(f"第{number}页")
        expect(current.locator(".slide__view")).to_be_visible()
        assert overflow_of(current.locator(".slide__body")) <= 2
    page.keyboard.press("s")
    expect(current.locator(".slide__sources")).to_contain_text("全年专利申请94045件。")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect(current.locator("h2")).to_have_text("最后一页")
    page.keyboard.press("End")
    expect(place).to_have_text("22 / 22")
    page.keyboard.press("n")
    page.keyboard.type("九江说明原因")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-deck-said]")).to_have_text("记录已保存。")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{live_server.url}/decks/{deck.pk}/")


def test_briefs_have_no_violation(page: Page, live_server) -> None:
    leader = make_user("lea", "leader")
    brief = make_brief(leader)
    deck = make_deck_of_twenty(leader, brief)
    Export.objects.create(owner=leader, kind="zip", title="全套", state="making", step="pdf", done=2, total=6)
    take_note(show=deck, by=leader, slide="title", text="核对")
    sign_in(page, live_server.url, leader)
    found = []
    places = (
        "/briefs/", f"/briefs/{brief.pk}/", f"/briefs/{brief.pk}/slides/", f"/decks/{deck.pk}/", "/decks/",
        f"/decks/{deck.pk}/slides/", "/slides/?indicator=patent_applications&region=360000", "/exports/",
    )  # fmt: skip
    for place in places:
        found += violations(page, live_server.url + place)
    assert not found, "\n".join(found)
