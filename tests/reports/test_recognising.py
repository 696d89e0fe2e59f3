"""Reports whose pages are pictures wait for a turn of their own, tell of each page, and are never accepted unseen."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from indicators.catalogue_store import store_catalogue
from reports import processing, recognising, tasks
from reports.extraction import extract
from reports.extraction.recognised import MOST, RECOGNISED
from reports.models import Report
from reports.reading import NeedsRecognition, ReadingError
from reports.reading.document import Block, Document, Origin
from reports.receiving import cancel, receive, retry
from reports.reextraction import reextract
from reports.report_card import report_card
from reports.services import accept_all
from tests.factories import make_region, make_report, make_user

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
WRITTEN, SCANNED = "江西省2016年工作总结", "全年专利申请94045件，专利授权31472件。"


def document(recognised: bool = True) -> Document:
    """Two blocks, the second of them recognised from a picture."""
    start = len(WRITTEN) + 1
    first = Block(0, len(WRITTEN), "paragraph", Origin(page=1))
    second = Block(
        start, start + len(SCANNED), "paragraph", Origin(page=2, box=(1, 2, 3, 4)), recognised=recognised
    )
    return Document(f"{WRITTEN}\n{SCANNED}", (first, second), "pdf", flags=("recognised_pages:2",))


def scanned_report(**fields) -> Report:
    return make_report("", state="queued", processed_at=None, needs_recognition=True, **fields)


@pytest.fixture
def read(monkeypatch):
    """Puts a function in the place of reading."""

    def replace(answer):
        monkeypatch.setattr(processing, "read_file", answer)

    return replace


def jobs_of(report):
    return list(ProcrastinateJob.objects.filter(args__report_id=report.pk).order_by("pk"))


def test_a_value_in_a_recognised_block_is_doubted_and_no_other():
    text = document().text
    for blocks, doubted in ((document().blocks, True), (document(recognised=False).blocks, False)):
        values = extract(text, blocks=blocks).values
        assert values
        assert all((RECOGNISED in value.reasons) is doubted for value in values)
        assert all((value.confidence <= MOST) is doubted for value in values)


@pytest.mark.django_db
def test_a_picture_is_taken_in_and_handed_to_a_job_of_its_own(read):
    def needs_recognition(*args, recognise, **kwargs):
        assert not recognise
        raise NeedsRecognition(None)

    read(needs_recognition)
    report = receive(chunks=[PNG], name="扫描件.png", by=None).report
    assert not processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempt, report.needs_recognition) == ("queued", 0, True)
    assert jobs_of(report)[-1].lock == tasks.RECOGNITION


@pytest.mark.django_db
def test_only_one_report_at_a_time_is_recognised():
    one, other = scanned_report(), scanned_report()
    tasks.queue(one)
    tasks.queue(other)
    assert {job.lock for report in (one, other) for job in jobs_of(report)} == {tasks.RECOGNITION}


@pytest.mark.django_db
def test_a_waiting_scan_that_is_cancelled_leaves_the_queue():
    report = scanned_report()
    tasks.queue(report)
    cancel(report=report, by=make_user())
    assert jobs_of(report) == []


@pytest.mark.django_db
def test_without_the_component_the_file_stays_and_is_tried_again_once_it_is_there(read):
    def missing(*args, **kwargs):
        raise ReadingError("missing_ocr", "请管理员运行 make ocr 安装后再重新处理。")

    make_region()
    store_catalogue()
    read(missing)
    report = receive(chunks=[PNG], name="扫描件.png", by=None).report
    processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, "make ocr" in report.failure) == ("failed", True)
    retry(report=report, by=make_user())
    read(lambda *args, **kwargs: document())
    assert processing.process(report.pk)
    assert report.claims.exists()


@pytest.mark.django_db
def test_each_page_is_told_and_shown():
    report = scanned_report()
    attempt = processing.mine(report.pk, processing.begin(report.pk).number)
    tell = recognising.watch(attempt)
    tell(0, 0)
    tell(3, 12)
    report.refresh_from_db()
    assert (report.pages_done, report.pages_total) == (3, 12)
    phases = {report_card(report).phase}
    report.pages_done = 4
    assert report_card(report).phase not in phases


@pytest.mark.django_db
def test_the_card_says_which_page_is_read():
    client = Client()
    client.force_login(make_user())
    report = scanned_report()
    recognising.watch(processing.mine(report.pk, processing.begin(report.pk).number))(3, 12)
    page = client.get(reverse("reports:report-card", args=[report.pk])).content.decode()
    assert "第 4 页，共 12 页" in page
    assert 'value="3" max="12"' in page


@pytest.mark.django_db
def test_cancelling_stops_the_reading_at_the_next_page(read):
    told = []

    def read_pages(*args, watch, **kwargs):
        for page in range(1, 4):
            told.append(page)
            watch(page, 3)
            cancel(report=report, by=make_user())
        return document()

    report = scanned_report()
    read(read_pages)
    assert not processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, told) == ("cancelled", [1, 2])


@pytest.mark.django_db
def test_no_threshold_accepts_what_was_recognised(read):
    make_region()
    store_catalogue()
    report = scanned_report(file_name="总结.pdf")
    read(lambda *args, **kwargs: document())
    assert processing.process(report.pk)
    report.claims.update(confidence=Decimal("0.99"))
    assert report.claims.count() == 2
    assert accept_all(report=report, by=make_user(), threshold=Decimal(0)) == 0


@pytest.mark.django_db
def test_a_newer_engine_doubts_it_as_well(read):
    make_region()
    store_catalogue()
    report = scanned_report(file_name="总结.pdf")
    read(lambda *args, **kwargs: document())
    processing.process(report.pk)
    reextract(report=report)
    assert all(RECOGNISED in claim.reasons for claim in report.claims.all())
