"""The jobs that make files, thin: each calls one service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from reports.tasks import CARE, EXPORTS
from trail import circumstances

if TYPE_CHECKING:
    from briefs.models import Export

EVERY_HOUR = "41 * * * *"


@app.task(name="briefs.make_export", queue=EXPORTS, retry=RetryStrategy(max_attempts=1))
def make_export(export_id: int) -> None:
    """Make one file."""
    from briefs.exporting import make

    with circumstances.job("briefs.make_export"):
        make(export_id)


def queue(export: Export) -> None:
    """Add the export's job, inside the caller's transaction; one person's files follow one another."""
    make_export.configure(lock=f"exports:{export.owner_id}").defer(export_id=export.pk)


@app.periodic(cron=EVERY_HOUR)
@app.task(name="briefs.clean_exports", queue=CARE, queueing_lock="clean_exports")
def clean_exports(timestamp: int) -> None:
    """Take away files that have outlived their time."""
    from briefs.exporting import clean_up

    clean_up()
