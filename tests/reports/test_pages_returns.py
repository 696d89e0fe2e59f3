"""What people see of a return: the reviewer's form, the office's note and upload page, the badge in the list."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.models import Report, Return
from reports.returning import Reasons, return_report
from tests.factories import make_claim, make_finding, make_region, make_report, make_user

pytestmark = pytest.mark.django_db
UPLOAD = reverse("reports:report-upload")


def signed_in(name: str, role: str, region=None) -> Client:
    client = Client()
    client.force_login(make_user(name, role, region))
    return client


@pytest.fixture
def alice() -> Client:
    return signed_in("alice", "reviewer")


@pytest.fixture
def bob() -> Client:
    return signed_in("bob", "office", make_region())


@pytest.fixture
def dora() -> Client:
    return signed_in("dora", "office", make_region("430000", "湖南省"))


def sent_back(report: Report | None = None, **options) -> Return:
    report = report or make_report()
    by = make_user("rita")
    return return_report(report=report, by=by, reasons=Reasons("附表与正文不一致"), **options)


def page_of(report: Report) -> str:
    return reverse("reports:report-detail", args=[report.pk])


def form_of(report: Report) -> str:
    return reverse("reports:report-return", args=[report.pk])


def test_the_form_lists_the_open_doubts_with_their_sentences_and_ticks_errors(alice):
    report = make_report("前文申请94045件。\n后文申请93815件。")
    claims = [make_claim(report), make_claim(report, "93815件", 93815)]
    finding = make_finding(report, claims)
    warning = make_finding(report, claims, rule="range", severity="warning")
    page = alice.get(form_of(report))
    assertContains(page, "后文申请<mark>93815件</mark>")
    assertContains(page, f'name="findings" value="{finding.pk}" checked')
    assertNotContains(page, f'name="findings" value="{warning.pk}" checked')


def test_a_report_goes_back_with_what_was_ticked(alice):
    report = make_report("前文申请94045件。\n后文申请93815件。")
    finding = make_finding(report, [make_claim(report), make_claim(report, "93815件", 93815)])
    answer = alice.post(form_of(report), {"findings": [finding.pk], "words": "请更正"})
    assertRedirects(answer, page_of(report))
    returned = Return.objects.get()
    assert (returned.words, returned.items[0]["finding"]) == ("请更正", finding.pk)


def test_nothing_ticked_and_nothing_written_is_told_beside_the_form(alice):
    report = make_report()
    answer = alice.post(form_of(report), {"words": ""})
    assert answer.status_code == 422
    assertContains(answer, "请写明退回原因", status_code=422)


def test_only_reviewers_send_back_and_strangers_find_nothing(bob, dora):
    report = make_report()
    assert bob.post(form_of(report), {"words": "退"}).status_code == 403
    assert dora.post(form_of(report), {"words": "退"}).status_code == 404
    assert not Return.objects.exists()


def test_the_office_sees_on_the_reports_page_what_is_wrong_where_and_until_when(bob):
    report = make_report("前文申请94045件。\n后文申请93815件。")
    finding = make_finding(report, [make_claim(report), make_claim(report, "93815件", 93815)])
    day = timezone.localdate() + timedelta(days=5)
    return_report(report=report, by=make_user("rita"), reasons=Reasons(findings=[finding]), reply_by=day)
    page = bob.get(page_of(report))
    assertContains(page, f"答复期限 {day:%Y-%m-%d}")
    assertContains(page, "“后文申请93815件。”")
    assertContains(page, "?at=4-10")


def test_the_list_marks_what_was_sent_back_and_can_be_narrowed_to_it(bob):
    sent_back()
    make_report("另一份")
    assertContains(bob.get("/reports/"), "已退回</span>", count=1)
    page = bob.get("/reports/?returned=returned")
    assert [row.record.return_state for row in page.context["table"].rows] == ["returned"]


def test_the_list_asks_no_more_for_more_returns(bob, django_assert_max_num_queries):
    for text in ("一", "二", "三"):
        report = make_report(text)
        Return.objects.create(report=report, words="退", returned_by=make_user(f"rita{report.pk}"))
    bob.get("/reports/")
    with django_assert_max_num_queries(12):
        bob.get("/reports/")


def test_the_upload_page_shows_what_came_back_to_the_office_alone(bob, dora, alice):
    sent_back()
    assertContains(bob.get(UPLOAD), "附表与正文不一致")
    for client in (dora, alice):
        assertNotContains(client.get(UPLOAD), "附表与正文不一致")


def test_a_late_answer_is_marked(bob):
    returned = sent_back()
    Return.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    assertContains(bob.get(page_of(returned.report)), "已退回，逾期")


def test_the_office_answers_in_words_and_the_reviewer_closes(bob, alice):
    returned = sent_back()
    bob.post(reverse("reports:return-answer", args=[returned.pk]), {"words": "后文为授权数。"})
    assertContains(alice.get(page_of(returned.report)), "后文为授权数。")
    alice.post(reverse("reports:return-close", args=[returned.pk]), {"words": ""})
    returned.refresh_from_db()
    assert returned.state == "closed"
    assertContains(bob.get(page_of(returned.report)), "以前的退回（1 次）")


def test_a_refused_answer_is_told_and_changes_nothing(bob):
    returned = sent_back()
    page = bob.post(reverse("reports:return-answer", args=[returned.pk]), {"words": " "}, follow=True)
    assertContains(page, "请写明答复内容")
    assert Return.objects.get().state == "returned"


def test_words_beyond_all_measure_are_refused(bob):
    returned = sent_back()
    page = bob.post(reverse("reports:return-answer", args=[returned.pk]), {"words": "长" * 1001}, follow=True)
    assertContains(page, "文字过长")
    assert Return.objects.get().state == "returned"


def test_strangers_neither_answer_nor_close_and_offices_do_not_close(bob, dora):
    returned = sent_back()
    for name in ("reports:return-answer", "reports:return-close"):
        assert dora.post(reverse(name, args=[returned.pk]), {"words": "好"}).status_code == 404
    assert bob.post(reverse("reports:return-close", args=[returned.pk]), {"words": "好"}).status_code == 403
    assert Return.objects.get().state == "returned"


def upload(
    client: Client, returned: Return, body: bytes = "江西省2016年工作总结\n全年申请94050件。".encode()
):
    file = SimpleUploadedFile("新稿.txt", body)
    return client.post(f"{UPLOAD}?answers={returned.pk}", {"files": [file]})


def test_an_upload_in_answer_is_tied_to_the_return(bob):
    returned = sent_back()
    assertContains(bob.get(f"{UPLOAD}?answers={returned.pk}"), "改正后的新稿")
    assert upload(bob, returned).status_code == 201
    returned.refresh_from_db()
    assert (returned.state, returned.revision.file_name) == ("replaced", "新稿.txt")


def test_the_reviewer_is_led_from_the_return_to_the_comparison(alice, bob):
    returned = sent_back()
    upload(bob, returned)
    Report.objects.filter(file_name="新稿.txt").update(state="review", processed_at=timezone.now())
    revision = Report.objects.get(file_name="新稿.txt")
    compare = reverse("reports:report-compare", args=[revision.pk, returned.report_id])
    assertContains(alice.get(page_of(returned.report)), compare)


def test_the_same_file_in_answer_is_told_to_be_unchanged(bob):
    returned = sent_back()
    upload(bob, returned)
    again = sent_back_again(returned.revision_id or Report.objects.get(file_name="新稿.txt").pk)
    assertContains(upload(bob, again), "没有改动")
    again.refresh_from_db()
    assert again.state == "returned"


def sent_back_again(pk: int) -> Return:
    Report.objects.filter(pk=pk).update(state="review", processed_at=timezone.now())
    by = make_user("rene")
    return return_report(report=Report.objects.get(pk=pk), by=by, reasons=Reasons("仍不一致"))


def test_a_stranger_uploads_in_nobodys_name(dora):
    returned = sent_back()
    assert upload(dora, returned).status_code == 404
    assert Return.objects.get().state == "returned"
