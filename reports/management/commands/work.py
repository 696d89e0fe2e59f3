import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from reports.worker import connect_to_queue, run_workers
from reports.worker_places import Places, open_places


class Command(BaseCommand):
    help = (
        "Process reports in the background, and look after the jobs of workers that died, until told to stop."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--places", type=int, default=2, help="reports processed at the same time (2)")
        parser.add_argument(
            "--patience",
            type=float,
            default=8,
            help="seconds that running jobs may take to end when stopped (8)",
        )

    def handle(self, places: int, patience: float, **options: Any) -> None:
        with open_places(places) as processes:
            asyncio.run(self.work(processes, patience))

    async def work(self, places: Places, patience: float) -> None:
        own = connect_to_queue(app)
        async with own.open_async():
            await run_workers(own, places=places, shutdown_graceful_timeout=patience)
