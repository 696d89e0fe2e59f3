"""The background jobs, thin: each calls one service."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from trail import circumstances

if TYPE_CHECKING:
    from procrastinate import App, JobContext

    from reports.models import Report

logger = logging.getLogger(__name__)
READING = "default"  # the queue of the reports
PLANS = "plans"  # the queue of the looks at plans; the places for reports take it as well, behind all reports
EXPORTS = "exports"  # the queue of files that people wait for, which has a worker of its own
RECOGNITION = "recognition"  # the lock that jobs with pictures share
CARE = "care"  # the queue of what must run while every place for reports is held
STALLED_AFTER_SECONDS = 30
LOST_AFTER = timedelta(minutes=1)
FIRST = 100  # before every report, whose priorities are 0 and below, where one worker serves both queues
LAST = -100_000  # behind every report, whose priorities count how many of its office wait
PLANS_A_ROUND = 200
EVERY_HOUR = "17 * * * *"
EVERY_NIGHT = "41 3 * * *"
ROUND_SECONDS = 20
EVERY_ROUND = f"* * * * * */{ROUND_SECONDS}"  # the seconds come last


def configure(_app: App) -> None:
    """Called once when the queue is ready; the tasks below are registered by being imported here."""


@app.task(name="reports.process", queue=READING, retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def process_report(report_id: int) -> None:
    """Read and extract one report."""
    from reports.processing import process

    with circumstances.job("reports.process"):
        process(report_id)


def queue(report: Report) -> None:
    """Add the report's job, inside the caller's transaction: no row without a job, no job without a row.

    The more an office has waiting, the further back its next file goes: three hundred at once do not keep another
    office's single one from its turn. Pages that are pictures take seconds each: such reports go one after the
    other, and hold no place while they wait.
    """
    ahead = type(report).objects.waiting().of_sender(report).exclude(pk=report.pk).count()
    lock = RECOGNITION if report.needs_recognition else lock_of(report)
    process_report.configure(lock=lock, priority=-ahead).defer(report_id=report.pk)


@app.task(name="reports.match_plans", queue=PLANS, retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def match_plans(report_id: int) -> None:
    """Look up what became of the plans that one report answers or makes."""
    from reports import promises

    with circumstances.job("reports.match_plans"):
        promises.match_plans(report_id)


def queue_matching(report: Report) -> None:
    """Add the look at plans, inside the caller's transaction and behind every report that waits; one region's looks
    follow one another."""
    if report.region_id and report.year:
        match_plans.configure(lock=f"plans:{report.region_id}", priority=LAST).defer(report_id=report.pk)


@app.periodic(cron=EVERY_HOUR)
@app.task(name="reports.find_plans", queue=CARE, queueing_lock="find_plans")
def find_plans(timestamp: int) -> None:
    """Queue the looks that no reading brought: after an upgrade, a new version, a place that a person told."""
    from reports.promises import plans_to_match

    for report in plans_to_match(PLANS_A_ROUND):
        queue_matching(report)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="reports.clean_up", queue=CARE, queueing_lock="clean_up")
def clean_up(timestamp: int) -> None:
    """Take away what nobody can use any more: steps that are too old to be undone, and sessions that have ended."""
    from django.contrib.sessions.backends.base import SessionBase
    from django.utils.module_loading import import_string

    from reports.undoing import purge_steps

    store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    store.clear_expired()
    logger.info("%s steps were too old to be undone and are gone", purge_steps())


def withdraw(report: Report) -> None:
    """Take the report's waiting jobs out of the queue; one that runs is left to end, and its result is dropped."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name=process_report.name, args__report_id=report.pk)
    for job in jobs.filter(status="todo"):
        app.job_manager.cancel_job_by_id(job.pk, delete_job=True)


def lock_of(report: Report) -> str:
    return f"report:{report.pk}"


@app.periodic(cron=EVERY_ROUND)
@app.task(name="reports.rescue", queue=CARE, queueing_lock="rescue", pass_context=True, priority=FIRST)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to the living; without it a killed job stays `doing` for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        logger.warning("job %s (%s) lost its worker and is queued again", job.id, job.task_name)
        await manager.retry_job(job)


@app.periodic(cron=EVERY_ROUND)
@app.task(name="reports.requeue", queue=CARE, queueing_lock="requeue", priority=FIRST)
def requeue(timestamp: int) -> None:
    """Queue the reports again whose jobs ended without a result, so that none waits for ever."""
    from reports.models import Report

    for report in Report.objects.without_job(LOST_AFTER).without_text():
        logger.warning("report %s had no job and is queued again", report.pk)
        queue(report)
