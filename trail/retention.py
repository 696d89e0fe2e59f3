"""Taking old rows away: the one lawful deletion, itself recorded, after which the chain still verifies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trail.actions import Action
from trail.errors import TrailError
from trail.models import Head, Seal
from trail.services import record

LEAST_DAYS = 180  # 网络安全法 and 等保; the trigger of the database holds it as well


@transaction.atomic
def purge(*, by: Any, days: int | None = None) -> int:
    """How many rows older than ``days`` (the setting, where None) were taken away. Raises TrailError.

    The oldest part of the chain goes as a whole up to the last row that is old enough; its end (number and hash)
    stands in the row that records the purge, which is where a verifier begins.
    """
    days = settings.TRAIL_KEEP_DAYS if days is None else days
    if days < LEAST_DAYS:
        raise TrailError(
            _("操作记录至少保存 %(least)s 天，不能按 %(days)s 天清理。") % {"least": LEAST_DAYS, "days": days}
        )
    Head.objects.select_for_update().filter(pk=1).first()  # nobody seals while the chain is shortened
    before = timezone.now() - timedelta(days=days)
    last = _last_old_link(before)
    if last is None:
        return 0
    count = _delete(last.number)
    detail = {
        "through": last.number,
        "hash": last.hash,
        "count": count,
        "before": before.isoformat(),
        "days": days,
    }
    record(Action.PURGE, by=by, detail=detail)
    return count


def _last_old_link(before: Any) -> Seal | None:
    """The last link that is older than the moment together with every link before it."""
    oldest_kept = Seal.objects.filter(event__at__gte=before).order_by("number").first()
    young = Seal.objects.filter(at__gte=before).order_by("number").first()
    seals = Seal.objects.order_by("-number")
    for kept in (oldest_kept, young):
        if kept is not None:
            seals = seals.filter(number__lt=kept.number)
    return seals.first()


def _delete(through: int) -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('trail.purging', 'on', true)")
            cursor.execute(
                "delete from trail_event using trail_seal where event_id = trail_event.id and number <= %s",
                [through],
            )
            count = cursor.rowcount
            cursor.execute("delete from trail_seal where number <= %s", [through])
            cursor.execute("select set_config('trail.purging', '', true)")
            return count
    except DatabaseError as error:
        raise TrailError(
            _("没有清理：当前数据库账号无权删除操作记录；请用建表的账号（属主）运行这个命令。")
        ) from error
