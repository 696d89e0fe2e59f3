"""Taking a deed back exactly: the rows that it touched are pictured before and after it, and put back as they were.

For deeds that change more than the claim they are done to: an acceptance before which another draft gave way, a
figure's assignment, a ruling, a revision in the place of its predecessor. Each can be taken back until a value that it
touched is published, or somebody has gone on from there.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core import serializers
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as stored

from indicators.models import Citation, Observation, Target
from reports import publishing
from reports.errors import ServiceError
from reports.models import Claim, Finding, Report, Return, Twin, UndoStep
from reports.places import lock_places_of
from reports.publishing import Place
from reports.replacing import refuse_replaced
from reports.versions import lock_reports
from trail.actions import Action
from trail.services import record

Fields = dict[str, Any]
Rows = dict[str, Fields]  # "reports.claim:12" and the row's columns as JSON has them
Kind = UndoStep.Kind
VALUES = (Observation, Target)
REPLACED = ("replaced_by_id", "replaced_as", "replaced_at", "replacer_id", "replaced_note")


@dataclass
class Reach:
    """What a deed may touch: claims and findings by number, and whole reports where it goes through them."""

    claims: set[int] = field(default_factory=set)
    findings: set[int] = field(default_factory=set)
    reports: set[int] = field(default_factory=set)
    places: Sequence[publishing.Place] = ()
    values: set[tuple[type[models.Model], int]] = field(default_factory=set)


def picture(reach: Reach) -> Rows:
    """The rows within reach as they are now: claims, the values under them or at their places with everything that
    rests on those and cites them, findings, and of whole reports what replaced them, twins and returns."""
    own = Q(pk__in=reach.claims) | Q(report__in=reach.reports) | Q(findings__in=reach.findings)
    linked = list(Claim.objects.filter(own).values_list("pk", "observation", "target").distinct())
    values = _values(reach, linked)
    resting = Q(observation__in=values[Observation]) | Q(target__in=values[Target])
    claims = Claim.objects.filter(Q(pk__in={pk for pk, *_ in linked}) | resting)
    doubts = Q(claims__in=claims.values("pk")) | Q(report__in=reach.reports) | Q(pk__in=reach.findings)
    rows = _told(claims) | _told(Citation.objects.filter(resting))
    for model in VALUES:
        rows |= _told(model._base_manager.filter(pk__in=values[model]))
    rows |= _told(Finding.objects.filter(pk__in=Finding.objects.filter(doubts).values("pk")))
    rows |= _told(Twin.objects.filter(report__in=reach.reports, earlier__in=reach.reports))
    rows |= _told(Return.objects.filter(report__in=reach.reports))
    return rows | _replaced(reach.reports)


def _replaced(reports: Iterable[int]) -> Rows:
    """Of the reports what has replaced them; the rest of such a row is no deed's to undo."""
    rows = Report.objects.filter(pk__in=reports).values("pk", *REPLACED)
    return {f"reports.report:{row['pk']}": _plain({name: row[name] for name in REPLACED}) for row in rows}


def _values(reach: Reach, linked: Iterable[tuple[int, int | None, int | None]]) -> dict[type, set[int]]:
    """The values within reach, by table: those that claims rest on, those at the places, those known from before."""
    found: dict[type, set[int]] = {Observation: set(), Target: set()}
    for _pk, observation, target in linked:
        found[Observation] |= {observation} - {None}
        found[Target] |= {target} - {None}
    for model, pk in reach.values:
        found[model].add(pk)
    for place in reach.places:
        found[place.model] |= set(
            place.model.objects.current().filter(**place.key).values_list("pk", flat=True)
        )
    return found


def _told(rows: models.QuerySet) -> Rows:
    return {
        f"{row['model']}:{row['pk']}": _plain(row["fields"]) for row in serializers.serialize("python", rows)
    }


def _plain(fields: Fields) -> Fields:
    """The columns as JSON keeps them; what hangs on a row in no order gets one."""
    told = json.loads(json.dumps(fields, default=str))
    return {name: sorted(value) if name == "claims" else value for name, value in told.items()}


@contextmanager
def kept(
    kind: str,
    *,
    by: AbstractUser,
    report: Report,
    reach: Reach,
    finding: Finding | None = None,
    batch: uuid.UUID | None = None,
) -> Iterator[set[int]]:
    """Keeps what the block changes within reach, so that it can be taken back; in the caller's transaction, after its
    locks. The block adds the claims that it makes to the set that it gets."""
    before = picture(reach)
    made: set[int] = set()
    yield made
    reach.claims |= _keys(before, Claim) | made
    reach.findings |= _keys(before, Finding)
    reach.values |= {(model, pk) for model in VALUES for pk in _keys(before, model)}
    after = picture(reach)
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    UndoStep.objects.create(
        kind=kind,
        report=report,
        finding=finding,
        batch=batch,
        by=by,
        before={name: row for name, row in before.items() if name not in same},
        after={name: row for name, row in after.items() if name not in same},
    )


def _keys(rows: Iterable[str], model: type[models.Model]) -> set[int]:
    """The numbers of the rows of one model."""
    label = model._meta.label_lower
    return {int(pk) for found, pk in (name.split(":") for name in rows) if found == label}


def gives_way(claims: Sequence[Claim], places: Sequence[publishing.Place]) -> bool:
    """Whether a draft stands at one of the places that says something else, which accepting may take away."""
    said = {(claim.value, claim.comparator) for claim in claims}
    return any(
        (draft.value, draft.comparator) not in said
        for place in places
        for draft in place.model.objects.drafts().filter(**place.key)
    )


def undoable_since() -> datetime:
    """What was done before this moment can no longer be taken back in one step (the setting UNDO_DAYS)."""
    return timezone.now() - timedelta(days=settings.UNDO_DAYS)


def last_step(**where: Any) -> UndoStep | None:
    """The newest step of those that nobody has taken back and that are young enough; None where there is none."""
    young = UndoStep.objects.filter(undone_at=None, at__gte=undoable_since(), **where)
    return young.order_by("-pk").first()


def purge_steps() -> int:
    """How many steps were taken away because they are too old to be taken back, or to tell what was taken back: the
    trail and the histories say that for longer."""
    count, _models = UndoStep.objects.filter(at__lt=undoable_since()).delete()
    return count


def take_back_last(*, by: AbstractUser, **where: Any) -> list[Claim]:
    """The claims of the newest step there, as ``take_back`` gives them. Raises ServiceError where there is none."""
    if step := last_step(**where):
        return take_back(step=step, by=by)
    raise ServiceError(_("没有可以撤销的操作：已经撤销过，或已过了可以撤销的期限。"))


@transaction.atomic
def take_back(*, step: UndoStep, by: AbstractUser) -> list[Claim]:
    """The claims that the deed had changed or made, everything being as before it. Raises ServiceError.

    Claims of a person's own (assigned figures) are gone again, and their figures wait to be assigned; a correction
    stays in view, rejected. What was shown to all by then, or went on since, is never undone in passing.
    """
    step = UndoStep.objects.select_related("report", "finding", "by").get(pk=step.pk)
    names = step.before.keys() | step.after.keys()
    _lock(step, names)
    step.refresh_from_db(fields=["undone_at"])
    if step.undone_at:
        raise ServiceError(_("这一步已经撤销过，无需再撤。"))
    now = _now(names)
    _refuse(step, now)
    claims = list(Claim.objects.filter(pk__in=_keys(names, Claim)).select_related("report", "indicator"))
    _note(step, claims, by)
    _put_back(step, now, by)
    step.undone_at, step.undone_by = timezone.now(), by
    step.save(update_fields=["undone_at", "undone_by"])
    return claims


def _lock(step: UndoStep, names: Iterable[str]) -> None:
    """Reports first, then places, claims and values, each in one order: as every decision does."""
    claims = _keys(names, Claim)
    reports = set(Claim.objects.filter(pk__in=claims).values_list("report", flat=True)) | {step.report_id}
    reports |= _keys(names, Report)
    lock_reports(reports)
    back = [
        Place(model, {part: step.before[name][part.removesuffix("_id")] for part in model.KEY})
        for model in VALUES
        for name in _named(model, step.before)
    ]
    lock_places_of(Claim.objects.filter(pk__in=claims).select_related("report__region"), also=back)
    for model, keys in ((Claim, claims), *((m, _keys(names, m)) for m in VALUES)):
        rows = model._base_manager.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk"))
    others = Report.objects.filter(pk__in=reports - _keys(names, Report)).select_related("replaced_by")
    refuse_replaced(*others.without_text())


def _now(names: Iterable[str]) -> Rows:
    """The named rows as they are now; those that are gone are missing."""
    rows: Rows = {}
    for model in (Claim, Observation, Target, Citation, Finding, Twin, Return):
        rows |= _told(model._base_manager.filter(pk__in=_keys(names, model)))
    return rows | _replaced(_keys(names, Report))


def _refuse(step: UndoStep, now: Rows) -> None:
    """Raise where a touched value is public, or where rows are not as the deed left them."""
    values = {name for model in VALUES for name in _named(model, step.before.keys() | step.after.keys())}
    if any(
        rows.get(name, {}).get("published_at") for name in values for rows in (step.before, step.after, now)
    ):
        raise ServiceError(_("这一步牵涉的数值已经发布，不能撤销；请更正后重新发布，旧值会留在历史里。"))
    if now != step.after or _is_built_on(step, now):
        raise ServiceError(_("这一步之后又有人处理过同样的数据，不能一键撤销；请逐条打开查看。"))


def _named(model: type[models.Model], names: Iterable[str]) -> set[str]:
    return {f"{model._meta.label_lower}:{pk}" for pk in _keys(names, model)}


def _is_built_on(step: UndoStep, now: Rows) -> bool:
    """Whether others rest on a value that would go, or have taken the place of one that would come back."""
    for model in VALUES:
        going = _keys(now.keys() - step.before.keys(), model)
        own = _keys(now, Claim)
        link = publishing.field_of(model())
        if Claim.objects.filter(**{f"{link}__in": going}).exclude(pk__in=own).exists():
            return True
        for name in _named(model, step.before.keys() - now.keys()):
            fields = step.before[name]
            key = {part: fields[part.removesuffix("_id")] for part in model.KEY}
            if model._base_manager.filter(**key, published_at=None).exclude(pk__in=going).exists():
                return True
    return False


def _note(step: UndoStep, claims: Iterable[Claim], by: AbstractUser) -> None:
    """The trail's rows: what was taken back, and for decisions each claim that waits again."""
    if step.kind != Kind.DECISION:
        made = [claim for claim in claims if step.kind == Kind.ASSIGNMENT]
        target = step.finding or (made[0] if made else step.report)
        detail = {"note": stored("撤销 %(who)s 的操作，恢复原样") % {"who": step.by}}
        record(Action.UNDO, by=by, target=target, detail=detail, also=list(claims))
        return
    for claim in claims:
        was = step.before.get(f"reports.claim:{claim.pk}")
        if was and was["state"] != claim.state:
            detail = {"old": {"state": claim.state, "value": claim.value}, "new": {"state": was["state"]}}
            record(Action.REOPEN, by=by, target=claim, detail=detail)


def _put_back(step: UndoStep, now: Rows, by: AbstractUser) -> None:
    """Write the rows as they were before the deed; in an order that no constraint of the tables stands against."""
    before, new = step.before, now.keys() - step.before.keys()
    Claim.objects.filter(pk__in=_keys(now, Claim)).update(observation=None, target=None)
    Citation.objects.filter(pk__in=_keys(now, Citation)).delete()
    Finding.objects.filter(pk__in=_keys(new, Finding)).delete()
    _drop_made(_keys(new, Claim), by)
    for model in VALUES:
        model._base_manager.filter(pk__in=_keys(new, model)).delete()
    for model in (*VALUES, Claim, Finding, Citation, Twin, Return):
        for name in sorted(_named(model, before)):
            version = (
                {"version": now[name]["version"] + 1} if name in now and "version" in before[name] else {}
            )
            _save(model, name, before[name] | version)
    for pk in _keys(before, Report):
        Report.objects.filter(pk=pk).update(**before[f"reports.report:{pk}"])
    of_claims = Claim.objects.filter(pk__in=_keys(before, Claim)).values("report")
    touched = Q(pk=step.report_id) | Q(pk__in=_keys(before, Report)) | Q(pk__in=of_claims)
    for report in Report.objects.filter(touched).without_text():
        settle(report)


def _drop_made(keys: Iterable[int], by: AbstractUser) -> None:
    """Claims that the deed made: an assigned figure is left over again, a correction stays in view as rejected."""
    made = Claim.objects.filter(pk__in=keys)
    made.filter(corrects__isnull=False).update(
        state=Claim.State.REJECTED, decided_by=by, decided_at=timezone.now(), note=stored("核实结论撤回"),
        version=models.F("version") + 1,
    )  # fmt: skip
    for claim in made.filter(corrects=None).select_related("report"):
        report, span = (
            Report.objects.only("figures").get(pk=claim.report_id),
            [claim.span_start, claim.span_end],
        )
        for figure in report.figures:
            if figure["span"] == span:
                figure["role"] = "unassigned"
        report.save(update_fields=["figures"])
    made.filter(corrects=None).delete()


def _save(model: type[models.Model], name: str, fields: Fields) -> None:
    pk = int(name.split(":")[1])
    rows = [{"model": model._meta.label_lower, "pk": pk, "fields": fields}]
    for row in serializers.deserialize("python", rows):
        row.save()


def settle(report: Report) -> None:
    """A report is reviewed when no claim waits; it waits again when one is reopened."""
    waiting = report.claims.pending().exists()
    state = Report.State.REVIEW if waiting else Report.State.REVIEWED
    Report.objects.filter(pk=report.pk, state__in=[Report.State.REVIEW, Report.State.REVIEWED]).exclude(
        state=state
    ).update(state=state, state_since=timezone.now())
