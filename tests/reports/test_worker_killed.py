"""A worker that is killed in mid-job loses nothing: another takes the job over."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

import pytest
from croniter import croniter
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from indicators.catalogue_store import store_catalogue
from reports.models import Report
from reports.receiving import receive
from reports.tasks import ROUND_SECONDS, STALLED_AFTER_SECONDS, lock_of, rescue
from tests.factories import make_region

TEXT = "江西省知识产权局2016年工作总结\n全年专利申请94045件。"


@contextmanager
def running(*kind: str) -> Iterator[subprocess.Popen]:
    """A worker in a process of its own; whatever becomes of it, it is gone in the end, after two minutes at most."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='')}"
    environment = os.environ | {
        "DATABASE_URL": os.environ["DATABASE_URL"] if "@/" not in os.environ["DATABASE_URL"] else url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reports.worker_to_kill", *kind],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    end = threading.Timer(120, process.kill)  # a worker that says nothing must not hold the run of all tests
    end.start()
    try:
        yield process
    finally:
        end.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def wait_for(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_another_worker_takes_over_and_stores_everything_once():
    make_region()
    store_catalogue()
    report = receive(chunks=[TEXT.encode()], name="总结.txt", by=None).report
    with running("slow") as first:
        place = first.stdout.readline().removeprefix("reading ").strip()
        first.send_signal(signal.SIGKILL)
        first.wait()
        wait_for(lambda: not Path("/proc", place).exists())
    assert ProcrastinateJob.objects.get(task_name="reports.process").status == "doing"
    time.sleep(1.5)  # until the dead worker's heart is known to have stopped
    rescue.configure(queueing_lock="this test").defer(timestamp=0)
    with running("sound"):
        wait_for(lambda: Report.objects.get(pk=report.pk).state == "review", 60)
    assert Report.objects.get(pk=report.pk).attempt == 2
    assert report.claims.filter(value=94045).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_job_is_found_while_heavy_documents_hold_every_place():
    lost, *heavy = [
        receive(chunks=[f"{TEXT}{n}".encode()], name="总结.txt", by=None).report for n in range(3)
    ]
    with connection.cursor() as cursor:  # as a worker leaves it that was killed an hour ago
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"
        )
        cursor.execute("select max(id) from procrastinate_workers")
        taken = {"status": "doing", "worker_id": cursor.fetchone()[0]}
    ProcrastinateJob.objects.filter(lock=lock_of(lost)).update(**taken)
    with running("slow") as worker:
        assert len({worker.stdout.readline() for _ in heavy}) == 2
        rescue.configure(queueing_lock="this test").defer(timestamp=0)
        wait_for(lambda: ProcrastinateJob.objects.get(lock=lock_of(lost)).status == "todo")
        assert ProcrastinateJob.objects.filter(task_name="reports.process", status="doing").count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "patience", "state", "job"),
    [("brief", "30", "review", None), ("slow", "0.1", "processing", "todo")],
    ids=["within the patience", "beyond it"],
)
def test_a_worker_that_is_asked_to_end_lets_its_job_end_or_gives_it_back(kind, patience, state, job):
    make_region()
    store_catalogue()
    report = receive(chunks=[TEXT.encode()], name="总结.txt", by=None).report
    with running(kind, patience) as worker:
        assert worker.stdout.readline().startswith("reading")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    report.refresh_from_db()
    jobs = ProcrastinateJob.objects.filter(task_name="reports.process")
    assert (report.state, jobs.values_list("status", flat=True).first()) == (state, job)


def test_a_lost_job_is_found_within_a_minute():
    heartbeat = 10  # seconds between a living worker's signs of life
    assert heartbeat + STALLED_AFTER_SECONDS + ROUND_SECONDS <= 60


def test_the_jobs_of_dead_workers_are_looked_for_three_times_a_minute():
    begin = datetime(2026, 1, 1, tzinfo=timezone.utc)
    rounds = croniter(periodic_of("reports.rescue").cron, begin)  # the seconds are the sixth field
    assert [rounds.get_next(float) - begin.timestamp() for _ in range(4)] == [20, 40, 60, 80]


def periodic_of(name: str):
    return next(p for p in app.periodic_registry.periodic_tasks.values() if p.task.name == name)
