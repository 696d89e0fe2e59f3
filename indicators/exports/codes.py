"""The codes of machine-readable files and what they mean: written into the structure file, the package and the
workbook alike."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from indicators.models import DRAFT, Accounting, Comparator, Measure, ObservationStatus, UnitKind
from indicators.series import MONTH_END, window_of

VALIDATING = "V"
FREQUENCIES = {"A": "Annual", "S": "Half-yearly", "Q": "Quarterly", "M": "Monthly", "_O": "Other"}
_PARTS = {(1, 12): ("A", ""), (1, 6): ("S", "-S1"), (7, 12): ("S", "-S2")}
_PARTS |= {(first, first + 2): ("Q", f"-Q{(first + 2) // 3}") for first in (1, 4, 7, 10)}


def status_code(status: str) -> str:
    """The observation status as SDMX has it; a draft is unvalidated."""
    return VALIDATING if status == DRAFT else status


def status_names() -> dict[str, str]:
    """Each code of a status and its name in the reader's language."""
    return {str(code): str(name) for code, name in ObservationStatus.choices} | {
        VALIDATING: _("草稿，未发布")
    }


def code_lists() -> dict[str, dict[str, str]]:
    """The code lists that are this product's own: name → code → Chinese or English name."""
    return {
        "CL_FREQ": FREQUENCIES,
        "CL_MEASURE": {str(code): str(name) for code, name in Measure.choices if code != Measure.TARGET},
        "CL_ACCOUNTING": {str(code): str(name) for code, name in Accounting.choices},
        "CL_COMPARATOR": {str(code): str(name) for code, name in Comparator.choices},
        "CL_UNIT_KIND": {str(code): str(name) for code, name in UnitKind.choices},
        "CL_OBS_STATUS": status_names(),
    }


def period_of(start: date | None, end: date) -> tuple[str, str]:
    """Frequency and time period as SDMX writes them: A 2016, S 2016-S1, Q 2016-Q3, M 2016-10, _O 2016-01-01/P10M.

    A value held at a date has the day: A 2016-12-31, M 2016-10-31, _O 2016-10-15.
    """
    window = window_of(start, end)
    if start is None:
        frequency = "_O" if window.last[1] != MONTH_END else "A" if window.last[0] == 12 else "M"
        return frequency, end.isoformat()
    whole = start.day == 1 and window.last[1] == MONTH_END
    if not whole:
        return "_O", f"{start.isoformat()}/P{(end - start).days + 1}D"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if window.span == 0 and (start.month, end.month) in _PARTS:
        frequency, tail = _PARTS[start.month, end.month]
        return frequency, f"{end.year}{tail}"
    if months == 1:
        return "M", f"{end.year}-{end.month:02}"
    return "_O", f"{start.isoformat()}/P{months}M"
