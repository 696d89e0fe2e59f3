"""What must be known of a chart, in words: they stand under it on the page, in print and inside its picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.models import Source
from indicators.prepared import columns_of, instances, prepared
from indicators.selection import IndicatorPage

MOST_LOOKED_AT = 400
MOST_DOCUMENTS = 40


@dataclass(frozen=True, slots=True)
class Note:
    """A sign as the chart bears it, "" for none, and what it says; a long one has a line of its own."""

    sign: str
    words: str
    is_long: bool = False

    def __str__(self) -> str:
        return f"{self.sign} {self.words}".strip()


def notes_of(page: IndicatorPage) -> tuple[Note, ...]:
    """The notes of the page's chart, rulings on its values included, in the order in which they are read."""
    told = [
        (page.has_partial, "○", _("空心点为非全年时段，不与全年连线，只同上年同一时段比较")),
        (page.has_hedged, "△ ▽ ◇", _("原文为“超过”“不足”“约”，不是确数")),
        (True, "┄", _("断开处为未报送，不是零")),
        (page.has_drafts, "○", _("草稿：已采用，尚未发布，只有核实人员看得到")),
        *((True, "§", words) for words in rulings_of(page)),
        *((True, note.sign, note.words) for note in page.notes),
        (page.has_samples, "◇", _("示例数据")),
    ]
    return tuple(Note(sign, words) for holds, sign, words in told if holds)


def rulings_of(page: IndicatorPage) -> list[str]:
    """What was ruled on the values shown, each ruling with its place and period."""
    words = _("%(place)s%(period)s的数值经裁定：%(ruling)s")
    return [
        words % {"place": row.region, "period": row.period, "ruling": row.ruling}
        for row in page.rows
        if row.ruling
    ]


def source_of(page: IndicatorPage) -> str:
    """Where the chart is from, and as of which day."""
    return source_line(page.selection.as_of, has_drafts=page.has_drafts)


def source_line(as_of: date | None, *, has_drafts: bool) -> str:
    """The sentence that names the source; ``as_of`` None is today."""
    shown = date_format(as_of or timezone.localdate(), "DATE_FORMAT")
    if has_drafts:
        return _("来源：知衡，%(day)s 数据，含未发布的草稿") % {"day": shown}
    return _("来源：知衡，%(day)s 已发布数据") % {"day": shown}


def documents_of(page: IndicatorPage) -> list[Source]:
    """The documents that the values shown rest on, as far as there are not too many values to look; one query."""
    keys = [row.id for row in page.rows[:MOST_LOOKED_AT]]
    return instances(Source, _cited_by(keys)) if keys else []


@prepared(scoped=False)
def _cited_by(observations: list[int]) -> QuerySet:
    return Source.objects.cited_by(observations).values_list(*columns_of(Source))[:MOST_DOCUMENTS]
