"""What became of plans: proposed when the next year's report was read, confirmed or overruled by a person.

Reading two reports beside each other takes a tenth of a second and more, so it is a job of its own behind all waiting
reports (``tasks.match_plans``), and nothing that a person decided is ever proposed anew.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Indicator
from indicators.wording import format_exact
from reports.engine import current_engine
from reports.errors import ServiceError, Stale
from reports.ledger import Entry, Paper, build_ledger, carried_over, paper_of
from reports.models import Promise, Report, WorkItem, YearPair
from reports.reextraction import extraction_of
from reports.rows import blocks_of
from trail.actions import Action
from trail.services import record

SUMMARY = "summary"
WITH_PLANS = (SUMMARY, "plan", "report")
Status = Promise.Status
NUMBER = re.compile(r"\A[\d,，.．０-９]+")


# --- which reports stand beside each other


def answer_to(plan: Report) -> Report | None:
    """The report that tells what became of the plan's items: the next year's standing summary of the same region;
    one of the whole year before one of its months, and of several the newest."""
    year = _planned_year(plan)
    if plan.region_id is None or year is None:
        return None
    rows = Report.objects.read().standing().filter(region=plan.region_id, year=year, kind=SUMMARY)
    found = rows.exclude(pk=plan.pk).order_by("-uploaded_at", "-pk").without_text()
    whole = found.filter(Q(end__isnull=True) | Q(end__month=12))
    return whole.first()


def _planned_year(plan: Report) -> int | None:
    """The year that the report's planned items are for, as most of them say."""
    years = plan.work_items.planned().filter(year__isnull=False).order_by().values_list("year", flat=True)
    found = list(years)
    return max(set(found), key=found.count) if found else None


def plans_of(report: Report) -> QuerySet:
    """The standing reports whose plan the report may answer, and itself, which another may answer."""
    rows = Report.objects.read().standing().filter(kind__in=WITH_PLANS)
    same = Q(region=report.region_id, year__in=[(report.year or 0) - 1, report.year])
    return rows.filter(same, region__isnull=False) | rows.filter(pk=report.pk)


def plans_to_match(most: int) -> QuerySet:
    """Standing reports with planned items of which nobody has looked up what became, where a report of the year is
    there: after an upgrade, a correction of place or year, a new version."""
    later = Report.objects.read().standing().filter(
        region=OuterRef("region"), year=OuterRef("work_items__year"), kind=SUMMARY
    )  # fmt: skip
    rows = Report.objects.read().standing().filter(kind__in=WITH_PLANS, region__isnull=False)
    moved = Q(next_year__later__replaced_by__isnull=False) | ~Q(next_year__later__region=F("region"))
    waiting = Q(next_year__isnull=True) | moved
    rows = rows.filter(waiting, Exists(later.exclude(pk=OuterRef("pk"))), work_items__kind="planned")
    return rows.order_by("pk").distinct()[:most]


# --- proposing


def match_plans(report_id: int) -> int:
    """How many promises were looked up: those that the report answers, and its own where the next year's is there."""
    report = Report.objects.without_text().filter(pk=report_id).first()
    if report is None or not report.is_read:
        return 0
    return sum(match(plan=plan) for plan in plans_of(report).without_text())


@transaction.atomic
def match(*, plan: Report) -> int:
    """How many of the plan's promises were looked up in the next year's report; those already decided on stay."""
    answer = answer_to(plan)
    plan = Report.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if answer is None:
        YearPair.objects.filter(report=plan).exclude(promises__decided__gt="").delete()
        return 0
    earlier, later = _paper(plan), _paper(Report.objects.get(pk=answer.pk))
    told = [_plain(one.earlier, one.later, later.text) for one in carried_over(earlier, later)]
    pair, _made = YearPair.objects.update_or_create(report=plan, defaults={"later": answer, "carried": told})
    entries = {entry.item.span: entry for entry in build_ledger(earlier, later, current_engine().names)}
    items = plan.work_items.planned().filter(year=answer.year).exclude(promise__decided__gt="")
    known = set(Indicator.objects.values_list("pk", flat=True))
    rows = [
        _row(pair, item, entry, later, known)
        for item in items
        if (entry := entries.get((item.span_start, item.span_end))) is not None
    ]
    Promise.objects.filter(report=plan, decided="").delete()
    Promise.objects.bulk_create(rows)
    return len(rows)


def _paper(report: Report) -> Paper:
    return paper_of(extraction_of(report), blocks_of(report))


def _plain(earlier: tuple[int, int], later: tuple[int, int], text: str) -> dict[str, Any]:
    return {"earlier": list(earlier), "later": list(later), "text": text[slice(*later)]}


def _row(pair: YearPair, item: WorkItem, entry: Entry, later: Paper, known: set[str]) -> Promise:
    return Promise(
        pair=pair,
        report_id=pair.report_id,
        item=item,
        year=item.year,
        proposed=entry.status,
        score=Decimal(str(min(entry.score, 1.0))),
        reason=entry.reason[:40],
        strength=entry.strength,
        evidence=[
            {
                "span": list(piece.span),
                "sentence": list(piece.sentence),
                "part": piece.part,
                "text": later.text[slice(*piece.sentence)],
            }
            for piece in entry.evidence
        ],
        indicator_id=entry.indicator if entry.indicator in known else None,
        target=entry.target,
        outcome=entry.outcome,
        target_words=entry.target_words[:40],
        outcome_words=_outcome_words(entry, later.text)[:80],
        outcome_spans=[list(span) for span in entry.outcome_spans],
        unchanged=entry.unchanged,
    )


def _outcome_words(entry: Entry, text: str) -> str:
    """The numbers that tell the outcomes, as the report has them; what was added before the level that was reached:
    新增55人，共391人."""
    told = [text[slice(*span)] for span in entry.outcome_spans]
    if entry.is_rise and entry.outcome is not None and len(told) == 1:
        unit = NUMBER.sub("", told[0].strip())
        return f"新增{format_exact(entry.outcome)}{unit}，共{told[0]}"
    return "、".join(told)


# --- deciding


@transaction.atomic
def decide(
    *, promise: Promise, by: AbstractUser, status: str, note: str = "", version: int | None = None
) -> Promise:
    """The promise with a person's word; one that differs from the proposal needs its reason.

    Raises ServiceError, and Stale where somebody decided since ``version`` was shown.
    """
    promise = _locked(promise, version)
    note = note.strip()[:300]
    if status not in Status.values:
        raise ServiceError(_("没有这种落实情况；请从列表里选一种。"))
    if status != promise.proposed and not note:
        raise ServiceError(_("与系统判断不同，请写明理由：它会和结论一起保存。"))
    if (status, note) == (promise.decided, promise.note):
        raise ServiceError(_("结论和理由都没有变化，未作改动。"))
    was, promise.decided, promise.note = promise.status, status, note
    promise.decided_by, promise.decided_at = by, timezone.now()
    return _saved(promise, Action.CONFIRM, by, {"old": {"status": was}, "new": {"status": status}}, note)


@transaction.atomic
def reopen(*, promise: Promise, by: AbstractUser, version: int | None = None) -> Promise:
    """The promise with the proposal alone again. Raises ServiceError where nobody had decided."""
    promise = _locked(promise, version)
    if not promise.decided:
        raise ServiceError(_("这一项还没有人核定，无需撤销。"))
    was, promise.decided, promise.note = promise.decided, "", ""
    promise.decided_by, promise.decided_at = None, None
    told = {"old": {"status": was}, "new": {"status": promise.proposed}}
    return _saved(promise, Action.UNDO, by, told, "")


def _locked(promise: Promise, version: int | None) -> Promise:
    rows = Promise.objects.select_for_update(of=("self",), no_key=True).select_related("item")
    promise = rows.get(pk=promise.pk)
    if version is not None and promise.version != version:
        words = _("您打开之后，这一项刚刚被改为“%(status)s”，您的没有保存；请看过再定。")
        raise Stale(words % {"status": promise.status_words}, promise)
    return promise


def _saved(promise: Promise, action: str, by: AbstractUser, detail: dict[str, Any], note: str) -> Promise:
    promise.version += 1
    promise.save(update_fields=["decided", "note", "decided_by", "decided_at", "version"])
    record(action, by=by, target=promise.item, detail=detail | ({"note": note} if note else {}))
    return promise
