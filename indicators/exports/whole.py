"""Everything that is published of one indicator, written while it is sent: it may be hundreds of thousands of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from indicators import labels
from indicators.exports.codes import period_of, status_code
from indicators.exports.rows import BOM, csv_line
from indicators.exports.sdmx import sdmx_lines
from indicators.facts import Fact, stream_facts
from indicators.models import Indicator, Observation, Region
from indicators.place_names import shown_names
from indicators.questions import Question

CHUNK = 500
"""Lines sent at once."""


def question_of(indicator: Indicator, asked: Mapping[str, object]) -> Question:
    """Every region, breakdown, measure, accounting and window of the indicator, in the years and as of the day."""
    return Question(
        indicators=(indicator.pk,),
        breakdown=None,
        measure=None,
        window="",
        first=asked.get("from"),
        last=asked.get("to"),
        as_of=asked.get("as_of"),
        drafts=bool(asked.get("drafts")),
    )


def count_of(question: Question) -> int:
    return Observation.objects.asked(question).count()


def stream(kind: str, question: Question, indicator: Indicator) -> Iterator[bytes]:
    """The file in pieces, by region and time."""
    rows = Observation.objects.asked(question).order_by("region_id", "breakdown", "measure", "end", "start")
    yield from _in_pieces(LINES[kind](stream_facts(rows), indicator))


def _sdmx(facts: Iterable[Fact], _indicator: Indicator) -> Iterator[str]:
    return sdmx_lines(facts)


def _plain(facts: Iterable[Fact], indicator: Indicator) -> Iterator[str]:
    """The same columns as the page's own file has, codes beside names."""
    names = shown_names(Region.objects.values_list("pk", "name"))
    yield BOM + csv_line(
        [
            _("地区代码"), _("地区"), _("指标代码"), _("指标"), _("分组"), _("度量"), _("口径"), _("期初"), _("期末"),
            _("时段"), _("数值"), _("单位"), _("界限"), _("状态"), _("示例数据"), _("观测值编号"),
        ]
    )  # fmt: skip
    for fact in facts:
        yield csv_line(
            [
                fact.region_id, names.get(fact.region_id, ""), indicator.pk, indicator.name,
                labels.breakdown_name(fact.breakdown), fact.measure, fact.accounting, fact.start, fact.end,
                period_of(fact.start, fact.end)[1], fact.value.normalize() + 0,
                labels.unit_name(indicator, fact.unit_kind), fact.comparator, status_code(fact.shown_status),
                int(fact.is_sample), fact.pk,
            ]
        )  # fmt: skip


LINES: Mapping[str, Callable[[Iterable[Fact], Indicator], Iterator[str]]] = {"csv": _plain, "sdmx": _sdmx}


def _in_pieces(lines: Iterator[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == CHUNK:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()
