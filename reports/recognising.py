"""Reports whose pages are pictures: handed to jobs of their own, told of page by page, given up when cancelled."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from reports import tasks
from reports.models import Report


class NoLongerWanted(Exception):
    """The report was cancelled, or its attempt given away, while its pages were being recognised."""


def watch(attempt: QuerySet[Report]) -> Callable[[int, int], None]:
    """What to call now and then with the pages done and the pages in all; raises NoLongerWanted.

    ``attempt`` is the report as long as this attempt at it counts.
    """
    told = (0, 0)

    def tell(done: int, pages: int) -> None:
        nonlocal told
        if (done, pages) == told:
            wanted = attempt.exists()
        else:
            wanted = bool(attempt.update(pages_done=done, pages_total=pages))
        told = (done, pages)
        if not wanted:
            raise NoLongerWanted

    return tell


@transaction.atomic
def hand_over(attempt: QuerySet[Report]) -> None:
    """Queue the report for recognition, where it waits for its turn and holds no place that others could use.

    The look that found the pictures is no attempt.
    """
    report = attempt.select_for_update().first()
    if report is None:
        return
    attempt.update(
        needs_recognition=True, state=Report.State.QUEUED, attempt=F("attempt") - 1, state_since=Now()
    )
    report.needs_recognition = True
    tasks.queue(report)
