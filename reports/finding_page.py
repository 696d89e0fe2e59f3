"""A finding as people judge it: its sentences side by side and the arithmetic between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Substr
from django.urls import reverse

from reports.arithmetic import Arithmetic, work_out
from reports.models import Claim, Finding
from reports.review_page import is_superseded

AROUND = 30


@dataclass(frozen=True, slots=True)
class Side:
    """One sentence of a finding: ``parts`` are its text, cut, each with whether it is a figure in question."""

    parts: Sequence[tuple[str, bool]]
    link: str
    claims: Sequence[Claim] = ()


@dataclass(frozen=True, slots=True)
class FindingCard:
    finding: Finding
    sides: Sequence[Side]
    arithmetic: Arithmetic | None
    claims: Sequence[Claim]


def with_sentences(findings: QuerySet) -> QuerySet:
    """Findings, the gravest of headline indicators first, with their claims.

    Each claim has ``sentence_text``, cut out by the database: reports are long.
    """
    claims = Claim.objects.select_related("indicator").annotate(
        sentence_text=Substr("report__text", F("sentence_start") + 1, F("sentence_end") - F("sentence_start"))
    )
    headline = F("indicator__is_headline").desc(nulls_last=True)
    return (
        findings.with_context()
        .defer("report__text", "report__blocks", "report__figures")
        .prefetch_related(Prefetch("claims", queryset=claims))
        .order_by("state", "severity", headline, "-pk")
    )


def finding_card(finding: Finding, text: str = "") -> FindingCard:
    """The card of a finding from ``with_sentences``; with the text, places without a claim are shown as well."""
    claims = [claim for claim in finding.claims.all() if not is_superseded(claim)] or list(
        finding.claims.all()
    )
    sentences: dict[tuple[int, int, int], list[Claim]] = {}
    for claim in claims:
        sentences.setdefault((claim.report_id, claim.sentence_start, claim.sentence_end), []).append(claim)
    sides = [sentence_side(found) for found in sentences.values()]
    known = {(claim.span_start, claim.span_end) for claim in finding.claims.all()}
    sides += [text_side(finding, span, text) for span in loose_spans(finding.spans, known, len(text))]
    return FindingCard(finding, sides, work_out(finding, claims), claims)


def sentence_side(claims: Sequence[Claim]) -> Side:
    """The side of claims that one sentence makes."""
    first = claims[0]
    sentence, origin, at = first.sentence_text, first.sentence_start, 0
    parts: list[tuple[str, bool]] = []
    for start, end in sorted({(claim.span_start - origin, claim.span_end - origin) for claim in claims}):
        if start >= at:
            parts += [(sentence[at:start], False), (sentence[start:end], True)]
            at = end
    link = f"{reverse('reports:report-detail', args=[first.report_id])}?claim={first.pk}"
    return Side([*parts, (sentence[at:], False)], link, claims)


def loose_spans(spans: Iterable[Any], known: set[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The places inside the text that no claim stands at."""
    places = [(int(start), int(end)) for start, end in spans]
    return [place for place in places if place not in known and 0 <= place[0] < place[1] <= length]


def text_side(finding: Finding, span: tuple[int, int], text: str) -> Side:
    start, end = span
    before = text[max(0, start - AROUND) : start].rsplit("\n", 1)[-1]
    after = text[end : end + AROUND].split("\n", 1)[0]
    link = f"{reverse('reports:report-detail', args=[finding.report_id])}?at={start}-{end}"
    return Side([(before, False), (text[start:end], True), (after, False)], link)
