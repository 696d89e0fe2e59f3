"""A published value in the words of the evidence panel."""

from __future__ import annotations

from dataclasses import dataclass

from indicators import labels
from indicators.models import Citation, Measure, Observation, UnitKind
from indicators.series import window_of
from indicators.wording import (
    format_exact,
    format_short,
    period_name,
    status_word,
    unit_with,
    with_comparator,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is shown of one value: how it is written, what it is of, and the sentences it rests on."""

    observation: Observation
    number: str
    unit: str
    exact: str
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
    unit = labels.unit_name(observation.indicator, observation.unit_kind, observation.value)
    exact, scaled, word = format_exact(observation.value), "", ""
    if observation.unit_kind == UnitKind.MONEY:
        scaled, word = format_short(observation.value, observation.unit_kind, language)
    return Evidence(
        observation=observation,
        number=with_comparator(scaled or exact, observation.comparator, language),
        unit=unit_with(word, unit, language),
        exact=f"{exact} {unit}" if word else "",
        period=period_name(window_of(observation.start, observation.end), observation.end.year, language),
        breakdown=labels.breakdown_name(observation.breakdown) if observation.breakdown else "",
        measure="" if is_level else observation.get_measure_display(),
        accounting=labels.accounting_rule(observation.accounting),
        status=status_word(observation.shown_status, language),
        citations=tuple(observation.citations.all()),
    )
