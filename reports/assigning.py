"""A figure that no indicator took, given one by a person: it becomes a claim of theirs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Accounting, Measure, UnitKind
from reports import services
from reports.annotation import find_sentence
from reports.errors import ServiceError
from reports.models import Claim, Report
from reports.reextraction import PERSON
from trail.actions import Action

Figure = dict[str, Any]


def find_figure(report: Report, start: int, end: int) -> Figure:
    """The unassigned figure at the place. Raises ServiceError where there is none any more."""
    for figure in report.figures:
        if figure["span"] == [start, end] and figure["role"] == "unassigned":
            return figure
    raise ServiceError(_("这个数字已经归入指标，或不在“未归入”之中。"))


def draft(report: Report, figure: Figure) -> Claim:
    """A claim of the figure as far as the document tells it, not stored: its form's first values."""
    start, end = figure["span"]
    sentence = find_sentence(report.text, start, end)
    kind = figure["unit_kind"] if figure["unit_kind"] in UnitKind.values else UnitKind.COUNT
    return Claim(
        report=report,
        measure={UnitKind.PERCENT: Measure.YOY, UnitKind.RANK: Measure.RANK}.get(kind, Measure.LEVEL),
        accounting=Accounting.FLOW,
        value=Decimal(figure["value"] or 0),
        unit_kind=kind,
        start=report.start,
        end=report.end,
        span_start=start,
        span_end=end,
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        confidence=Decimal(1),
        rule=PERSON,
    )


@transaction.atomic
def assign(*, report: Report, figure: Figure, by: AbstractUser, note: str = "", **fields: Any) -> Claim:
    """The figure as an accepted claim of an indicator, published like any other. Raises ServiceError."""
    report = (
        Report.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=report.pk)
    )
    figure = find_figure(report, *figure["span"])
    claim = draft(report, figure)
    for name, value in fields.items():
        setattr(claim, name, value)
    if (claim.span_start, claim.span_end) != tuple(figure["span"]):
        raise ServiceError(_("数字的位置变了，请从“未归入”里重新选取。"))
    try:
        claim.full_clean(exclude=["report", "corrects"])
    except ValidationError as error:
        raise ServiceError("".join(error.messages)) from error
    claim.save()
    figure["role"] = "observation"
    report.save(update_fields=["figures"])
    return services.accept(claim=claim, by=by, note=note, action=Action.ASSIGN)
