"""What one person may hand in within an hour, at the limit and one beyond."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from reports.errors import Refused
from reports.models import Report
from reports.receiving import receive
from tests.factories import make_report, make_user

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def take(text: str, by=None, size: int = 0):
    data = text.encode().ljust(size)
    return receive(chunks=[data], name="总结.txt", by=by)


def test_the_last_file_of_an_hour_is_taken_and_the_next_is_told(settings):
    settings.UPLOAD_FILES_AN_HOUR = 2
    alice = make_user("alice")
    take("专利申请8件", alice)
    take("专利申请9件", alice)
    with pytest.raises(Refused, match=r"“总结\.txt”未接收：您一小时内已上传 2 个文件"):
        take("专利申请10件", alice)
    assert Report.objects.count() == 2


def test_bytes_are_counted_too(settings):
    settings.UPLOAD_MEGABYTES_AN_HOUR = 2
    alice = make_user("alice")
    take("专利申请8件", alice, MEGABYTE)
    take("专利申请9件", alice, MEGABYTE)
    with pytest.raises(Refused, match="将超过 2 MB"):
        take("专利申请10件", alice)


def test_what_was_refused_leaves_no_file(settings):
    settings.UPLOAD_FILES_AN_HOUR = 1
    alice = make_user("alice")
    take("专利申请8件", alice)
    with pytest.raises(Refused):
        take("无人收下的12345件", alice)
    kept = [p for p in Path(configured.MEDIA_ROOT).rglob("*") if p.is_file()]
    assert not [p for p in kept if "无人收下的12345件".encode() in p.read_bytes()]


def test_another_person_and_another_hour_do_not_count(settings):
    settings.UPLOAD_FILES_AN_HOUR = 1
    alice = make_user("alice")
    take("专利申请8件", make_user("bob"))
    old = make_report(uploaded_by=alice)
    Report.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(minutes=61))
    assert take("专利申请9件", alice).is_new


def test_what_is_there_already_is_shown_whatever_was_uploaded(settings):
    settings.UPLOAD_FILES_AN_HOUR = 1
    alice = make_user("alice")
    take("专利申请8件", alice)
    assert not take("专利申请8件", alice).is_new


def test_no_limit_is_set_by_nought_and_none_binds_the_command_line(settings):
    settings.UPLOAD_FILES_AN_HOUR = settings.UPLOAD_MEGABYTES_AN_HOUR = 0
    alice = make_user("alice")
    assert all(take(f"专利申请{n}件", alice).is_new for n in range(1, 4))
    settings.UPLOAD_FILES_AN_HOUR = 1
    assert all(take(f"专利授权{n}件").is_new for n in range(1, 4))


def test_the_upload_page_tells_it_of_each_file(settings):
    settings.UPLOAD_FILES_AN_HOUR = 1
    client = Client()
    client.force_login(make_user())
    files = [SimpleUploadedFile(f"{n}.txt", f"专利申请{n}件".encode()) for n in (1, 2)]
    page = client.post("/reports/upload/", {"files": files}).content.decode()
    assert "“2.txt”未接收：您一小时内已上传 1 个文件" in page
    assert Report.objects.count() == 1
