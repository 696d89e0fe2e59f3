"""Numbers as addresses and forms carry them."""

from __future__ import annotations


def read_number(text: str) -> int | None:
    """The number, or None for anything else: a sign such as ², a digit of another script, more digits than a number of
    the database has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
