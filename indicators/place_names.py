"""What a reader calls a place: its Chinese name, or on English pages its English one."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from indicators.regions import load_english_names
from indicators.wording import is_english


def reads_english() -> bool:
    """Whether the page or the file is for a reader of English."""
    return is_english(get_language() or "")


def shown_name(code: str, name: str) -> str:
    """The place's name in the reader's language; the Chinese ``name`` where no English one is known."""
    if not reads_english():
        return name
    return load_english_names().get(code, name)


def shown_names(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names by code, in the reader's language; ``rows`` are codes with Chinese names."""
    if not reads_english():
        return dict(rows)
    english = load_english_names()
    return {code: english.get(code, name) for code, name in rows}
