"""The worker's process: it hands reports to its places, makes files that people wait for, and looks after lost jobs.

Heavy documents may hold every place for reports for minutes. Were the rescue of dead workers' jobs to wait behind them,
a job lost at that moment would wait as long; so it has its own queue, and nothing else runs there.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django.utils import connector_params

from reports.tasks import CARE, EXPORTS, PLANS, READING
from reports.worker_places import Places

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def connect_to_queue(app: App) -> App:
    """The same app with connections of its own, as a worker needs them.

    What they write is a job's coming and going, which need not wait for the disk: should the machine lose its power
    within a second, a job is done once more, and finds its report settled. What is stored of a report goes another
    way and does wait. Behind a pooler, which hands connections and their settings round, all is left as it is.
    """
    options = connector_params()
    if options.get("prepare_threshold") is not None:
        options["options"] = f"{options.get('options', '')} -c synchronous_commit=off".strip()
    return app.with_connector(PsycopgConnector(kwargs=options))


async def run_workers(app: App, *, places: Places, **options: Any) -> None:
    """Take jobs until a signal asks for the end, or one of the workers fails, which ends the others as well.

    Running jobs are waited for as long as ``shutdown_graceful_timeout`` says; then their places end, and the queue
    has them again. ``options`` go to all of them.
    """
    options = {"delete_jobs": "successful", "install_signal_handlers": False} | options
    workers = [
        asyncio.create_task(
            app.run_worker_async(
                queues=[READING, PLANS],
                concurrency=places.count,
                worker_middleware=[places],
                name="reading",
                **options,
            )
        ),
        asyncio.create_task(app.run_worker_async(queues=[EXPORTS], concurrency=1, name="exports", **options)),
        asyncio.create_task(app.run_worker_async(queues=[CARE], concurrency=1, name="care", **options)),
    ]
    patience = options.get("shutdown_graceful_timeout")
    with _stopping(workers, then=lambda: places.end_after(patience)) as is_stopping:
        done, running = await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
        if not is_stopping():  # a worker that is asked twice would leave its jobs where they are
            for worker in running:
                worker.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for worker in done:
            with contextlib.suppress(asyncio.CancelledError):
                worker.result()


@contextlib.contextmanager
def _stopping(workers: list[asyncio.Task[None]], then: Callable[[], object]) -> Iterator[Callable[[], bool]]:
    """Signals cancel the workers, which then finish what they are doing; gives the way to ask whether one came."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        if not stopping.is_set():
            then()
        stopping.set()
        for worker in workers:
            worker.cancel()

    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        yield stopping.is_set
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)
