"""Taking a file in: once, whole, with its job."""

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from reports.errors import Refused
from reports.models import Report
from reports.receiving import clean_name, receive, retry
from tests.factories import make_region, make_report, make_user

pytestmark = pytest.mark.django_db
TEXT = "江西省2016年工作总结\n全年专利申请94045件。".encode()


def take(data: bytes = TEXT, name: str = "总结.txt", **fields):
    return receive(chunks=[data], name=name, by=fields.pop("by", None), **fields)


def test_a_new_file_gets_a_row_and_a_job():
    receipt = take()
    assert (receipt.is_new, receipt.report.state) == (True, "queued")
    assert ProcrastinateJob.objects.get().args == {"report_id": receipt.report.pk}


def test_the_same_bytes_show_the_first_upload():
    first, second = take(), take(name="另一个名字.txt")
    assert (second.is_new, second.report) == (False, first.report)
    assert (Report.objects.count(), ProcrastinateJob.objects.count()) == (1, 1)


def test_two_offices_do_not_learn_of_each_other():
    here, there = make_region("360100", "南昌市", "prefecture"), make_region("360400", "九江市", "prefecture")
    assert take(office=here).report != take(office=there).report


def test_a_row_that_appears_meanwhile_counts_as_the_first(monkeypatch):
    first = take().report
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda rows: None)
    assert take().report == first


def test_a_program_is_refused_by_name_with_reason_and_leaves_no_file():
    before = Report.objects.count()
    with pytest.raises(Refused, match=r"游戏\.docx.*未接收"):
        take(b"MZ" + b"\0" * 500, "游戏.docx")
    stored = [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file() and p.read_bytes().startswith(b"MZ")]
    assert (Report.objects.count(), stored) == (before, [])


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match=r"空白\.txt"):
        take(b"", "空白.txt")


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = len(TEXT) - 1
    with pytest.raises(Refused, match=r"总结\.txt.*超过"):
        take()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\总结.docx", "总结.docx"),
        ("a\nb\x00c.txt", "abc.txt"),
        ("\ud800", "未命名文件"),
        ("总" * 300 + ".txt", "总" * 251 + ".txt"),
    ],
)
def test_the_clients_name_is_only_data(given, kept):
    assert clean_name(given) == kept


def test_a_failed_report_can_be_tried_again():
    report = make_report(state="failed", failure="程序处理出错", attempt=3)
    retry(report=report, by=make_user())
    report.refresh_from_db()
    assert (report.state, report.attempt, report.failure) == ("queued", 0, "")
    assert ProcrastinateJob.objects.filter(args={"report_id": report.pk}).exists()
