"""A note that becomes work: with its slide and figures, once, by those who may, seen by those concerned."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from briefs.models import MeetingNote
from briefs.services import make_brief, make_work, take_note
from indicators.models import Region
from reports.errors import ServiceError
from reports.following import set_progress
from reports.giving import give_work
from reports.models import WorkItem
from tests.factories import make_report, make_user, make_work_item
from trail.models import Event

pytestmark = pytest.mark.django_db
BOARD = "/work-items/board/"


@pytest.fixture
def note(province, rita) -> MeetingNote:
    brief = make_brief(region=province, year=2016, by=rita)
    return take_note(show=brief, by=rita, slide="creation-1", text="核对赣州的数")


def given(note, rita, code="360700", **fields) -> WorkItem:
    return make_work(note=note, by=rita, region=Region.objects.get(pk=code), text=note.text, **fields)


def test_the_work_knows_its_slide_its_figures_and_who_gave_it(note, rita) -> None:
    item = given(note, rita, body="赣州市局", due=timezone.localdate() + timedelta(days=30))
    assert (item.kind, item.progress, item.report, item.place.name) == (
        "planned", "not_started", None, "赣州市",
    )  # fmt: skip
    assert item.origin == "江西省2016年知识产权工作简报 · 一、创造：2016年主要数据"
    assert item.origin_link == f"/briefs/{note.brief_id}/slides/#creation-1"
    assert 94045 in [int(value.value) for value in item.figures.all()]
    assert Event.objects.get(action="give_work").user_name == "rita"
    note.refresh_from_db()
    assert note.item == item


def test_a_note_becomes_work_once(note, rita) -> None:
    given(note, rita)
    with pytest.raises(ServiceError, match="已经交办过"):
        given(note, rita)
    assert WorkItem.objects.count() == 1


def test_a_day_that_is_past_is_refused(note, rita) -> None:
    with pytest.raises(ServiceError, match="已经过去"):
        given(note, rita, due=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    "fields",
    [
        {"report": None, "span_start": None, "span_end": None},
        {"origin": "会上"},
        {"span_start": None},
    ],
)
def test_the_database_wants_a_report_with_a_place_or_a_region_with_an_origin(fields, province) -> None:
    told = {"report": make_report()} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        make_work_item(told.pop("report"), **told)


def test_what_a_meeting_gave_is_no_work_that_was_done(province, rita) -> None:
    item = give_work(by=rita, region=province, text="查清", origin="会上")
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(kind="done")


def test_one_step_on_the_page_makes_the_work_and_opens_it(client, note, rita) -> None:
    page = reverse("briefs:note-work", args=[note.pk])
    answer = client.post(
        page, {"text": "核对", "region": "360700", "body": "赣州市局", "due": ""}, follow=True
    )
    words = answer.content.decode()
    assert "会议交办" in words
    assert "94,045" in words
    assert "赣州市局" in words
    assert f"/briefs/{note.brief_id}/slides/#creation-1" in words


def test_one_step_at_the_slide_takes_the_note_and_gives_the_work(client, note, rita) -> None:
    page = reverse("briefs:brief-note", args=[note.brief_id])
    told = {"slide": "creation", "text": "再核对一次", "work": "1", "region": "360100"}
    assert client.post(page, told).status_code == 201
    assert WorkItem.objects.get().place.name == "南昌市"


def test_a_note_is_not_kept_where_its_work_is_refused(client, note, rita) -> None:
    page = reverse("briefs:brief-note", args=[note.brief_id])
    told = {"slide": "creation", "text": "再核对", "work": "1", "region": "360100", "due": "2001-01-01"}
    answer = client.post(page, told)
    assert (answer.status_code, MeetingNote.objects.count()) == (422, 1)
    assert "已经过去" in answer.json()["error"]


def test_leaders_see_the_work_and_give_none(client, note, rita, province) -> None:
    item = given(note, rita)
    client.force_login(make_user("lea", "leader"))
    assert "核对赣州的数" in client.get(BOARD).content.decode()
    page = client.get(reverse("reports:work-item-detail", args=[item.pk])).content.decode()
    assert f'href="{item.origin_link}"' in page
    assert client.post(reverse("briefs:note-work", args=[note.pk]), {}).status_code == 403
    told = {"slide": "creation", "text": "办", "work": "1", "region": "360100"}
    assert client.post(reverse("briefs:brief-note", args=[note.brief_id]), told).status_code == 403


def test_the_office_sees_its_own_and_opens_no_brief_of_the_province(client, note, rita) -> None:
    item = given(note, rita)
    client.force_login(make_user("gao", "office", Region.objects.get(pk="360700")))
    page = client.get(reverse("reports:work-item-detail", args=[item.pk])).content.decode()
    assert item.origin in page
    assert "/slides/" not in page
    assert "94,045" not in page  # the province's figure is not the city's to see
    client.force_login(make_user("nan", "office", Region.objects.get(pk="360100")))
    assert client.get(reverse("reports:work-item-detail", args=[item.pk])).status_code == 404
    assert "核对赣州的数" not in client.get(BOARD).content.decode()


def test_an_office_gives_work_to_nobody_above_or_beside_it(client, note, rita, province) -> None:
    nora = make_user("nora", "office", Region.objects.get(pk="360100"))
    client.force_login(nora)
    own = make_brief(region=Region.objects.get(pk="360100"), year=2016, by=nora)
    mine = take_note(show=own, by=nora, slide="title", text="自查")
    page = reverse("briefs:note-work", args=[mine.pk])
    assert client.post(page, {"text": "查", "region": "360700"}).status_code == 422
    assert client.post(page, {"text": "查", "region": "360000"}).status_code == 422
    assert client.post(page, {"text": "查", "region": "360100"}).status_code == 302


def test_given_work_stays_on_the_board_of_any_year_until_it_is_ended(client, note, rita) -> None:
    make_work_item(make_report(), "修订办法。", year=2017)
    item = given(note, rita)
    assert "核对赣州的数" in client.get(BOARD).content.decode()
    set_progress(item=item, by=rita, progress="done", evidence="已核对")
    page = client.get(BOARD).content.decode()
    assert "修订办法。" in page
    assert "核对赣州的数" not in page
    assert "核对赣州的数" in client.get(BOARD, {"year": "all"}).content.decode()


def test_the_list_has_given_work_among_the_reports_own(client, note, rita) -> None:
    make_work_item(make_report(), "修订办法。", year=2017)
    given(note, rita)
    page = client.get("/work-items/", {"region": "360700"}).content.decode()
    assert "核对赣州的数" in page
    assert "江西省2016年知识产权工作简报" in page
    assert "修订办法。" not in page
