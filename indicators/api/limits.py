"""How many requests one person may send: API_REQUESTS_A_MINUTE, counted by each web process for itself.

A count that all processes share would cost a write for each reading; what is held off here is a loop that ran wild,
and several times the number is held off as well.
"""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings

MOST_PERSONS = 10_000
"""Counts kept at once; beyond it those of earlier minutes are let go."""

_counts: dict[int, tuple[int, int]] = {}
_lock = Lock()


def wait_for(person: int) -> int:
    """Counts one request of the person; the seconds until the next is answered, 0 where this one is."""
    most = settings.API_REQUESTS_A_MINUTE
    if not most:
        return 0
    now = time.time()
    minute = int(now // 60)
    with _lock:
        counted_in, count = _counts.get(person, (minute, 0))
        count = count + 1 if counted_in == minute else 1
        if len(_counts) > MOST_PERSONS:
            _forget_before(minute)
        _counts[person] = (minute, count)
    return 0 if count <= most else 60 - int(now % 60)


def forget() -> None:
    """Starts all counts anew."""
    with _lock:
        _counts.clear()


def _forget_before(minute: int) -> None:
    for person in [person for person, (counted_in, _count) in _counts.items() if counted_in < minute]:
        del _counts[person]
