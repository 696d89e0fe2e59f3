"""Lines of CSV that no spreadsheet runs: text that begins as a formula does gets an apostrophe before it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[Any]) -> str:
    """One line with its end; decimals without an exponent, None as nothing."""
    target = io.StringIO()
    csv.writer(target).writerow([plain(cell) for cell in cells])
    return target.getvalue()


def plain(cell: Any) -> Any:
    """The cell as CSV may hold it."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell
