"""Faults put in on purpose: docs/reliability.md says which row of the plan each test stands for."""

import errno
import os
import signal
import threading
import warnings
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from psycopg.errors import DiskFull

from indicators.catalogue_store import store_catalogue
from reports import processing, receiving, storage
from reports.models import Claim, Report
from reports.receiving import receive
from reports.store_check import find_faults
from reports.tasks import rescue
from tests.factories import make_region, make_user

TEXT = "江西省知识产权局2016年工作总结\n全年专利申请94045件，同比增长26.5%。\n2017年力争专利授权4万件。"
STEPS = ("read_file", "extract", "fill", "insert_rows", "store_findings", "find_twins", "accept_by_policy")
MOMENTS = [("before", step) for step in STEPS] + [("after", "insert_rows"), ("after", "accept_by_policy")]


@pytest.fixture(autouse=True)
def own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def report(transactional_db) -> Report:
    make_region()
    store_catalogue()
    return take()


def take(text: str = TEXT) -> Report:
    return receive(chunks=[text.encode()], name="总结.txt", by=None).report


def in_a_killed_process(work: Callable[[], object]) -> int:
    """Run the work in a process of its own until it kills itself; the signal that ended it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the child does not need
        pid = os.fork()
    if pid == 0:
        try:
            for alias in connections:  # the parent's connection is not this process's to use, nor to close
                connections[alias].connection = None
            work()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1] & 0x7F


def stated(report: Report) -> list[tuple]:
    fields = ("indicator", "measure", "value", "start", "end", "span_start")
    return list(report.claims.order_by("span_start", "pk").values_list(*fields))


@pytest.mark.parametrize(("moment", "step"), MOMENTS)
def test_a_worker_killed_at_any_step_leaves_nothing_and_the_next_attempt_everything(
    report, monkeypatch, moment, step
):
    whole = getattr(processing, step)

    def deadly(*args, **kwargs):
        if moment == "after":
            whole(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(processing, step, deadly)
    assert in_a_killed_process(lambda: processing.process(report.pk)) == signal.SIGKILL
    monkeypatch.undo()
    report.refresh_from_db()
    assert (report.state, report.attempt, report.text, report.claims.count()) == ("processing", 1, "", 0)
    assert processing.process(report.pk)
    report.refresh_from_db()
    unharmed = take(TEXT + "\n")
    processing.process(unharmed.pk)
    assert (report.attempt, stated(report)) == (2, stated(unharmed))
    assert list(find_faults()) == []


def test_a_worker_killed_after_the_commit_has_done_its_work_once(report):
    def work():
        processing.process(report.pk)
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_killed_process(work) == signal.SIGKILL
    assert processing.process(report.pk) is False
    report.refresh_from_db()
    assert (report.state, report.attempt, report.claims.count()) == ("review", 1, 3)


def test_the_rescue_holds_no_lock_that_its_own_death_would_leave_behind(transactional_db):
    assert (rescue.lock, rescue.queueing_lock) == (None, "rescue")
    rescue.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where task_name = 'reports.rescue'")
    assert rescue.defer(timestamp=1)


def test_a_lost_connection_gives_the_report_back_and_the_next_attempt_reads_it(report, monkeypatch):
    def cut(*args):
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(processing, "store_findings", cut)
    with pytest.raises(OperationalError):
        processing.process(report.pk)
    monkeypatch.undo()
    report.refresh_from_db()
    assert (report.state, report.attempt, report.claims.count()) == ("queued", 1, 0)
    assert processing.process(report.pk)


def test_the_same_file_at_once_is_one_row_and_every_answer_points_to_it(transactional_db):
    barrier, answers = threading.Barrier(8), []

    def send():
        barrier.wait()
        try:
            answers.append(take())
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [answer.pk for answer in answers] == [Report.objects.get().pk] * 8
    assert list(find_faults()) == []


def upload() -> tuple[int, str]:
    client = Client()
    client.force_login(make_user())
    files = {"files": SimpleUploadedFile("总结.txt", TEXT.encode())}
    answer = client.post(reverse("reports:report-upload"), files)
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
def test_a_full_disk_is_told_and_half_a_file_is_not_kept(monkeypatch, settings):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    status, text = upload()
    assert (status, "存储空间不足" in text, Report.objects.count()) == (507, True, 0)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_a_full_disk_of_the_database_is_told(monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("could not extend file") from DiskFull("could not extend file")

    monkeypatch.setattr(receiving, "_register", full)
    assert upload()[0] == 507


@pytest.mark.django_db
def test_any_other_failure_of_the_disk_is_not_taken_for_a_full_one(monkeypatch):
    def broken(_descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(storage.os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        upload()


def test_a_worker_that_runs_out_of_memory_while_storing_leaves_nothing(report, monkeypatch):
    def exhausted(*args):
        raise MemoryError

    monkeypatch.setattr(processing, "store_findings", exhausted)
    with pytest.raises(MemoryError):
        processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, Claim.objects.count()) == ("queued", 0)


@pytest.mark.django_db
def test_a_client_that_goes_away_in_mid_upload_leaves_nothing(settings):
    def gone():
        yield TEXT.encode()[:20]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(chunks=gone(), name="总结.txt", by=None)
    assert Report.objects.count() == 0
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_a_report_that_nobody_could_read_keeps_its_file_at_hand(report, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(processing, "read_file", broken)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            processing.process(report.pk)
    processing.process(report.pk)
    client = Client()
    client.force_login(make_user())
    page = client.get(reverse("reports:report-detail", args=[report.pk])).content.decode()
    assert "已尝试 3 次；请联系管理员或人工录入" in page
    assert b"".join(client.get(reverse("reports:report-original", args=[report.pk]))) == TEXT.encode()


def test_failed_attempts_wait_longer_each_time():
    waits = app.tasks["reports.process"].retry_strategy
    assert [waits.exponential_wait**attempt for attempt in (1, 2)] == [3, 9]
    assert waits.max_attempts == processing.MAX_ATTEMPTS
