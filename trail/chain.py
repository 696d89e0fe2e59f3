"""The fingerprint of a row and the hash of a link, as everybody can compute them again.

Pure: no Django, no models. Whoever holds an export can check it with these two functions and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

GENESIS = "0" * 64
FIELDS = (
    "at", "action", "result", "channel", "user_id", "user_name", "address", "request_id",
    "object_app", "object_model", "object_pk", "object_words", "subjects", "detail",
)  # fmt: skip


def digest_of(row: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the row's fields as JSON: their order as in FIELDS, keys sorted, times in UTC."""
    fields = [row[name] for name in FIELDS]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_as_text)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def hash_of(previous: str, number: int, digest: str) -> str:
    """The hash of link ``number``: SHA-256 of ``previous:number:digest``."""
    return hashlib.sha256(f"{previous}:{number}:{digest}".encode()).hexdigest()


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no place in the trail")
