"""An Extraction as the plain data that ``manage.py extract --json`` prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.extraction.types import Check, Extraction, Figure, StatedValue, WorkItem


def to_json(extraction: Extraction, file: str) -> dict[str, Any]:
    """Return one document's findings as JSON-ready data: numbers as plain strings, dates as ISO strings."""
    report = extraction.report
    return {
        "file": file,
        "text": extraction.text,
        "report": {
            "title": report.title,
            "year": report.year,
            "region": report.region,
            "region_name": report.region_name,
            "kind": report.kind,
            "basis": dict(report.basis),
        },
        "figures": [_figure(figure) for figure in extraction.figures],
        "observations": [_observation(value) for value in extraction.values],
        "work_items": [_work_item(item) for item in extraction.work_items],
        "checks": [_check(check) for check in extraction.checks],
    }


def plain(value: Decimal | None) -> str | None:
    """Return a number without exponent and without needless zeros, or None."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "span": list(figure.span),
        "text": figure.text,
        "value": plain(figure.value),
        "unit": figure.unit,
        "unit_kind": figure.unit_kind,
        "role": figure.role,
    }


def _observation(value: StatedValue) -> dict[str, Any]:
    return {
        "indicator": value.indicator,
        "breakdown": value.breakdown,
        "measure": value.measure,
        "accounting": value.accounting,
        "value": plain(value.value),
        "unit_kind": value.unit_kind,
        "comparator": value.comparator,
        "start": value.start.isoformat() if value.start else None,
        "end": value.end.isoformat() if value.end else None,
        "area": value.area,
        "entity": value.entity,
        "span": list(value.span),
        "sentence": list(value.sentence),
        "section": list(value.section),
        "confidence": value.confidence,
        "rule": value.rule,
        "reasons": list(value.reasons),
    }


def _work_item(item: WorkItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "year": item.year,
        "section": list(item.section),
        "text": item.text,
        "span": list(item.span),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "severity": check.severity,
        "indicator": check.indicator,
        "measure": check.measure,
        "values": [plain(value) for value in check.values],
        "message": check.message,
        "spans": [list(span) for span in check.spans],
    }
