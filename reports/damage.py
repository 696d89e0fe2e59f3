"""How much harm a claim would do if it were wrong and nobody looked: what the review queue is sorted by, in SQL.

docs/review-desk.md gives the same weights in words. All weights are whole numbers, so that the order never depends on
how a machine rounds.
"""

from __future__ import annotations

from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Abs, Cast, Coalesce, ExtractMonth, Least
from django.db.models.lookups import GreaterThan

from indicators.models import Measure, Observation, Target

FLAGGED_HEADLINE = 1000
DOUBT = {"error": 300, "warning": 150}
HEADLINE, LEVEL, TOTAL = 200, 40, 10
UNSURE = 200  # times what the confidence lacks to certainty
REASONED = 30
LEAPS = ((5, 120), (2, 60))  # so many times the last published value, or so many times less
UNKNOWN = 10
RESTING, MOST_RESTING = 2, 20

Expression = Case | Coalesce | ExpressionWrapper | Cast


def points(weight: int, condition: Q | Exists) -> Case:
    """The weight where the condition holds, else nothing."""
    return Case(When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField())


def doubted(severity: str) -> Exists:
    """Whether an open finding of the severity speaks of the claim."""
    from reports.models import Finding

    rows = Finding.claims.through.objects.filter(claim=OuterRef("pk"), finding__state="open")
    return Exists(rows.filter(finding__severity=severity))


def in_series() -> Q:
    """A figure of the reporting region itself: those of parks and of other places enter no series of its own."""
    return Q(entity="", area="")


def weight_of_statistic() -> Expression:
    """What is shown first and read first."""
    return ExpressionWrapper(
        points(HEADLINE, in_series() & Q(indicator__is_headline=True))
        + points(LEVEL, Q(measure=Measure.LEVEL))
        + points(TOTAL, Q(breakdown="")),
        output_field=IntegerField(),
    )


def weight_of_doubt() -> Expression:
    """What the machine itself is not sure of."""
    lack = Cast((Value(1) - F("confidence")) * Value(UNSURE), IntegerField())
    return ExpressionWrapper(
        points(DOUBT["error"], doubted("error"))
        + points(DOUBT["warning"], doubted("warning"))
        + points(REASONED, Q(reasons__len__gt=0))
        + lack,
        output_field=IntegerField(),
    )


def weight_of_leap() -> Case:
    """A level far from the last one published for the same window; nothing can be said where none was.

    One look at the published values a claim: what is found there is weighed where it is found.
    """
    rows = Observation.objects.published().filter(
        indicator=OuterRef("indicator"),
        breakdown=OuterRef("breakdown"),
        measure=OuterRef("measure"),
        accounting=OuterRef("accounting"),
        region=OuterRef("report__region"),
        end__lt=OuterRef("end"),
        end__month=ExtractMonth(OuterRef("end")),
    )
    same_start = Q(start__isnull=True) | Q(start__month=ExtractMonth(OuterRef("start")))
    size, last = Abs(OuterRef("value")), Abs(F("value"))
    leaps = [When(_beyond(size, last, times), then=Value(weight)) for times, weight in LEAPS]
    weighed = Case(*leaps, default=Value(0), output_field=IntegerField())
    found = rows.filter(same_start).order_by("-end").annotate(leap=weighed).values("leap")[:1]
    return Case(
        When(Q(measure=Measure.LEVEL) & in_series(), then=Coalesce(Subquery(found), Value(UNKNOWN))),
        default=Value(0),
        output_field=IntegerField(),
    )


def _beyond(size: Abs, last: Abs, times: int) -> Q:
    return Q(GreaterThan(size, last * Value(times))) | Q(GreaterThan(last, size * Value(times)))


def weight_of_rest() -> ExpressionWrapper:
    """How many published values and targets of the series are drawn, and would be judged, against it."""
    key = {"indicator": OuterRef("indicator"), "breakdown": OuterRef("breakdown")}
    key["region"] = OuterRef("report__region")
    resting = _count(Observation.objects.published().filter(**key)) + _count(
        Target.objects.published().filter(**key)
    )
    return ExpressionWrapper(
        Least(resting, Value(MOST_RESTING)) * Value(RESTING), output_field=IntegerField()
    )


def _count(rows) -> Coalesce:
    """How many rows, looked at no further than counts."""
    counted = rows.order_by().values("region").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def damage() -> ExpressionWrapper:
    """All of it together; a flagged figure of a headline indicator goes first."""
    flagged = (doubted("error") | doubted("warning")) & Q(indicator__is_headline=True) & in_series()
    return ExpressionWrapper(
        points(FLAGGED_HEADLINE, flagged)
        + weight_of_statistic()
        + weight_of_doubt()
        + weight_of_leap()
        + weight_of_rest(),
        output_field=IntegerField(),
    )
