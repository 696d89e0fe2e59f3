"""A report sent back to its office with reasons, what the office answers or sends instead, and how it ends.

Nothing of a returned report is published until the return is closed, by a person or because a revision took the
report's place; what was published before stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as stored  # kept in Chinese, read in any language

from reports.annotation import find_sentence
from reports.errors import ServiceError
from reports.models import Claim, Finding, Report, Return
from reports.replacing import refuse_replaced
from reports.versions import lock_report
from reports.wording import finding_words
from trail.actions import Action
from trail.services import record

LONGEST = 1000
LONGEST_SENTENCE = 600
RETURNABLE = frozenset({Report.State.REVIEW, Report.State.REVIEWED, Report.State.FAILED})
State = Return.State


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a report goes back: a person's words, the doubts and the figures that they are about."""

    words: str = ""
    findings: Sequence[Finding] = ()
    claims: Sequence[Claim] = ()


@transaction.atomic
def return_report(
    *, report: Report, by: AbstractUser, reasons: Reasons, reply_by: date | None = None
) -> Return:
    """The return, open from now on; the doubts and figures are kept with their sentences. Raises ServiceError."""
    lock_report(report.pk)
    report = Report.objects.select_related("replaced_by").get(pk=report.pk)
    _refuse_return(report)
    words, items = reasons.words.strip()[:LONGEST], items_of(report, reasons)
    if not words and not items:
        raise ServiceError(_("请写明退回原因，或勾选有问题的疑点、数据。"))
    if reply_by and reply_by < timezone.localdate():
        raise ServiceError(_("答复期限已经过去，请改为今天或以后的日期。"))
    returned = Return.objects.create(
        report=report, words=words, items=items, reply_by=reply_by, returned_by=by
    )
    told = {"new": {"places": len(items), "reply_by": reply_by and reply_by.isoformat()}, "note": words}
    record(Action.RETURN, by=by, target=report, detail=told, also=[returned])
    return returned


def _refuse_return(report: Report) -> None:
    refuse_replaced(report)
    if report.state not in RETURNABLE:
        words = _("《%(title)s》%(state)s，还不能退回；请等它读完。")
        raise ServiceError(words % {"title": report, "state": report.get_state_display()})
    if report.office_id is None and report.region_id is None:
        raise ServiceError(_("这份报告没有报送单位，也没有地区，退回后没有单位能看到；请先指定地区。"))
    if report.returns.open().exists():
        raise ServiceError(_("这份报告已经退回，还没有办结；请先办结，再重新退回。"))


def items_of(report: Report, reasons: Reasons) -> list[dict[str, Any]]:
    """What is wrong and where, as a return keeps it. Raises ServiceError for what another report says."""
    items = []
    for finding in reasons.findings:
        own = [claim for claim in finding.claims.all() if claim.report_id == report.pk]
        if finding.report_id != report.pk and not own:
            raise ServiceError(_("所选的疑点不在这份报告里，请刷新后再选。"))
        spans = [(claim.span_start, claim.span_end) for claim in own]
        spans = spans or [(start, end) for start, end in finding.spans]
        items.append(
            {
                "finding": finding.pk,
                "doubt": finding.message,
                "spoken": spoken_doubt(finding),
                "places": places_of(report, spans),
            }
        )
    for claim in reasons.claims:
        if claim.report_id != report.pk:
            raise ServiceError(_("所选的数据不在这份报告里，请刷新后再选。"))
        doubt = claim.aside_note or stored("请核对“%(quote)s”") % {"quote": _quote(report, claim)[:60]}
        place = places_of(report, [(claim.span_start, claim.span_end)])
        items.append({"claim": claim.pk, "doubt": doubt, "places": place})
    return items


def spoken_doubt(finding: Finding) -> str:
    """The doubt in Chinese, its amounts as a reader says them: 20.35 亿元, not 2,035,000,000."""
    with translation.override("zh-hans"):
        return finding_words(finding)


def _quote(report: Report, claim: Claim) -> str:
    return report.text[claim.span_start : claim.span_end]


def places_of(report: Report, spans: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Each span with its sentence; those that share a sentence stand once, at the first of them."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for start, end in sorted(spans):
        first, last = find_sentence(report.text, start, end)
        sentence = report.text[first:last].strip()[:LONGEST_SENTENCE]
        found.setdefault((first, last), {"start": start, "end": end, "sentence": sentence})
    return list(found.values())


@transaction.atomic
def answer_return(*, returned: Return, by: AbstractUser, words: str) -> Return:
    """The return, answered in words: the bureau reads them and closes it. Raises ServiceError."""
    returned = _locked(returned)
    if returned.state != State.RETURNED:
        raise ServiceError(_("这次退回已经答复过，请等核实人员处理。"))
    if not words.strip():
        raise ServiceError(_("请写明答复内容，或上传改正后的新稿。"))
    return _answer(returned, by, State.ANSWERED, words.strip()[:LONGEST])


@transaction.atomic
def hand_in_revision(*, returned: Return, revision: Report, by: AbstractUser) -> Return:
    """The return, answered by a new version, which waits to take the report's place. Raises ServiceError."""
    returned = _locked(returned)
    if revision.pk == returned.report_id:
        raise ServiceError(_("上传的就是退回的那份文件，没有改动；请改正后再上传。"))
    if returned.revision_id == revision.pk:
        return returned
    refuse_replaced(Report.objects.select_related("replaced_by").get(pk=revision.pk))
    returned.revision = revision
    return _answer(returned, by, State.REPLACED, returned.answer)


def _answer(returned: Return, by: AbstractUser, state: str, words: str) -> Return:
    was, returned.state, returned.answer = returned.state, state, words
    returned.answered_by, returned.answered_at = by, timezone.now()
    returned.save(update_fields=["state", "answer", "revision", "answered_by", "answered_at"])
    told = {"old": {"state": was}, "new": {"state": state, "revision": returned.revision_id}, "note": words}
    also = [returned, *([returned.revision] if returned.revision else [])]
    record(Action.ANSWER_RETURN, by=by, target=returned.report, detail=told, also=also)
    return returned


@transaction.atomic
def close_return(*, returned: Return, by: AbstractUser, words: str = "") -> Return:
    """The return, closed: its report can be published again. Closing it unanswered needs words. Raises ServiceError."""
    returned = _locked(returned)
    if returned.state == State.RETURNED and not words.strip():
        raise ServiceError(_("报送单位还没有答复；要撤回这次退回，请写明原因。"))
    was, returned.state, returned.closing = returned.state, State.CLOSED, words.strip()[:500]
    returned.closed_by, returned.closed_at = by, timezone.now()
    returned.save(update_fields=["state", "closing", "closed_by", "closed_at"])
    told = {"old": {"state": was}, "new": {"state": returned.state}, "note": returned.closing}
    record(Action.CLOSE_RETURN, by=by, target=returned.report, detail=told, also=[returned])
    return returned


def _locked(returned: Return) -> Return:
    """The return as it is now, after its report's lock. Raises ServiceError where it is closed."""
    lock_report(returned.report_id)
    rows = Return.objects.select_for_update(of=("self",)).select_related("report", "revision", "closed_by")
    returned = rows.get(pk=returned.pk)
    if returned.state == State.CLOSED:
        words = _("这次退回已由 %(who)s 办结；请刷新后再看。")
        raise ServiceError(words % {"who": returned.closed_by or "—"})
    return returned


def refuse_returned(report: Report) -> None:
    """Raise ServiceError where the report waits for its office: nothing of it is published, nor replaces another."""
    if report.returns.open().exists():
        words = _("《%(title)s》已退回报送单位，还没有办结；请先办结退回，再发布其中的数据。")
        raise ServiceError(words % {"title": report})
