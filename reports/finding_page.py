"""A finding as people judge it: its sentences side by side and the arithmetic between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, IntegerField, Prefetch, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Greatest, Substr
from django.urls import reverse

from reports.arithmetic import Arithmetic, work_out
from reports.models import Claim, Finding
from reports.review_page import is_superseded

AROUND = 30
PLACES = 3


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
    """Findings, the gravest of headline indicators first, with their claims and the places they name.

    Each claim has ``sentence_text`` and each finding ``place_0`` and so on, the text around its first spans, cut out by
    the database: reports are long.
    """
    sentence = Substr("report__text", F("sentence_start") + 1, F("sentence_end") - F("sentence_start"))
    claims = Claim.objects.select_related("indicator").annotate(sentence_text=sentence)
    headline = F("indicator__is_headline").desc(nulls_last=True)
    return (
        findings.with_context()
        .defer("report__text")
        .annotate(**{f"place_{number}": _place(number) for number in range(PLACES)})
        .prefetch_related(Prefetch("claims", queryset=claims))
        .order_by("state", "severity", headline, "-pk")
    )


def _place(number: int) -> Substr:
    """The text around a finding's span; null where it has none of that number."""
    start, end = (Cast(KT(f"spans__{number}__{edge}"), IntegerField()) for edge in (0, 1))
    first = Greatest(start - AROUND, 0)
    return Substr("report__text", first + 1, end + AROUND - first)


def finding_card(finding: Finding) -> FindingCard:
    """The card of a finding from ``with_sentences``: its claims' sentences, then the places without a claim."""
    claims = [claim for claim in finding.claims.all() if not is_superseded(claim)] or list(
        finding.claims.all()
    )
    sentences: dict[tuple[int, int, int], list[Claim]] = {}
    for claim in claims:
        sentences.setdefault((claim.report_id, claim.sentence_start, claim.sentence_end), []).append(claim)
    sides = [sentence_side(found) for found in sentences.values()]
    known = {(claim.span_start, claim.span_end) for claim in finding.claims.all()}
    places = [
        (tuple(span), getattr(finding, f"place_{number}"))
        for number, span in enumerate(finding.spans[:PLACES])
    ]
    sides += [place_side(finding, span, text) for span, text in places if text and span not in known]
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


def place_side(finding: Finding, span: tuple[int, int], text: str) -> Side:
    """The side of a place that no claim stands at, from the text around it."""
    start, end = span
    at = min(start, AROUND)
    before = text[:at].rsplit("\n", 1)[-1]
    quote, after = text[at : at + end - start], text[at + end - start :].split("\n", 1)[0]
    link = f"{reverse('reports:report-detail', args=[finding.report_id])}?at={start}-{end}"
    return Side([(before, False), (quote, True), (after, False)], link)
