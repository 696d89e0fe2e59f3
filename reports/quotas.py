"""How much one person may hand in within an hour, so that a mistaken script fills neither the disk nor the queue."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from reports.errors import Refused
from reports.models import Report

HOUR = timedelta(hours=1)
MEGABYTE = 1024 * 1024


def check_quota(*, by: AbstractUser, name: str, size: int) -> None:
    """Raise Refused where the file would be one too many of the person's, or its bytes too many, within an hour.

    Files that were taken in are counted: neither those shown to be there already nor those refused.
    """
    recent = Report.objects.uploaded_within(HOUR, by).aggregate(files=Count("pk"), size=Sum("size"))
    files, room = settings.UPLOAD_FILES_AN_HOUR, settings.UPLOAD_MEGABYTES_AN_HOUR
    if files and recent["files"] >= files:
        words = _("“%(name)s”未接收：您一小时内已上传 %(limit)d 个文件，达到上限；请稍后再传，或联系管理员。")
        raise Refused(words % {"name": name, "limit": files})
    if room and (recent["size"] or 0) + size > room * MEGABYTE:
        words = _("“%(name)s”未接收：您一小时内上传的文件将超过 %(limit)d MB；请稍后再传，或联系管理员。")
        raise Refused(words % {"name": name, "limit": room})
