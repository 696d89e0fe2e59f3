"""A look before filing: what would be found in a file or a pasted text. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction
from django.utils.translation import gettext as _

from reports import access
from reports.engine import current_engine
from reports.errors import Refused
from reports.extraction import extract
from reports.found import Found, found_at_once
from reports.models import Report
from reports.reading import NeedsRecognition, ReadingError, check_file, read_file
from reports.reading.document import Document
from reports.receiving import clean_name, too_large
from reports.stored_sentences import in_readers_language
from reports.virus_scan import check_for_viruses
from trail.actions import Action
from trail.services import record

LOCK = 0x5E1F  # of PostgreSQL's advisory locks, ours for self-checks, each with its user's number
LONGEST_TEXT = 500_000
"""Characters; it is read while the sender waits, and a worker has more time."""
PASTED_NAME = "自查.txt"


def check_pasted(text: str, *, by: AbstractUser) -> Found:
    """What would be found in the text. Raises Refused."""
    return check([text.encode("utf-8", "replace")], name=None, by=by)


def check(chunks: Iterable[bytes], *, name: str | None, by: AbstractUser) -> Found:
    """What would be found in the file, or in pasted text where there is no name. Raises Refused.

    The bytes are in a file of their own until the answer stands. A user has one check at a time.
    """
    shown = _("粘贴的文字") if name is None else clean_name(name)
    try:
        with one_at_a_time(by), NamedTemporaryFile(prefix="zhiheng-check-") as file:
            size = _copy(chunks, file, shown)
            return _look(file.name, size, name, shown, by)
    except Infected as infected:  # the look is undone, and what was found is told all the same
        record(Action.SELF_CHECK, by=by, target=shown, detail={"reason": infected.found}, result="refused")
        raise


def _look(path: str, size: int, name: str | None, shown: str, by: AbstractUser) -> Found:
    flags = () if name is None else _refuse_viruses(Path(path), shown)
    document = _read(path, PASTED_NAME if name is None else shown, shown)
    document = replace(document, flags=(*document.flags, *flags))
    extraction = extract(
        document.text,
        engine=current_engine(),
        blocks=document.blocks,
        file_name=None if name is None else shown,
    )
    # That somebody looked, and how much of it; what was in it is nobody's to keep.
    record(Action.SELF_CHECK, by=by, detail={"bytes": size, "count": len(extraction.values)})
    office = by.membership.region if access.role_of(by) == access.Role.OFFICE else None
    return found_at_once(document, extraction, Report(file_name=shown, size=size, office=office))


class Infected(Refused):
    """A file in which the scanner found something; ``found`` is its name for that."""

    def __init__(self, words: str, found: str) -> None:
        super().__init__(words)
        self.found = found


def _refuse_viruses(path: Path, shown: str) -> tuple[str, ...]:
    """The flags of a file that the scanner could not look at. Raises Infected, or Refused as for an upload."""
    found, flags = check_for_viruses(path, shown)
    if found:
        words = _(
            "“%(name)s”没有自查：病毒扫描发现“%(found)s”，文件没有打开，也没有保存；请先在本机查杀再试。"
        )
        raise Infected(words % {"name": shown, "found": found}, found)
    return flags


@contextmanager
def one_at_a_time(user: AbstractUser) -> Iterator[None]:
    """Room for one check of the user's on all servers; the database gives it back, whatever happens."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCK, user.pk])
            if not cursor.fetchone()[0]:
                raise Refused(_("您的上一次自查还没有做完；请等它出结果后再试。"))
        yield


def _copy(chunks: Iterable[bytes], file: Any, shown: str) -> int:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.UPLOAD_MAX_BYTES:
            raise Refused(too_large(shown))
        file.write(chunk)
    file.flush()
    return size


def _read(path: str, name: str, shown: str) -> Document:
    try:
        check_file(path, name)
        document = _read_written(path, name)
    except ReadingError as error:
        reason = in_readers_language(str(error))
        raise Refused(_("“%(name)s”没有处理成功：%(reason)s") % {"name": shown, "reason": reason}) from error
    if len(document.text) > LONGEST_TEXT:
        words = _("“%(name)s”有 %(count)s 个字，自查最多 %(limit)s 个字；请直接上传，由后台处理。")
        raise Refused(words % {"name": shown, "count": len(document.text), "limit": LONGEST_TEXT})
    return document


def _read_written(path: str, name: str) -> Document:
    """What is written in the file: its pictures take a worker's time, and a flag names the pages that are left out."""
    try:
        return read_file(path, name, recognise=False)
    except NeedsRecognition as error:
        if error.document is None:
            raise
        return error.document
