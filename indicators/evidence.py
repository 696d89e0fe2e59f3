"""A published value in the words of the evidence panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from indicators import labels
from indicators.filters import end_of
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
    """What is shown of one value: how it is written, what it is of, and the sentences it rests on.

    ``standing`` is how it stood on the ``day`` shown, now where none is: draft, unpublished (until a later day),
    published or superseded.
    """

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
    day: date | None = None
    standing: str = "published"


def describe(observation: Observation, day: date | None = None) -> Evidence:
    """The value's Evidence as it was on a day; expects it from ``with_evidence`` and asks the database no more."""
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
        citations=_known(observation, end_of(day)),
        day=day,
        standing=_standing(observation, end_of(day)),
    )


def _standing(observation: Observation, moment: datetime | None) -> str:
    def has_come(time: datetime | None) -> bool:
        return time is not None and (moment is None or time <= moment)

    if has_come(observation.superseded_at):
        return "superseded"
    if has_come(observation.published_at):
        return "published"
    return "draft" if observation.is_draft else "unpublished"


def _known(observation: Observation, moment: datetime | None) -> tuple[Citation, ...]:
    """The sentences that were cited by then; all of them for a value that was cited only afterwards."""
    citations = tuple(observation.citations.all())
    then = tuple(one for one in citations if moment is None or one.created_at <= moment)
    return then or citations
