"""Places for reports: processes in which a worker has its jobs carried out, one at a time in each.

A report costs some fifty milliseconds of Python besides its reading in a cell. In threads of one process those would
follow one another; a place has an interpreter of its own, so a worker keeps as many processors busy as it has places.
A place that dies takes its own job with it and no other: the queue tries that one again, in a new place.
"""

from __future__ import annotations

import asyncio
import bisect
import contextlib
import importlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from procrastinate import JobContext

LOADED = "reports.worker_ready"  # what the process has loaded from which all places are forked


class JobFailed(Exception):
    """A job ended with an error in its place, or with its place; the text says which, for the log and the queue."""


class Place:
    """One process, started anew where it died."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._process: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None

    def __lt__(self, other: Place) -> bool:
        return self.number < other.number

    async def carry_out(self, task: str, arguments: Mapping[str, Any]) -> None:
        """Wait until the task is done there. Raises JobFailed."""
        try:
            failure = await asyncio.wrap_future(self.begin(carry_out, task, arguments))
        except BrokenProcessPool as error:
            self.leave()
            raise JobFailed(f"the process that carried out {task} {dict(arguments)} is gone") from error
        if failure:
            raise JobFailed(failure)

    def begin(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """What the function will return there; in a new process where none is, or where it died while it was idle."""
        if self._process is not None:
            with contextlib.suppress(BrokenProcessPool):
                return self._process.submit(function, *arguments)
            self.leave()
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([LOADED])
        self._process = ProcessPoolExecutor(1, mp_context=context, initializer=_settle)
        self._pid = self._process.submit(os.getpid)
        return self._process.submit(function, *arguments)

    def end(self) -> None:
        """End the process now, whatever it does; who waits for that hears JobFailed."""
        if self._process is not None and self._pid is not None and self._pid.done():
            with contextlib.suppress(BrokenProcessPool, ProcessLookupError):
                os.kill(self._pid.result(), signal.SIGKILL)

    def leave(self, *, wait: bool = False) -> None:
        """Let the process end, after what it does now."""
        if self._process is not None:
            self._process.shutdown(wait=wait)
            self._process = None


class Places:
    """The places of one worker; as many jobs at once as there are places, which the worker's concurrency sees to."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._all = [Place(number) for number in range(count)]
        self._free = list(self._all)

    async def __call__(
        self, _here: Callable[[], Awaitable[Any]], context: JobContext, _worker: object
    ) -> None:
        """Carry the job out in a free place instead of here: a middleware of procrastinate's workers.

        Jobs that hold a lock in common come to the first place that is free, so that what they need (the recognition
        of pictures takes its time to load, and memory) is rarely loaded in each of them.
        """
        from reports.tasks import RECOGNITION

        place = self._free.pop(0 if context.job.lock == RECOGNITION else -1)
        try:
            await place.carry_out(context.job.task_name, context.job.task_kwargs)
        finally:
            bisect.insort(self._free, place)

    def ask(self, function: Callable[[], Any]) -> list[Any]:
        """What the function returns in each place; all of them are to be free."""
        return [answer.result() for answer in [place.begin(function) for place in self._free]]

    def end_after(self, seconds: float | None) -> None:
        """From the loop that the worker runs in: end the processes that are still at work then; None never does."""
        if seconds is not None:
            for place in self._all:
                asyncio.get_running_loop().call_later(seconds, place.end)

    def close(self) -> None:
        """Let the processes end, and wait until they have."""
        for place in self._all:
            place.leave(wait=True)


@contextlib.contextmanager
def open_places(count: int) -> Iterator[Places]:
    """So many places, ready for jobs; they end with the block."""
    places = Places(count)
    try:
        places.ask(os.getpid)  # each is started, and can take a job
        yield places
    finally:
        places.close()


def carry_out(task: str, arguments: Mapping[str, Any]) -> str:
    """In a place: do the job; what went wrong, as the log shows it, or nothing."""
    from django.db import connections
    from procrastinate.contrib.django import app

    try:
        app.tasks[task](**arguments)
    except Exception as error:  # an error need not survive the way between processes; its words do
        with contextlib.suppress(Exception):  # the database may be what is gone
            connections.close_all()
        return "".join(traceback.format_exception(error))
    return ""


def _settle() -> None:
    """In a new place: have what it needs, and end at once when the worker's process does, whatever ended it."""
    importlib.import_module(LOADED)  # nothing is left to do where it was forked from a process that has it
    worker = multiprocessing.parent_process()

    def wait() -> None:
        worker.join()
        os._exit(1)

    threading.Thread(target=wait, name="end with the worker", daemon=True).start()
