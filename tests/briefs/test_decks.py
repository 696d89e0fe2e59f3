"""Any chart becomes a slide, and slides a deck: in its owner's order, on one moment's data, telling what changed."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from pptx import Presentation

from briefs.content import text_of
from briefs.deck import write_deck
from briefs.deck_services import MOST_SLIDES, add_slide, make_deck, mark_deck_shown, move_slide, remove_slide
from briefs.decks import changes_in, content_of_deck, parts_of
from briefs.models import Deck, DeckSlide
from briefs.services import make_brief, make_work, take_note
from indicators.models import Observation, Region, SavedView
from reports.errors import ServiceError
from tests.factories import make_indicator, make_observation, make_user

pytestmark = pytest.mark.django_db
LINE = "indicator=patent_applications&region=360000"
RANKING = "indicator=patent_applications&among=360000&chart=bar&year=2016"


@pytest.fixture
def deck(province, rita) -> Deck:
    deck = make_deck(title="季度例会", by=rita)
    add_slide(deck=deck, by=rita, query=LINE)
    add_slide(deck=deck, by=rita, query=RANKING, title="各市位次")
    return deck


def words_of(deck, user) -> list[str]:
    return [text_of(part.section.sentences[0]) for part in parts_of(deck, user)]


def revise(deck, rita) -> None:
    """The province's value of 2016 is corrected after the deck was pinned."""
    later = timezone.now() + timedelta(seconds=1)
    old = Observation.objects.filter(region="360000", value=94045)
    old.update(superseded_at=later, superseded_by=rita, supersede_reason="更正")
    make_observation(94054, 2016, region=Region.objects.get(pk="360000"), published_at=later)


def test_a_value_that_joins_a_part_of_a_brief_is_a_change_of_the_deck(deck, rita, province) -> None:
    brief = make_brief(region=province, year=2016, by=rita)
    add_slide(deck=deck, by=rita, brief=brief, section="creation")
    grants = make_indicator("patent_grants", name_zh="专利授权量")
    make_observation(31472, 2016, indicator=grants, region=province, published_at=timezone.now())
    told = [(c.what, c.before, c.after) for c in changes_in(deck, parts_of(deck, rita))]
    assert told == [("江西省2016年专利授权量", "", "31,472件")]


def test_the_words_of_a_chart_are_chinese_for_a_reader_of_english_as_well(deck, rita) -> None:
    with translation.override("en"):
        ranking = parts_of(deck, rita)[1]
    assert "南昌市31,938件" in text_of(ranking.section.sentences[0])
    assert ranking.section.chart.categories[0] == "南昌市"
    assert ranking.view.page.rows[0].region == "Nanchang"


def test_a_chart_tells_its_newest_value_and_a_ranking_its_first_places(deck, rita) -> None:
    assert words_of(deck, rita) == [
        "江西省2016年专利申请量94,045件。",
        "2016年，3个地区中有3个有专利申请量，居前的是南昌市31,938件、赣州市18,938件、九江市9,655件。",
    ]


def test_the_page_of_a_chart_leads_onto_the_full_screen_and_back(client, deck) -> None:
    page = client.get("/indicators/patent_applications/?region=360000").content.decode()
    assert "/slides/?indicator=patent_applications&amp;region=360000" in page
    show = client.get(f"/slides/?{RANKING}&layer=draft").context["show"]
    assert show.back.startswith(reverse("indicators:explorer"))
    assert "layer" not in show.back
    assert [line.quote for line in show.slides[0].sources] == ["31938", "18938", "9655"]


def test_a_chart_without_an_indicator_goes_back_with_a_sentence(client, rita) -> None:
    answer = client.get("/slides/?region=360000", follow=True)
    assert "没有选指标" in answer.content.decode()


def test_drafts_are_on_no_slide(client, deck, rita) -> None:
    make_observation(99999, 2017, region=Region.objects.get(pk="360000"), published_at=None)
    page = client.get(f"/slides/?{LINE}&layer=draft").content.decode()
    assert "99,999" not in page


def test_a_deck_stands_on_its_moment_and_says_what_changed(deck, rita) -> None:
    revise(deck, rita)
    assert words_of(deck, rita)[0] == "江西省2016年专利申请量94,045件。"
    told = [(c.before, c.after, c.reason) for c in changes_in(deck, parts_of(deck, rita))]
    assert told == [("94,045件", "94,054件", "更正")]


def test_what_changed_is_told_once_it_was_shown(client, deck, rita) -> None:
    revise(deck, rita)
    page = reverse("briefs:deck-slides", args=[deck.pk])
    assert "有 1 个数据变了" in client.get(page).content.decode()
    mark_deck_shown(deck=deck, by=rita)
    Deck.objects.filter(pk=deck.pk).update(shown_at=timezone.now() + timedelta(seconds=9))
    assert "个数据变了" not in client.get(page).content.decode()
    assert "有 1 个数据变了" in client.get(reverse("briefs:deck-detail", args=[deck.pk])).content.decode()


def test_a_renewed_deck_has_the_new_value(client, deck, rita) -> None:
    revise(deck, rita)
    Observation.objects.update(published_at=timezone.now() - timedelta(minutes=1))
    Observation.objects.filter(superseded_at__isnull=False).update(superseded_at=timezone.now())
    client.post(reverse("briefs:deck-renew", args=[deck.pk]))
    deck.refresh_from_db()
    assert words_of(deck, rita)[0] == "江西省2016年专利申请量94,054件。"


def test_slides_change_places_and_close_up(deck, rita) -> None:
    first, second = deck.slides.order_by("position")
    move_slide(slide=second, by=rita, up=True)
    assert [one.pk for one in deck.slides.order_by("position")] == [second.pk, first.pk]
    move_slide(slide=second, by=rita, up=True)  # at the end of the row nothing happens
    second.refresh_from_db()
    remove_slide(slide=second, by=rita)
    assert list(deck.slides.values_list("pk", "position")) == [(first.pk, 0)]


def test_a_slide_is_a_chart_or_a_part_of_a_brief_and_never_both(deck, province, rita) -> None:
    brief = make_brief(region=province, year=2016, by=rita)
    for told in ({}, {"query": LINE, "brief": brief, "section": "creation"}, {"brief": brief}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeckSlide.objects.create(deck=deck, position=9, **told)


def test_a_full_deck_takes_no_more(deck, rita) -> None:
    DeckSlide.objects.bulk_create(DeckSlide(deck=deck, position=n, query=LINE) for n in range(2, MOST_SLIDES))
    with pytest.raises(ServiceError, match="已经放满"):
        add_slide(deck=deck, by=rita, query=LINE)


def test_a_part_of_a_brief_is_put_in_from_its_page(client, deck, province, rita) -> None:
    brief = make_brief(region=province, year=2016, by=rita)
    told = {"brief": brief.pk, "section": "districts", "deck": deck.pk, "query": ""}
    assert client.post("/decks/pick/", told).status_code == 302
    part = parts_of(deck, rita)[-1]
    assert part.section.heading == "江西省2016年：各地情况"
    slides = client.get(reverse("briefs:deck-slides", args=[deck.pk])).context["show"].slides
    assert [slide.heading for slide in slides][:4] == [
        "季度例会", "专利申请量", "各市位次", "江西省2016年：各地情况",
    ]  # fmt: skip


def test_a_saved_view_is_put_in_under_its_name(client, deck, rita) -> None:
    view = SavedView.objects.create(owner=rita, name="全省走势", query=LINE)
    client.post(reverse("briefs:deck-add", args=[deck.pk]), {"view": view.pk})
    assert parts_of(deck, rita)[-1].heading == "全省走势"


def test_a_new_deck_is_made_where_one_is_put_in(client, rita, province) -> None:
    assert client.post("/decks/pick/", {"query": LINE, "new_title": "月会"}).status_code == 302
    assert Deck.objects.get().slides.get().query == LINE
    assert client.post("/decks/pick/", {"query": LINE}).status_code == 422
    assert Deck.objects.count() == 1


def test_a_refused_slide_leaves_no_empty_deck_behind(client, rita, province) -> None:
    assert client.post("/decks/pick/", {"query": "region=360000", "new_title": "月会"}).status_code == 422
    assert not Deck.objects.exists()


def test_another_persons_deck_is_seen_where_it_is_shared_and_changed_by_nobody_else(client, deck) -> None:
    client.force_login(make_user("lea", "leader"))
    page = reverse("briefs:deck-detail", args=[deck.pk])
    assert client.get(page).status_code == 404
    Deck.objects.update(is_shared=True)
    assert client.get(page).status_code == 200
    assert client.post(reverse("briefs:deck-renew", args=[deck.pk])).status_code == 404
    assert (
        client.post(reverse("briefs:slide-remove", args=[deck.pk, deck.slides.first().pk])).status_code == 404
    )


def test_an_office_sees_of_a_shared_deck_what_is_its_own(client, deck, province, rita) -> None:
    brief = make_brief(region=province, year=2016, by=rita)
    add_slide(deck=deck, by=rita, brief=brief, section="creation")
    Deck.objects.update(is_shared=True)
    client.force_login(make_user("nora", "office", Region.objects.get(pk="360100")))
    page = client.get(reverse("briefs:deck-slides", args=[deck.pk])).content.decode()
    assert "31,938" in page
    assert "94,045" not in page
    assert "18,938" not in page


def test_a_note_at_a_slide_becomes_work_with_that_slides_figures(deck, rita) -> None:
    slide = deck.slides.order_by("position")[1]
    note = take_note(show=deck, by=rita, slide=f"slide-{slide.pk}", text="九江说明原因")
    item = make_work(note=note, by=rita, region=Region.objects.get(pk="360400"), text=note.text)
    assert item.origin == "季度例会 · 各市位次"
    assert sorted(int(value.value) for value in item.figures.all()) == [9655, 18938, 31938]


def test_a_deck_as_powerpoint_has_native_charts_with_the_pages_values(deck, rita) -> None:
    content = content_of_deck(deck, parts_of(deck, rita))
    slides = Presentation(io.BytesIO(write_deck(content))).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert list(charts[0].plots[0].series[0].values) == [5.01, 6.12, None, 9.4045]
    assert list(charts[1].plots[0].categories) == ["九江市", "赣州市", "南昌市"]
    assert "全年共94045件。" in slides[1].notes_slide.notes_text_frame.text


def test_several_lines_in_one_native_chart_have_colours_and_a_legend(deck, rita) -> None:
    add_slide(deck=deck, by=rita, query=f"{LINE}&region=360100&chart=line")
    make_observation(30000, 2014, region=Region.objects.get(pk="360100"), published_at=deck.pinned_at)
    content = content_of_deck(deck, parts_of(deck, rita))
    slides = list(Presentation(io.BytesIO(write_deck(content))).slides)
    chart = next(shape.chart for shape in slides[-1].shapes if shape.has_chart)
    assert chart.has_legend
    colours = [series.format.line.color.rgb for series in chart.plots[0].series]
    assert len(set(colours)) == 2
