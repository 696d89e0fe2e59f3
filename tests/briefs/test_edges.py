"""Nothing, one thing, very many: an empty year, a region with one value, a board of 300, a title of 120 characters."""

import pytest
from django.urls import reverse

from briefs.content import Cells
from briefs.deck_services import add_slide, make_deck
from briefs.services import make_brief, make_work, take_note
from tests.factories import (
    make_citation,
    make_indicator,
    make_observation,
    make_region,
    make_report,
)
from tests.factories import make_work_item as work

pytestmark = pytest.mark.django_db
LONG = "关于二〇一六年度知识产权工作情况的汇报材料" * 6


@pytest.fixture
def lonely():
    """A county of which one report told one value."""
    county = make_region("360111", "青山湖区", "county")
    one = make_observation(12, 2016, region=county, indicator=make_indicator(is_headline=True))
    make_citation(one, "专利申请12件。", "12件")
    return county


def test_a_region_with_one_report_has_a_brief_of_one_sentence(client, rita, lonely) -> None:
    brief = make_brief(region=lonely, year=2016, by=rita)
    page = client.get(reverse("briefs:brief-detail", args=[brief.pk])).content.decode()
    assert "12件" in page
    show = client.get(reverse("briefs:brief-slides", args=[brief.pk])).context["show"]
    assert [slide.key for slide in show.slides] == ["title", "creation"]


def test_a_chart_of_an_empty_year_says_so_on_its_slide(client, rita, lonely) -> None:
    page = client.get("/slides/?indicator=patent_applications&region=360111&from=1990&to=1991")
    assert page.status_code == 200
    assert "所选范围内没有已发布的数值" in page.content.decode()


def test_a_chart_of_a_region_without_values_can_stand_in_a_deck(client, rita, lonely) -> None:
    make_region("110000", "北京市")
    deck = make_deck(title="例会", by=rita)
    add_slide(deck=deck, by=rita, query="indicator=patent_applications&region=110000")
    for name in ("briefs:deck-detail", "briefs:deck-slides", "briefs:deck-file"):
        assert client.get(reverse(name, args=[deck.pk])).status_code == 200


def test_a_deck_without_slides_shows_its_title(client, rita) -> None:
    deck = make_deck(title="例会", by=rita)
    assert "还没有内容" in client.get(reverse("briefs:deck-detail", args=[deck.pk])).content.decode()
    assert len(client.get(reverse("briefs:deck-slides", args=[deck.pk])).context["show"].slides) == 1


def test_a_title_of_120_characters_is_kept_and_a_longer_one_refused(client, rita, lonely) -> None:
    assert client.post("/decks/", {"title": LONG[:120]}).status_code == 302
    assert LONG[:120] in client.get("/decks/").content.decode()
    assert client.post("/decks/", {"title": LONG[:121]}).status_code == 422
    brief = make_brief(region=lonely, year=2016, by=rita, title=LONG[:120])
    note = take_note(show=brief, by=rita, slide="creation", text="核" * 500)
    item = make_work(note=note, by=rita, region=lonely, text=note.text, body="局" * 60)
    page = client.get(reverse("reports:work-item-detail", args=[item.pk])).content.decode()
    assert item.origin in page
    assert client.get(reverse("briefs:brief-file", args=[brief.pk, "docx"])).status_code == 200


def test_a_board_of_300_items_shows_the_nearest_and_counts_the_others(
    client, rita, lonely, django_assert_max_num_queries
) -> None:
    report = make_report(region=lonely)
    for number in range(290):
        work(report, f"第{number}件事。", span_start=number, span_end=number + 1)
    brief = make_brief(region=lonely, year=2016, by=rita)
    for number in range(10):
        note = take_note(show=brief, by=rita, slide="creation", text=f"会上第{number}件事")
        make_work(note=note, by=rita, region=lonely, text=note.text)
    with django_assert_max_num_queries(20):
        page = client.get("/work-items/board/").content.decode()
    assert "另有 280 件，在列表里看" in page
    listed = client.get("/work-items/", {"progress": "not_started", "year": 2017})
    assert listed.context["table"].paginator.count == 300


@pytest.mark.parametrize(("rows", "pieces"), [(0, []), (3, [3]), (8, [8]), (9, [5, 4]), (17, [6, 6, 5])])
def test_a_long_table_goes_on_in_even_pieces(rows: int, pieces: list[int]):
    table = Cells(
        "主要数据", ("指标", "数值"), tuple((f"指标{n}", f"{n} 件") for n in range(rows)), frozenset({1})
    )
    assert [len(piece.rows) for piece in table.pages(8, 50)] == pieces
    assert tuple(row for piece in table.pages(8, 50) for row in piece.rows) == table.rows
