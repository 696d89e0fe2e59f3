"""Notes beside a series: in charts and in print, and no growth told across a break."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from indicators.annotations import SeriesNote
from indicators.chart_layout import Axis
from indicators.charts import build_line_chart
from indicators.pictures import Caption, draw_svg
from indicators.series import Breaks, build_series, build_tracks, growth_of
from indicators.wording import refusal_text
from tests.factories import make_indicator, make_observation, make_region, make_user
from tests.indicators.test_pages_explorer import make_cities
from tests.indicators.test_pages_overview import figure_of
from tests.indicators.test_series import year
from trail.models import Event

PAGE = "/indicators/patent_applications/notes/"
SAID = {"kind": "break", "year": 2015, "region": "", "text": "2015 年起不含外观设计"}


@pytest.fixture
def rita(client: Client) -> Client:
    client.force_login(make_user("rita", "reviewer"))
    return client


def figure(*places: tuple[str, int]) -> dict:
    rows = [year(2013, 4), year(2014, 5), year(2015, 9), year(2016, 10)]
    breaks = Breaks(frozenset(places))
    axis = Axis("件", "count", "zh-hans", year_signs={2015: "╎"}, breaks=breaks)
    return build_line_chart(build_tracks(build_series(rows, lambda row: "江西省")), axis)


def test_a_line_is_not_joined_across_a_break():
    before, after = figure(("", 2015))["data"]
    assert (before["y"], after["y"]) == ([4.0, 5.0, None, None], [None, None, 9.0, 10.0])
    assert after["showlegend"] is False


def test_a_break_of_one_region_leaves_the_others_whole():
    assert len(figure(("430000", 2015))["data"]) == 1
    assert len(figure(("360000", 2015))["data"]) == 2


def test_a_break_of_all_regions_is_a_dotted_line_before_its_year_in_pictures_too():
    (shape,) = figure(("", 2015))["layout"]["shapes"]
    assert (shape["x0"], shape["x1"]) == (2014.5, 2014.5)
    root = ElementTree.fromstring(draw_svg(figure(("", 2015)), Caption("专利申请量")))
    dotted = [
        one.get("d") for one in root.iter("{http://www.w3.org/2000/svg}path") if one.get("stroke-dasharray")
    ]
    assert len(dotted) == 1


def test_no_growth_is_told_across_a_break_and_the_reason_is_said():
    track = build_tracks(build_series([year(2014, 5), year(2015, 9)], lambda row: ""))[0]
    before, after = track.line.known
    told = growth_of(after, [before], is_break=True)
    assert (told.change, told.refusal) == (None, "break")
    assert refusal_text(told, "zh-hans") == "不可比：本年起统计口径有变化"
    assert growth_of(after, [before]).change == Decimal(80)


def test_two_years_are_compared_unless_a_break_lies_between_them():
    breaks = Breaks(frozenset({("360000", 2015)}))
    assert breaks.within("360000", 2013, 2016)
    assert not breaks.within("360000", 2015, 2016)
    assert not breaks.within("430000", 2013, 2016)


@pytest.mark.django_db
def test_a_break_stands_under_the_chart_and_takes_the_growth_away(rita):
    for of_year, value in ((2014, 5), (2015, 9), (2016, 12)):
        make_observation(value, of_year)
    assertRedirects(rita.post(PAGE, SAID), PAGE)
    for address in ("/indicators/patent_applications/?", "/explore/?indicator=patent_applications&"):
        page = rita.get(f"{address}region=360000")
        assertContains(page, "2015 年起统计口径有变化，不与之前比较：2015 年起不含外观设计")
        assertContains(page, "不可比：本年起统计口径有变化")
        assertContains(page, "+33.3%")  # of the year after it
        assertNotContains(page, "+80.0%")
        assert len(figure_of(page, "main")["layout"]["shapes"]) == 1


@pytest.mark.django_db
def test_the_overview_tells_no_growth_across_a_break(rita):
    make_observation(5, 2015)
    make_observation(9, 2016)
    assertContains(rita.get("/?region=360000"), "+80.0%")
    rita.post(PAGE, SAID | {"year": 2016})
    assertNotContains(rita.get("/?region=360000"), "+80.0%")


@pytest.mark.django_db
def test_a_note_on_one_region_has_its_sign_at_the_point(rita):
    make_cities()
    rita.post(
        f"{PAGE}?region=360100", SAID | {"kind": "note", "year": 2016, "region": "360100", "text": "含高新区"}
    )
    page = rita.get("/explore/?indicator=patent_applications&among=360000")
    assertContains(page, "南昌市2016 年：含高新区")
    assert "①" in [note["text"] for note in figure_of(page, "main")["layout"]["annotations"]]


@pytest.mark.django_db
def test_what_is_written_and_taken_away_is_told_in_the_trail(rita):
    make_indicator()
    rita.post(PAGE, SAID)
    note = SeriesNote.objects.get()
    rita.post(f"{PAGE}{note.pk}/remove/")
    assert not SeriesNote.objects.exists()
    first, second = Event.objects.filter(action="catalogue_change").order_by("pk")
    assert (first.detail["new"]["year"], second.detail["old"]["text"]) == (2015, SAID["text"])


@pytest.mark.django_db
def test_the_second_break_of_a_year_is_refused_in_one_sentence(rita):
    make_indicator()
    rita.post(PAGE, SAID)
    assertContains(rita.post(PAGE, SAID), "这一年的口径变化已有注记", status_code=422)


@pytest.mark.django_db
def test_leaders_read_notes_and_write_none(client):
    make_indicator()
    SeriesNote.objects.create(
        indicator=make_indicator(), year=2016, text="数据含省直管县", written_by=make_user("rita", "reviewer")
    )
    client.force_login(make_user("leo", "leader"))
    assertContains(client.get(PAGE), "数据含省直管县")
    assert client.post(PAGE, SAID).status_code == 403


@pytest.mark.django_db
def test_an_office_sees_no_note_on_another_region(client):
    note = {"indicator": make_indicator(), "year": 2016, "written_by": make_user("rita", "reviewer")}
    SeriesNote.objects.create(**note, region=make_region("430000", "湖南省"), text="湖南的事")
    SeriesNote.objects.create(**note, text="大家的事")
    client.force_login(make_user("nan", "office", region=make_region("360100", "南昌市", "prefecture")))
    page = client.get(PAGE)
    assertContains(page, "大家的事")
    assertNotContains(page, "湖南的事")
