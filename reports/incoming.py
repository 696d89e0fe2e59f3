"""Files on their way in: over-size ones are skipped while they stream, each file has an outcome of its own."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import OperationalError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull

from indicators.models import Region
from reports import access, receiving
from reports.errors import Refused
from reports.models import Report
from reports.numbers import read_number
from reports.reading import Format, ReadingError, sniff_stream, unpack_batch
from trail.actions import Action
from trail.services import record

logger = logging.getLogger(__name__)
FIELD = "files"
FILES_AT_ONCE = 20
FORM_BYTES = 64 * 1024  # what a form holds beside its files


class SizeGuard(FileUploadHandler):
    """Stops keeping a file at the first byte beyond the limit; its name is left in ``too_large``."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_large: list[str] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self.too_large.append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``kind`` is new, twin, refused, too_large or full; refusals carry their sentence."""

    kind: str
    name: str
    report: Report | None = None
    message: str = ""

    @property
    def status(self) -> int:
        return {"new": 201, "twin": 200, "too_large": 413, "full": 507}.get(self.kind, 422)


def exceeds_any_batch(request: HttpRequest, files: int = FILES_AT_ONCE) -> bool:
    """Whether the announced body is larger than so many files can be, so that nothing of it need be read."""
    announced = read_number(request.META.get("CONTENT_LENGTH") or "0")
    return announced is not None and announced > files * settings.UPLOAD_MAX_BYTES + FORM_BYTES


def too_large(name: str) -> Outcome:
    name = receiving.clean_name(name)
    return Outcome("too_large", name, message=receiving.too_large(name))


def is_full(error: Exception) -> bool:
    """Whether the disk of the files, of a temporary file or of the database has no room left."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error.__cause__, DiskFull)


def no_room(name: str) -> Outcome:
    """The outcome of a file that the disk had no room for; half of it is not kept."""
    words = _("“%(name)s”未接收：存储空间不足。已收到的文件都在；请联系管理员清理磁盘后再上传。")
    return Outcome("full", name, message=words % {"name": name})


def receive_all(request: HttpRequest, guard: SizeGuard) -> list[Outcome]:
    """One outcome for each file of the request, in the order sent; a bad neighbour harms no other file."""
    files = request.FILES.getlist(FIELD)
    office = access.home_region(request.user)
    outcomes = [outcome for file in files for outcome in receive_file(file, request.user, office)]
    return outcomes + [too_large(name) for name in guard.too_large]


def receive_file(file: UploadedFile, by: Any, office: Region | None) -> list[Outcome]:
    """The file's one outcome, or one for each entry of a zip batch."""
    name = receiving.clean_name(file.name or "")
    if sniff_stream(file, name) is not Format.ZIP:
        return [receive_one(file.chunks(), name, by, office)]
    try:
        return list(receive_batch(file, by, office))
    except ReadingError as error:
        return [Outcome("refused", name, message=receiving.not_received(name, error))]


def receive_batch(file: UploadedFile, by: Any, office: Region | None) -> Iterator[Outcome]:
    """Each entry's outcome, in the zip's order. Raises ReadingError for a zip that can't be opened."""
    with TemporaryDirectory(prefix="zhiheng-batch-") as folder:
        packed = Path(folder) / "batch"
        with packed.open("wb") as copy:
            copy.writelines(file.chunks())
        for entry in unpack_batch(packed, Path(folder)):
            name = receiving.clean_name(entry.name)
            if entry.path is None:
                yield Outcome("refused", name, message=receiving.not_received(name, entry.error))
                continue
            with entry.path.open("rb") as stream:
                yield receive_one(iter(partial(stream.read, 65536), b""), name, by, office)
            entry.path.unlink()


def receive_one(chunks: Iterable[bytes], name: str, by: Any, office: Region | None) -> Outcome:
    try:
        receipt = receiving.receive(chunks=chunks, name=name, by=by, office=office)
    except Refused as refusal:
        record(Action.UPLOAD, by=by, target=name, detail={"note": str(refusal)}, result="refused")
        return Outcome("refused", name, message=str(refusal))
    except (OSError, OperationalError) as error:
        if not is_full(error):
            raise
        logger.exception("no room for an upload")
        return no_room(name)
    return Outcome("new" if receipt.is_new else "twin", name, report=receipt.report)
