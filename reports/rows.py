"""What was read of a document, as rows: the report's own columns, its claims and its findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from indicators.models import Region
from indicators.prepared import columns_of, instances, prepared
from reports.bulk import insert_rows, new_rows
from reports.extraction.types import Check, Extraction, StatedValue
from reports.likeness import fold, signature_of
from reports.models import Claim, Finding, Report
from reports.reading.document import Block, Document, Origin
from reports.virus_scan import NOT_SCANNED

READ = (
    "format", "text", "blocks", "figures", "noise", "flags", "title", "kind", "year", "start", "end", "signature",
    "basis", "region", "failure",
)  # fmt: skip
"""The columns that ``fill`` writes."""
ORIGIN = tuple(f.name for f in fields(Origin))
_REPORT = Claim._meta.get_field("report")


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


@prepared(scoped=False)
def _region(code: str) -> QuerySet:
    return Region.objects.order_by().filter(pk=code).values_list(*columns_of(Region))


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
