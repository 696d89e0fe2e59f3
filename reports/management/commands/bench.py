import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.extraction import extract, load_engine
from reports.reading import read_file

SAMPLES = settings.BASE_DIR / "samples" / "reports"
REPEATED = ("1,", "一", "同比增长", "(", "其中")
HALF, WHOLE = 50_000, 100_000
LARGE = 5 * 1024 * 1024
MEMORY_PROBE = """
import resource, sys
from reports.extraction import extract
text = sys.stdin.read()
extract(text)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Command(BaseCommand):
    help = (
        "Measure reading and extraction on the sample reports: speed, linearity, memory. Needs no database."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        paths = sorted(p for p in SAMPLES.iterdir() if p.is_file())
        texts = self.reading(paths)
        self.engine()
        self.speed(texts)
        self.linearity()
        self.memory("\n".join(texts))

    def reading(self, paths: list[Path]) -> list[str]:
        """Documents a second through the confined reader, by format; returns their texts."""
        read_file(paths[0])  # the first call starts the server of cells
        texts, spent = [], {}
        for path in paths:
            seconds = timed(lambda path=path: texts.append(read_file(path).text), times=3)
            spent.setdefault(path.suffix, []).append(seconds)
            del texts[-2:]
        for suffix, seconds in sorted(spent.items()):
            self.stdout.write(f"reading {suffix[1:]:5} {len(seconds) / sum(seconds):8.1f} documents/s")
        return texts

    def engine(self) -> None:
        started = time.perf_counter()
        load_engine()
        self.stdout.write(f"engine loaded in {time.perf_counter() - started:.2f} s")

    def speed(self, texts: list[str]) -> None:
        """Characters a second of processor time through the whole pipeline, median of five rounds."""
        size = sum(map(len, texts))
        seconds = timed(lambda: [extract(text) for text in texts], times=5, clock=time.process_time)
        each = seconds / len(texts) * 1000
        self.stdout.write(f"extraction {size / seconds:10,.0f} characters/s; {each:.1f} ms a sample report")

    def linearity(self) -> None:
        """How much longer 100,000 repeats take than 50,000; 2.0 is linear."""
        for piece in REPEATED:
            half, whole = (
                timed(lambda n=n, piece=piece: extract(piece * n), 3, time.process_time, middle=min)
                for n in (HALF, WHOLE)
            )
            self.stdout.write(
                f"linear in {piece:8} {half:6.2f} s → {whole:6.2f} s, {whole / half:4.2f} times"
            )

    def memory(self, text: str) -> None:
        """Peak memory of a process that extracts a text of 5 MB (UTF-8)."""
        copies = LARGE // len(text.encode()) + 1
        large = (text * copies).encode()[:LARGE].decode(errors="ignore")
        started = time.perf_counter()
        probe = subprocess.run(
            [sys.executable, "-c", MEMORY_PROBE],
            input=large,
            capture_output=True,
            text=True,
            check=True,
            cwd=settings.BASE_DIR,
        )
        seconds = time.perf_counter() - started
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(
            f"memory for 5 MB: {int(probe.stdout) // 1024} MB in {seconds:.1f} s (this process: {own} MB)"
        )


def timed(
    work: Callable[[], object],
    times: int,
    clock: Callable[[], float] = time.perf_counter,
    middle: Callable[[list[float]], float] = median,
) -> float:
    """The median of the seconds that the work took; the least (``min``) where a busy machine would blur a ratio."""
    rounds = []
    for _ in range(times):
        started = clock()
        work()
        rounds.append(clock() - started)
    return middle(rounds)
