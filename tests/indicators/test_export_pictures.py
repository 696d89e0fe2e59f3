"""Charts as pictures made by the server: what is in the drawing, and what is said where none can be made."""

import struct
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from indicators.chart_layout import Axis
from indicators.charts import build_bar_chart, build_line_chart
from indicators.pictures import Caption, draw_svg, png
from indicators.pictures.lettering import plain, wrap
from indicators.pictures.plane import ticks_of
from indicators.series import build_series, build_tracks
from tests.factories import make_citation, make_observation, make_user
from tests.indicators.test_series import Value, part, year

AXIS = Axis("件", "count", "zh-hans")
SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("专利申请量", "江西省 · 2014–2016", ("○ 空心点为非全年时段",), "来源：知衡")


def line(*rows: Value) -> dict:
    return build_line_chart(build_tracks(build_series(rows, lambda row: "江西省")), AXIS)


def tree(figure: dict, caption: Caption = CAPTION, theme: str = "print") -> ElementTree.Element:
    return ElementTree.fromstring(draw_svg(figure, caption, theme))


def words_of(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_a_drawing_says_what_it_shows_and_keeps_its_text_as_text():
    words = words_of(tree(line(year(2014, 5), year(2016, 7))))
    assert {
        "专利申请量",
        "江西省 · 2014–2016",
        "○ 空心点为非全年时段",
        "来源：知衡",
        "2014",
        "2016",
        "件",
    } <= set(words)


def test_a_gap_is_a_gap_in_the_drawing():
    root = tree(line(year(2013, 4), year(2014, 5), year(2016, 7), year(2017, 8)))
    (path,) = [one.get("d") for one in root.iter(f"{SVG}path") if one.get("stroke-linejoin")]
    assert path.count("M") == 2


def test_a_part_of_a_year_is_an_open_circle_with_its_window():
    root = tree(line(year(2015, 5), part(2016, 10, 31, 3)))
    assert "#ffffff" in [one.get("fill") for one in root.iter(f"{SVG}circle")]
    assert "1–10月" in words_of(root)


def test_higher_values_stand_higher():
    root = tree(line(year(2015, 5), year(2016, 9)))
    low, high = (float(one.get("cy")) for one in root.iter(f"{SVG}circle"))
    assert high < low


def test_parts_are_stacked_on_each_other_and_hatched_where_the_year_is_not_whole():
    rows = [
        year(2015, 10, breakdown="发明"),
        year(2015, 30, breakdown="外观设计"),
        replace(part(2016, 6, 30, 8), breakdown="发明"),
    ]
    tracks = build_tracks(build_series(rows, lambda row: row.breakdown))
    bars = [one for one in tree(build_bar_chart(tracks, AXIS)).iter(f"{SVG}rect") if one.get("stroke")]
    assert float(bars[0].get("y")) == pytest.approx(
        float(bars[2].get("y")) + float(bars[2].get("height")), abs=0.2
    )
    assert bars[1].get("fill", "").startswith("url(#hatch-")


def test_names_in_a_drawing_cannot_become_markup():
    figure = line(year(2015, 5), year(2016, 9))
    words = words_of(tree(figure, Caption("<script>alert(1)</script>", 'a"b&c', ("\x0b]]>",))))
    assert words[0] == "<script>alert(1)</script>"
    assert 'a"b&c' in words


def test_a_drawing_takes_the_colours_of_the_theme():
    assert "#171e27" in draw_svg(line(year(2015, 5)), CAPTION, "dark")
    with pytest.raises(KeyError):
        draw_svg(line(year(2015, 5)), CAPTION, "neon")


def test_no_variable_of_a_style_sheet_is_left_in_a_drawing():
    assert "var(" not in draw_svg(line(year(2015, 5), part(2016, 10, 31, 3)), CAPTION)


def test_ticks_are_round_numbers_inside_the_range():
    assert ticks_of({"range": [0, 7.3], "nticks": 6}) == [(0, "0"), (2, "2"), (4, "4"), (6, "6")]
    assert [label for _value, label in ticks_of({"range": [0, 9000], "nticks": 6, "tickformat": ",~f"})][
        -1
    ] == "8,000"


def test_a_long_note_is_broken_between_characters_and_no_line_begins_with_a_stop():
    lines = wrap("一二三四五，六七八九十。" * 3, 10, 50)
    assert len(lines) > 5
    assert all(line[0] not in "，。" for line in lines)


def test_words_of_a_figure_lose_their_tags_and_keep_their_signs():
    assert plain("<b>A &amp; B</b><br>&lt;5") == "A & B <5"


# --- as files


@pytest.fixture
def alice(client: Client, db: None) -> Client:
    client.force_login(make_user("alice"))
    return client


def test_the_svg_of_a_page_bears_its_notes_rulings_and_day(alice):
    make_observation(74639, 2015)
    make_citation(
        make_observation(80000, end=date(2016, 10, 31)), "1-10月80000件", "80000件", ruling="采信公报"
    )
    words = "".join(
        words_of(ElementTree.fromstring(alice.get("/indicators/patent_applications/export/svg/").content))
    )
    for told in ("专利申请量", "空心点为非全年时段", "经裁定：采信公报", "来源：知衡"):
        assert told in words


def test_the_png_of_a_page_is_a_picture_of_twice_the_drawing_s_size(alice):
    if not png.has_chinese():
        pytest.skip("no Chinese font on this machine: the product would say so")
    make_observation(74639, 2015)
    body = alice.get("/indicators/patent_applications/export/png/").content
    assert body.startswith(b"\x89PNG")
    assert struct.unpack(">I", body[16:20]) == (1920,)


@pytest.mark.parametrize(("reason", "name"), [("renderer", "resvg-py"), ("font", "fonts-noto-cjk")])
def test_where_no_picture_can_be_made_one_sentence_says_what_is_missing(alice, monkeypatch, reason, name):
    def refuse(*_given: object) -> bytes:
        raise png.CannotDraw(reason)

    monkeypatch.setattr("indicators.exports.pictures.render_png", refuse)
    make_observation(74639, 2015)
    response = alice.get("/indicators/patent_applications/export/png/?from=2015")
    assertRedirects(response, "/indicators/patent_applications/?from=2015", fetch_redirect_response=False)
    assertContains(alice.get(response["Location"]), name)


def test_a_page_without_values_has_no_picture_and_says_so(alice):
    make_observation(5, 2010)
    response = alice.get("/indicators/patent_applications/export/svg/?from=2015", follow=True)
    assertContains(response, "没有图可存")
