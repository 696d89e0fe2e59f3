"""What may stand in the trail and in the logs: one line, no secrets, no numbers of persons.

Pure: no Django, no models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

LONGEST = 500
"""Characters of one text in a row's detail; a note has 300."""
MOST_ITEMS = 50
"""Entries of one list."""
SECRET = re.compile(
    r"(?i)passw|passwd|secret|token|csrf|session|cookie|otp|totp|recovery|private_?key|api_?key"
)
FIGURES = frozenset(
    {"value", "values", "shown", "stated", "size", "bytes", "digest", "hash", "count", "start", "end", "span"}
)
"""Keys that hold numbers of statistics or fingerprints, in which eleven digits are no telephone."""
HIDDEN = "***"
_OUTSIDE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
IDENTITY = re.compile(
    _OUTSIDE + r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]" + _END
)
MOBILE = re.compile(_OUTSIDE + r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}" + _END)
# Controls, line and paragraph separators, bidirectional marks, lone surrogates: they forge lines or hide text.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")


def one_line(text: str) -> str:
    """The text on one line: every run of control or invisible characters is one space."""
    return UNSEEN.sub(" ", text)


def without_persons(text: str) -> str:
    """The text with identity-card and mobile numbers hidden but for their last two digits."""
    text = IDENTITY.sub(lambda found: HIDDEN + found.group()[-2:], text)
    return MOBILE.sub(lambda found: HIDDEN + found.group()[-2:], text)


def clean(text: str, longest: int = LONGEST) -> str:
    """The text as the trail may keep it: one line, nobody's numbers, cut at ``longest``."""
    return without_persons(one_line(text)).strip()[:longest]


def clean_detail(value: Any, key: str = "") -> Any:
    """The value as plain JSON for a row's detail; dates and decimals as text, secrets as ***."""
    if key and SECRET.search(key):
        return HIDDEN
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Mapping):
        return {one_line(str(k))[:60]: clean_detail(v, str(k)) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
        return [clean_detail(item, key) for item in items[:MOST_ITEMS]]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value.is_finite() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return one_line(text)[:LONGEST] if key in FIGURES else clean(text)
