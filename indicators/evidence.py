"""A published value in the words of the evidence panel."""

from __future__ import annotations

from dataclasses import dataclass

from indicators import labels
from indicators.models import Citation, Measure, Observation
from indicators.series import window_of
from indicators.wording import format_exact, period_name, status_word, with_comparator


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is shown of one value: how it is written, what it is of, and the sentences it rests on."""

    observation: Observation
    number: str
    unit: str
    period: str
    breakdown: str
    measure: str
    accounting: str
    status: str
    citations: tuple[Citation, ...]


def describe(observation: Observation) -> Evidence:
    """The value's Evidence; expects it from ``with_evidence`` and asks nothing more of the database."""
    language = labels.language()
    is_level = observation.measure == Measure.LEVEL
    return Evidence(
        observation=observation,
        number=with_comparator(format_exact(observation.value), observation.comparator, language),
        unit=labels.unit_name(observation.indicator, observation.unit_kind, observation.value),
        period=period_name(window_of(observation.start, observation.end), observation.end.year, language),
        breakdown=labels.breakdown_name(observation.breakdown) if observation.breakdown else "",
        measure="" if is_level else observation.get_measure_display(),
        accounting=labels.accounting_rule(observation.accounting),
        status=status_word(observation.status, language),
        citations=tuple(observation.citations.all()),
    )
