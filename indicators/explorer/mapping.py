"""Maps that the bureau is allowed to publish: brought in and removed."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.charts.outlines import OutlineError, parse_outlines
from indicators.explorer.errors import ExplorerError
from indicators.explorer.sentences import outline_reason
from indicators.models import BaseMap
from indicators.regions import load_gazetteer
from trail.actions import Action
from trail.services import record

MOST_MAPS = 20


@transaction.atomic
def add_map(*, by: AbstractUser, title: str, approval: str, data: bytes) -> BaseMap:
    """The map drawn from a GeoJSON file; only codes, numbers and outlines of it are kept. Raises ExplorerError."""
    if BaseMap.objects.count() >= MOST_MAPS:
        raise ExplorerError(_("底图已有 %(most)s 幅；请先移除不用的。") % {"most": MOST_MAPS})
    try:
        outlines = parse_outlines(data, lambda code: load_gazetteer().by_code(code) is not None)
    except OutlineError as error:
        raise ExplorerError(outline_reason(error)) from error
    row = BaseMap(
        title=title,
        approval=approval,
        codes=[shape.code for shape in outlines.shapes],
        shapes=[asdict(shape) for shape in outlines.shapes],
        width=outlines.width,
        height=outlines.height,
        digest=sha256(data).hexdigest(),
        uploaded_by=by,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ExplorerError(_("这个文件已经上传过；请在下面的列表里查看。")) from error
    record(Action.SETTING_CHANGE, by=by, target=row, detail={"new": _told(row)})
    return row


@transaction.atomic
def remove_map(*, by: AbstractUser, pk: int) -> str:
    """The title of the map that was removed. Raises ExplorerError where it is gone already."""
    row = BaseMap.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise ExplorerError(_("这幅底图刚刚已被移除，请刷新后再看。"))
    record(Action.SETTING_CHANGE, by=by, target=row, detail={"old": _told(row)})
    row.delete()
    return row.title


def _told(row: BaseMap) -> dict[str, object]:
    return {
        "title": row.title,
        "approval": row.approval,
        "regions": len(row.codes),
        "digest": row.digest,
    }
