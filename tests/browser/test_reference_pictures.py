"""Pages look as they did: each is compared with its reference picture, with a tolerance.

`make pictures` takes new ones, to be looked at before they are committed. Where browser or fonts are not those that
the pictures were made with, the test is skipped and says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page

from indicators.models import Region
from reports.models import Expectation
from tests.browser.conftest import find_chromium
from tests.browser.pictures import FOLDER, TOLERATED, VIEWS, View, difference, fingerprint, store, take
from tests.factories import (
    make_citation,
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_region,
    make_report,
    make_source,
    make_user,
    moment,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REFRESH = os.environ.get("REFRESH_PICTURES") == "1"
MADE_WITH = FOLDER / "made_with.json"
TEXT = "江西省2016年工作总结\n一、主要工作\n全年专利申请94045件,另处写作90000件。收件37份。"
PAGES = {
    "overview": "/?region=360000&since=2020-01-01",
    "indicator": "/indicators/patent_applications/?region=360000&region=360100",
    "indicators": "/indicators/",
    "explorer": "/explore/?indicator=patent_applications&region=360000&region=360100&region=360400",
    "embed": "/embed/indicators/patent_applications/?region=360000",
    "coverage": "/coverage/indicators/?region=360000&level=all&year=2016",
    "report": "/reports/{report}/",
    "desk": "/review/",
    "findings": "/findings/",
    "upload": "/reports/upload/",
}


@pytest.fixture
def house() -> dict[str, int]:
    """A province with two cities over five years, a report with a doubt, and a plan that is due; no moment of today."""
    province = make_region()
    cities = {"360100": "南昌市", "360400": "九江市"}
    for code, name in cities.items():
        make_region(code, name, "prefecture", parent=province)
    told = {"published_at": moment(2019, 3, 1)}
    grants = make_indicator("patent_grants", name_zh="专利授权量", name_en="Patents granted")
    source = make_source(title="江西省2016年工作总结", received_at=moment(2017, 1, 9))
    for year in range(2012, 2017):
        value = make_observation(50000 + (year - 2012) * 11000, year, **told)
        make_citation(value, source=source, link=f"/reports/1/?claim={year}")
        make_observation(30000 + (year - 2012) * 4000, year, indicator=grants, **told)
        for share, code in enumerate(cities, 1):
            region = Region.objects.get(pk=code)
            make_observation(9000 * share + (year - 2012) * 800 * share, year, region=region, **told)
    report = make_report(TEXT, uploaded_at=moment(2017, 1, 9))
    claims = [make_claim(report), make_claim(report, "90000件", 90000), make_claim(report, "37份", 37)]
    make_finding(report, claims[:2])
    due = timezone.localdate() + timedelta(days=400)
    rita = make_user("rita")
    Expectation.objects.create(
        kind="plan", year=due.year, due=due, level="prefecture", parent=province, set_by=rita
    )
    return {"report": report.pk, "reader": rita.pk}


@pytest.fixture(scope="module")
def drawn_alike() -> None:
    """Skips where the machine draws letters otherwise than the one that made the pictures."""
    here = fingerprint(find_chromium() or "chromium")
    if REFRESH:
        FOLDER.mkdir(exist_ok=True)
        MADE_WITH.write_text(json.dumps({"made with": here}, indent=2) + "\n", "utf-8")
        return
    there = json.loads(MADE_WITH.read_text("utf-8"))["made with"]
    if here != there:
        pytest.skip(f"pictures were made with {there}; here is {here}: nothing to compare")


@pytest.fixture
def reader(house: dict[str, int], live_server) -> str:
    """A session of the reviewer who looks."""
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(pk=house["reader"]))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def look(browser: Browser, address: str, view: View, session: str) -> Iterator[Page]:
    """A window on the site in the view's width, theme and language."""
    context = browser.new_context(
        viewport={"width": view.width, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai", bypass_csp=True,
        reduced_motion="reduce",
    )  # fmt: skip
    cookies = {
        settings.SESSION_COOKIE_NAME: session,
        settings.LANGUAGE_COOKIE_NAME: {"zh": "zh-hans"}.get(view.language, "en"),
    }
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    context.add_init_script(f"localStorage.setItem('zhiheng-theme', '{view.theme}')")
    yield context.new_page()
    context.close()


@pytest.mark.usefixtures("drawn_alike")
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_pages_look_as_they_did(
    browser: Browser, live_server, house, reader: str, view: View, tmp_path: Path
) -> None:
    wrong = []
    for page in look(browser, live_server.url, view, reader):
        for name, path in PAGES.items():
            page.goto(live_server.url + path.format(**house), wait_until="load")
            picture, kept = take(page), FOLDER / name / f"{view.name}.png"
            if REFRESH:
                store(picture, kept)
            elif (share := difference(picture, kept)) > TOLERATED:
                picture.save(tmp_path / f"{name}-{view.name}.png")
                wrong.append(f"{name} {view.name}: {share:.1%} of the picture differ, see {tmp_path}")
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A kept picture of a white page with a dark block."""
    store(page_with_block(40), tmp_path / "page.png")
    return tmp_path / "page.png"


def page_with_block(left: int, colour: str = "#1f4b82") -> Image.Image:
    page = Image.new("RGB", (400, 300), "#ffffff")
    page.paste(colour, (left, 100, left + 120, 160))
    return page


def test_the_same_page_is_no_difference_and_a_moved_block_is_one(reference: Path) -> None:
    assert difference(page_with_block(40), reference) == 0
    assert difference(page_with_block(60), reference) > TOLERATED


def test_a_shade_more_is_tolerated_and_another_colour_is_not(reference: Path) -> None:
    assert difference(page_with_block(40, "#254f86"), reference) <= TOLERATED
    assert difference(page_with_block(40, "#c8690a"), reference) > TOLERATED


def test_a_longer_page_is_another_page(reference: Path) -> None:
    assert difference(Image.new("RGB", (400, 360), "#ffffff"), reference) == 1


def test_the_pictures_weigh_little() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.png")) < 4_000_000


def test_no_picture_is_left_of_a_page_that_is_not_looked_at() -> None:
    wanted = {f"{name}/{view.name}.png" for name in PAGES for view in VIEWS}
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.png")} == wanted
