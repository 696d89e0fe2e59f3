"""The values behind the explorer's chart as a table: the alternative for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import labels
from indicators.explorer.material import NO_REMARK, Material
from indicators.explorer.state import State
from indicators.models import Measure
from indicators.selection import table_scale
from indicators.series import Point, Track
from indicators.wording import (
    Scale,
    format_exact,
    growth_text,
    period_name,
    refusal_text,
    status_word,
    unit_with,
    with_comparator,
)

NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}
WHOLE = {"td": {"class": "nowrap"}}
ON_SCREEN = {"th": {"class": "no-print"}, "td": {"class": "no-print"}}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One value as it is written; ``place`` is worked out here, ``claimed`` is what the report says of itself."""

    id: int
    region: str
    region_code: str
    part: str
    position: int
    period: str
    end: date
    start: date | None
    value: Decimal
    shown: str
    growth: Decimal | None
    growth_shown: str
    refusal: str
    is_incomparable: bool
    place: int | None
    among: int
    claimed: int | None
    claimed_id: int | None
    status: str
    mark: str
    is_sample: bool


def build_rows(
    material: Material, state: State, years: Iterable[int] | None = None, language: str = ""
) -> list[TableRow]:
    """The rows of the years named (all where none are), the latest first, in the order of the chart."""
    language = language or labels.language()
    scale = table_scale(state.indicator, state.unit_kind, language)
    wanted = set(years) if years is not None else None
    rows = [
        _row(track, point, at, material, scale, language)
        for at, track in enumerate(material.tracks)
        for point in track.everything
        if wanted is None or point.year in wanted
    ]
    return sorted(rows, key=lambda row: (-row.end.toordinal(), row.position))


def _row(
    track: Track, point: Point, position: int, material: Material, scale: Scale, language: str
) -> TableRow:
    value = material.values[point.id]
    growth = material.growths.get(point.id)
    place, among = material.places.get(point.id, (None, 0))
    claimed = (
        material.claimed.get((value.region_id, point.year)) if point.window == track.line.key.window else None
    )
    remark = material.remarks.get(point.id, NO_REMARK)
    return TableRow(
        id=point.id,
        region=track.name,
        region_code=value.region_id,
        part=labels.breakdown_name(value.breakdown),
        position=position,
        period=period_name(point.window, point.year, language),
        end=value.end,
        start=value.start,
        value=value.value,
        shown=with_comparator(format_exact(value.value / scale.divisor), value.comparator, language),
        growth=growth.change if growth else None,
        growth_shown=growth_text(growth, language) if growth else "",
        refusal=refusal_text(growth, language) if growth else "",
        is_incomparable=bool(growth and growth.refusal not in {"", "none"}),
        place=place,
        among=among,
        claimed=int(claimed.value) if claimed else None,
        claimed_id=claimed.pk if claimed else None,
        status=status_word(value.shown_status, language),
        mark=material.marks.get(point.id, ""),
        is_sample=remark.is_sample,
    )


class ExplorerTable(tables.Table):
    """Sorted by its heads; each row leads to its sentence, a stated place to the sentence that states it."""

    region = tables.Column(verbose_name=gettext_lazy("地区"), order_by=("region_code", "-end"), attrs=WHOLE)
    part = tables.Column(verbose_name=gettext_lazy("分组"), order_by=("position", "-end"))
    period = tables.Column(verbose_name=gettext_lazy("时段"), order_by=("end", "start"), attrs=WHOLE)
    shown = tables.Column(verbose_name=gettext_lazy("数值"), order_by=("value",), attrs=NUMBER)
    growth = tables.Column(verbose_name=gettext_lazy("同比（同一时段）"), attrs=NUMBER, empty_values=())
    place = tables.Column(verbose_name=gettext_lazy("位次（按本库）"), attrs=NUMBER)
    claimed = tables.Column(verbose_name=gettext_lazy("位次（报告自述）"), attrs=NUMBER)
    status = tables.Column(verbose_name=gettext_lazy("状态"), empty_values=())
    id = tables.Column(verbose_name=gettext_lazy("依据"), orderable=False, attrs=ON_SCREEN)

    class Meta:
        row_attrs = {"data-panel-row": lambda record: record.id}
        attrs = {"class": "table explorer-table"}

    def __init__(self, rows: list[TableRow], state: State, **kwargs: object) -> None:
        language = labels.language()
        self.day = state.as_of
        scale = table_scale(state.indicator, state.unit_kind, language)
        unit = unit_with(scale.word, labels.unit_name(state.indicator, state.unit_kind), language)
        hidden = ["region"] if state.by_part else ["part"]
        hidden += [name for name in ("place", "claimed") if all(getattr(row, name) is None for row in rows)]
        hidden += [] if any(row.status or row.is_sample for row in rows) else ["status"]
        hidden += ["growth"] if state.measure in {Measure.YOY, Measure.CHANGE} else []
        super().__init__(rows, exclude=hidden, **kwargs)
        self.caption = _("%(indicator)s，单位：%(unit)s") % {"indicator": state.indicator.name, "unit": unit}
        self.columns["shown"].column.verbose_name = _("数值（%(unit)s）") % {"unit": unit}

    def render_shown(self, record: TableRow) -> SafeString:
        return (
            format_html('{}<span class="mark">{}</span>', record.shown, record.mark)
            if record.mark
            else record.shown
        )

    def render_growth(self, record: TableRow) -> SafeString | str:
        if record.growth is None:
            word = _("不可比") if record.is_incomparable else "—"
            return format_html('<span class="muted" title="{}">{}</span>', record.refusal, word)
        return record.growth_shown

    def render_place(self, record: TableRow) -> SafeString:
        return format_html('{} <span class="muted">/ {}</span>', record.place, record.among)

    def render_claimed(self, record: TableRow) -> SafeString:
        differs = record.place is not None and record.place != record.claimed
        words = _("第 %(place)s 位，看原句") % {"place": record.claimed}
        return format_html(
            '<a class="evidence-link{}" href="{}" data-evidence="{}" title="{}">{}</a>',
            " is-other" if differs else "", self._address(record.claimed_id), record.claimed_id, words, record.claimed,
        )  # fmt: skip

    def render_status(self, record: TableRow) -> SafeString:
        badge = (
            format_html('<span class="badge badge--pending">{}</span>', record.status)
            if record.status
            else ""
        )
        if not record.is_sample:
            return format_html("{}", badge)
        sample = _("示例数据")
        return format_html(
            '{} <span class="sample-mark" title="{}">◇<span class="visually-hidden">{}</span></span>',
            badge, sample, sample,
        )  # fmt: skip

    def render_id(self, record: TableRow) -> SafeString:
        return format_html(
            '<a class="button button--quiet button--small evidence-link" href="{}" data-evidence="{}">{}</a>',
            self._address(record.id), record.id, _("原句"),
        )  # fmt: skip

    def _address(self, pk: int | None) -> str:
        path = reverse("indicators:observation-evidence", args=[pk])
        return f"{path}?as_of={self.day:%Y-%m-%d}" if self.day else path
