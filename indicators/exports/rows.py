"""Lines of CSV that no spreadsheet runs, with exact decimals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from trail.exports import BOM, harmless

__all__ = ["BOM", "csv_line"]


def csv_line(cells: Iterable[Any]) -> str:
    """One line with its end; decimals without an exponent, None as nothing."""
    target = io.StringIO()
    csv.writer(target).writerow(
        [f"{cell:f}" if isinstance(cell, Decimal) else harmless(cell) for cell in cells]
    )
    return target.getvalue()
