"""The errors of this half that a person meets; ``str()`` is one sentence: what, why, what next."""

from typing import Any


class ServiceError(Exception):
    """A change that can't be made as asked; nothing was changed."""


class Stale(ServiceError):
    """A decision on something that changed since its maker saw it; ``row`` is how it stands now."""

    def __init__(self, words: str, row: Any) -> None:
        super().__init__(words)
        self.row = row


class Refused(ServiceError):
    """A file that is not taken in; nothing of it is kept."""
