"""Parsing in a process of its own, seen from the caller: a file goes in, an answer or a ReadingError comes out."""

from __future__ import annotations

import atexit
import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from reports.reading import limits, wire
from reports.reading.document import ReadingError

Watch = Callable[[int, int], None]
"""Told now and then how far a cell is, pages done and pages in all (0 of 0 at first); what it raises ends the cell."""

_READING: Final = "reports.reading.cell_work:work"
_SCANS: Final = "reports.reading.scan_work:work"
_LOG: Final = logging.getLogger(__name__)
_GRACE_SECONDS: Final = 3.0
_START_SECONDS: Final = 30.0
_WATCH_SECONDS: Final = 0.5
_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from reports.reading.cell_server import main; from reports.reading.limits import Allowance; "
    "main(int(sys.argv[2]), sys.argv[3], Allowance(*json.loads(sys.argv[4])))"
)
# One thread for each library: a cell is forked from the server, and threads do not survive that. Memory in large
# pages where glibc can: a cell's life is short, and a seventh of it went into taking its memory page by page.
_ENVIRONMENT: Final = {
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
# What a model's layers pass on is given back at once instead of being kept in pieces: a page took half as much again.
_SCANS_ENVIRONMENT: Final = _ENVIRONMENT | {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4194304"
}
_RESAVE: Final = "请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"


class ServerGone(Exception):
    """The server of cells ended before it answered."""


class CellServer:
    """One server process and the way to it; safe to call from several threads at once."""

    def __init__(self, work: str, allowance: limits.Allowance = limits.CELL) -> None:
        self._allowance = allowance
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._lock = threading.Lock()
        paths = json.dumps([os.path.abspath(p) for p in sys.path])
        told = json.dumps(list(allowance))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-E", "-s", "-c", _BOOT, paths, str(theirs.fileno()), work, told],
                pass_fds=[theirs.fileno()],
                env=_SCANS_ENVIRONMENT if work == _SCANS else _ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # its errors of starting go where the caller's go; a cell's go nowhere
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def run(self, file: int, name: str, watch: Watch | None = None) -> bytes:
        """What a fresh cell answers about the open file. Raises ReadingError, ServerGone or what ``watch`` raises."""
        os.lseek(file, 0, os.SEEK_SET)
        answer_read, answer_write = os.pipe()
        line, their_line = socket.socketpair()
        with open(answer_read, "rb", buffering=0) as answer, line:
            try:
                with self._lock:
                    message = json.dumps(name[-limits.NAME_CHARACTERS :]).encode("ascii")
                    socket.send_fds(self._control, [message], [file, answer_write, their_line.fileno()])
            except OSError as error:
                raise ServerGone from error
            finally:
                os.close(answer_write)
                their_line.close()
            body = self._receive(answer.fileno(), watch)
            return self._judge(body, line)

    def _receive(self, descriptor: int, watch: Watch | None) -> bytes:
        # A server that has just been started still loads its parsers.
        begin, pages, done = time.monotonic() + _START_SECONDS, 0, 0
        told, poll, body = 0.0, select.poll(), bytearray()
        poll.register(descriptor, select.POLLIN)
        while (left := begin + self._allowance.seconds_for(pages) - time.monotonic()) > 0:
            if watch is not None and time.monotonic() - told >= _WATCH_SECONDS:
                watch(done, pages)
                told = time.monotonic()
            if not poll.poll(int(1000 * (left if watch is None else min(left, _WATCH_SECONDS)))):
                continue
            piece = os.read(descriptor, 1 << 20)
            if not piece:
                return bytes(body)
            body += piece
            done, pages = wire.take_progress(body) or (done, pages)
            if len(body) > limits.RESULT_BYTES:
                raise ReadingError("too_complex", "文件读出的内容过多，结构异常；" + _RESAVE)
        self.close()
        raise self._timeout()

    def _judge(self, body: bytes, line: socket.socket) -> bytes:
        line.settimeout(_GRACE_SECONDS)
        try:
            ending = line.recv(64).decode("ascii", "replace")
        except (TimeoutError, OSError):
            ending = ""
        if not ending:
            raise ServerGone
        if ending == "timeout" or ending == "SIGXCPU":
            raise self._timeout()
        if ending != "ended" or not body:
            _LOG.warning("a cell ended with %s", ending)
            raise ReadingError("crashed", "解析程序异常退出，文件可能已损坏；" + _RESAVE)
        return body

    def _timeout(self) -> ReadingError:
        return ReadingError(
            "timeout",
            f"读取超过 {self._allowance.seconds:g} 秒仍未完成，文件过大或结构异常；请拆分文件，或"
            + _RESAVE[1:],
        )

    def close(self) -> None:
        """End the server and all its cells."""
        self._control.close()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """In a forked child: let go of a server that belongs to the parent."""
        self._control.close()
        self._process.returncode = 0


_ALLOWANCES: Final = {_READING: limits.CELL, _SCANS: limits.SCAN}
_start_lock = threading.Lock()
_scan_slot = threading.Lock()
_servers: dict[str, CellServer] = {}


def run_in_cell(file: int, name: str) -> bytes:
    """What this process's server of cells answers about the open file; a server that is gone is replaced once."""
    return _run(_READING, file, name, None)


def recognise_in_cell(file: int, name: str, watch: Watch | None = None) -> bytes:
    """The same of a server that has the recognition of pictures loaded; one file at a time in this process."""
    with _in_turn(watch):
        return _run(_SCANS, file, name, watch)


@contextmanager
def _in_turn(watch: Watch | None) -> Iterator[None]:
    """The one place for pictures of text; ``watch`` is asked meanwhile whether the wait is still wanted."""
    slot = _scan_slot
    while not slot.acquire(timeout=_WATCH_SECONDS):
        if watch is not None:
            watch(0, 0)
    try:
        yield
    finally:
        slot.release()


def _run(work: str, file: int, name: str, watch: Watch | None) -> bytes:
    server = _current(work, None)
    try:
        return server.run(file, name, watch)
    except ServerGone:
        pass
    try:
        return _current(work, server).run(file, name, watch)
    except ServerGone as error:
        raise ReadingError("crashed", "解析程序没有应答；请稍后重试，若仍失败请联系管理员。") from error


def _current(work: str, broken: CellServer | None) -> CellServer:
    with _start_lock:
        server = _servers.get(work)
        if server is not None and server is broken:
            server.close()
            server = None
        if server is None:
            server = _servers[work] = CellServer(work, _ALLOWANCES[work])
        return server


def has_recognised() -> bool:
    """Whether this process has started the server that recognises pictures, which takes more time and memory."""
    return _SCANS in _servers


def stop() -> None:
    """End this process's servers of cells; the next document starts another."""
    with _start_lock:
        while _servers:
            _servers.popitem()[1].close()


def _after_fork() -> None:
    global _start_lock, _scan_slot
    _start_lock, _scan_slot = threading.Lock(), threading.Lock()
    while _servers:
        _servers.popitem()[1].forget()


atexit.register(stop)
os.register_at_fork(after_in_child=_after_fork)
