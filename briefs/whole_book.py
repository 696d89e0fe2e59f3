"""Everything that is published as a workbook: a sheet of values, one of sentences, one of definitions."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from indicators import labels
from indicators.exports.codes import period_of, status_code
from indicators.exports.sheets import ILLEGAL
from indicators.facts import Fact, stream_facts
from indicators.models import Accounting, Citation, Comparator, Indicator, Measure, Observation, Region
from indicators.place_names import shown_names

ROWS_A_SHEET = 1_000_000  # Excel takes 1,048,576
BATCH = 500
Tell = Callable[..., None]


def write_book(tell: Tell) -> bytes:
    """The xlsx of all published values that the reader may see, by indicator, region and time; ``tell`` hears of each
    indicator that is written."""
    book = Workbook(write_only=True)
    indicators = list(Indicator.objects.filter(pk__in=_known()).order_by("position", "pk"))
    names = shown_names(Region.objects.values_list("pk", "name"))
    values, sentences = _Sheets(book, _("数据"), _value_head()), _Sheets(book, _("原句"), _sentence_head())
    for number, indicator in enumerate(indicators):
        tell(number, indicator.name_zh, len(indicators) + 1)
        for facts in _batches(indicator):
            for fact in facts:
                values.append(_value_row(fact, indicator, names))
            for row in _sentence_rows([fact.pk for fact in facts]):
                sentences.append(row)
    tell(len(indicators), "save", len(indicators) + 1)
    definitions = _Sheets(book, _("指标解释"), [_("指标代码"), _("指标"), _("单位"), _("解释")])
    for indicator in indicators:
        definitions.append([indicator.pk, indicator.name, labels.unit_name(indicator), indicator.definition])
    about = _Sheets(book, _("说明"), [_("来源"), _("知衡，已发布数据")])
    about.append([_("导出时间"), timezone.localtime().strftime("%Y-%m-%d %H:%M")])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class _Sheets:
    """A sheet that goes on in another where it is full, each with its head."""

    def __init__(self, book: Workbook, name: str, head: list[str]) -> None:
        self.book, self.name, self.head = book, name, head
        self.count, self.sheet, self.held = 0, None, 0

    def append(self, row: list[Any]) -> None:
        if self.sheet is None or self.held >= ROWS_A_SHEET:
            self.count, self.held = self.count + 1, 0
            self.sheet = self.book.create_sheet(self.name if self.count == 1 else f"{self.name}{self.count}")
            self.sheet.freeze_panes = "A2"
            self.sheet.append(self.head)
        self.sheet.append([_plain(value) for value in row])
        self.held += 1


def _plain(value: Any) -> Any:
    """The value without characters that a workbook can't hold; a text that begins like a formula stays a text."""
    if not isinstance(value, str):
        return value
    text = value.translate(ILLEGAL)
    return f"'{text}" if text[:1] in {"=", "+", "@"} else text


def _known() -> Any:
    return Observation.objects.published().order_by().values("indicator").distinct()


def _batches(indicator: Indicator) -> Iterator[list[Fact]]:
    rows = Observation.objects.published().filter(indicator=indicator)
    batch: list[Fact] = []
    for fact in stream_facts(rows.order_by("region_id", "breakdown", "measure", "end", "start")):
        batch.append(fact)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _value_head() -> list[str]:
    return [
        _("观测值编号"), _("地区代码"), _("地区"), _("指标代码"), _("指标"), _("分组"), _("度量"), _("口径"), _("期初"),
        _("期末"), _("时段"), _("数值"), _("单位"), _("界限"), _("状态"), _("示例数据"),
    ]  # fmt: skip


def _value_row(fact: Fact, indicator: Indicator, names: dict[str, str]) -> list[Any]:
    return [
        fact.pk, fact.region_id, names.get(fact.region_id, ""), indicator.pk, indicator.name,
        labels.breakdown_name(fact.breakdown), str(Measure(fact.measure).label),
        str(Accounting(fact.accounting).label), fact.start, fact.end, period_of(fact.start, fact.end)[1],
        fact.value.normalize() + 0, labels.unit_name(indicator, fact.unit_kind),
        str(Comparator(fact.comparator).label), status_code(fact.shown_status),
        _("是") if fact.is_sample else _("否"),
    ]  # fmt: skip


def _sentence_head() -> list[str]:
    return [_("观测值编号"), _("文件"), _("原句"), _("数字"), _("作用"), _("裁定")]


def _sentence_rows(pks: list[int]) -> Iterator[list[Any]]:
    for one in Citation.objects.of_observations(pks):
        yield [
            one.observation_id, one.source.title, one.sentence, one.quote, one.get_role_display(), one.ruling,
        ]  # fmt: skip
