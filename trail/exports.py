"""The trail as a file: CSV that Excel opens in Chinese, or a workbook; with the fingerprints that verify it outside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from trail.models import Event

MOST_ROWS = 100_000
BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def rows_of(events: Iterable[Event]) -> Iterable[list[Any]]:
    """A header, then one row an event; times with their zone, details as JSON."""
    yield [
        pgettext("chain", "序号"), _("编号"), _("时间"), _("用户"), _("操作"), _("结果"), _("对象类型"), _("对象编号"),
        _("对象"), _("途径"), _("地址"), _("请求编号"), _("内容"), _("指纹"), _("前一哈希"), _("哈希"),
    ]  # fmt: skip
    for event in events:
        seal = getattr(event, "seal", None)
        yield [
            seal.number if seal else None, event.pk, timezone.localtime(event.at).isoformat(), event.user_name,
            event.action_words, event.get_result_display(), event.object_model, event.object_pk, event.object_words,
            event.get_channel_display(), event.address, event.request_id,
            json.dumps(event.detail, ensure_ascii=False, sort_keys=True), event.digest,
            seal.previous if seal else "", seal.hash if seal else "",
        ]  # fmt: skip


def write_csv(events: Iterable[Event]) -> bytes:
    """The rows as CSV in UTF-8 with a byte-order mark; what a spreadsheet would run as a formula is text."""
    target = io.StringIO()
    csv.writer(target).writerows([harmless(cell) for cell in row] for row in rows_of(events))
    return (BOM + target.getvalue()).encode()


def harmless(cell: Any) -> Any:
    """The cell as CSV may hold it: text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def write_xlsx(events: Iterable[Event]) -> bytes:
    """The rows as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("操作记录"))
    sheet.freeze_panes = "A2"
    for row in rows_of(events):
        sheet.append([_cell(sheet, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


WRITERS: Mapping[str, Callable[[Iterable[Event]], bytes]] = {"csv": write_csv, "xlsx": write_xlsx}
