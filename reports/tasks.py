"""The background jobs, thin: each calls one service."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from procrastinate import App, JobContext

    from reports.models import Report

logger = logging.getLogger(__name__)
STALLED_AFTER_SECONDS = 30
LONGEST_READING = timedelta(minutes=5)


def configure(_app: App) -> None:
    """Called once when the queue is ready; the tasks below are registered by being imported here."""


@app.task(name="reports.process", retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def process_report(report_id: int) -> None:
    """Read and extract one report."""
    from reports.processing import process

    process(report_id)


def queue(report: Report) -> None:
    """Add the report's job, inside the caller's transaction: no row without a job, no job without a row."""
    process_report.configure(lock=f"report:{report.pk}").defer(report_id=report.pk)


@app.periodic(cron="*/20 * * * * *")
@app.task(name="reports.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to the living; without it a killed job stays `doing` for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        logger.warning("job %s (%s) lost its worker and is queued again", job.id, job.task_name)
        await manager.retry_job(job)
