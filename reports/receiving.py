"""Files as they come in: received, tried again, taken back. Each verb is atomic and told who acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as stored

from indicators.models import Region
from reports import tasks
from reports.errors import Refused, ServiceError
from reports.models import Report
from reports.quotas import check_quota
from reports.reading import ReadingError, check_file
from reports.storage import TooLarge, path_of, store
from reports.stored_sentences import in_readers_language
from reports.virus_scan import check_for_viruses
from trail.actions import Action
from trail.services import record


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an upload: the report, and whether its bytes were new."""

    report: Report
    is_new: bool


def receive(
    *,
    chunks: Iterable[bytes],
    name: str,
    by: AbstractUser | None,
    office: Region | None = None,
    is_sample: bool = False,
) -> Receipt:
    """The report that these bytes are: a new one with its job queued, or the first upload of the same bytes.

    The file is on disk before its row and its job are stored, in one transaction. Raises Refused.
    """
    name = clean_name(name)
    try:
        stored = store(chunks, settings.UPLOAD_MAX_BYTES)
    except TooLarge as error:
        raise Refused(too_large(name)) from error
    twin = Report.objects.filter(digest=stored.digest, office=office).first()
    if twin:
        return Receipt(twin, is_new=_take_up(twin, name, by))
    try:
        if by is not None:
            check_quota(by=by, name=name, size=stored.size)
        check_file(stored.path, name)
        virus, flags = check_for_viruses(stored.path, name)
    except Refused:
        _drop_unless_used(stored.digest)
        raise
    except ReadingError as error:
        _drop_unless_used(stored.digest)
        raise Refused(not_received(name, error)) from error
    fields = {
        "file_name": name,
        "uploaded_by": by,
        "office": office,
        "is_sample": is_sample,
        "flags": list(flags),
    }
    return _register({"digest": stored.digest, "size": stored.size} | fields | _quarantine(virus))


def not_received(name: str, error: ReadingError) -> str:
    """The sentence for a file that no reader opens, in the reader's language."""
    return _("“%(name)s”未接收：%(reason)s") % {"name": name, "reason": in_readers_language(str(error))}


def too_large(name: str) -> str:
    """The sentence for a file beyond the limit."""
    limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
    words = _("“%(name)s”超过 %(limit)d MB，未接收；请压缩图片或拆分后重新上传。")
    return words % {"name": name, "limit": limit}


def clean_name(name: str) -> str:
    """The client's file name as data: its last part, printable, at most 255 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if c.isprintable() and not 0xD800 <= ord(c) < 0xE000).strip()
    return printable[-255:] or _("未命名文件")


def _quarantine(virus: str) -> dict[str, str]:
    """The fields of a report in which the scanner found something; none where it did not."""
    if not virus:
        return {}
    words = stored(
        "病毒扫描发现“%(quote)s”，文件已隔离，没有读取；请查清来源、清除后重新上传，或联系管理员。"
    )
    return {"state": Report.State.QUARANTINE, "failure": words % {"quote": virus}}


def _register(fields: dict[str, Any]) -> Receipt:
    try:
        with transaction.atomic():
            report = Report.objects.create(**fields)
            if report.state == Report.State.QUEUED:
                tasks.queue(report)
            record(Action.UPLOAD, by=report.uploaded_by, target=report, detail=_received(report))
    except IntegrityError:  # the same bytes came twice at the same moment
        same = Report.objects.get(digest=fields["digest"], office=fields["office"])
        return Receipt(same, is_new=False)
    return Receipt(report, is_new=True)


@transaction.atomic
def _take_up(twin: Report, name: str, by: AbstractUser | None) -> bool:
    """Whether the first upload of the bytes had been cancelled and is queued now, as if it came for the first time."""
    cancelled = Report.objects.filter(pk=twin.pk, state=Report.State.CANCELLED).select_for_update()
    if not cancelled.update(file_name=name, uploaded_by=by, uploaded_at=timezone.now()):
        return False
    twin.refresh_from_db()
    _start_anew(twin)
    record(Action.UPLOAD, by=by, target=twin, detail=_received(twin))
    return True


def _received(report: Report) -> dict[str, Any]:
    return {
        "file": report.file_name,
        "bytes": report.size,
        "digest": report.digest,
        "office": report.office_id,
    } | ({"reason": report.failure} if report.failure else {})


def _start_anew(report: Report) -> None:
    """Queue the report with its attempts counted from nought."""
    report.state, report.failure, report.attempt = Report.State.QUEUED, "", 0
    report.state_since = timezone.now()
    report.save(update_fields=["state", "failure", "attempt", "state_since"])
    tasks.queue(report)


def _drop_unless_used(digest: str) -> None:
    if not Report.objects.filter(digest=digest).exists():
        path_of(digest).unlink(missing_ok=True)


@transaction.atomic
def retry(*, report: Report, by: AbstractUser) -> None:
    """Queue a failed or cancelled report again, with its attempts counted anew. Raises ServiceError."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state not in {Report.State.FAILED, Report.State.CANCELLED}:
        raise ServiceError(_("这份报告不在失败状态，无需重试。"))
    was = report.state
    _start_anew(report)
    record(Action.RETRY, by=by, target=report, detail={"old": {"state": was}, "new": {"state": report.state}})


@transaction.atomic
def cancel(*, report: Report, by: AbstractUser) -> None:
    """Stop the report from being processed; its file stays, and it can be tried again. Raises ServiceError."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_settled:
        raise ServiceError(_("这份报告已经处理完，不能再取消。"))
    was = report.state
    report.state, report.state_since = Report.State.CANCELLED, timezone.now()
    report.save(update_fields=["state", "state_since"])
    tasks.withdraw(report)
    record(
        Action.CANCEL, by=by, target=report, detail={"old": {"state": was}, "new": {"state": report.state}}
    )
