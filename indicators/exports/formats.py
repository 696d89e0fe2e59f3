"""Which files there are and how each is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils import timezone

from indicators.exports.sheets import write_csv, write_xlsx
from indicators.models import Citation, Indicator
from indicators.selection import IndicatorPage


@dataclass(frozen=True, slots=True)
class Writer:
    """How one kind of file is made."""

    content_type: str
    write: Callable[[IndicatorPage, Sequence[Citation], str], bytes]


WRITERS: Mapping[str, Writer] = {
    "csv": Writer("text/csv; charset=utf-8", write_csv),
    "xlsx": Writer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}


def content_disposition(indicator: Indicator, kind: str, shown: date | None = None) -> str:
    """The header that names the file: the indicator's name and the day shown, with an ASCII name beside it."""
    day = (shown or timezone.localdate()).isoformat()
    name = quote(f"{indicator.name}_{day}.{kind}")
    return f"attachment; filename=\"{indicator.pk}_{day}.{kind}\"; filename*=UTF-8''{name}"
