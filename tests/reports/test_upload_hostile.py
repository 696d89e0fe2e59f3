"""Hostile files by the upload page: each has an outcome, each report a final state, and nothing lies beside them."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.models import Report
from reports.processing import process
from reports.storage import path_of
from tests.documents.hostile import Case, all_cases, disguises, names
from tests.factories import make_user

pytestmark = pytest.mark.django_db
URL = "/reports/upload/"
GATE = [case for family in (disguises, names) for case in family.cases() if not case.heavy]
KNOWN = {case.name for case in GATE}
OTHERS = [case for case in all_cases() if not case.heavy and case.name not in KNOWN][::6]
FORBIDDEN = re.compile(r"Traceback|\.py\b|/tmp|Error:|[0-9a-f]{64}")


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def sent(case: Case) -> SimpleUploadedFile:
    """The file under its own name: the class would take the last part of it, as a friendly browser does."""
    file = SimpleUploadedFile("x", case.make())
    file.__dict__["_name"] = case.file.replace("\ud800", "")
    return file


def cards(client: Client, case: Case) -> list[str]:
    response = client.post(URL, {"files": sent(case)}, headers={"HX-Request": "true"})
    assert response.status_code in {200, 201, 400, 413, 422}
    return re.findall(r'<article class="card report-card report-card--(\w+)', response.content.decode())


def slices(cases: list[Case], count: int) -> list[list[Case]]:
    return [cases[n::count] for n in range(count)]


@pytest.mark.parametrize("cases", slices(GATE, 6) + slices(OTHERS, 4), ids=lambda cases: cases[0].name)
def test_every_upload_has_an_outcome_and_every_report_a_final_state(
    client: Client, cases: list[Case]
) -> None:
    for case in cases:
        shown = cards(client, case)
        if case.entries is not None and case.ends == "batch":
            taken, refused = case.entries
            assert (len(shown) - shown.count("refused"), shown.count("refused")) == (taken, refused), (
                case.name
            )
        else:
            assert len(shown) >= 1, case.name
    for report in Report.objects.filter(state="queued"):
        process(report.pk)
        report.refresh_from_db()
        assert report.state in {"review", "reviewed", "failed"} or report.needs_recognition, report.file_name
        assert bool(report.failure) == (report.state == "failed")
        assert not FORBIDDEN.search(report.failure)


def test_each_refusal_says_why_in_chinese_and_names_no_path(client: Client) -> None:
    for case in [c for c in GATE if "read" not in c.ends and "batch" not in c.ends]:
        page = client.post(URL, {"files": sent(case)}, headers={"HX-Request": "true"}).content.decode()
        (message,) = re.findall(r'report-card__message">(.*?)</p>', page, re.DOTALL)
        assert re.search("[一-龥].*；请.*。$", message), (case.name, message)
        assert not FORBIDDEN.search(message)


def test_what_is_encrypted_says_so_in_each_of_its_forms(client: Client) -> None:
    locked = [c for c in all_cases() if c.ends == "encrypted"]
    assert len(locked) >= 6
    for case in locked:
        cards(client, case)
        for report in Report.objects.filter(state="queued"):
            process(report.pk)
        page = client.get("/reports/").content.decode() if Report.objects.exists() else ""
        answer = (
            client.post(URL, {"files": sent(case)}, headers={"HX-Request": "true"}).content.decode() + page
        )
        assert re.search("密码|加密", answer + "".join(Report.objects.values_list("failure", flat=True))), (
            case.name
        )
        Report.objects.all().delete()


def test_paths_of_stored_files_are_made_of_their_content_alone(client: Client) -> None:
    """Whatever the names were: below the media folder stand hashes only, and each holds what it is named by."""
    for case in names.cases()[:40]:
        cards(client, case)
    media = Path(settings.MEDIA_ROOT)
    for path in media.rglob("*"):
        assert re.fullmatch(r"incoming|[0-9a-f/]+", path.relative_to(media).as_posix())
    for report in Report.objects.all():
        assert sha256(path_of(report.digest).read_bytes()).hexdigest() == report.digest
    assert not list(media.parent.glob("*evil*"))


def test_names_are_shown_as_text_and_never_as_markup(client: Client) -> None:
    for case in names.cases()[:40]:
        cards(client, case)
    page = client.get("/reports/").content.decode()
    assert "<img src=x" not in page
    assert "javascript:alert(1)" not in re.sub(">[^<]*<", "><", page)


def test_kinds_agree_wherever_a_file_is_looked_at(client: Client) -> None:
    """What the door took a disguised file for is what it was read as, and it is only ever saved as bytes."""
    for case in [c for c in disguises.cases() if c.ends == "read" and "_as_" in c.name]:
        Report.objects.all().delete()
        cards(client, case)
        report = Report.objects.get()
        process(report.pk)
        report.refresh_from_db()
        kind = case.name.split("_as_")[0]
        assert report.format == {"mhtml": "html", "csv": "txt"}.get(kind, kind), case.name
        response = client.get(f"/reports/{report.pk}/original/")
        assert response["Content-Type"] == "application/octet-stream"
        b"".join(response.streaming_content)
