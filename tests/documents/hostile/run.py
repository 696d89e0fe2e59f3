"""``make hostile``: every hostile file through gate, cell and extraction, with its state, seconds and memory.

Each file has a process of its own, forked from one that has the engine loaded, so that what it takes is its alone:
the table shows the most that all of its processes held at once. Ends with 1 where a file did not end as it must.
"""

from __future__ import annotations

import os
import pickle
import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.clock import cost
from tests.documents.hostile import Case, all_cases
from tests.documents.hostile.disguises import OFFICE_ENDS
from tests.documents.hostile.texts import HALF, HEAD, REPEATS, WHOLE

CANARY_PORT = 18999
SECONDS, MEGABYTES = 20.0, 512
PICTURE_SECONDS, PICTURE_MEGABYTES = 60.0, 1536
"""What a picture may take where the recognition of text is installed, and what LibreOffice may."""
_UNFIT = re.compile(r"Traceback|Error\b|\.py|/|0x[0-9a-f]{6}")
_HAN = re.compile("[一-龥]")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Result:
    """How one file ended, and what is wrong with that."""

    name: str
    state: str = "no answer"
    message: str = ""
    seconds: float = 0.0
    processor: float = 0.0
    megabytes: int = 0
    slow: bool = False
    problems: list[str] = field(default_factory=list)


def judge(case: Case, folder: Path) -> Result:
    """The file read here and now, as ``manage.py extract`` does it, and what is wrong with the outcome."""
    from reports.extraction import extract, load_engine, to_json
    from reports.reading import Format, ReadingError, cells, check_file, read_file, sniff_stream, unpack_batch

    path = folder / "file"
    path.write_bytes(case.make())
    result = Result(case.name)
    started = time.monotonic()
    try:
        with path.open("rb") as stream:
            is_batch = sniff_stream(stream, case.file) is Format.ZIP
        if is_batch:
            result.state = "batch"
            found = [0, 0]
            (folder / "entries").mkdir()
            for entry in unpack_batch(path, folder / "entries"):
                try:
                    if entry.error is not None:
                        raise entry.error
                    check_file(entry.path, entry.name)
                    found[0] += 1
                except ReadingError as error:
                    found[1] += 1
                    result.problems += unfit(str(error))
            if case.entries is not None and tuple(found) != case.entries:
                result.problems.append(f"entries taken in and refused: {found}")
        else:
            check_file(path, case.file)
            document = read_file(path, case.file)
            result.state = "read"
            result.problems += faults_of_text(case, document.text, document.flags)
            extraction = extract(
                document.text, engine=load_engine(), blocks=document.blocks, file_name=case.file
            )
            to_json(extraction, case.file)
            result.problems += faults_of_figures(extraction)
    except ReadingError as error:
        result.state, result.message = error.code, str(error)
        result.problems += unfit(str(error))
        if error.code == "encrypted" and not re.search("密码|加密", str(error)):
            result.problems.append("does not say that it is encrypted")
    result.seconds = time.monotonic() - started
    if result.state not in case.ends.split():
        result.problems.append(f"ended as {result.state}, not as {case.ends}: {result.message}")
    result.slow = cells.has_recognised() or case.ends.startswith(OFFICE_ENDS)
    if result.seconds > (PICTURE_SECONDS if result.slow else SECONDS):
        result.problems.append(f"took {result.seconds:.1f} s")
    return result


def unfit(message: str) -> list[str]:
    """What a person should not be told, or is not told."""
    found = [f"says {m.group()!r}: {message}" for m in [_UNFIT.search(message)] if m]
    if not _HAN.search(message) or not message.endswith("。") or "请" not in message:
        found.append(f"is no sentence with a next step: {message}")
    return found


def faults_of_text(case: Case, text: str, flags: tuple[str, ...]) -> list[str]:
    found = [f"lacks {word[:40]!r}" for word in case.holds if word not in text]
    found += [f"holds {word!r}" for word in case.lacks if word in text]
    found += [f"has no flag {flag}" for flag in case.flags if not any(f.startswith(flag) for f in flags)]
    try:
        text.encode()
    except UnicodeEncodeError:
        found.append("holds half a surrogate pair")
    return found + (["holds NUL"] if "\0" in text else [])


def faults_of_figures(extraction: object) -> list[str]:
    values = [figure.value for figure in extraction.figures if figure.value is not None]  # type: ignore[attr-defined]
    values += [stated.value for stated in extraction.values]  # type: ignore[attr-defined]
    return [f"reads {str(v)[:40]}" for v in values if not v.is_finite() or abs(v) >= 10**18][:1]


def resident(pid: int) -> int:
    """Bytes that a process and all below it hold."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * _PAGE + sum(resident(int(child)) for child in children)


def judge_apart(case: Case) -> Result:
    """``judge`` in a forked process, whose memory is watched from outside; one that hangs is killed."""
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        answer(case, write)
    os.close(write)
    peak, started = 0, time.monotonic()
    done = threading.Event()
    parts: list[bytes] = []

    def drain() -> None:
        with os.fdopen(read, "rb") as pipe:
            parts.append(pipe.read())
        done.set()

    threading.Thread(target=drain, daemon=True).start()
    while not done.wait(0.01):
        peak = max(peak, resident(pid))
        if time.monotonic() - started > 90:
            os.kill(pid, 9)
    _pid, _status, usage = os.wait4(pid, 0)
    result = pickle.loads(parts[0]) if parts and parts[0] else Result(case.name, problems=["died"])
    result.megabytes, result.processor = peak >> 20, usage.ru_utime + usage.ru_stime
    if result.megabytes > (PICTURE_MEGABYTES if result.slow else MEGABYTES):
        result.problems.append(f"took {result.megabytes} MB")
    return result


def answer(case: Case, pipe: int) -> None:
    """In the forked process: judge, send, end."""
    from reports.reading import cells

    try:
        with tempfile.TemporaryDirectory(prefix="zhiheng-hostile-") as folder:
            result = judge(case, Path(folder))
            if {p.name for p in Path(folder).iterdir()} - {"file", "entries"}:
                result.problems.append("left files behind")
    except BaseException as error:
        result = Result(case.name, "escaped", problems=[f"{type(error).__name__}: {error}"[:300]])
    cells.stop()
    with os.fdopen(pipe, "wb") as out:
        out.write(pickle.dumps(result))
    os._exit(0)


@contextmanager
def canary() -> Iterator[list[str]]:
    """Collects every connection to the port that hostile files name."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", CANARY_PORT)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, caller = listening.accept()
                except OSError:
                    return
                calls.append(str(caller))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield calls


def main(words: list[str]) -> int:
    """Runs the cases whose name holds one of the words, or all."""
    import django

    django.setup()
    from reports.extraction import load_engine

    load_engine()
    chosen = [case for case in all_cases() if not words or any(word in case.name for word in words)]
    results = []
    with canary() as calls:
        for case in chosen:
            result = judge_apart(case)
            results.append(result)
            mark = "FAILED" if result.problems else "ok"
            print(
                f"{mark:6} {case.name:28} {result.state:14} {result.seconds:6.2f} s, of the processor "
                f"{result.processor:6.2f} s {result.megabytes:5} MB",
                flush=True,
            )
            for problem in result.problems:
                print(f"       {problem}", flush=True)
    return max(summarize(results, calls), 0 if words else linearity())


def linearity() -> int:
    """Prints how much longer extraction takes for twice the repeats of each piece; 1 where one is not linear."""
    from reports.extraction import extract

    steep = 0
    for name, piece in REPEATS.items():
        for tries in (2, 6):  # what a busy machine made steep is looked at once more
            half, whole = (
                cost(lambda n=n, piece=piece: extract(HEAD + piece * n), tries=tries) for n in (HALF, WHOLE)
            )
            if whole <= 2.5 * half + 0.05:
                break
        steep += whole > 2.5 * half + 0.05
        print(f"linear in {name:22} {half:6.2f} s, {whole:6.2f} s, {whole / half:4.2f} times", flush=True)
    return int(steep > 0)


def summarize(results: list[Result], calls: list[str]) -> int:
    failed = [r for r in results if r.problems]
    slowest, largest = max(results, key=lambda r: r.seconds), max(results, key=lambda r: r.megabytes)
    taken = sum(r.state in ("read", "batch") for r in results)
    print(
        f"{len(results)} files: {taken} read, {len(results) - taken} refused, {len(failed)} not as they must"
    )
    print(f"slowest {slowest.name} {slowest.seconds:.1f} s, largest {largest.name} {largest.megabytes} MB")
    print(f"requests that left a cell: {len(calls)}")
    return 1 if failed or calls else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv[1:]))
