"""What objects are called in the reader's language.

The trail keeps their names in Chinese, the language of record, and knows none of the rooms that they come from: the
room that can translate them says so once, when the product starts. Exports keep the words that were written and sealed.
"""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], str]
_told: list[Say] = []


def say_names_with(say: Say) -> None:
    """From now on names are shown as the function says them."""
    if say not in _told:
        _told.append(say)


def in_readers_language(words: str) -> str:
    """The name as the reader is shown it; as it was written where nobody knows better."""
    for say in _told:
        words = say(words)
    return words
