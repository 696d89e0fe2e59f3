"""Where a deed comes from: the request, job or command that is running, kept in a context variable.

Entered by the middleware, by jobs and by the command line; the services need not carry it through their arguments.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import pghistory

from trail.actions import Channel


@dataclass(frozen=True, slots=True)
class Circumstances:
    """By which way, from which address, and under which request's number something is done."""

    channel: str = Channel.COMMAND
    address: str = ""
    request_id: str = ""
    path: str = ""
    user_id: int | None = None
    user_name: str = ""


_current: ContextVar[Circumstances | None] = ContextVar("circumstances", default=None)
NOWHERE = Circumstances()


def current() -> Circumstances:
    """The circumstances of what runs now; those of a bare command line where nothing else was said."""
    return _current.get() or NOWHERE


@contextmanager
def during(what: Circumstances, *, tracks: bool = True) -> Iterator[Circumstances]:
    """Everything inside is done under these circumstances; the history of changed rows carries them as well.

    ``tracks=False`` spares the statements of a request that changes no row the extra words.
    """
    token = _current.set(what)
    try:
        if tracks:
            with pghistory.context(
                channel=str(what.channel), address=what.address, request=what.request_id, url=what.path,
                user=what.user_id, name=what.user_name,
            ):  # fmt: skip
                yield what
        else:
            yield what
    finally:
        _current.reset(token)


def job(name: str):
    """Circumstances of a background job, as a context manager; inside a request it leaves the request's."""
    return during(Circumstances(Channel.JOB, request_id=new_id(), path=name))


def command(name: str):
    """Circumstances of a command of the command line, as a context manager."""
    return during(Circumstances(Channel.COMMAND, request_id=new_id(), path=name))


def new_id() -> str:
    """A number for one request, never taken from the client."""
    return secrets.token_hex(8)
