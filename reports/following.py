"""How far planned work is: set by people, with what it rests on; nothing that was recorded is ever changed."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from reports.errors import ServiceError
from reports.models import ProgressNote, WorkItem
from trail.actions import Action
from trail.services import record

Progress = WorkItem.Progress
ENDED = frozenset({Progress.DONE, Progress.DROPPED})


@transaction.atomic
def set_progress(
    *, item: WorkItem, by: AbstractUser, progress: str, evidence: str = "", version: int | None = None
) -> ProgressNote:
    """The new note on the planned item, whose last note holds.

    Raises ServiceError where the item is no plan, where nothing would change, where an end has no evidence, and
    where somebody else recorded something since ``version`` was shown.
    """
    item = WorkItem.objects.select_for_update().get(pk=item.pk)
    evidence = evidence.strip()
    if item.kind != WorkItem.Kind.PLANNED:
        raise ServiceError(_("这是已完成的工作，不用再记进展；进展记在计划的事项上。"))
    if version is not None and item.version != version:
        raise ServiceError(_stale_words(item))
    if progress in ENDED and not evidence:
        raise ServiceError(_("请写明依据，例如文号、日期或结果；办结和不再办理都要有依据。"))
    if progress == item.progress and not evidence:
        raise ServiceError(_("进展没有变化；要补充情况，请写在依据里。"))
    was, item.progress, item.version = item.progress, progress, item.version + 1
    item.save(update_fields=["progress", "version"])
    detail = {"old": {"progress": was}, "new": {"progress": progress}} | (
        {"note": evidence} if evidence else {}
    )
    record(Action.PROGRESS, by=by, target=item, detail=detail)
    return ProgressNote.objects.create(item=item, progress=progress, evidence=evidence, set_by=by)


def _stale_words(item: WorkItem) -> str:
    last = item.notes.select_related("set_by").last()
    return _("您打开之后，%(who)s 把进展记为“%(now)s”，您的没有保存；请看过再记。") % {
        "who": last.set_by if last else _("系统"),
        "now": item.get_progress_display(),
    }
