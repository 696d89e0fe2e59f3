"""Work items as a workbook: a row an item, how far it is and on what that rests, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.exports.sheets import Sheet, write_book
from reports.models import ProgressNote, Promise, WorkItem
from reports.promise_queryset import PromiseQuerySet
from reports.querysets import WorkItemQuerySet

MOST_ROWS = 20_000


def write_workbook(items: WorkItemQuerySet, promises: PromiseQuerySet, site: str) -> bytes:
    """A workbook of the items, beside them what became of those that are among the promises, and of its making."""
    made = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    about: Sheet = [[_("项目"), _("内容")], [_("导出时间"), made], [_("项数"), items.count()]]
    return write_book((_("工作事项"), [_header(), *_rows(items, promises, site)]), (_("说明"), about))


def _header() -> list[str]:
    return [
        _("类别"), _("进展"), _("年份"), _("地区代码"), _("地区"), _("内容"), _("所在标题"), _("责任单位"), _("时限"),
        _("依据"), _("记录时间"), _("计划落实"), _("是否核定"), _("出处"), _("链接"),
    ]  # fmt: skip


def _rows(items: WorkItemQuerySet, promises: PromiseQuerySet, site: str) -> Iterator[list[object]]:
    notes = Prefetch("notes", ProgressNote.objects.order_by("pk"), to_attr="told")
    shown = list(items.with_context().prefetch_related(notes).by_urgency()[:MOST_ROWS])
    became = {one.item_id: one for one in promises.filter(item__in=shown)}
    for item in shown:
        yield _row(item, became.get(item.pk), site)


def _row(item: WorkItem, promise: Promise | None, site: str) -> list[object]:
    planned, last = item.kind == WorkItem.Kind.PLANNED, item.told[-1] if item.told else None
    decided = ""
    if promise is not None:
        decided = _("已核定") if promise.decided else _("待核定")
    return [
        item.get_kind_display(),
        item.get_progress_display() if planned else "",
        item.year or "",
        item.place.pk if item.place else "",
        item.place.shown_name if item.place else "",
        item.text,
        " › ".join(item.section),
        item.body,
        item.due.isoformat() if item.due else "",
        last.evidence if last else "",
        timezone.localtime(last.set_at).strftime("%Y-%m-%d %H:%M") if last else "",
        promise.status_words if promise else "",
        decided,
        item.origin or str(item.report),
        site + reverse("reports:work-item-detail", args=[item.pk]),
    ]
