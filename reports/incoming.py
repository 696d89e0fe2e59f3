"""Files on their way in: over-size ones are skipped while they stream, each file has an outcome of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from indicators.models import Region
from reports import access, services
from reports.errors import Refused
from reports.models import Report

FIELD = "files"
FILES_AT_ONCE = 20


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
    """What became of one file: ``kind`` is new, twin, refused or too_large; refusals carry their sentence."""

    kind: str
    name: str
    report: Report | None = None
    message: str = ""

    @property
    def status(self) -> int:
        return {"new": 201, "twin": 200, "too_large": 413}.get(self.kind, 422)


def exceeds_any_batch(request: HttpRequest) -> bool:
    """Whether the announced body is larger than the largest batch, so that nothing of it need be read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > FILES_AT_ONCE * settings.UPLOAD_MAX_BYTES


def too_large(name: str) -> Outcome:
    limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
    message = _("“%(name)s”超过 %(limit)d MB，未接收；请压缩图片或拆分后重新上传。")
    name = services.clean_name(name)
    return Outcome("too_large", name, message=message % {"name": name, "limit": limit})


def receive_all(request: HttpRequest, guard: SizeGuard) -> list[Outcome]:
    """One outcome for each file of the request, in the order sent; a bad neighbour harms no other file."""
    files = request.FILES.getlist(FIELD)
    office = office_of(request.user)
    outcomes = [receive_one(file, request.user, office) for file in files]
    return outcomes + [too_large(name) for name in guard.too_large]


def receive_one(file: UploadedFile, by: Any, office: Region | None) -> Outcome:
    name = services.clean_name(file.name or "")
    try:
        receipt = services.receive(chunks=file.chunks(), name=name, by=by, office=office)
    except Refused as refusal:
        return Outcome("refused", name, message=str(refusal))
    return Outcome("new" if receipt.is_new else "twin", name, report=receipt.report)


def office_of(user: AbstractUser) -> Region | None:
    """The office that files: a district's own for its people, none for the bureau's."""
    return user.membership.region if access.role_of(user) == access.Role.OFFICE else None
