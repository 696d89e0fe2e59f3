"""What docs/security.md promises and no other test holds: one test for each such row, named after it."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from reports.incoming import exceeds_any_batch
from reports.models import Claim, Report
from reports.processing import process
from reports.reading import limits
from reports.receiving import receive
from reports.storage import path_of
from tests.documents.hostile import all_cases
from tests.documents.hostile.run import canary, judge
from tests.documents.packed import make_docx, p
from tests.factories import make_claim, make_indicator, make_user

CASES = {case.name: case for case in all_cases()}
ROOT = Path(settings.BASE_DIR)
GATE_PROBE = """
import resource, sys
from pathlib import Path
from reports.reading.document import ReadingError
from reports.reading.packages import Package
data = Path(sys.argv[1]).read_bytes()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    Package(data)
except ReadingError as error:
    print(error.code, end=" ")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("name", ["bomb_docx_media", "bomb_docx_lying", "bomb_docx_overlap", "bomb_ofd_page"])
def test_a3_the_gate_counts_a_bomb_in_less_than_64_megabytes(name: str, tmp_path: Path) -> None:
    (tmp_path / "bomb").write_bytes(CASES[name].make())
    command = [sys.executable, "-c", GATE_PROBE, str(tmp_path / "bomb")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert answer[:-1] in ([], ["too_complex"], ["broken"])
    assert int(answer[-1]) < 64 * 1024


def test_a8_the_limits_of_size_agree() -> None:
    assert settings.UPLOAD_MAX_BYTES == limits.FILE_BYTES
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE < settings.UPLOAD_MAX_BYTES
    proxy = re.search(r"client_max_body_size (\d+)m;", (ROOT / "docs" / "operations.md").read_text("utf-8"))
    request = type("Request", (), {"META": {"CONTENT_LENGTH": str(int(proxy[1]) * 1024 * 1024)}})
    assert exceeds_any_batch(request), "a proxy that lets less through hides the product's own sentence"


@pytest.mark.django_db(transaction=True)
def test_a10_the_same_bytes_at_the_same_moment_are_one_document() -> None:
    user = make_user()
    barrier, receipts = threading.Barrier(4), []

    def take() -> None:
        barrier.wait()
        try:
            receipts.append(receive(chunks=["专利申请1234件。".encode()], name="总结.txt", by=user))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Report.objects.count() == 1
    assert sorted(receipt.is_new for receipt in receipts) == [False, False, False, True]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'reports.process'")
        assert cursor.fetchone() == (1,)


REACHING = [
    name
    for name in CASES
    if re.search("ssrf|xxe|remote|ext_image|_uri|submit|goto|refresh|frame|include|mhtml_as", name)
]


def test_b14_no_file_makes_a_request(tmp_path: Path) -> None:
    with canary() as calls:
        for name in REACHING:
            (tmp_path / name).mkdir()
            judge(CASES[name], tmp_path / name)
    assert len(REACHING) > 25
    assert calls == []


PARSERS = re.compile(
    r"\b(?:etree|lxml_html|ElementTree|minidom|expat|sax)\.(?:parse|fromstring|iterparse|XML|HTML)\(.*"
)


def test_b17_every_parser_of_xml_is_ours_and_has_no_entities() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), line.group())
        for folder in ("reports", "indicators", "config", "accounts", "briefs", "trail")
        for path in (ROOT / folder).rglob("*.py")
        for line in PARSERS.finditer(path.read_text("utf-8"))
    }
    assert {path for path, _line in found} == {"reports/reading/safe_xml.py", "reports/reading/html.py"}
    assert all("parser" in line or "XMLParser(**_SAFE)" in line or "**_SAFE" in line for _path, line in found)


def test_b20_what_was_cut_says_how_much_was_read(client_of_a_reviewer: Callable[[bytes, str], str]) -> None:
    page = client_of_a_reviewer(("工作\n" * 30_001).encode(), "总结.txt")
    assert "仅处理前 30000 段" in page


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["NaN", "1000000000000000000", "-1000000000000000000"])
def test_c24_the_database_takes_no_value_that_is_none(value: str) -> None:
    claim = make_claim()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update reports_claim set value = %s::numeric where id = %s", [value, claim.pk])


def test_c26_the_reviewer_reads_insertions_and_is_told_of_deletions(
    client_of_a_reviewer: Callable[[bytes, str], str],
) -> None:
    changed = CASES["docx_tracked_deleted"].make()
    page = client_of_a_reviewer(changed, "总结.docx")
    assert "9999" not in page
    assert "删除的文字没有计入" in page


def test_c29_invisible_characters_in_a_figure_are_shown_to_the_reviewer(
    client_of_a_reviewer: Callable[[bytes, str], str],
) -> None:
    page = client_of_a_reviewer(
        make_docx(p("2019年专利申请1\u200b234件，授权\u202e8765\u202c件。")), "总结.docx"
    )
    assert "正文里有看不见的字符" in page
    assert "U+200B" in page
    assert "U+202E" in page


@pytest.mark.django_db
def test_c30_every_figure_is_found_again_in_the_stored_text_and_the_file_is_the_one_that_was_hashed() -> None:
    make_indicator()
    data = make_docx(p("2019年全市专利申请1234件，授权567件，同比增长5.6%。"))
    report = receive(chunks=[data], name="总结.docx", by=None).report
    process(report.pk)
    report.refresh_from_db()
    assert sha256(path_of(report.digest).read_bytes()).hexdigest() == report.digest
    assert all(report.text[f["span"][0] : f["span"][1]] == f["text"] for f in report.figures)
    claim = Claim.objects.get(report=report, measure="level")
    assert "1234" in report.text[claim.span_start : claim.span_end]


@pytest.fixture
def client_of_a_reviewer(db: None) -> Callable[[bytes, str], str]:
    """Uploads a file, has it processed, and gives back the page on which a reviewer sees it."""
    client = Client()
    client.force_login(make_user())

    def show(data: bytes, name: str) -> str:
        client.post("/reports/upload/", {"files": SimpleUploadedFile(name, data)})
        report = Report.objects.get()
        process(report.pk)
        return client.get(reverse("reports:report-detail", args=[report.pk])).content.decode()

    return show
