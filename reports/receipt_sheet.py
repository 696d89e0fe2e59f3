"""The receipt as a workbook for the office that filed: what was found, what became of it, what is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from indicators.exports.sheets import Sheet, write_book
from reports.found import Found
from reports.models import Claim
from reports.quotes import plain_text
from reports.review_page import Progress
from reports.stored_sentences import in_readers_language
from reports.wording import (
    STATES,
    breakdown_words,
    finding_name,
    finding_words,
    flag_words,
    kind_words,
    period_words,
    unit_words,
)


def write_receipt(found: Found, progress: Progress) -> bytes:
    """A workbook of five sheets: the report, its claims, its doubts, its work items, its other figures."""
    return write_book(
        (_("回执"), report_sheet(found, progress)),
        (_("指标数据"), claim_sheet(found)),
        (_("疑点"), doubt_sheet(found)),
        (_("工作事项"), item_sheet(found)),
        (_("未归入指标的数字"), loose_sheet(found)),
    )


def report_sheet(found: Found, progress: Progress) -> Sheet:
    """What was filed, and how much of it has been looked at."""
    report = found.report
    return [
        [_("项目"), _("内容")],
        [_("文件"), report.file_name],
        [_("文件指纹"), report.digest],
        [_("报送单位"), report.office.name if report.office else ""],
        [_("上传时间"), f"{timezone.localtime(report.uploaded_at):%Y-%m-%d %H:%M}"],
        [_("状态"), report.get_state_display()],
        [_("失败原因"), in_readers_language(report.failure)],
        [_("标题"), report.title],
        [_("地区"), report.region.shown_name if report.region else _("地区不明")],
        [_("年份"), report.year or _("年份不明")],
        [_("种类"), kind_words(report.kind)],
        [_("数字"), found.figures],
        [_("指标数据"), progress.total],
        [_("待核实"), progress.waiting],
        [_("已采用"), progress.accepted],
        [_("已更正"), progress.corrected],
        [_("已否决"), progress.rejected],
        [_("工作事项"), len(found.items)],
        [_("疑点"), len(found.doubts)],
        *([_("提示"), flag_words(flag)] for flag in report.flags),
    ]


def claim_sheet(found: Found) -> Sheet:
    """A header and one row a claim, in the order of the text."""
    header = [
        _("指标"), _("分组"), _("度量"), _("口径"), _("时段"), _("期初"), _("期末"), _("所指地区"), _("所指单位"),
        _("数值"), _("单位"), _("界限"), _("状态"), _("说明"), _("原文"), _("原句"),
    ]  # fmt: skip
    return [header, *(_claim_row(line.claim, plain_text(line.parts)) for line in found.claims)]


def _claim_row(claim: Claim, sentence: str) -> Sequence[Any]:
    return [
        claim.indicator.name,
        breakdown_words(claim.breakdown),
        claim.get_measure_display(),
        claim.get_accounting_display(),
        period_words(claim.start, claim.end),
        claim.start,
        claim.end,
        claim.area,
        claim.entity,
        claim.value.normalize() + 0,
        unit_words(claim),
        claim.get_comparator_display(),
        gettext(STATES[claim.shown_state]),
        in_readers_language(claim.note),
        claim.quote,
        sentence,
    ]


def doubt_sheet(found: Found) -> Sheet:
    """A header and one line a doubt, with its sentences."""
    header = [_("检查"), _("说明"), _("原句"), _("状态"), _("裁定理由")]
    return [header] + [
        [
            finding_name(line.finding),
            finding_words(line.finding),
            " / ".join(plain_text(parts) for parts in line.sentences),
            line.finding.get_state_display(),
            in_readers_language(line.finding.ruling),
        ]
        for line in found.doubts
    ]


def item_sheet(found: Found) -> Sheet:
    """A header and one row a work item."""
    header = [_("类别"), _("年份"), _("内容"), _("所在标题")]
    return [header] + [
        [item.get_kind_display(), item.year, item.text, " › ".join(item.section)] for item in found.items
    ]


def loose_sheet(found: Found) -> Sheet:
    """A header and one row a sentence with figures that no indicator took."""
    between = _("、")
    rows = [
        [between.join(text for text, is_figure in parts if is_figure), plain_text(parts)]
        for parts in found.loose
    ]
    return [[_("数字"), _("原句")], *rows]
