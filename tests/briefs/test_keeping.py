"""Briefs and decks are renamed and deleted by who made them; what a meeting said is never deleted with them."""

import pytest
from django.urls import reverse

from briefs.deck_services import add_slide, make_deck
from briefs.models import Brief, Deck
from briefs.services import take_note
from tests.factories import make_user
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rita) -> Deck:
    return make_deck(title="例会", by=rita)


def post(client, name, pk, **fields) -> str:
    """The words of the page that follows."""
    return client.post(reverse(f"briefs:{name}", args=[pk]), fields, follow=True).content.decode()


def test_a_brief_gets_another_title_and_the_usual_one_back(client, brief) -> None:
    assert "送审稿</h1>" in post(client, "brief-edit", brief.pk, title=" 送审稿 ")
    assert "江西省2016年知识产权工作简报</h1>" in post(client, "brief-edit", brief.pk, title="")


def test_a_brief_is_deleted_and_the_trail_says_so(client, brief) -> None:
    assert "已删去“江西省2016年知识产权工作简报”" in post(client, "brief-discard", brief.pk)
    assert not Brief.objects.exists()
    assert Event.objects.filter(action="brief").count() == 2


def test_a_brief_with_notes_stays(client, brief, rita) -> None:
    take_note(show=brief, by=rita, slide="creation", text="核对")
    assert "有会议记录" in post(client, "brief-discard", brief.pk)
    assert Brief.objects.exists()


def test_a_brief_that_stands_in_a_deck_stays(client, brief, deck, rita) -> None:
    add_slide(deck=deck, by=rita, brief=brief, section="creation")
    assert "已放进幻灯片集" in post(client, "brief-discard", brief.pk)
    assert Brief.objects.exists()


def test_a_deck_gets_another_title_and_readers(client, deck) -> None:
    post(client, "deck-change", deck.pk, title="月度例会", shared="1")
    deck.refresh_from_db()
    assert (deck.title, deck.is_shared) == ("月度例会", True)
    assert "题名是空的" in post(client, "deck-change", deck.pk, title=" ")


@pytest.mark.parametrize("title", ["例\x00会", "长" * 121])
def test_a_title_that_cannot_be_kept_is_refused_in_one_sentence(client, deck, title) -> None:
    assert "题名：" in post(client, "deck-change", deck.pk, title=title)
    deck.refresh_from_db()
    assert deck.title == "例会"


@pytest.mark.parametrize("view", ["abc", "\x00", "²", "9" * 40])
def test_a_view_that_is_none_is_not_put_into_a_deck(client, deck, view) -> None:
    assert "没有选视图" in post(client, "deck-add", deck.pk, view=view)


def test_an_office_does_not_share_its_deck(client, province) -> None:
    nora = make_user("nora", "office", province)
    client.force_login(nora)
    deck = make_deck(title="区里的", by=nora)
    post(client, "deck-change", deck.pk, title="区里的", shared="1")
    deck.refresh_from_db()
    assert not deck.is_shared


def test_a_deck_is_deleted_unless_it_has_notes(client, deck, rita) -> None:
    other = make_deck(title="另一套", by=rita)
    take_note(show=other, by=rita, slide="title", text="核对")
    assert "已删去“例会”" in post(client, "deck-discard", deck.pk)
    assert "有会议记录" in post(client, "deck-discard", other.pk)
    assert list(Deck.objects.all()) == [other]


def test_another_reviewer_changes_neither(client, brief, deck) -> None:
    client.force_login(make_user("rob", "reviewer"))
    for name, pk in (("brief-edit", brief.pk), ("brief-discard", brief.pk), ("deck-discard", deck.pk)):
        assert client.post(reverse(f"briefs:{name}", args=[pk])).status_code == 404


def test_a_note_leads_to_the_slide_it_was_taken_at(client, brief, rita) -> None:
    take_note(show=brief, by=rita, slide="creation-1", text="核对")
    page = client.get(reverse("briefs:brief-detail", args=[brief.pk])).content.decode()
    assert f'/briefs/{brief.pk}/slides/#creation-1" lang="zh-Hans">一、创造：2016年主要数据</a>' in page
