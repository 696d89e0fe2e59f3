"""Tables of published values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators import labels
from indicators.evidence_links import evidence_button
from indicators.filters import ALL
from indicators.models import Measure
from indicators.selection import IndicatorPage
from indicators.value_rows import ValueRow
from indicators.wording import status_word

WHOLE = {"td": {"class": "nowrap"}}
ON_SCREEN = {"th": {"class": "no-print"}, "td": {"class": "no-print"}}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class ValueTable(tables.Table):
    """The values behind a chart; each row opens the sentence that it rests on."""

    period = tables.Column(verbose_name=_("时段"), order_by=("end", "start"), attrs=WHOLE)
    region = tables.Column(verbose_name=_("地区"), order_by=("region_code",), attrs=WHOLE)
    breakdown = tables.Column(verbose_name=_("分组"), order_by=("position",))
    shown = tables.Column(verbose_name=_("数值"), order_by=("value",), attrs=NUMBER)
    growth = tables.Column(
        verbose_name=_("同比（同一时段）"), order_by=("growth",), attrs=NUMBER, empty_values=()
    )
    status = tables.Column(verbose_name=_("状态"), empty_values=())
    evidence = tables.Column(
        verbose_name=_("依据"), orderable=False, empty_values=(), accessor="id", attrs=ON_SCREEN
    )

    class Meta:
        template_name = "indicators/_value_table.html"
        empty_text = _("所选范围内没有已发布的数值。")

    def __init__(self, page: IndicatorPage, **kwargs: object) -> None:
        single = [] if len(page.selection.regions) > 1 else ["region"]
        whole = [] if page.selection.breakdown == ALL else ["breakdown"]
        statuses = {row.fact.shown_status for row in page.rows}
        told = page.has_samples or any(status_word(one, labels.language()) for one in statuses)
        plain = [] if told else ["status"]
        level = ["growth"] if page.selection.measure in {Measure.YOY, Measure.CHANGE} else []
        self.day = page.selection.as_of
        super().__init__(list(page.rows), exclude=single + whole + plain + level, **kwargs)
        self.caption = _("%(indicator)s，单位：%(unit)s") % {
            "indicator": page.selection.indicator.name,
            "unit": page.table_unit,
        }
        self.columns["shown"].column.verbose_name = _("数值（%(unit)s）") % {"unit": page.table_unit}

    @property
    def written(self) -> Iterator[dict[str, object]]:
        """The page's rows as markup, each with its ``id``: the library's way to a cell costs many times what is in
        it."""
        columns = [(column.attrs["td"].as_html(), column.name) for column in self.columns]
        for row in self.paginated_rows:
            cells = self._cells(row.record)
            written = (f"<td {attrs}>{conditional_escape(cells[name]())}</td>" for attrs, name in columns)
            yield {"id": str(row.record.id), "cells": mark_safe("".join(written))}  # noqa: S308 - attrs are ours

    def _cells(self, record: ValueRow) -> dict[str, Callable[[], str]]:
        """How each column writes the value."""
        return {
            "period": lambda: record.period,
            "region": lambda: record.region,
            "breakdown": lambda: record.breakdown,
            "shown": lambda: record.shown,
            "growth": lambda: _growth(record),
            "status": lambda: _status(record),
            "evidence": lambda: evidence_button(record.id, self.day),
        }


def _growth(record: ValueRow) -> str:
    if record.growth is not None:
        return record.growth_shown
    word = gettext("不可比") if record.is_incomparable else "—"
    return format_html('<span class="muted" title="{}">{}</span>', record.refusal, word)


def _status(record: ValueRow) -> str:
    if not (record.status or record.is_sample):
        return ""
    return render_to_string("indicators/_value_status.html", {"row": record})
