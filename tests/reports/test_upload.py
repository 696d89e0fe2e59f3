"""Handing in files: each has its own outcome, a bad neighbour harms none, nothing is taken twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Report
from tests.factories import make_claim, make_finding, make_region, make_report, make_user, make_work_item

pytestmark = pytest.mark.django_db
URL = "/reports/upload/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def text_file(text: str = "2016年全省专利申请94045件。", name: str = "总结.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def test_a_file_is_taken_in_and_its_card_waits_for_the_result(client: Client) -> None:
    response = client.post(URL, {"files": text_file()}, headers=HTMX)
    report = Report.objects.get()
    assert (response.status_code, report.state, report.file_name) == (201, "queued", "总结.txt")
    assert f'hx-get="/reports/{report.pk}/card/?seen=queued-0-0-0"' in response.content.decode()


def test_the_same_bytes_show_their_first_upload(client: Client) -> None:
    client.post(URL, {"files": text_file()})
    response = client.post(URL, {"files": text_file(name="另名.txt")}, headers=HTMX)
    first = Report.objects.get()
    assert response.status_code == 200
    assert "此文件已于" in response.content.decode()
    assert reverse("reports:report-detail", args=[first.pk]) in response.content.decode()


def test_good_files_survive_a_bad_neighbour(client: Client) -> None:
    files = [
        text_file("甲94045件"),
        SimpleUploadedFile("坏.exe", b"MZ\x90\x00" + bytes(200)),
        text_file("乙8件", "乙.txt"),
    ]
    page = client.post(URL, {"files": files}).content.decode()
    assert Report.objects.count() == 2
    assert "坏.exe" in page
    assert page.count("report-card--queued") == 2
    assert page.count("report-card--refused") == 1


def test_an_empty_file_is_refused_by_name(client: Client) -> None:
    response = client.post(URL, {"files": SimpleUploadedFile("空.txt", b"")}, headers=HTMX)
    assert response.status_code == 422
    assert "空.txt" in response.content.decode()
    assert not Report.objects.exists()


def test_sixty_megabytes_are_refused_and_leave_nothing_behind(client: Client) -> None:
    big = SimpleUploadedFile("大.docx", bytes(60 * 1024 * 1024))
    response = client.post(URL, {"files": [big, text_file()]}, headers=HTMX)
    page = response.content.decode()
    assert "“大.docx”超过 50 MB" in page
    assert [report.file_name for report in Report.objects.all()] == ["总结.txt"]
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    assert not list(incoming.glob("*"))


def test_one_file_too_large_is_answered_with_413(client: Client, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    response = client.post(URL, {"files": SimpleUploadedFile("大.txt", b"x" * 1001)}, headers=HTMX)
    assert response.status_code == 413
    assert not Report.objects.exists()


def test_a_file_at_the_limit_is_taken(client: Client, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    response = client.post(URL, {"files": SimpleUploadedFile("正好.txt", b"8 " * 500)}, headers=HTMX)
    assert response.status_code == 201


def test_a_body_larger_than_any_batch_is_refused_unread(client: Client) -> None:
    response = client.post(
        URL, b"", content_type="multipart/form-data; boundary=x", headers=HTMX, CONTENT_LENGTH=str(2 * 10**9)
    )
    assert response.status_code == 413
    assert "50 MB" in response.content.decode()


def test_no_file_is_told_in_words(client: Client) -> None:
    response = client.post(URL, {})
    assert response.status_code == 422
    assert "还没有选择文件" in response.content.decode()


def test_an_upload_needs_the_token_of_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(URL, {"files": text_file()}).status_code == 403
    assert not Report.objects.exists()


def test_a_district_files_in_its_own_name() -> None:
    client, region = Client(), make_region("360400", "九江市", "prefecture")
    client.force_login(make_user("bob", "office", region))
    client.post(URL, {"files": text_file()})
    assert Report.objects.get().office == region


def test_a_client_cannot_file_in_the_name_of_another(client: Client) -> None:
    client.post(
        URL, {"files": text_file(), "office": make_region().pk, "state": "reviewed", "is_sample": "1"}
    )
    report = Report.objects.get()
    assert (report.office, report.state, report.is_sample) == (None, "queued", False)


def test_a_hostile_name_is_only_data(client: Client) -> None:
    client.post(URL, {"files": text_file(name="<b>x</b>.txt")})
    assert "<b>x" not in client.get(reverse("reports:report-list")).content.decode()


def test_the_card_of_a_settled_report_counts_what_was_found(client: Client) -> None:
    report = make_report(
        "94045件 8件", figures=[{"span": [0, 7]}, {"span": [8, 10]}], basis={"year": "正文写明 2016 年"}
    )
    make_finding(report, [make_claim(report)], message="两处不同")
    make_work_item(report)
    card = client.get(reverse("reports:report-card", args=[report.pk])).content.decode()
    for word in ("<dd>2</dd>", "<dd>1</dd>", "两处不同", "正文写明 2016 年", "江西省", "2016 年"):
        assert word in card
    assert "hx-trigger" not in card


def test_a_failed_report_is_queued_again_on_request(client: Client) -> None:
    report = make_report(state="failed", failure="读取中断，请重试。", processed_at=None)
    card = client.get(reverse("reports:report-card", args=[report.pk])).content.decode()
    assert "读取中断" in card
    again = client.post(reverse("reports:report-retry", args=[report.pk]), headers=HTMX).content.decode()
    assert "report-card--queued" in again


def test_a_page_that_waits_is_reloaded_when_the_report_is_ready(client: Client) -> None:
    response = client.get(reverse("reports:report-card", args=[make_report().pk]) + "?open", headers=HTMX)
    assert response["HX-Refresh"] == "true"


@pytest.mark.parametrize("name", ["总结（终稿）.docx", 'a"b;\r\nX: y.txt', "𠮷.html", "=1+1.txt"])
def test_the_original_is_only_ever_saved(client: Client, name: str) -> None:
    client.post(URL, {"files": text_file()})
    Report.objects.update(file_name=name)
    response = client.get(reverse("reports:report-original", args=[Report.objects.get().pk]))
    assert b"".join(response.streaming_content).decode() == "2016年全省专利申请94045件。"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "\n" not in response["Content-Disposition"]


def test_an_original_that_is_gone_is_told_and_no_error(client: Client) -> None:
    response = client.get(reverse("reports:report-original", args=[make_report().pk]), follow=True)
    assert "原文件不在存储中" in response.content.decode()


def test_a_waiting_card_is_drawn_anew_only_when_it_changes(client: Client) -> None:
    report = make_report(state="queued", processed_at=None)
    url = reverse("reports:report-card", args=[report.pk])
    assert client.get(url, {"seen": "queued-0-0-0"}, headers=HTMX).status_code == 204
    Report.objects.update(state="processing", attempt=1)
    changed = client.get(url, {"seen": "queued-0-0-0"}, headers=HTMX)
    assert "正在读取文件" in changed.content.decode()


def test_a_long_wait_names_what_may_be_wrong(client: Client) -> None:
    report = make_report(state="queued", processed_at=None)
    Report.objects.update(state_since=timezone.now() - timedelta(minutes=5))
    card = client.get(reverse("reports:report-card", args=[report.pk])).content.decode()
    assert "请确认后台处理程序正在运行" in card


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\nContent-Disposition: form-data; name=files; filename="
        + b"a" * 3000
        + b"\r\n\r\n1\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 2000 + b"--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\n1\r\n" * 200 + b"--x--\r\n",
    ],
    ids=["a name without end", "a thousand fields", "hundreds of files"],
)
def test_a_body_that_is_no_form_of_ours_is_refused_in_words(client: Client, body: bytes) -> None:
    response = client.post(URL, body, content_type="multipart/form-data; boundary=x", headers=HTMX)
    assert response.status_code == 400
    assert "没有接收" in response.content.decode()
    assert not Report.objects.exists()
