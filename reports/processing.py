"""From stored bytes to claims: one attempt at one report, fenced against a late twin of itself."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from indicators.models import Indicator, Region
from indicators.prepared import columns_of, instances, prepared
from reports import recognising
from reports.bulk import insert_rows, new_rows
from reports.engine import current_engine
from reports.extraction import extract
from reports.extraction.types import Check, Extraction, StatedValue
from reports.likeness import fold, signature_of
from reports.models import Claim, Finding, Report
from reports.policies import accept_by_policy
from reports.reading import NeedsRecognition, ReadingError, read_file
from reports.reading.document import Block, Document, Origin
from reports.storage import path_of
from reports.tasks import queue_matching
from reports.twins import find_twins
from reports.virus_scan import NOT_SCANNED
from reports.work_items import work_items_of

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
ORIGIN = tuple(f.name for f in fields(Origin))
State = Report.State
READ = (
    "format",
    "text",
    "blocks",
    "figures",
    "noise",
    "flags",
    "title",
    "kind",
    "year",
    "start",
    "end",
    "signature",
)
READ += ("basis", "region", "failure", "state", "state_since", "processed_at")
_REPORT = Claim._meta.get_field("report")


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


@prepared(scoped=False)
def _region(code: str) -> QuerySet:
    return Region.objects.order_by().filter(pk=code).values_list(*columns_of(Region))


def _store(report: Report, document: Document, extraction: Extraction) -> None:
    fill(report, document, extraction)
    known = {code for (code,) in _codes()}
    claims = claims_of(report, extraction.values, known)
    insert_rows(claims)
    insert_rows(work_items_of(report, extraction.work_items), numbered=False)
    store_findings(report, extraction.checks, claims, known)
    report.state = State.REVIEW if claims else State.REVIEWED
    report.state_since = report.processed_at = Now()
    report.save(update_fields=READ)
    find_twins(report)
    accept_by_policy(report=report)
    queue_matching(report)


def fill(report: Report, document: Document, extraction: Extraction) -> None:
    """Write what the document is into its row; the office's own region serves where the text tells none."""
    facts = extraction.report
    report.format, report.text = document.format, document.text
    report.blocks = [block_row(b) for b in document.blocks]
    report.figures = figure_rows(extraction)
    report.noise = [list(span) for span in extraction.noise]
    report.flags = sorted(
        set(document.flags)
        | ({"no_figures"} if not extraction.figures else set())
        | ({NOT_SCANNED} & set(report.flags))
    )
    report.title = (facts.title or document.title or "")[:300]
    report.kind, report.year, report.start, report.end = facts.kind, facts.year, facts.start, facts.end
    report.signature = signature_of(fold(document.text, extraction.noise))
    report.basis = dict(facts.basis)
    regions = instances(Region, _region(facts.region)) if facts.region else []
    report.region = regions[0] if regions else None
    if report.region is None and report.office_id:
        report.region = report.office
        report.basis["region"] = _("正文没有写明地区，按报送单位确定")
    report.failure = ""


def figure_rows(extraction: Extraction) -> list[dict[str, Any]]:
    """The figures as JSON, in reading order."""
    return [
        {
            "span": list(f.span),
            "text": f.text,
            "value": None if f.value is None else str(f.value),
            "unit": f.unit,
            "unit_kind": f.unit_kind,
            "role": f.role,
        }
        for f in extraction.figures
    ]


def blocks_of(report: Report) -> tuple[Block, ...]:
    """The layout as it was read, from its row."""
    rows = (
        {"level": None, "row": None, "column": None, "row_span": 1, "column_span": 1} | r
        for r in report.blocks
    )
    return tuple(
        Block(
            **{k: v for k, v in row.items() if k not in ORIGIN},
            origin=Origin(**{k: tuple(v) if k == "box" else v for k, v in row.items() if k in ORIGIN}),
        )
        for row in rows
    )


def block_row(block: Block) -> dict[str, Any]:
    """The block as JSON, without what it does not know."""
    row = {"start": block.start, "end": block.end, "kind": block.kind, "level": block.level, "row": block.row}
    row |= {"column": block.column, "row_span": block.row_span, "column_span": block.column_span}
    row |= {name: getattr(block.origin, name) for name in ORIGIN}
    row |= {"recognised": True} if block.recognised else {}
    return {k: v for k, v in row.items() if v is not None and not (k.endswith("_span") and v == 1)}


def claims_of(report: Report, values: Iterable[StatedValue], known: set[str]) -> list[Claim]:
    """The claims to store; an indicator that staff removed meanwhile is left to the figures, which show it."""
    claims = new_rows(Claim, (_claim(report, v) for v in values if v.indicator in known))
    for claim in claims:
        _REPORT.set_cached_value(claim, report)  # nobody has to ask for it again
    return claims


def _claim(report: Report, v: StatedValue) -> dict[str, Any]:
    return {
        "report_id": report.pk,
        "indicator_id": v.indicator,
        "breakdown": v.breakdown or "",
        "measure": v.measure,
        "accounting": v.accounting,
        "value": v.value,
        "unit_kind": v.unit_kind,
        "comparator": v.comparator,
        "step": v.step,
        "start": v.start,
        "end": v.end,
        "area": (v.area or "")[:60],
        "entity": (v.entity or "")[:120],
        "span_start": v.span[0],
        "span_end": v.span[1],
        "sentence_start": v.sentence[0],
        "sentence_end": v.sentence[1],
        "section": [s[:300] for s in v.section],
        "confidence": Decimal(str(round(v.confidence, 3))),
        "rule": v.rule,
        "reasons": [r[:300] for r in v.reasons],
    }


def store_findings(report: Report, checks: Iterable[Check], claims: list[Claim], known: set[str]) -> None:
    """One row a check, tied to the claims that stand at its spans."""
    at: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        at.setdefault((claim.span_start, claim.span_end), []).append(claim)
    checks = list(checks)
    findings = [finding_of(report, check, known) for check in checks]
    insert_rows(findings)
    tie, ties = Finding.claims.through, []
    for finding, check in zip(findings, checks, strict=True):
        indicator = finding.indicator_id
        spoken_of = {
            c.pk for s in check.spans for c in at.get(tuple(s), []) if indicator in (None, c.indicator_id)
        }
        ties += [tie(finding_id=finding.pk, claim_id=pk) for pk in sorted(spoken_of)]
    insert_rows(ties, numbered=False)


def finding_of(report: Report, check: Check, known: set[str]) -> Finding:
    """The check as a row, not stored; an indicator that staff removed meanwhile is left out."""
    return Finding(
        report=report,
        rule=check.rule,
        severity=check.severity,
        indicator_id=check.indicator if check.indicator in known else None,
        measure=check.measure or "",
        values=list(check.values),
        message=check.message[:500],
        spans=[list(span) for span in check.spans],
    )
