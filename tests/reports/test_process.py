"""One attempt at one report: all of its result or none of it."""

from contextlib import suppress

import pytest

from indicators.catalogue_store import store_catalogue
from reports import processing
from reports.models import Report
from reports.receiving import receive
from tests.factories import make_region

pytestmark = pytest.mark.django_db
TEXT = """江西省知识产权局2016年工作总结

一、2016年工作情况
全年专利申请94045件,同比增长26%,其中发明专利申请28626件。

二、2017年工作打算
(一)提升创造质量
修订专利资助办法。力争专利申请突破10万件。
"""


@pytest.fixture
def report() -> Report:
    make_region()
    store_catalogue()
    return receive(chunks=[TEXT.encode()], name="总结.txt", by=None).report


def test_a_report_is_read_into_claims_items_and_figures(report):
    assert processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, report.year, report.region_id, report.attempt) == ("review", 2016, "360000", 1)
    assert report.claims.filter(indicator="patent_applications", breakdown="", value=94045).exists()
    assert report.work_items.planned().filter(text__contains="资助办法").exists()
    assert any(f["text"].startswith("94045") for f in report.figures)


def test_every_claim_stands_in_the_stored_text(report):
    processing.process(report.pk)
    report.refresh_from_db()
    assert all(claim.quote in claim.sentence for claim in report.claims.all())


def test_a_second_run_of_the_same_job_changes_nothing(report):
    processing.process(report.pk)
    count = report.claims.count()
    assert not processing.process(report.pk)
    assert report.claims.count() == count


def test_a_late_worker_whose_attempt_was_given_away_stores_nothing(report, monkeypatch):
    reading = processing.read_file

    def overtaken(*args, **kwargs):
        Report.objects.filter(pk=report.pk).update(attempt=2)
        return reading(*args, **kwargs)

    monkeypatch.setattr(processing, "read_file", overtaken)
    assert not processing.process(report.pk)
    assert report.claims.count() == 0


def test_a_job_that_was_killed_starts_again_where_it_left_off(report):
    processing.begin(report.pk)
    assert processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempt) == ("review", 2)


def test_a_poison_file_stops_after_three_attempts(report):
    for _ in range(3):
        processing.begin(report.pk)
    assert not processing.process(report.pk)
    report.refresh_from_db()
    assert report.state == "failed"
    assert "人工" in report.failure


def test_an_error_gives_the_report_back_until_the_third_time(report, monkeypatch):
    monkeypatch.setattr(processing, "extract", lambda *a, **k: 1 / 0)
    states = []
    for _ in range(3):
        with suppress(ZeroDivisionError):
            processing.process(report.pk)
        states.append(Report.objects.get(pk=report.pk).state)
    assert states == ["queued", "queued", "failed"]


def test_a_file_that_cannot_be_read_fails_with_its_reason(report, monkeypatch):
    def unreadable(*args, **kwargs):
        raise processing.ReadingError("encrypted", "PDF 有打开密码,无法读取;请去除密码后重新上传。")

    monkeypatch.setattr(processing, "read_file", unreadable)
    processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, "密码" in report.failure) == ("failed", True)


def test_the_office_tells_the_region_where_the_text_does_not():
    store_catalogue()
    office = make_region("360100", "南昌市", "prefecture")
    text = "知识产权工作总结\n我局全年举办培训班12期。".encode()
    report = receive(chunks=[text], name="总结.txt", by=None, office=office).report
    processing.process(report.pk)
    report.refresh_from_db()
    assert report.region_id == "360100"
    assert "region" in report.basis


def test_a_text_without_any_figure_says_so():
    store_catalogue()
    report = receive(chunks=["通知\n请各单位按时报送。".encode()], name="通知.txt", by=None).report
    processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, "no_figures" in report.flags) == ("reviewed", True)


def test_what_belongs_to_the_page_is_stored_as_noise():
    store_catalogue()
    text = "首页 > 工作总结\n江西省2016年工作总结\n浏览次数：312次\n全年专利申请94045件。"
    report = receive(chunks=[text.encode()], name="网页.txt", by=None).report
    processing.process(report.pk)
    report.refresh_from_db()
    assert "浏览次数：312次" in [report.text[start:end] for start, end in report.noise]
