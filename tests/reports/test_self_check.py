"""A look before filing: what would be found, and nothing kept of it."""

import re
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from indicators.catalogue_store import store_catalogue
from reports import self_check
from reports.models import Claim, Finding, Report, WorkItem
from tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
URL = "/reports/self-check/"
TEXT = """江西省知识产权局2016年工作总结

一、2016年工作情况
全年专利申请94045件，其中发明专利申请28626件。全年专利申请93000件。共发放书签777枚。

二、2017年工作打算
修订专利资助办法。
"""


@pytest.fixture
def client() -> Client:
    make_region()
    store_catalogue()
    client = Client()
    client.force_login(make_user())
    return client


def text_file(text: str = TEXT, name: str = "总结.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def test_pasted_text_shows_its_figures_doubts_and_items(client: Client) -> None:
    response = client.post(URL, {"text": TEXT})
    found = response.context["found"]
    assert response.status_code == 200
    assert {94045, 28626, 93000} <= {line.claim.value for line in found.claims}
    assert [line.finding.rule for line in found.doubts] == ["conflict"]
    assert "修订专利资助办法。" in [item.text for item in found.items]
    assert any(("777枚", True) in parts for parts in found.loose)
    assert (found.report.year, found.report.region_id) == (2016, "360000")


def test_the_figure_is_marked_in_its_sentence(client: Client) -> None:
    page = client.post(URL, {"text": TEXT}).content.decode()
    assert "全年专利申请<mark>94045件</mark>，其中发明专利申请28626件。" in page
    assert "全年专利申请<mark>93000件</mark>。" in page


def test_a_file_is_read_as_an_upload_would_be(client: Client) -> None:
    path = settings.BASE_DIR / "samples" / "reports"
    sample = next(p for p in sorted(path.iterdir()) if p.suffix == ".docx")
    response = client.post(URL, {"file": SimpleUploadedFile(sample.name, sample.read_bytes())})
    assert response.status_code == 200
    assert response.context["found"].claims
    assert sample.name in response.content.decode()


def test_nothing_is_stored(client: Client, settings, tmp_path: Path, monkeypatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # those of all other tests lie in the usual one
    client.post(URL, {"file": text_file()})
    client.post(URL, {"text": TEXT})
    client.post(URL, {"file": SimpleUploadedFile("坏.docx", b"PK\x03\x04broken")})
    for model in (Report, Claim, WorkItem, Finding, ProcrastinateJob):
        assert not model.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_markup_in_a_text_is_shown_and_never_run(client: Client) -> None:
    page = client.post(URL, {"text": TEXT + "<script>alert(1)</script>发放777件。"}).content.decode()
    assert "<script>alert" not in page


def test_a_file_that_cannot_be_read_is_told_with_its_name_and_reason(client: Client) -> None:
    response = client.post(URL, {"file": SimpleUploadedFile("游戏.docx", b"MZ" + bytes(500))})
    assert response.status_code == 422
    assert "“游戏.docx”没有处理成功：这是程序文件" in response.content.decode()


def test_a_file_over_the_limit_is_told_as_at_an_upload(client: Client, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    response = client.post(URL, {"file": SimpleUploadedFile("大.txt", b"8 " * 600_000)})
    assert response.status_code == 413
    assert "“大.txt”超过 1 MB，未接收" in response.content.decode()


def test_a_body_larger_than_any_file_is_refused_unread(client: Client) -> None:
    kind = "multipart/form-data; boundary=x"
    assert client.post(URL, b"", content_type=kind, CONTENT_LENGTH=str(10**9)).status_code == 413


def test_a_pasted_text_beyond_the_form_s_limit_is_told_in_words(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    response = client.post(URL, {"text": "数" * 400_000})
    assert response.status_code == 413
    assert "粘贴的文字超过 1 MB" in response.content.decode()


@pytest.mark.parametrize(("length", "status"), [(100, 200), (101, 422)])
def test_a_text_too_long_to_wait_for_is_sent_to_the_upload(
    client: Client, monkeypatch, length: int, status: int
) -> None:
    monkeypatch.setattr(self_check, "LONGEST_TEXT", 100)
    response = client.post(URL, {"text": "一" * length})
    assert response.status_code == status
    assert ("自查最多 100 个字" in response.content.decode()) == (status == 422)


def test_nothing_given_is_told_in_words(client: Client) -> None:
    response = client.post(URL, {"text": "  "})
    assert response.status_code == 422
    assert "还没有选择文件，也没有粘贴文字" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_user_has_one_check_at_a_time(client: Client) -> None:
    user = make_user("bob")
    known = connection.get_connection_params()
    arguments = {k: known[k] for k in ("dbname", "user", "host", "port") if known.get(k)}
    with psycopg.connect(**arguments) as other:
        other.execute("select pg_advisory_xact_lock(%s, %s)", [self_check.LOCK, user.pk])
        bob = Client()
        bob.force_login(user)
        busy = bob.post(URL, {"text": TEXT})
        assert client.post(URL, {"text": TEXT}).status_code == 200
    assert busy.status_code == 422
    assert "上一次自查还没有做完" in busy.content.decode()
    assert bob.post(URL, {"text": TEXT}).status_code == 200


def test_an_office_checks_in_its_own_name() -> None:
    store_catalogue()
    client = Client()
    client.force_login(make_user("bob", "office", make_region("360400", "九江市", "prefecture")))
    found = client.post(URL, {"text": "知识产权工作总结\n我局全年举办培训班12期。"}).context["found"]
    assert found.report.region_id == "360400"


def test_a_leader_has_no_self_check() -> None:
    client = Client()
    client.force_login(make_user("lin", "leader"))
    assert client.get(URL).status_code == 403


def test_a_self_check_needs_the_token_of_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(URL, {"text": TEXT}).status_code == 403


def test_an_english_reader_finds_no_chinese_but_the_text_s_own(client: Client) -> None:
    client.cookies["django_language"] = "en"
    text = "Annual report 2016\nApplications came to 94045."
    page = client.post(URL, {"text": text}).content.decode()
    assert client.post(URL, {"text": text}).context["found"].figures
    assert set(re.findall(r"[\u3400-\u9fff]+", page)) <= {"中文", "知衡"}
