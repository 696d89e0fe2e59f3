"""Deciding at the review desk: the services' verbs, each kept as an act of its person, so that the last can be undone.

Every verb is atomic and raises ServiceError.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import assigning, services
from reports.errors import ServiceError
from reports.models import Claim, Decision, Finding, Report
from reports.places import lock_places_of, places_of
from reports.undoing import Kind, Reach, gives_way, kept, last_step, take_back, undoable_since
from reports.versions import lock_reports
from trail.actions import Action
from trail.services import record

MOST_AT_ONCE = 200
Verb = Decision.Verb


@transaction.atomic
def accept(*, claim: Claim, by: AbstractUser, note: str = "", **known: Any) -> Claim:
    """The claim, accepted. ``known`` is what the reader saw, as the services take it."""
    lock_reports([claim.report_id])
    act = _keep(claim, Verb.ACCEPT, by)
    with _exactly(act, [claim]):
        return services.accept(claim=claim, by=by, note=note, **known)


@transaction.atomic
def reject(*, claim: Claim, by: AbstractUser, note: str = "", **known: Any) -> Claim:
    """The claim, rejected."""
    decided = services.reject(claim=claim, by=by, note=note, **known)
    _keep(claim, Verb.REJECT, by)
    return decided


@transaction.atomic
def correct(*, claim: Claim, by: AbstractUser, note: str = "", **changes: Any) -> Claim:
    """The person's reading beside the machine's."""
    lock_reports([claim.report_id])
    act = _keep(claim.corrects or claim, Verb.CORRECT, by)
    said = {name: value for name, value in changes.items() if name in services.CORRECTABLE}
    with _exactly(act, [services.meant(claim, said)]) as made:
        correction = services.correct(claim=claim, by=by, note=note, **changes)
        made.add(correction.pk)
    return correction


@transaction.atomic
def assign(
    *, report: Report, figure: assigning.Figure, by: AbstractUser, note: str = "", **fields: Any
) -> Claim:
    """A left-over figure as an accepted claim of an indicator."""
    lock_reports([report.pk])
    batch = uuid.uuid4()
    reach = Reach(places=places_of([services.meant(assigning.draft(report, figure), fields)]))
    with kept(Kind.ASSIGNMENT, by=by, report=report, reach=reach, batch=batch) as made:
        claim = assigning.assign(report=report, figure=figure, by=by, note=note, **fields)
        made.add(claim.pk)
    _keep(claim, Verb.ASSIGN, by, batch)
    return claim


@contextmanager
def _exactly(act: Decision, claims: Sequence[Claim]) -> Iterator[set[int]]:
    """Lets the act be taken back to the row where another draft may give way to it; where none stands in its place,
    reopening the claims is as exact, and costs nothing now."""
    places = places_of(claims)
    if not gives_way(claims, places):
        yield set()
        return
    reach = Reach(claims={claim.pk for claim in claims}, places=places)
    with kept(Kind.DECISION, by=act.by, report=claims[0].report, reach=reach, batch=act.batch) as made:
        yield made


@transaction.atomic
def reopen(*, claim: Claim, by: AbstractUser, **known: Any) -> Claim:
    """The machine's claim, pending again; whoever decided has nothing left to undo there."""
    reopened = services.reopen(claim=claim, by=by, **known)
    Decision.objects.filter(claim=reopened, undone_at=None).exclude(verb=Verb.ASIDE).update(
        undone_at=timezone.now()
    )
    return reopened


@transaction.atomic
def set_aside(*, claim: Claim, by: AbstractUser, note: str = "") -> Claim:
    """The claim, still waiting and at the end of the queue, with who could not tell and why."""
    claim = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("report", "indicator")
        .get(pk=claim.pk)
    )
    if claim.state != Claim.State.PENDING:
        raise ServiceError(_("这条数据已有核实结论，无需再标为看不准。"))
    claim.aside_at, claim.aside_by, claim.aside_note = timezone.now(), by, note.strip()[:300]
    claim.save(update_fields=["aside_at", "aside_by", "aside_note"])
    _keep(claim, Verb.ASIDE, by)
    record(Action.SET_ASIDE, by=by, target=claim, detail={"note": claim.aside_note})
    return claim


def _keep(claim: Claim, verb: str, by: AbstractUser, batch: uuid.UUID | None = None) -> Decision:
    return Decision.objects.create(claim=claim, verb=verb, by=by, batch=batch or uuid.uuid4())


@transaction.atomic
def undo(*, by: AbstractUser) -> list[Claim]:
    """The claims of the person's last act, as they were before it; an act on many at once is taken back as a whole.

    Raises ServiceError where others have gone on from there.
    """
    last = last_act(by)
    if last is None:
        raise ServiceError(_("没有可以撤销的核实动作。"))
    acts = Decision.objects.filter(by=by, undone_at=None, batch=last.batch)
    lock_reports(acts.values_list("claim__report", flat=True))
    rows = list(acts.select_for_update(of=("self",)).select_related("claim__report", "claim__indicator"))
    if not rows:
        raise ServiceError(_("这一步刚刚已经撤销，请刷新后再看。"))
    for act in rows:
        _refuse_overtaken(act)
    if step := last_step(batch=last.batch):
        take_back(step=step, by=by)
        undone = [act.claim for act in rows]
    else:
        undone = [_take_back(act, by) for act in rows]
    acts.update(undone_at=timezone.now())
    return undone


def _refuse_overtaken(act: Decision) -> None:
    """Raise where somebody has decided or ruled since: their word is not undone in passing."""
    claim = act.claim
    if act.verb != Verb.ASIDE and (claim.state == Claim.State.PENDING or claim.decided_by_id != act.by_id):
        raise ServiceError(_("这条数据在您之后又有人处理过，不能一键撤销；请打开它查看。"))
    if Finding.objects.filter(claims=claim, ruled_at__gt=act.at).exists():
        raise ServiceError(_("这条数据之后有了裁定，不能一键撤销；请打开它查看。"))


def _take_back(act: Decision, by: AbstractUser) -> Claim:
    if act.verb != Verb.ASIDE:
        return services.reopen(claim=act.claim, by=by)
    claim = act.claim
    claim.aside_at, claim.aside_by, claim.aside_note = None, None, ""
    claim.save(update_fields=["aside_at", "aside_by", "aside_note"])
    record(Action.REOPEN, by=by, target=claim, detail={"note": "看不准的标记撤销"})
    return claim


def last_act(by: AbstractUser) -> Decision | None:
    """What undoing would take back: nothing that is too old, whose step may be gone by now."""
    return (
        Decision.objects.filter(by=by, undone_at=None, at__gte=undoable_since())
        .select_related("claim__indicator")
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def decide_many(*, claims: Sequence[Claim], verb: str, by: AbstractUser, note: str) -> int:
    """How many claims were accepted or rejected, all for one reason and undone as one; all of them or none."""
    if len(claims) > MOST_AT_ONCE:
        raise ServiceError(_("一次最多处理 %(n)d 条，请分几次。") % {"n": MOST_AT_ONCE})
    if not note.strip():
        raise ServiceError(_("请写明理由：它会记在每一条上。"))
    act = {Verb.ACCEPT: services.accept, Verb.REJECT: services.reject}[Verb(verb)]
    batch = uuid.uuid4()
    ordered = sorted(claims, key=lambda claim: claim.pk)  # one order for all: two never wait for each other
    lock_reports(claim.report_id for claim in ordered)
    lock_places_of(ordered)
    kept_acts = [_keep(claim, verb, by, batch) for claim in ordered]
    with _exactly(kept_acts[0], ordered if verb == Verb.ACCEPT else []) if ordered else nullcontext():
        for claim in ordered:
            act(claim=claim, by=by, note=note.strip())
    return len(claims)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would become of one claim if it were accepted: published, draft or kept back with its reason."""

    claim: Claim
    outcome: str
    words: str = ""


class _Rehearsed(Exception):
    """Ends a rehearsal, so that the database forgets it."""


def rehearse(*, claims: Sequence[Claim], by: AbstractUser) -> list[Prospect]:
    """What accepting each of the claims would do, found out by doing it and taking all of it back."""
    found: list[Prospect] = []
    try:
        with transaction.atomic():
            lock_reports(claim.report_id for claim in claims)
            lock_places_of(claims)
            found += [_rehearse(claim, by) for claim in sorted(claims, key=lambda claim: claim.pk)]
            raise _Rehearsed
    except _Rehearsed:
        return found


def _rehearse(claim: Claim, by: AbstractUser) -> Prospect:
    before = Finding.objects.filter(report=claim.report_id).count()
    try:
        with transaction.atomic():
            accepted = services.accept(claim=claim, by=by)
    except ServiceError as error:
        return Prospect(claim, "refused", str(error))
    if accepted.observation_id or accepted.target_id:
        return Prospect(claim, "series")
    if Finding.objects.filter(report=claim.report_id).count() > before:
        return Prospect(claim, "finding")
    return Prospect(claim, "kept", accepted.note)


ACTS: dict[str, Callable[..., Claim]] = {"accept": accept, "reject": reject}
