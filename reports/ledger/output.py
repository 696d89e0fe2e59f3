"""A ledger as the plain data that ``manage.py ledger --json`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.extraction.output import plain
from reports.ledger.types import Entry


def to_json(entries: Iterable[Entry], report_text: str) -> dict[str, Any]:
    """Return the ledger as JSON-ready data; spans count characters of the plan's and of the report's text."""
    return {"items": [_entry(entry, report_text) for entry in entries]}


def _entry(entry: Entry, text: str) -> dict[str, Any]:
    target = None
    if entry.target is not None:
        target = {"indicator": entry.indicator, "value": plain(entry.target)}
    return {
        "text": entry.item.text,
        "span": list(entry.item.span),
        "status": entry.status,
        "score": entry.score,
        "evidence": [
            {"text": text[slice(*piece.span)], "span": list(piece.span)} for piece in entry.evidence
        ],
        "target": target,
        "outcome": plain(entry.outcome),
        "strength": entry.strength or None,
        "reason": entry.reason,
    }
