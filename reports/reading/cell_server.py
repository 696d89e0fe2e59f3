"""The process that has the parsers loaded and forks one confined cell for each document.

It is started by ``cells.CellServer`` with one socket. A message on it is a document's name with three descriptors:
the file, the pipe for the cell's answer, and a line on which the server says how the cell ended. When the caller
hangs up that line, or time is over, the cell's whole group is killed; when the caller's process ends, its socket
does, and with it the server and all cells.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import importlib
import json
import os
import resource
import selectors
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from reports.reading import confinement, limits, wire

Tell = Callable[[int, int], None]
"""How a cell tells its caller how far it is: pages done, and pages in all."""

Work = Callable[[bytes, str, Tell], bytes]
"""What a cell does: the bytes of a file, its name and a way to tell of pages → the bytes of an answer."""

_FOLDER: Final = "zhiheng-cells-"
_INPUT: Final = 3
_ANSWER: Final = 4
MESSAGE_BYTES: Final = 8 * limits.NAME_CHARACTERS


@dataclass(slots=True)
class _Cell:
    pid: int
    pidfd: int
    folder: str
    line: socket.socket
    deadline: float


class _Server:
    def __init__(self, control: socket.socket, work: Work, allowance: limits.Allowance) -> None:
        self._control = control
        self._work = work
        self._allowance = allowance
        self._selector = selectors.DefaultSelector()
        self._cells: dict[int, _Cell] = {}
        self._root = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
        self._number = 0

    def run(self) -> None:
        """Serve until the caller's process is gone."""
        self._selector.register(self._control, selectors.EVENT_READ)
        try:
            while True:
                waiting = min((c.deadline for c in self._cells.values()), default=None)
                timeout = None if waiting is None else max(0.0, waiting - time.monotonic())
                for key, _ in self._selector.select(timeout):
                    if key.fileobj is self._control:
                        if not self._accept():
                            return
                    else:
                        self._finish(key.data)
                now = time.monotonic()
                for cell in [c for c in self._cells.values() if c.deadline <= now]:
                    self._finish(cell, "timeout")
        finally:
            for cell in list(self._cells.values()):
                self._finish(cell)
            shutil.rmtree(self._root, ignore_errors=True)

    def _accept(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, MESSAGE_BYTES, 3)
        if not message:
            return False
        if len(descriptors) != 3:
            raise SystemExit("a message without its descriptors")
        file, answer, line = descriptors
        self._start(file, answer, socket.socket(fileno=line), str(json.loads(message)))
        return True

    def _start(self, file: int, answer: int, line: socket.socket, name: str) -> None:
        self._number += 1
        folder = str(self._root / str(self._number))
        os.mkdir(folder, 0o700)
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            _live(file, answer, name, folder, server, self._work, self._allowance)
        os.close(file)
        os.close(answer)
        cell = _Cell(pid, os.pidfd_open(pid), folder, line, time.monotonic() + self._allowance.longest)
        self._cells[pid] = cell
        self._selector.register(cell.pidfd, selectors.EVENT_READ, cell)
        self._selector.register(line, selectors.EVENT_READ, cell)

    def _finish(self, cell: _Cell, ending: str = "ended") -> None:
        """Kill the cell's group while its leader still holds the number, then reap it, say so and clear up."""
        if self._cells.pop(cell.pid, None) is None:
            return
        for kill in (os.killpg, os.kill):  # a cell that was just forked may not lead its group yet
            with contextlib.suppress(ProcessLookupError):
                kill(cell.pid, signal.SIGKILL)
        _, status = os.waitpid(cell.pid, 0)
        self._selector.unregister(cell.pidfd)
        self._selector.unregister(cell.line)
        os.close(cell.pidfd)
        shutil.rmtree(cell.folder, ignore_errors=True)
        if ending == "ended" and os.WIFSIGNALED(status):
            ending = signal.Signals(os.WTERMSIG(status)).name
        with contextlib.suppress(OSError), cell.line:
            cell.line.send(ending.encode("ascii"), socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)


def _live(
    file: int, answer: int, name: str, folder: str, server: int, work: Work, allowance: limits.Allowance
) -> NoReturn:
    """A cell's whole life, from its fork to its end; nothing of the server's runs after it."""
    code = 1
    try:
        os.setsid()
        _keep_only(file, answer)
        confinement.confine(folder, server, allowance.longest, allowance.memory)
        gc.disable()
        with os.fdopen(_INPUT, "rb") as stream:
            data = stream.read(limits.FILE_BYTES + 1)
        view = memoryview(work(data, name, _tell))
        while view:
            view = view[os.write(_ANSWER, view) :]
        code = 0
    finally:
        os._exit(code)


def _tell(done: int, pages: int) -> None:
    """Told ahead of the answer, on the same pipe."""
    os.write(_ANSWER, wire.pack_progress(done, pages))


def _keep_only(file: int, answer: int) -> None:
    """Leave the file and the answer open, at fixed numbers, and nothing else of the server's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ANSWER + 1) for fd in (nothing, nothing, nothing, file, answer)]
    for place, descriptor in enumerate(high):
        os.dup2(descriptor, place, inheritable=False)
    os.closerange(_ANSWER + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _give_back_memory() -> None:
    """What the warming up took and let go, where the C library can: each cell would begin with it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _sweep() -> None:
    """Remove the folders of servers that were killed and could not."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        number = folder.name[len(_FOLDER) :].partition("-")[0]
        if number.isdigit() and not Path("/proc", number).exists():
            shutil.rmtree(folder, ignore_errors=True)


def main(control: int, work: str, allowance: limits.Allowance) -> None:
    """Run the server on the socket of that number; ``work`` is ``module:function``."""
    module_name, _, function = work.partition(":")
    module = importlib.import_module(module_name)
    module.warm_up()
    gc.collect()
    gc.freeze()
    _give_back_memory()
    confinement.leave_machine()
    _sweep()
    with socket.socket(fileno=control) as connection:
        _Server(connection, getattr(module, function), allowance).run()
