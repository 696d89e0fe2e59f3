"""A worker for tests of its death: ``python -m tests.reports.worker_to_kill slow|sound``.

Its places load this module as well, so that what is put in place of the reading holds in them.
"""

import asyncio
import os
import sys
import time

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from reports import processing, tasks  # noqa: E402
from reports.worker import connect_to_queue, run_workers  # noqa: E402
from reports.worker_places import Places, open_places  # noqa: E402

tasks.STALLED_AFTER_SECONDS = 1


def hang(*args: object, **options: object) -> None:
    """Say who reads, in one piece, since two places come here at once; and come to no end."""
    os.write(1, f"reading {os.getpid()}\n".encode())
    time.sleep(60)


if sys.argv[1] == "slow":
    processing.read_file = hang


async def work(places: Places) -> None:
    connected = connect_to_queue(app)
    async with connected.open_async():
        await run_workers(
            connected,
            places=places,
            update_heartbeat_interval=0.2,
            stalled_worker_timeout=1,
            shutdown_graceful_timeout=0.1,
        )


if __name__ == "__main__":
    with open_places(2) as two:
        asyncio.run(work(two))
