"""A worker for tests of its death: ``python -m tests.reports.worker_to_kill slow|brief|sound``.

Its places load this module as well, so that what is put in place of the reading holds in them.
"""

import asyncio
import os
import sys
import time
from typing import Any

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from reports import processing, tasks  # noqa: E402
from reports.reading import Document  # noqa: E402
from reports.worker import connect_to_queue, run_workers  # noqa: E402
from reports.worker_places import Places, open_places  # noqa: E402

tasks.STALLED_AFTER_SECONDS = 1


SECONDS = {"slow": 60.0, "brief": 1.0, "sound": 0.0}[sys.argv[1]]
PATIENCE = float(sys.argv[2]) if len(sys.argv) > 2 else 0.1
read_file = processing.read_file


def read_late(*args: Any, **options: Any) -> Document:
    """Say who reads, in one piece, since two places come here at once; and take one's time."""
    os.write(1, f"reading {os.getpid()}\n".encode())
    time.sleep(SECONDS)
    return read_file(*args, **options)


processing.read_file = read_late


async def work(places: Places) -> None:
    connected = connect_to_queue(app)
    async with connected.open_async():
        await run_workers(
            connected,
            places=places,
            update_heartbeat_interval=0.2,
            stalled_worker_timeout=1,
            shutdown_graceful_timeout=PATIENCE,
        )


if __name__ == "__main__":
    with open_places(2) as two:
        asyncio.run(work(two))
