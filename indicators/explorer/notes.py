"""What must be known of the explorer's chart, in words: under it on the page, in print, and inside its picture."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from indicators.chart_words import Note


def notes_of(
    signs: Collection[str], left_out: Sequence[int], footnotes: Sequence[Note], breaks: Sequence[str]
) -> tuple[Note, ...]:
    """The notes in the order in which they are read; ``signs`` names those that stand in the chart."""
    known = {
        "partial": ("○", _("空心点、斜纹为非全年时段，不与全年连线或排名，只同上年同一时段比较")),
        "hedged": ("△ ▽ ◇", _("原文为“超过”“不足”“约”，不是确数；短线指出真值在哪一边")),
        "provisional": ("┈", _("虚线连到初步数或估计数")),
        "revised": ("●", _("标有“修订数”的已按修订更新")),
        "missing": ("┄", _("断开或空格处为未报送，不是零")),
        "other_place": ("≠", _("报告自述的位次与按本库数值算出的不同，两个都列在表里")),
        "draft": ("○", _("草稿：已采用，尚未发布，只有核实人员看得到")),
    }
    return (
        *(Note(*told) for sign, told in known.items() if sign in signs),
        *(Note("", _("%(year)s 年分类不全又没有合计，没有画") % {"year": year}) for year in left_out),
        *footnotes,
        *(Note("⌁", words, is_long=True) for words in breaks),
        *([Note("◇", _("示例数据"))] if "sample" in signs else ()),
    )
