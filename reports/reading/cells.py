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
from typing import Final

from reports.reading import limits
from reports.reading.document import ReadingError

_LOG: Final = logging.getLogger(__name__)
_GRACE_SECONDS: Final = 3.0
_START_SECONDS: Final = 30.0
_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from reports.reading.cell_server import main; main(int(sys.argv[2]), sys.argv[3], float(sys.argv[4]))"
)
_RESAVE: Final = "请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"


class ServerGone(Exception):
    """The server of cells ended before it answered."""


class CellServer:
    """One server process and the way to it; safe to call from several threads at once."""

    def __init__(self, work: str, seconds: float = limits.CELL_SECONDS) -> None:
        self._seconds = seconds
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._lock = threading.Lock()
        paths = json.dumps([os.path.abspath(p) for p in sys.path])
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-E", "-s", "-c", _BOOT, paths, str(theirs.fileno()), work, str(seconds)],
                pass_fds=[theirs.fileno()],
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # its errors of starting go where the caller's go; a cell's go nowhere
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def run(self, file: int, name: str) -> bytes:
        """What a fresh cell answers about the open file. Raises ReadingError or ServerGone."""
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
            body = self._receive(answer)
            return self._judge(body, line)

    def _receive(self, answer: object) -> bytes:
        descriptor = answer.fileno()  # type: ignore[attr-defined]
        # A server that has just been started still loads its parsers.
        deadline = time.monotonic() + self._seconds + _START_SECONDS
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        parts: list[bytes] = []
        size = 0
        while poll.poll(max(0, int((deadline - time.monotonic()) * 1000))):
            piece = os.read(descriptor, 1 << 20)
            if not piece:
                return b"".join(parts)
            parts.append(piece)
            size += len(piece)
            if size > limits.RESULT_BYTES:
                raise ReadingError("too_complex", "文件读出的内容过多，结构异常；" + _RESAVE)
        self.close()
        raise _timeout(self._seconds)

    def _judge(self, body: bytes, line: socket.socket) -> bytes:
        line.settimeout(_GRACE_SECONDS)
        try:
            ending = line.recv(64).decode("ascii", "replace")
        except (TimeoutError, OSError):
            ending = ""
        if not ending:
            raise ServerGone
        if ending == "timeout" or ending == "SIGXCPU":
            raise _timeout(self._seconds)
        if ending != "ended" or not body:
            _LOG.warning("a cell ended with %s", ending)
            raise ReadingError("crashed", "解析程序异常退出，文件可能已损坏；" + _RESAVE)
        return body

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


def _timeout(seconds: float) -> ReadingError:
    return ReadingError(
        "timeout", f"读取超过 {seconds:g} 秒仍未完成，文件过大或结构异常；请拆分文件，或" + _RESAVE[1:]
    )


_WORK: Final = "reports.reading.cell_work:work"
_start_lock = threading.Lock()
_server: CellServer | None = None


def run_in_cell(file: int, name: str) -> bytes:
    """What this process's server of cells answers about the open file; a server that is gone is replaced once."""
    server = _current(None)
    try:
        return server.run(file, name)
    except ServerGone:
        pass
    try:
        return _current(server).run(file, name)
    except ServerGone as error:
        raise ReadingError("crashed", "解析程序没有应答；请稍后重试，若仍失败请联系管理员。") from error


def _current(broken: CellServer | None) -> CellServer:
    global _server
    with _start_lock:
        if _server is not None and _server is broken:
            _server.close()
            _server = None
        if _server is None:
            _server = CellServer(_WORK)
        return _server


def stop() -> None:
    """End this process's server of cells; the next document starts another."""
    global _server
    with _start_lock:
        if _server is not None:
            _server.close()
            _server = None


def _after_fork() -> None:
    global _server, _start_lock
    _start_lock = threading.Lock()
    if _server is not None:
        _server.forget()
        _server = None


atexit.register(stop)
os.register_at_fork(after_in_child=_after_fork)
