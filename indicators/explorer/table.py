"""The values behind the explorer's chart as a table: the alternative for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import labels
from indicators.explorer.cells import around_evidence
from indicators.explorer.lookups import Value
from indicators.explorer.material import NO_REMARK, Growths, Material
from indicators.explorer.state import State
from indicators.models import Measure
from indicators.selection import table_scale
from indicators.series import Growth, Point, Track
from indicators.wording import (
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
    """One value; its words are made where they are shown. ``place`` is worked out here, ``claimed`` is what the report
    says of itself."""

    point: Point
    value: Value
    region: str
    position: int
    place: int | None
    among: int
    claimed: Value | None
    mark: str
    is_sample: bool
    growths: Growths

    @property
    def id(self) -> int:
        return self.value.pk

    @property
    def end(self) -> date:
        return self.value.end

    @property
    def amount(self) -> Decimal:
        return self.value.value

    @property
    def region_code(self) -> str:
        return self.value.region_id

    @property
    def told_growth(self) -> Growth | None:
        return self.growths.get(self.value.pk)

    @property
    def growth(self) -> Decimal | None:
        """The change by which rows are sorted; None where it was refused."""
        told = self.told_growth
        return told.change if told else None

    @property
    def claimed_place(self) -> int | None:
        return int(self.claimed.value) if self.claimed else None

    @property
    def status(self) -> str:
        return status_word(self.value.shown_status, labels.language())


def build_rows(material: Material, years: Iterable[int] | None = None) -> list[TableRow]:
    """The rows of the years named (all where none are), the latest first, in the order of the chart."""
    wanted = set(years) if years is not None else None
    rows = [
        _row(track, point, at, material)
        for at, track in enumerate(material.tracks)
        for point in track.everything
        if wanted is None or point.year in wanted
    ]
    return sorted(rows, key=lambda row: (-row.end.toordinal(), row.position))


def _row(track: Track, point: Point, position: int, material: Material) -> TableRow:
    value = material.values[point.id]
    place, among = material.places.get(point.id, (None, 0))
    is_in_line = point.window == track.line.key.window
    return TableRow(
        point=point,
        value=value,
        region=track.name,
        position=position,
        place=place,
        among=among,
        claimed=material.claimed.get((value.region_id, point.year)) if is_in_line else None,
        mark=material.marks.get(point.id, ""),
        is_sample=material.remarks.get(point.id, NO_REMARK).is_sample,
        growths=material.growths,
    )


class ExplorerTable(tables.Table):
    """Sorted by its heads; each row leads to its sentence, a stated place to the sentence that states it."""

    region = tables.Column(verbose_name=gettext_lazy("地区"), order_by=("region_code", "-end"), attrs=WHOLE)
    part = tables.Column(
        accessor="position", verbose_name=gettext_lazy("分组"), order_by=("position", "-end")
    )
    period = tables.Column(
        accessor="end", verbose_name=gettext_lazy("时段"), order_by=("end", "position"), attrs=WHOLE
    )
    shown = tables.Column(accessor="amount", verbose_name=gettext_lazy("数值"), attrs=NUMBER)
    growth = tables.Column(verbose_name=gettext_lazy("同比（同一时段）"), attrs=NUMBER, empty_values=())
    place = tables.Column(verbose_name=gettext_lazy("位次（按本库）"), attrs=NUMBER)
    claimed = tables.Column(
        accessor="claimed_place", verbose_name=gettext_lazy("位次（报告自述）"), attrs=NUMBER
    )
    status = tables.Column(verbose_name=gettext_lazy("状态"), empty_values=())
    id = tables.Column(verbose_name=gettext_lazy("依据"), orderable=False, attrs=ON_SCREEN)

    class Meta:
        row_attrs = {"data-panel-row": lambda record: record.id}
        attrs = {"class": "table explorer-table"}

    def __init__(self, rows: list[TableRow], state: State, **kwargs: object) -> None:
        language = labels.language()
        self.around = around_evidence(state.as_of)
        scale = table_scale(state.indicator, state.unit_kind, language)
        self.scale, self.language = scale, language
        unit = unit_with(scale.word, labels.unit_name(state.indicator, state.unit_kind), language)
        hidden = ["region"] if state.by_part else ["part"]
        hidden += [name for name in ("place", "claimed") if all(getattr(row, name) is None for row in rows)]
        hidden += [] if any(row.status or row.is_sample for row in rows) else ["status"]
        hidden += ["growth"] if state.measure in {Measure.YOY, Measure.CHANGE} else []
        super().__init__(rows, exclude=hidden, **kwargs)
        self.caption = _("%(indicator)s，单位：%(unit)s") % {"indicator": state.indicator.name, "unit": unit}
        self.columns["shown"].column.verbose_name = _("数值（%(unit)s）") % {"unit": unit}

    def render_part(self, record: TableRow) -> str:
        return labels.breakdown_name(record.value.breakdown)

    def render_period(self, record: TableRow) -> str:
        return period_name(record.point.window, record.point.year, self.language)

    def render_shown(self, record: TableRow) -> SafeString | str:
        number = format_exact(record.amount / self.scale.divisor)
        shown = with_comparator(number, record.value.comparator, self.language)
        return format_html('{}<span class="mark">{}</span>', shown, record.mark) if record.mark else shown

    def render_growth(self, record: TableRow) -> SafeString | str:
        told = record.told_growth
        if told is None or told.change is None:
            word = _("不可比") if told and told.refusal not in {"", "none"} else "—"
            refusal = refusal_text(told, self.language) if told else ""
            return format_html('<span class="muted" title="{}">{}</span>', refusal, word)
        return growth_text(told, self.language)

    def render_place(self, record: TableRow) -> SafeString:
        return format_html('{} <span class="muted">/ {}</span>', record.place, record.among)

    def render_claimed(self, record: TableRow) -> SafeString | str:
        if record.claimed is None:
            return "—"
        differs = record.place is not None and record.place != record.claimed_place
        words = _("第 %(place)s 位，看原句") % {"place": record.claimed_place}
        return format_html(
            '<a class="evidence-link{}" href="{}" data-evidence="{}" title="{}">{}</a>',
            " is-other" if differs else "", self._address(record.claimed.pk), record.claimed.pk, words,
            record.claimed_place,
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

    def _address(self, pk: int) -> str:
        return f"{self.around[0]}{pk}{self.around[1]}"
