"""The ledger as a workbook and as CSV: a row a promise, with both sentences and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.exports.rows import BOM, csv_line
from indicators.exports.sheets import Sheet, write_book
from reports.ledger_page import quotes_of, tallies_of
from reports.models import Promise
from reports.promise_queryset import PromiseQuerySet

MOST_ROWS = 20_000


def write_workbook(promises: PromiseQuerySet, site: str, *, opens: bool) -> bytes:
    """A workbook of the promises, of how many have each status, and of what the words mean."""
    counted = [[tally.name, tally.count] for tally in tallies_of(promises.tallies())]
    return write_book(
        (_("计划落实"), [_header(), *_rows(promises, site, opens)]),
        (_("汇总"), [[_("落实情况"), _("项数")], *counted]),
        (_("说明"), _explanation()),
    )


def write_csv(promises: PromiseQuerySet, site: str, *, opens: bool) -> bytes:
    """The same rows as CSV that Excel opens; what begins as a formula is text."""
    lines = (csv_line(row) for row in [_header(), *_rows(promises, site, opens)])
    return (BOM + "".join(lines)).encode()


def _header() -> list[str]:
    return [
        _("地区代码"), _("地区"), _("计划年份"), _("计划事项"), _("措辞"), _("落实情况"), _("是否核定"), _("系统判断"),
        _("把握"), _("理由"), _("目标"), _("完成"), _("下一年报告中的语句"), _("照搬原文"), _("计划出处"),
        _("落实出处"),
    ]  # fmt: skip


def _rows(promises: PromiseQuerySet, site: str, opens: bool) -> Iterator[list[object]]:
    for promise in _shown(promises):
        region = promise.report.region
        yield [
            region.pk if region else "",
            region.shown_name if region else "",
            promise.year,
            promise.item.text,
            promise.get_strength_display(),
            promise.status_words,
            _("已核定") if promise.decided else _("待核定"),
            promise.get_proposed_display(),
            promise.score,
            promise.note,
            promise.target_words,
            promise.outcome_words,
            "\n".join(dict.fromkeys(piece["text"] for piece in promise.evidence)),
            _("是") if promise.unchanged else _("否"),
            _link(site, promise.report_id, promise.item.span_start, promise.item.span_end) if opens else "",
            _answer(site, promise) if opens else "",
        ]


def _shown(promises: PromiseQuerySet) -> Iterable[Promise]:
    return promises.with_context().order_by("report__region", "year", "report", "item__span_start", "pk")[
        :MOST_ROWS
    ]


def _answer(site: str, promise: Promise) -> str:
    quotes = quotes_of(promise)
    if not quotes:
        return ""
    start, _dash, end = quotes[0].place.partition("-")
    return _link(site, promise.pair.later_id, int(start), int(end))


def _link(site: str, report: int, start: int, end: int) -> str:
    return f"{site}{reverse('reports:report-detail', args=[report])}?at={start}-{end}"


def _explanation() -> Sheet:
    made = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return [
        [_("项目"), _("内容")],
        [_("导出时间"), made],
        [pgettext("ledger", "已落实"), _("下一年的总结写明了结果；写有数字的，达到或超过。")],
        [_("部分落实"), _("数字没有达到，几件事只办了一部分，或已开始、没有办完。")],
        [_("已调整"), _("目标、时间或做法改了：下调、推迟、并入别的工作、政策变了。")],
        [_("再次列入计划"), _("总结没有提到，或写明没有启动，下一年又几乎原样列入计划。")],
        [_("未提及"), _("总结和下一年的计划都没有提到。")],
        [_("待核定"), _("系统比对两份报告得出，还没有人确认。")],
    ]
