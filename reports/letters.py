"""Letters that ask an office about contradictions in its report: drafted from findings, kept in their own words.

A letter is written in Chinese whatever its drafter reads: it goes to an office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.annotation import Span, find_sentence
from reports.errors import ServiceError
from reports.models import Finding, QueryLetter, Report
from reports.quotes import plain_text, quote_parts
from reports.wording import finding_words
from trail.actions import Action
from trail.services import record

DAYS_TO_REPLY = 10
ASKS = {
    "conflict": "请核实上述两处数值，说明不一致的原因，并明确以哪一处为准。",
    "sum": "请核对合计与各部分数值，说明差额的原因，并报送更正后的数值。",
    "growth": "请核对本期与上期数值及增幅的计算方法，并报送更正后的数值。",
    "published": "该数与已发布的数值不同，请说明原因；如属修订，请说明修订依据。",
    "range": "请核对该数值，并报送更正后的数值。",
    "year": "请确认报告所属年份。",
}
DEFAULT_ASK = "请核实并说明。"


def letter_title(report: Report) -> str:
    """The letter's title as offices write it."""
    return f"关于核实《{report}》有关数据的函"


def addressee_of(report: Report) -> str:
    """Whom the letter goes to: the office that filed the report, else the one it is about."""
    region = report.office or report.region
    return f"{region.name}知识产权局" if region else ""


def reply_day(today: date) -> date:
    """The last day to answer: ten working days on, weekends left out."""
    day, left = today, DAYS_TO_REPLY
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def build_items(findings: Sequence[Finding], asks: Mapping[int, str] | None = None) -> list[dict[str, Any]]:
    """What the letter asks, one item a finding, with its sentences and places; ``asks`` by the finding's key."""
    with translation.override("zh-hans"):
        return [_item(finding, (asks or {}).get(finding.pk, "")) for finding in findings]


def _item(finding: Finding, ask: str) -> dict[str, Any]:
    report = finding.report
    claims = [claim for claim in finding.claims.all() if claim.report_id == report.pk]
    sentences = {
        (claim.span_start, claim.span_end): (claim.sentence_start, claim.sentence_end) for claim in claims
    }
    sections = {(claim.span_start, claim.span_end): claim.section for claim in claims}
    spans = sorted({(int(start), int(end)) for start, end in finding.spans} | set(sentences))
    return {
        "finding": finding.pk,
        "doubt": finding_words(finding),
        "places": _places(report, spans, sentences, sections),
        "ask": ask.strip() or ASKS.get(finding.rule, DEFAULT_ASK),
    }


def _places(
    report: Report,
    spans: Sequence[Span],
    sentences: Mapping[Span, Span],
    sections: Mapping[Span, Sequence[str]],
) -> list[dict[str, Any]]:
    """The sentences of the spans, each once, with section and page."""
    found: dict[Span, list[Span]] = {}
    for span in spans:
        sentence = sentences.get(span) or find_sentence(report.text, *span)
        found.setdefault(sentence, []).append(span)
    return [
        {
            "section": " › ".join(sections.get(inside[0], ())),
            "page": page_of(report, inside[0][0]),
            "sentence": plain_text(quote_parts(report.text, sentence, inside)),
            "figures": [report.text[slice(*span)] for span in inside],
        }
        for sentence, inside in sorted(found.items())
    ]


def page_of(report: Report, offset: int) -> int | None:
    """The page of the file that the place stands on; None where the format has no pages."""
    block = next((one for one in report.blocks if one["start"] <= offset < one["end"]), None)
    return block.get("page") if block else None


@transaction.atomic
def draft(*, report: Report, findings: Sequence[Finding], by: AbstractUser, **fields: Any) -> QueryLetter:
    """A new letter about the findings of one report. Raises ServiceError."""
    if not findings:
        raise ServiceError(_("请至少选一条疑点。"))
    if any(finding.report_id != report.pk for finding in findings):
        raise ServiceError(_("一封函只问一份报告的疑点。"))
    asks = fields.pop("asks", None)
    letter = QueryLetter.objects.create(
        report=report, items=build_items(findings, asks), drafted_by=by, **fields
    )
    letter.findings.set(findings)
    record(Action.LETTER, by=by, target=letter, detail={"findings": [f.pk for f in findings]}, also=[report])
    return letter


@transaction.atomic
def mark_sent(*, letter: QueryLetter, on: date, by: AbstractUser) -> QueryLetter:
    """The letter, recorded as sent on a day. Raises ServiceError."""
    letter = QueryLetter.objects.select_for_update(of=("self",)).select_related("report").get(pk=letter.pk)
    if letter.sent_on:
        raise ServiceError(_("这封函已于 %(day)s 登记发出。") % {"day": letter.sent_on.isoformat()})
    if on > timezone.localdate():
        raise ServiceError(_("发出日期不能晚于今天。"))
    letter.sent_on, letter.sent_by = on, by
    letter.save(update_fields=["sent_on", "sent_by"])
    record(
        Action.LETTER, by=by, target=letter, detail={"new": {"sent_on": on.isoformat()}}, also=[letter.report]
    )
    return letter


def open_findings(report: Report) -> list[Finding]:
    """What a letter about the report may ask: its open doubts, the gravest first."""
    rows = report.findings.doubts().open().select_related("indicator", "report__region", "report__office")
    return list(rows.prefetch_related("claims").order_by("severity", "pk"))
