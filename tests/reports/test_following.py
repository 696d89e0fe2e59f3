"""How far planned work is: what may be recorded, what the board and the page of an item show."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from reports.errors import ServiceError
from reports.following import set_progress
from reports.models import ProgressNote, Promise, WorkItem
from reports.promises import decide
from reports.reextraction import reextract
from tests.factories import make_claim, make_promise, make_region, make_report, make_user, make_work_item
from trail.models import Event

pytestmark = pytest.mark.django_db
BOARD = "/work-items/board/"


def page_of(item: WorkItem) -> str:
    return reverse("reports:work-item-detail", args=[item.pk])


def test_a_recorded_progress_holds_and_leaves_its_trail() -> None:
    item, rita = make_work_item(make_report()), make_user("rita", "reviewer")
    set_progress(item=item, by=rita, progress="going", evidence="已成立专班")
    set_progress(item=item, by=rita, progress="done", evidence="6月12日印发")
    item.refresh_from_db()
    assert (item.progress, item.version) == ("done", 3)
    assert [note.evidence for note in item.notes.all()] == ["已成立专班", "6月12日印发"]
    assert Event.objects.filter(action="progress").count() == 2


@pytest.mark.parametrize("progress", ["done", "dropped"])
def test_an_end_needs_what_it_rests_on(progress: str) -> None:
    item, rita = make_work_item(make_report()), make_user("rita", "reviewer")
    with pytest.raises(ServiceError, match="依据"):
        set_progress(item=item, by=rita, progress=progress, evidence="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressNote.objects.create(item=item, progress=progress, set_by=rita)


def test_what_is_done_already_has_no_progress() -> None:
    item, rita = make_work_item(make_report(), kind="done"), make_user("rita", "reviewer")
    with pytest.raises(ServiceError, match="已完成的工作"):
        set_progress(item=item, by=rita, progress="going")
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(progress="going")


def test_the_second_of_two_people_is_told_what_the_first_recorded() -> None:
    item, rita, otto = (
        make_work_item(make_report()),
        make_user("rita", "reviewer"),
        make_user("otto", "reviewer"),
    )
    set_progress(item=item, by=rita, progress="going", version=item.version)
    with pytest.raises(ServiceError, match="rita 把进展记为“推进中”"):
        set_progress(item=item, by=otto, progress="dropped", evidence="并入他项", version=item.version)
    assert item.notes.count() == 1


def test_reading_again_keeps_what_people_recorded() -> None:
    text = "甲市知识产权局2016年工作总结\n一、主要工作\n专利申请120件。\n"
    text += "二、2017年工作打算\n修订专利资助办法，6月底前印发。"
    report = make_report(text, year=2016)
    reextract(report=report)
    item = report.work_items.get(kind="planned")
    assert (item.due, item.due_words) == (date(2017, 6, 30), "6月底前")
    set_progress(item=item, by=make_user("rita", "reviewer"), progress="going", evidence="已起草")
    reextract(report=report)
    assert report.work_items.get(kind="planned").pk == item.pk
    assert report.work_items.get(pk=item.pk).progress == "going"


def test_the_board_sorts_plans_into_stages_nearest_day_first(client) -> None:
    rita = make_user("rita", "reviewer")
    report = make_report(year=2016)
    for text, due in [("后办的事", date(2099, 9, 1)), ("先办的事", date(2099, 3, 1)), ("没有日子的事", None)]:
        make_work_item(report, text, due=due)
    set_progress(item=make_work_item(report, "在办的事"), by=rita, progress="going")
    client.force_login(rita)
    columns = client.get(BOARD).context["columns"]
    assert [i.text for i, _outcome in columns[0].items] == ["先办的事", "后办的事", "没有日子的事"]
    assert [(c.code, c.count) for c in columns] == [
        ("not_started", 3),
        ("going", 1),
        ("done", 0),
        ("dropped", 0),
    ]


def make_kept_promise() -> Promise:
    """An item of 2017 of which the report of that year tells that it is done."""
    plan, later = make_report(year=2016), make_report("次年总结", year=2017, title="2017年总结")
    return make_promise(make_work_item(plan, "办竞赛。"), later, "竞赛已办。")


def test_the_board_tells_what_the_ledger_says_of_an_item(client) -> None:
    promise = make_kept_promise()
    client.force_login(make_user("rita", "reviewer"))
    told = client.get(BOARD).content.decode()
    assert f'href="/ledger/promises/{promise.pk}/">已落实</a> 待核定' in told


def test_a_leader_sees_a_proposal_neither_on_the_board_nor_on_the_items_page(client) -> None:
    promise = make_kept_promise()
    promise.report.state = "reviewed"
    promise.report.save(update_fields=["state"])
    client.force_login(make_user("lena", "leader"))
    for address in (BOARD, page_of(promise.item)):
        told = client.get(address).content.decode()
        assert "办竞赛。" in told
        assert "已落实" not in told


def test_a_confirmed_promise_fills_the_form_of_its_item(client) -> None:
    promise, rita = make_kept_promise(), make_user("rita", "reviewer")
    client.force_login(rita)
    assert "evidence" not in client.get(page_of(promise.item)).context["form"].initial
    decide(promise=promise, by=rita, status="done")
    first = client.get(page_of(promise.item)).context["form"].initial
    assert (first["progress"], first["evidence"]) == ("done", "《2017年总结》：竞赛已办。")
    set_progress(item=promise.item, by=rita, progress="done", evidence="已看过")
    assert "evidence" not in client.get(page_of(promise.item)).context["form"].initial


def test_three_hundred_items_cost_the_board_no_further_queries(client, django_assert_max_num_queries) -> None:
    rita, report = make_user("rita", "reviewer"), make_report(year=2016)
    for number in range(300):
        make_work_item(report, f"第{number}件：" + "推进知识产权公共服务体系建设" * 8)
    client.force_login(rita)
    with django_assert_max_num_queries(20):
        answer = client.get(BOARD)
    assert "另有 280 件" in answer.content.decode()
    assert answer.content.decode().count('class="board-card"') == 20


def test_an_office_records_its_own_work_and_is_brought_back_to_the_board(client) -> None:
    region = make_region("360100", "南昌市", "prefecture", parent=make_region())
    item = make_work_item(make_report(region=region))
    client.force_login(make_user("nora", "office", region))
    answer = client.post(page_of(item), {"progress": "going", "evidence": "", "version": 1, "next": BOARD})
    assert (answer.status_code, answer["Location"]) == (302, BOARD)
    answer = client.post(page_of(item), {"progress": "done", "evidence": "已印发", "next": "//else.where/"})
    assert answer["Location"] == page_of(item)


@pytest.mark.parametrize("asked", ["abc", "1", "javascript:x", "/\\else.where/", "http://else.where/"])
def test_a_way_back_that_is_no_page_of_ours_leads_to_the_item(client, asked) -> None:
    item = make_work_item(make_report())
    client.force_login(make_user("rita", "reviewer"))
    answer = client.post(
        page_of(item), {"progress": "done", "evidence": "已印发", "version": 1, "next": asked}
    )
    assert (answer.status_code, answer["Location"]) == (302, page_of(item))


def test_the_page_of_an_item_names_the_figures_in_its_words(client) -> None:
    text = "力争专利申请量突破10万件。另有20万件。"
    report = make_report(text)
    item = make_work_item(report, text[:14], span_start=0, span_end=14)
    inside = make_claim(report, "10万件", 100000, measure="target")
    make_claim(report, "20万件", 200000)
    client.force_login(make_user("rita", "reviewer"))
    assert client.get(page_of(item)).context["figures"] == [inside]


def test_the_board_opens_on_the_newest_year_and_shows_all_where_asked(client) -> None:
    report = make_report(year=2016)
    make_work_item(report, "去年答应的事", year=2016)
    make_work_item(report, "今年答应的事", year=2017)
    client.force_login(make_user("rita", "reviewer"))
    assert [i.text for i, _outcome in client.get(BOARD).context["columns"][0].items] == ["今年答应的事"]
    assert client.get(BOARD, {"year": "all"}).context["columns"][0].count == 2
