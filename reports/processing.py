"""From stored bytes to claims: one attempt at one report, fenced against a late twin of itself."""

from __future__ import annotations

import logging
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from indicators.models import Indicator
from indicators.prepared import columns_of, instances, prepared
from reports import recognising
from reports.bulk import insert_rows
from reports.engine import current_engine
from reports.extraction import extract
from reports.extraction.types import Extraction
from reports.models import Report
from reports.policies import accept_by_policy
from reports.reading import NeedsRecognition, ReadingError, read_file
from reports.reading.document import Document
from reports.rows import READ, claims_of, fill, store_findings
from reports.storage import path_of
from reports.tasks import queue_matching
from reports.twins import find_twins
from reports.work_items import work_items_of

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
State = Report.State


def process(report_id: int) -> bool:
    """Whether this attempt stored its result. Reads, extracts and stores in one transaction.

    A file that can't be read ends in FAILED with its reason. Any other error is raised again for the queue to retry,
    until the third attempt, which ends in FAILED as well. A late worker whose attempt was given away stores nothing.
    A report whose pages are pictures is handed to a job of its own first.
    """
    begun = begin(report_id)
    if begun is None:
        return False
    attempt = begun.number
    try:
        document = read_file(
            path_of(begun.digest),
            begun.file_name,
            recognise=begun.needs_recognition,
            watch=recognising.watch(mine(report_id, attempt)),
        )
        extraction = extract(
            document.text, engine=current_engine(), blocks=document.blocks, file_name=begun.file_name
        )
        return store(report_id, attempt, document, extraction)
    except NeedsRecognition:
        recognising.hand_over(mine(report_id, attempt))
        return False
    except recognising.NoLongerWanted:
        logger.info("report %s: attempt %s is no longer wanted", report_id, attempt)
        return False
    except ReadingError as error:
        fail(report_id, attempt, str(error))
        return False
    except Exception:
        logger.exception("report %s, attempt %s", report_id, attempt)
        if not connection.in_atomic_block:  # it would be closed there, whatever its state
            connection.close_if_unusable_or_obsolete()  # the database may have gone away and come back
        if attempt >= MAX_ATTEMPTS:
            fail(
                report_id,
                attempt,
                _("程序处理这个文件时出错，已尝试 %(n)s 次；请联系管理员或人工录入。") % {"n": attempt},
            )
            return False
        give_back(report_id, attempt)
        raise


# One statement where the usual way takes four: it is the first of each report.
_BEGIN = """
update reports_report
set state = 'processing', attempt = attempt + 1, state_since = statement_timestamp(), pages_done = 0, pages_total = 0
where id = %s and state in ('queued', 'processing') and attempt < %s
returning attempt, digest, file_name, needs_recognition
"""


class Begun(NamedTuple):
    """An attempt that has started: its number, and the file that it reads."""

    number: int
    digest: str
    file_name: str
    needs_recognition: bool


def begin(report_id: int) -> Begun | None:
    """The attempt that starts now; None where the report is settled or out of attempts."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [report_id, MAX_ATTEMPTS])
        row = cursor.fetchone()
    if row is not None:
        return Begun(*row)
    waiting = Report.objects.filter(pk=report_id, state__in=[State.QUEUED, State.PROCESSING])
    with transaction.atomic():
        attempt = waiting.select_for_update().values_list("attempt", flat=True).first()
        if attempt is not None and attempt >= MAX_ATTEMPTS:
            fail(report_id, attempt, _("处理多次中断，已停止尝试；请联系管理员或人工录入。"))
    return None


def mine(report_id: int, attempt: int):
    """The report, as long as this attempt is the one that counts: the fence against a late worker."""
    return Report.objects.filter(pk=report_id, state=State.PROCESSING, attempt=attempt)


def fail(report_id: int, attempt: int, reason: str) -> None:
    mine(report_id, attempt).update(state=State.FAILED, failure=reason[:500], state_since=Now())


def give_back(report_id: int, attempt: int) -> None:
    mine(report_id, attempt).update(state=State.QUEUED, state_since=Now())


@transaction.atomic
def store(report_id: int, attempt: int, document: Document, extraction: Extraction) -> bool:
    """Whether the result was stored: report, claims, work items and findings, all or nothing."""
    found = instances(Report, _locked(report_id, attempt=attempt))
    if not found:
        logger.warning("report %s: attempt %s came too late and was dropped", report_id, attempt)
        return False
    _store(found[0], document, extraction)
    return True


@prepared(scoped=False)
def _locked(report_id: int, *, attempt: int) -> QuerySet:
    """The report, locked, where this attempt is still the one that counts."""
    rows = mine(report_id, attempt).order_by().select_for_update()
    return rows.values_list(*columns_of(Report))


@prepared(scoped=False)
def _codes() -> QuerySet:
    return Indicator.objects.order_by().values_list("pk")


def _store(report: Report, document: Document, extraction: Extraction) -> None:
    fill(report, document, extraction)
    known = {code for (code,) in _codes()}
    claims = claims_of(report, extraction.values, known)
    insert_rows(claims)
    insert_rows(work_items_of(report, extraction.work_items), numbered=False)
    store_findings(report, extraction.checks, claims, known)
    report.state = State.REVIEW if claims else State.REVIEWED
    report.state_since = report.processed_at = Now()
    report.save(update_fields=[*READ, "state", "state_since", "processed_at"])
    find_twins(report)
    accept_by_policy(report=report)
    queue_matching(report)
