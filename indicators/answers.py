"""The answers to questions put to published values: the one door for pages, exports and the API.

Whoever asks is given as a scope (``indicators.scope.current()`` in a request); it narrows what the request may see
anyway and never widens it.
"""

from __future__ import annotations

from dataclasses import replace

from indicators.asking import places_of, settled
from indicators.models import Observation
from indicators.querysets import ObservationQuerySet
from indicators.questions import Question
from indicators.scope import Scope


def observations(reader: Scope, question: Question) -> ObservationQuerySet:
    """The published values that the question means, as the reader may see them; in no order."""
    return Observation.objects.asked(question).seen_by(reader)


def latest_year(reader: Scope, question: Question) -> int | None:
    """The last year in which any of the regions asked about has a value; None where none has."""
    everywhere = replace(question, regions=(), parent="", within="", level="")  # each is asked for by itself
    last = observations(reader, everywhere).latest_end(places_of(question))
    return last.year if last else None


def ranking(reader: Scope, question: Question) -> ObservationQuerySet:
    """The values of the question's last year, or of the last that is known, with their ``place``: 1 for the largest,
    equal ones share one."""
    named = settled(question)
    if named is None:
        return Observation.objects.none().ranked()
    year = named.last or latest_year(reader, named)
    if year is None:
        return Observation.objects.none().ranked()
    return observations(reader, replace(named, first=year, last=year)).ranked()
