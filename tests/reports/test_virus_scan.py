"""The unit's virus scanner: clean goes on, found is kept apart, and its silence is never a silent pass."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.errors import Refused
from reports.models import Report
from reports.processing import process
from reports.receiving import receive
from tests.factories import make_user
from trail.actions import Action
from trail.models import Event

pytestmark = pytest.mark.django_db
TEXT = "2019年全市专利申请1234件。"


class FakeClamd:
    """Speaks INSTREAM on a socket of this machine; ``said`` is its answer, ``heard`` what it was sent."""

    def __init__(self, said: bytes, listening: socket.socket) -> None:
        self.said, self.heard, self._listening = said, b"", listening
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _caller = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := struct.unpack(">I", stream.read(4))[0]:
                    self.heard += stream.read(size)
                connection.sendall(self.said)


@pytest.fixture
def clamd(settings, tmp_path: Path) -> Iterator[FakeClamd]:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "clamd"))
    listening.listen()
    settings.CLAMD = f"unix:{tmp_path / 'clamd'}"
    yield FakeClamd(b"stream: OK\0", listening)
    listening.close()


def take(text: str = TEXT, by=None) -> Report:
    return receive(chunks=[text.encode()], name="总结.txt", by=by).report


def test_the_scanner_hears_the_whole_file_and_a_clean_one_goes_on(clamd: FakeClamd) -> None:
    text = TEXT * 5000
    report = take(text)
    assert clamd.heard == text.encode()
    assert (report.state, report.flags) == ("queued", [])


def test_what_it_finds_is_kept_in_quarantine_and_never_read(clamd: FakeClamd) -> None:
    clamd.said = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
    report = take()
    assert report.state == "quarantine"
    assert "Win.Test.EICAR_HDB-1" in report.failure
    assert process(report.pk) is False
    report.refresh_from_db()
    assert (report.state, report.text) == ("quarantine", "")


def test_a_quarantined_file_is_for_administrators_alone(clamd: FakeClamd) -> None:
    clamd.said = b"stream: Eicar FOUND\0"
    report = take()
    url = reverse("reports:report-original", args=[report.pk])
    for name, role, status in (
        ("bob", "reviewer", 403),
        ("eve", "leader", 404),
        ("adam", "administrator", 200),
    ):
        client = Client()
        client.force_login(make_user(name, role))
        response = client.get(url)
        b"".join(response.streaming_content if response.streaming else ())
        assert response.status_code == status


def test_an_administrator_gets_no_other_file(clamd: FakeClamd) -> None:
    client = Client()
    client.force_login(make_user("adam", "administrator"))
    assert client.get(reverse("reports:report-original", args=[take().pk])).status_code == 404


def test_the_card_and_the_page_say_what_was_found(clamd: FakeClamd) -> None:
    clamd.said = b"stream: Eicar FOUND\0"
    client = Client()
    client.force_login(make_user())
    page = client.post(
        "/reports/upload/", {"files": SimpleUploadedFile("总结.txt", TEXT.encode())}
    ).content.decode()
    assert "病毒扫描发现“Eicar”" in page
    detail = client.get(reverse("reports:report-detail", args=[Report.objects.get().pk])).content.decode()
    assert "已隔离" in detail
    assert "下载原件" not in detail


def test_the_same_bytes_again_show_the_quarantined_upload(clamd: FakeClamd) -> None:
    clamd.said = b"stream: Eicar FOUND\0"
    first = take()
    clamd.said = b"stream: OK\0"
    assert (take(), take().state) == (first, "quarantine")


@pytest.mark.parametrize("address", ["unix:/nonexistent/clamd", "127.0.0.1:1", "no address"])
def test_a_dead_scanner_holds_files_back_with_a_reason(settings, address: str) -> None:
    settings.CLAMD = address
    with pytest.raises(Refused, match="病毒扫描程序没有应答；请"):
        take()
    assert not Report.objects.exists()
    assert not [
        p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file() and p.read_bytes() == TEXT.encode()
    ]


def test_a_dead_scanner_may_let_files_pass_with_a_flag_that_stays(settings) -> None:
    settings.CLAMD, settings.CLAMD_DOWN = "unix:/nonexistent/clamd", "pass"
    report = take()
    assert report.flags == ["not_scanned"]
    process(report.pk)
    report.refresh_from_db()
    assert "not_scanned" in report.flags
    client = Client()
    client.force_login(make_user())
    card = client.get(reverse("reports:report-card", args=[report.pk])).content.decode()
    assert "原件未经扫描" in card


@pytest.mark.parametrize(
    "said", [b"", b"stream: \0", b"INSTREAM size limit exceeded. ERROR\0", b"OK", b"stream: x ERROR\0"]
)
def test_an_answer_that_says_neither_clean_nor_found_is_no_pass(clamd: FakeClamd, said: bytes) -> None:
    clamd.said = said
    with pytest.raises(Refused):
        take()


def test_a_scanner_that_never_answers_is_given_up(settings, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "clamd"))
        listening.listen()
        settings.CLAMD, settings.CLAMD_SECONDS = f"unix:{tmp_path / 'clamd'}", 0.1
        with pytest.raises(Refused):
            take()


def self_check_page(user=None):
    client = Client()
    client.force_login(user or make_user())
    return client.post("/reports/self-check/", {"file": SimpleUploadedFile("总结.txt", TEXT.encode())})


def test_a_self_check_asks_the_scanner_before_it_opens_the_file(clamd: FakeClamd, monkeypatch) -> None:
    clamd.said = b"stream: Eicar FOUND\0"
    monkeypatch.setattr("reports.self_check.read_file", lambda *a, **k: pytest.fail("the file was opened"))
    page = self_check_page(make_user())
    assert page.status_code == 422
    assert "病毒扫描发现“Eicar”" in page.content.decode()
    assert clamd.heard == TEXT.encode()
    told = Event.objects.get(action=Action.SELF_CHECK)
    assert (told.result, told.detail, told.object_words) == ("refused", {"reason": "Eicar"}, "总结.txt")


def test_a_self_check_holds_files_back_from_a_dead_scanner(settings) -> None:
    settings.CLAMD = "unix:/nonexistent/clamd"
    assert "病毒扫描程序没有应答" in self_check_page().content.decode()


def test_a_self_check_that_may_pass_unscanned_says_so(settings) -> None:
    settings.CLAMD, settings.CLAMD_DOWN = "unix:/nonexistent/clamd", "pass"
    page = self_check_page()
    assert page.status_code == 200
    assert "未经扫描" in page.content.decode()
