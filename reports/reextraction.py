"""Old documents read by a newer engine: what people decided stays, what they have not seen yet is renewed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from indicators.models import Indicator
from reports import work_items
from reports.engine import current_engine
from reports.extraction import Known, extract
from reports.extraction.types import Extraction
from reports.likeness import fold, signature_of
from reports.models import Claim, Report
from reports.rows import blocks_of, claims_of, figure_rows, store_findings
from reports.tasks import queue_matching
from trail.actions import Action
from trail.services import record

READING = ("accounting", "value", "unit_kind", "comparator", "start", "end", "area", "entity")
JUDGEMENT = ("step", "confidence", "rule", "reasons", "sentence_start", "sentence_end", "section")
PERSON = "person"
Place = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Claims as they are now against before; a decided claim is never touched, only listed."""

    gained: tuple[Claim, ...]
    lost: tuple[Claim, ...]
    changed: tuple[tuple[Claim, Claim], ...]

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed)


def place_of(claim: Claim) -> Place:
    """What makes two readings the same claim: the statistic's name and the place in the text."""
    return claim.indicator_id, claim.breakdown, claim.measure, claim.span_start, claim.span_end


def reading_of(claim: Claim) -> tuple[object, ...]:
    return tuple(getattr(claim, name) for name in READING)


@transaction.atomic
def reextract(*, report: Report, keep: bool = True, by: AbstractUser | None = None) -> Difference:
    """How today's engine reads the stored text otherwise than before; stored unless ``keep`` is False.

    Decided claims and rulings stay as they are; pending claims, open findings, work items, figures and
    noise are renewed.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    extraction = extraction_of(report)
    known = set(Indicator.objects.values_list("pk", flat=True))
    before = {place_of(c): c for c in report.claims.machine_made()}
    by_hand = {p for p, c in before.items() if c.rule == PERSON}
    after = {place_of(c): c for c in claims_of(report, extraction.values, known)}
    shared = before.keys() & after.keys()
    difference = Difference(
        gained=tuple(after[p] for p in after if p not in before),
        lost=tuple(before[p] for p in before if p not in after and p not in by_hand),
        changed=tuple(
            (before[p], after[p])
            for p in before
            if p in shared and p not in by_hand and reading_of(before[p]) != reading_of(after[p])
        ),
    )
    if keep:
        _renew(report, before, after)
        report.figures = figure_rows(extraction)
        report.noise = [list(span) for span in extraction.noise]
        report.signature = signature_of(fold(report.text, extraction.noise))
        report.save(update_fields=["figures", "noise", "signature"])
        work_items.renew(report, extraction.work_items)
        report.findings.open().of_this_text(report).delete()
        store_findings(report, _unruled(report, extraction.checks), list(report.claims.machine_made()), known)
        record(Action.RE_EXTRACT, by=by, target=report, detail=_counted(difference))
        queue_matching(report)
    return difference


def _counted(difference: Difference) -> dict[str, int]:
    return {name: len(getattr(difference, name)) for name in ("gained", "lost", "changed")}


def read_again(report: Report) -> list[Claim]:
    """The claims that today's engine reads in the stored text; none of them is stored."""
    known = set(Indicator.objects.values_list("pk", flat=True))
    return claims_of(report, extraction_of(report).values, known)


def extraction_of(report: Report) -> Extraction:
    """What the stored text states, read with the region and the year that people gave the report."""
    told = report.basis.get("known") or {}
    return extract(
        report.text,
        engine=current_engine(),
        blocks=blocks_of(report),
        file_name=report.file_name,
        known=Known(told.get("region"), told.get("year")),
    )


def _renew(report: Report, before: dict[Place, Claim], after: dict[Place, Claim]) -> None:
    machine = {
        p: c for p, c in before.items() if c.rule != PERSON
    }  # a person's reading is not the engine's to renew
    waiting = {p: c for p, c in machine.items() if c.state == Claim.State.PENDING}
    report.claims.filter(pk__in=[c.pk for p, c in waiting.items() if p not in after]).delete()
    Claim.objects.bulk_create([c for p, c in after.items() if p not in before])
    for place, claim in waiting.items():
        if place in after:
            if reading_of(claim) != reading_of(after[place]):
                claim.version += 1  # whoever looks at the old reading is told before deciding
            for name in (*READING, *JUDGEMENT):
                setattr(claim, name, getattr(after[place], name))
            claim.save(update_fields=[*READING, *JUDGEMENT, "version"])


def _unruled(report: Report, checks: tuple) -> list:
    """Checks that no ruling has settled: the same doubt at the same places is not raised twice."""
    ruled = {(f.rule, str(f.spans)) for f in report.findings.filter(state="ruled")}
    return [c for c in checks if (c.rule, str([list(s) for s in c.spans])) not in ruled]
