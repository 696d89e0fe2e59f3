"""The way from a value to its sentence, as it stands beside every value: a page has dozens of them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from html import escape

from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_BUTTON = (
    '<a class="button button--quiet button--small evidence-link" href="{0}" hx-get="{0}" hx-target="#panel"'
    ' aria-controls="panel">{1}</a>'
)


def evidence_address(observation: int, day: date | None = None) -> str:
    """Where the value's sentence is shown, as of the day where one is given."""
    before, after = _around(get_script_prefix())
    return f"{before}{observation}{after}" + (f"?as_of={day:%Y-%m-%d}" if day else "")


def evidence_button(observation: int, day: date | None = None) -> SafeString:
    """The button that opens the sentence beside the page."""
    return mark_safe(_BUTTON.format(escape(evidence_address(observation, day)), escape(_("原句"))))  # noqa: S308


@lru_cache
def _around(_prefix: str) -> tuple[str, str]:
    """What stands before and after the value's number; looked up once, not for each value."""
    before, _mark, after = reverse("indicators:observation-evidence", args=[0]).rpartition("0")
    return before, after
