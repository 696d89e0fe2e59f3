"""The rows of work items: made from what was read, and renewed without losing what people said of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.bulk import new_rows
from reports.extraction.commitments import commitment
from reports.extraction.types import WorkItem as ReadItem
from reports.models import Report, WorkItem

BEHIND = 90  # characters after an item in which its responsible body may stand in brackets
READ = ("year", "section", "text", "body", "due", "due_words")
_REPORT = WorkItem._meta.get_field("report")
Place = tuple[str, int, int]


def work_items_of(report: Report, items: Iterable[ReadItem]) -> list[WorkItem]:
    """The items as rows, not stored; who answers for a planned one and until when beside it."""
    rows = new_rows(WorkItem, (_row(report, item) for item in items))
    for row in rows:
        _REPORT.set_cached_value(row, report)  # nobody has to ask for it again
    return rows


def _row(report: Report, item: ReadItem) -> dict[str, Any]:
    start, end = item.span
    row = {
        "report_id": report.pk,
        "kind": item.kind,
        "year": item.year,
        "section": [s[:300] for s in item.section],
        "text": item.text,
        "span_start": start,
        "span_end": end,
    }
    if item.kind == WorkItem.Kind.PLANNED:
        told = commitment(item.text, item.year, report.text[end : end + BEHIND])
        row |= {"body": told.body[:60], "due": told.due, "due_words": told.due_words[:40]}
    return row


def renew(report: Report, items: Iterable[ReadItem]) -> None:
    """Store what is read today: an item at its old place keeps its row, and with it what people said of it.

    One that is read no more goes, unless somebody recorded its progress or decided what became of it.
    """
    before = {_place(row): row for row in report.work_items.all()}
    after = {_place(row): row for row in work_items_of(report, items)}
    gone = [row.pk for place, row in before.items() if place not in after]
    report.work_items.filter(pk__in=gone, notes=None).exclude(promise__decided__gt="").delete()
    WorkItem.objects.bulk_create([row for place, row in after.items() if place not in before])
    shared = [(before[place], row) for place, row in after.items() if place in before]
    changed = [_take_over(old, new) for old, new in shared if _reading(old) != _reading(new)]
    WorkItem.objects.bulk_update(changed, READ)


def _take_over(old: WorkItem, new: WorkItem) -> WorkItem:
    for name in READ:
        setattr(old, name, getattr(new, name))
    return old


def _reading(row: WorkItem) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in READ)


def _place(row: WorkItem) -> Place:
    return row.kind, row.span_start, row.span_end
