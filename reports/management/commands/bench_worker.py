"""``manage.py bench_worker``: documents a second through one worker process, stored claims included, by format."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django import app

from config.embedded_postgres import EmbeddedPostgres
from config.watchdog import Watchdog
from reports.models import Claim, Report
from reports.receiving import receive
from reports.tasks import READING
from reports.worker import connect_to_queue
from reports.worker_places import Places, open_places

FLOOR = 15  # documents a second of each format
COPIES = 20
WARM_UP = 2
PLACES = 2
HERE = "ZHIHENG_BENCH"  # set for the process that works on the throw-away database


class Command(BaseCommand):
    help = (
        "Measure how many ten-page reports a second one worker process reads, extracts and stores, by format."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("formats", nargs="*", help="docx, pdf …; all, where none is named")
        parser.add_argument("--copies", type=int, default=COPIES, help=f"reports of each format ({COPIES})")

    def handle(self, formats: list[str], copies: int, **options: Any) -> None:
        if not (settings.BASE_DIR / "tests" / "documents").is_dir():
            raise CommandError("这里没有 tests 文件夹，造不出测速用的报告；请在源码目录中运行。")
        if os.environ.get(HERE):
            self.measure(formats, copies)
        else:
            self.with_throwaway_database([*formats, "--copies", str(copies)])

    def with_throwaway_database(self, arguments: list[str]) -> None:
        """Measure in a process whose database, with all its safety on, and files lie in a folder of their own."""
        with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as name:
            folder, watchdog = Path(name), Watchdog()
            folder.chmod(0o755)  # root's server runs as another user, who must get in
            watchdog.order("throwaway", folder, "pg")
            server = EmbeddedPostgres(folder)
            try:
                server.start()
                own = {"ZHIHENG_VAR": name, "DATABASE_URL": server.url(), HERE: "1", "ZHIHENG_MODE": "local"}
                failed = run(["-m", "config.prepare"], own, stdout=subprocess.DEVNULL)
                failed = failed or run(["manage.py", "bench_worker", *arguments], own)
            finally:
                server.remove()
                watchdog.dismiss()
        if failed:
            raise CommandError("测速没有完成，原因见上。")

    def measure(self, formats: list[str], copies: int) -> None:
        from tests.documents.long_report import FORMATS, PAGES

        self.stdout.write(
            f"one worker, {PLACES} places, {copies} reports of {PAGES} pages each; floor {FLOOR}/s"
        )
        with open_places(PLACES) as places:
            self.work(places, self.receive_all(FORMATS[0], WARM_UP, 1970))
            for extension in formats or FORMATS:
                self.tell(extension, *self.work(places, self.receive_all(extension, copies)))

    @staticmethod
    def receive_all(extension: str, count: int, first_year: int = 2000) -> list[int]:
        """The reports, stored and queued; this is not measured."""
        from tests.documents.long_report import copies

        documents = copies(extension, count, first_year)
        return [receive(chunks=[data], name=name, by=None).report.pk for name, data in documents]

    @staticmethod
    def work(places: Places, reports: list[int]) -> tuple[int, float, float, int]:
        """How many were read, in how many seconds of the clock and of the worker's processor, and their claims."""
        started, spent = time.perf_counter(), spent_by(places)
        asyncio.run(take_all(places))
        seconds, own = time.perf_counter() - started, spent_by(places) - spent
        read = Report.objects.filter(pk__in=reports, processed_at__isnull=False).count()
        return read, seconds, own, Claim.objects.filter(report__in=reports).count()

    def tell(self, extension: str, read: int, seconds: float, own: float, claims: int) -> None:
        speed = read / seconds
        mark = "" if speed >= FLOOR else "  below the floor"
        self.stdout.write(
            f"{extension:5} {speed:6.1f} documents/s  {seconds / read * 1000:5.0f} ms each, "
            f"{own / read * 1000:4.0f} ms of them the worker's own processor, {claims / read:.0f} claims{mark}"
        )


def run(arguments: list[str], own: dict[str, str], stdout: int | None = None) -> int:
    """The exit code of the command, run with those variables."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | own, stdout=stdout, check=False)
    return done.returncode


def spent_by(places: Places) -> float:
    """Seconds of the processor that the worker and its places have taken, without cells and PostgreSQL."""
    return time.process_time() + sum(places.ask(time.process_time))


async def take_all(places: Places) -> None:
    """Run a worker as in production until its queue is empty."""
    own = connect_to_queue(app)
    async with own.open_async():
        await own.run_worker_async(
            queues=[READING],
            concurrency=places.count,
            worker_middleware=[places],
            wait=False,
            install_signal_handlers=False,
            delete_jobs="successful",
        )
