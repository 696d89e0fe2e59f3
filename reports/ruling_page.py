"""What a person rules by: every way tried that may explain the contradiction, judged by what stands near it."""

from __future__ import annotations

from collections.abc import Sequence

from reports.finding_page import FindingCard
from reports.hypotheses import Statement, explain
from reports.hypothesis_words import Told, tell_all
from reports.models import Claim
from reports.neighbours import neighbours_of, statement_of


def ways_tried(card: FindingCard) -> list[Told]:
    """The hypotheses with their verdicts and numbers, those that fit first; two queries.

    Expects a card whose claims know their sentences, as ``with_sentences`` fetches them.
    """
    claims: Sequence[Claim] = card.claims
    if not claims:
        return []
    return tell_all(
        explain(card.finding.rule, [_spoken(one) for one in claims], neighbours_of(card.finding, claims))
    )


def _spoken(claim: Claim) -> Statement:
    """With its sentence, and the words of the number in it."""
    sentence = claim.sentence_text
    start, end = claim.span_start - claim.sentence_start, claim.span_end - claim.sentence_start
    return statement_of(claim, sentence, sentence[start:end])
