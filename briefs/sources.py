"""Where the numbers of a brief stand: one line a value, a target or a promise, with document and sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse

from briefs.content import Ref, SourceLine
from briefs.prose import number_words, period_words
from indicators import labels
from indicators.models import Citation, Indicator, Measure, Observation, Target
from indicators.series import Point, window_of
from reports.ledger_page import quotes_of
from reports.models import Promise

NO_SOURCE = "没有登记出处"
Published = Observation | Target


def name_of(indicator: Indicator, breakdown: str) -> str:
    return indicator.name_zh + (f"（{labels.breakdown_name(breakdown)}）" if breakdown else "")


def point_of_row(row: Published) -> Point:
    """The row as a point; a target is one at which nothing stands yet."""
    window = window_of(row.start, row.end)
    return Point(row.pk, row.end.year, window, row.value, row.unit_kind, row.comparator)


def is_growth(target: Target) -> bool:
    """Whether the target is to grow by a share, where the indicator itself is no share."""
    return target.unit_kind == "percent" and target.indicator.unit_kind != "percent"


def target_words(target: Target) -> str:
    """The target as prose writes it: 超过 10万件, 增长12%."""
    words = number_words(point_of_row(target), labels.unit_name(target.indicator, target.unit_kind))
    return f"增长{words}" if is_growth(target) else words


def source_lines(refs: Sequence[Ref]) -> tuple[SourceLine, ...]:
    """A line for each in the order given, numbered from 1; six queries."""
    lines: dict[Ref, SourceLine] = {}
    lines.update(_of_published(Observation, "observation", refs))
    lines.update(_of_published(Target, "target", refs))
    lines.update(_of_promises([pk for kind, pk in refs if kind == "promise"]))
    found = [lines[ref] for ref in refs if ref in lines]
    return tuple(replace(line, number=number) for number, line in enumerate(found, start=1))


def _of_published(model: type[Published], kind: str, refs: Sequence[Ref]) -> dict[Ref, SourceLine]:
    wanted = [pk for known, pk in refs if known == kind]
    if not wanted:
        return {}
    cited: dict[int, Citation] = {}
    sentences = Citation.objects.filter(**{f"{kind}__in": wanted}).select_related("source")
    for citation in sentences.order_by(kind, "role", "pk"):
        cited.setdefault(getattr(citation, f"{kind}_id"), citation)
    rows = model.objects.filter(pk__in=wanted).select_related("indicator", "region")
    return {(kind, row.pk): _published_line((kind, row.pk), row, cited.get(row.pk)) for row in rows}


def _published_line(ref: Ref, row: Published, citation: Citation | None) -> SourceLine:
    point = point_of_row(row)
    if isinstance(row, Target):
        what, number = "目标", target_words(row)
        page = f"{reverse('indicators:indicator-detail', args=[row.indicator_id])}?region={row.region_id}"
    else:
        what = "" if row.measure == Measure.LEVEL else row.get_measure_display()
        number, page = number_words(point, labels.unit_name(row.indicator, row.unit_kind)), ""
    return SourceLine(
        number=0,
        ref=ref,
        what=f"{row.region.name}{period_words(point)}{name_of(row.indicator, row.breakdown)}{what}：{number}",
        title=citation.source.title if citation else NO_SOURCE,
        before=citation.before if citation else "",
        quote=citation.quote if citation else "",
        after=citation.after if citation else "",
        link=citation.link if citation else "",
        ruling=citation.ruling if citation else "",
        page=page,
    )


def _of_promises(wanted: Sequence[int]) -> dict[Ref, SourceLine]:
    """What the later report says of each, or that it says nothing."""
    rows = Promise.objects.filter(pk__in=wanted).with_context() if wanted else ()
    return {("promise", row.pk): _promise_line(row) for row in rows}


def _promise_line(promise: Promise) -> SourceLine:
    quote = next(iter(quotes_of(promise)), None)
    later = reverse("reports:report-detail", args=[promise.pair.later_id])
    told = f"，核定意见：{promise.note}" if promise.note else ""
    return SourceLine(
        number=0,
        ref=("promise", promise.pk),
        what=f"《{promise.report.title}》的计划“{promise.item.text}”：{promise.status_words}{told}",
        title=promise.pair.later.title,
        before=quote.before if quote else "",
        quote=quote.marked if quote else "",
        after=quote.after if quote else "",
        link=f"{later}?at={quote.place}" if quote else later,
        page=reverse("reports:ledger-promise", args=[promise.pk]),
    )
