"""The sketch of a chart, which is there before Plotly: it shows what Plotly shows, where Plotly shows it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories import make_citation, make_indicator, make_observation, make_region, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLOTLY = "**/vendor/plotly*"
PLACES = """() => [...document.querySelectorAll(".chart__plot")].map((plot) => {
  const own = plot.getBoundingClientRect();
  const place = (one) => {
    const box = one.getBoundingClientRect();
    return [one.textContent, box.left + box.width / 2 - own.left, box.top + box.height / 2 - own.top];
  };
  const words = [...plot.querySelectorAll("text")].filter((one) => one.textContent.trim());
  return {size: [plot.clientWidth, plot.clientHeight], words: words.map(place)};
})"""


@pytest.fixture
def house(live_server, page: Page) -> str:
    """A province with parts and a city over five years, one year a part, one value hedged; the browser is a
    reviewer's."""
    province = make_region()
    city = make_region("360100", "南昌市", "prefecture", parent=province)
    make_indicator()
    for year in range(2012, 2017):
        make_citation(make_observation(90_000 + year * 3, year, region=province))
        make_observation(20_000, year, region=province, breakdown="invention")
        make_observation(30_000, year, region=city, comparator="above" if year == 2014 else "exact")
    client = Client()
    client.force_login(make_user())
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return live_server.url


COMPARED = "/explore/?indicator=patent_applications&region=360000&region=360100&chart="
ADDRESSES = [
    "/?region=360000",
    "/indicators/patent_applications/?region=360000&region=360100",
    f"{COMPARED}bar&year=2014",
    f"{COMPARED}slope",
    f"{COMPARED}bump",
]


@pytest.mark.parametrize(("width", "addresses"), [(1280, ADDRESSES), (390, ADDRESSES[:4])])
def test_it_stands_where_plotly_will_stand(page: Page, house: str, width: int, addresses: list[str]) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses:
        page.route(PLOTLY, lambda route: route.abort())
        page.goto(house + address)
        expect(page.locator(".chart__sketch").first).to_be_visible()
        sketched = page.evaluate(PLACES)
        page.unroute(PLOTLY)
        page.goto(house + address)
        expect(page.locator(".main-svg").first).to_be_visible()
        expect(page.locator(".chart__sketch")).to_have_count(0)
        for sketch, drawn in zip(sketched, page.evaluate(PLACES), strict=True):
            assert sketch["size"] == drawn["size"]
            pairs = zip(sorted(sketch["words"]), sorted(drawn["words"]), strict=True)
            for (words, x, y), (same, across, down) in pairs:
                assert words == same
                assert abs(x - across) < 3, words
                assert abs(y - down) < 3, words


def test_it_stays_where_plotly_does_not_come_and_follows_the_theme(page: Page, house: str) -> None:
    page.route(PLOTLY, lambda route: route.abort())
    page.goto(f"{house}/indicators/patent_applications/?region=360000")
    line = page.locator(".chart__sketch path[stroke-width='2.25']").first
    light = line.get_attribute("stroke")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate("document.dispatchEvent(new CustomEvent('zhiheng:theme'))")
    expect(line).not_to_have_attribute("stroke", light)
