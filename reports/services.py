"""Every change to what was said: each verb is atomic, keyword-only, told who acts, and raises ServiceError.

A decision takes the ``version`` of the row that its maker saw; where the row has changed since, it raises Stale (a
ServiceError with the row as it is now) and changes nothing. Each deed leaves one row in the trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as stored

from reports import deeds, publishing
from reports.adopting import adopt_all
from reports.annotation import find_sentence
from reports.citing import cite_ruling
from reports.errors import ServiceError, Stale
from reports.models import Claim, Finding, Policy, Report
from reports.places import lock_places_of, places_of
from reports.querysets import long_columns
from reports.replacing import refuse_replaced
from reports.undoing import Kind, Reach, kept, settle
from reports.versions import check_pending, check_version, lock_report, lock_reports
from trail.actions import Action
from trail.services import record, record_many

CORRECTABLE = frozenset(
    {"indicator", "breakdown", "measure", "accounting", "value", "unit_kind", "comparator"}
    | {"start", "end", "area", "entity", "span_start", "span_end", "step"}
)


@transaction.atomic
def accept(
    *,
    claim: Claim,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    action: str = Action.ACCEPT,
) -> Claim:
    """The claim, accepted; its value a draft where its statistic is plain and nothing contradicts it, or published at
    once where the policy says so. Raises ServiceError."""
    claim = _pending(claim, version)
    _decide(claim, Claim.State.ACCEPTED, by, note)
    record(action, by=by, target=claim, detail=deeds.decided(claim, note))
    _adopt_or_note(claim, by)
    settle(claim.report)
    return claim


@transaction.atomic
def reject(*, claim: Claim, by: AbstractUser, note: str = "", version: int | None = None) -> Claim:
    """The claim, rejected; it stays in view and enters nothing. Raises ServiceError."""
    claim = _pending(claim, version)
    _decide(claim, Claim.State.REJECTED, by, note)
    record(Action.REJECT, by=by, target=claim, detail=deeds.decided(claim, note))
    settle(claim.report)
    return claim


@transaction.atomic
def correct(
    *, claim: Claim, by: AbstractUser, note: str = "", version: int | None = None, **changes: Any
) -> Claim:
    """The person's reading as a claim of its own, accepted, beside the machine's. Raises ServiceError."""
    if unknown := changes.keys() - CORRECTABLE:
        raise ServiceError(_("不能更正这些内容：%(fields)s。") % {"fields": "、".join(sorted(unknown))})
    claim = _pending(claim, version, changes)
    original = claim.corrects or claim
    fields = {name: getattr(claim, name) for name in CORRECTABLE} | changes
    if "step" not in changes and fields["value"] != claim.value:
        fields["step"] = None  # how exactly the old number was written says nothing of a new one
    _decide(claim, Claim.State.CORRECTED if claim is original else Claim.State.REJECTED, by, note)
    sentence = _sentence_of(claim, fields["span_start"], fields["span_end"])
    correction = Claim(
        report=claim.report,
        corrects=original,
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        section=claim.section,
        confidence=Decimal(1),
        rule="person",
        **fields,
    )
    _validate(correction)
    correction.save()
    _decide(correction, Claim.State.ACCEPTED, by, note)
    told = deeds.corrected(claim, correction, note)
    record(Action.CORRECT, by=by, target=original, detail=told, also=[correction])
    _adopt_or_note(correction, by)
    settle(claim.report)
    return correction


@transaction.atomic
def reopen(*, claim: Claim, by: AbstractUser, version: int | None = None) -> Claim:
    """The machine's claim, pending again; what was published on the decision is withdrawn. Raises ServiceError."""
    lock_report(claim.report_id)
    own = Q(pk=claim.corrects_id or claim.pk) | Q(corrects=claim.corrects_id or claim.pk)
    family = list(Claim.objects.filter(own).select_related("report__region"))
    refuse_replaced(*{row.report for row in family})
    lock_places_of(family)
    rows = Claim.objects.select_for_update(of=("self",), no_key=True)
    claim = rows.select_related("report", "corrects").get(pk=claim.pk)
    check_version(claim, version)
    original, was = claim.corrects or claim, claim.state
    if original.state == Claim.State.PENDING:
        raise ServiceError(_("这条数据还没有核实结论，无需撤回。"))
    reason = stored("核实结论撤回")
    for row in [original, *original.corrections.exclude(state=Claim.State.REJECTED)]:
        publishing.withdraw(claim=row, by=by, reason=reason)
        if row.corrects_id:
            _decide(row, Claim.State.REJECTED, by, reason)
    original.state, original.decided_by, original.decided_at, original.note = (
        Claim.State.PENDING,
        None,
        None,
        "",
    )
    original.version += 1
    original.save(update_fields=["state", "decided_by", "decided_at", "note", "version"])
    settle(original.report)
    detail = {"old": {"state": was, "value": claim.value}, "new": {"state": original.state}}
    record(Action.REOPEN, by=by, target=original, detail=detail, also=[claim] if claim != original else [])
    return original


@transaction.atomic
def accept_all(*, report: Report, by: AbstractUser | None, threshold: Decimal, note: str = "") -> int:
    """How many pending claims of the report were accepted: those at the threshold or above and free of doubt.

    ``by`` is None where the bureau's policy decides and no person.
    """
    lock_report(report.pk)
    claims = list(report.claims.acceptable(threshold).select_related("indicator"))
    for claim in claims:
        claim.report = report  # one copy of the text for all of them
    lock_places_of(claims)
    now, told = timezone.now(), {"decided_by": by, "note": note[:300], "state": Claim.State.ACCEPTED}
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims])
    rows.update(**told, decided_at=now, version=F("version") + 1)
    for claim in claims:
        claim.state, claim.decided_by, claim.decided_at, claim.note = told["state"], by, now, told["note"]
        claim.version += 1
    record_many(Action.ACCEPT, by=by, deeds=[(claim, deeds.decided(claim, note), ()) for claim in claims])
    adopt_all(claims=claims, by=by, at_once=Policy.current().publish_on_accept)
    settle(report)
    return len(claims)


@transaction.atomic
def rule_on(
    *,
    finding: Finding,
    by: AbstractUser,
    upheld: Claim | None,
    ruling: str,
    hypothesis: str = "",
    version: int | None = None,
) -> Finding:
    """The finding, ruled on: the upheld claim is published, its rivals are rejected, and whatever rests on them cites
    the ruling; ``hypothesis`` names the explanation that it follows. Raises ServiceError."""
    finding, rivals = _finding(finding, version)
    if not ruling.strip():
        raise ServiceError(_("请写明裁定理由。"))
    if upheld is not None and upheld not in rivals:
        raise ServiceError(_("采信的数据不在这条疑点之中。"))
    reach = Reach(findings={finding.pk}, places=places_of(rivals))
    with kept(Kind.RULING, by=by, report=finding.report, finding=finding, reach=reach):
        finding.state, finding.upheld, finding.ruling = Finding.State.RULED, upheld, ruling.strip()[:500]
        finding.ruled_by, finding.ruled_at, finding.hypothesis = by, timezone.now(), hypothesis[:24]
        finding.version += 1
        finding.save()
        told = {
            "new": {"upheld": upheld.value if upheld else None, "state": finding.state},
            "note": finding.ruling,
        }
        record(Action.RULE, by=by, target=finding, detail=told, also=rivals)
        if finding.rule in {Finding.Rule.CONFLICT, Finding.Rule.PUBLISHED}:
            _carry_out(finding, rivals, by)
        cite_ruling(finding)
    return finding


def _finding(finding: Finding, version: int | None) -> tuple[Finding, list[Claim]]:
    """The finding, locked, if it is open as the person saw it, with its claims; the reports of all first."""
    lock_reports({finding.report_id, *finding.claims.values_list("report", flat=True)})
    finding = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if finding.state == Finding.State.RULED:
        raise Stale(_("这条疑点已经裁定。"), finding)
    check_version(finding, version)
    if finding.rule == Finding.Rule.TWIN:
        raise ServiceError(
            _("内容近似的两份报告要先比对再决定；请打开比对页，选择修订稿、另一份报告或重复。")
        )
    rivals = finding.claims.select_related("report__region", "indicator").order_by("pk")
    rivals = rivals.defer(*long_columns("report", but=["text"]))
    lock_places_of(rivals)
    return finding, list(rivals.select_for_update(of=("self",), no_key=True))


def _carry_out(finding: Finding, rivals: list[Claim], by: AbstractUser) -> None:
    """Of two that exclude each other only the upheld one stays; rulings on sums and growth judge no single claim."""
    note = stored("裁定：%(ruling)s") % {"ruling": finding.ruling}
    for claim in rivals:
        if claim == finding.upheld:
            continue
        publishing.withdraw(claim=claim, by=by, reason=note)
        if claim.state in {Claim.State.PENDING, Claim.State.ACCEPTED}:
            _decide(claim, Claim.State.REJECTED, by, note)
    if finding.upheld:
        if finding.upheld.state != Claim.State.ACCEPTED:
            _decide(finding.upheld, Claim.State.ACCEPTED, by, note)
        _adopt_or_note(finding.upheld, by, reason=note)
    settle(finding.report)


def _pending(claim: Claim, version: int | None = None, changes: Mapping[str, Any] | None = None) -> Claim:
    """The claim, locked with the place that its value goes to after the changes, if it waits still as the person saw
    it. Raises Stale naming who has changed it."""
    lock_report(claim.report_id)
    lock_places_of([meant(claim, changes or {})])
    rows = Claim.objects.select_for_update(of=("self",), no_key=True).filter(pk=claim.pk)
    rows = rows.select_related("report__region", "report__office", "indicator", "corrects", "decided_by")
    found = rows.defer(*long_columns("report", but=["text"])).first()
    if found is None:
        raise ServiceError(_("这份报告刚刚重新读过，这条数据已经没有了；请刷新后再看。"))
    claim = found
    check_pending(claim)
    check_version(claim, version)
    return claim


def meant(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    """The claim as the changes would make it, not stored."""
    changed = copy(claim)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _decide(claim: Claim, state: str, by: AbstractUser, note: str) -> None:
    claim.state, claim.decided_by, claim.decided_at, claim.note = state, by, timezone.now(), note[:300]
    claim.version += 1
    claim.save(update_fields=["state", "decided_by", "decided_at", "note", "version"])


def _adopt_or_note(claim: Claim, by: AbstractUser, reason: str = "") -> None:
    """Make the claim's value a draft or public, as the policy says; where that can't be, the claim says why."""
    at_once = Policy.current().publish_on_accept
    try:
        publishing.adopt(claim=claim, by=by, at_once=at_once, reason=reason)
    except publishing.Unpublishable as error:
        claim.note = f"{claim.note} {error}".strip()[:300]
        claim.save(update_fields=["note"])


def _sentence_of(claim: Claim, start: int, end: int) -> tuple[int, int]:
    """The claim's own sentence where the place lies in it, else the one around the place."""
    if claim.sentence_start <= start and end <= claim.sentence_end:
        return claim.sentence_start, claim.sentence_end
    return find_sentence(claim.report.text, start, end)


def _validate(claim: Claim) -> None:
    try:
        claim.full_clean(exclude=["report", "corrects"], validate_constraints=False)
    except ValidationError as error:
        raise ServiceError("".join(error.messages)) from error
    if not 0 <= claim.span_start < claim.span_end <= len(claim.report.text):
        raise ServiceError(_("数字的位置超出了正文，请重新选取。"))
    if claim.start and claim.end and claim.start > claim.end:
        raise ServiceError(_("期初晚于期末，请改正期间。"))
    if abs(claim.value) >= 10**18:
        raise ServiceError(_("数值过大，请检查单位。"))
