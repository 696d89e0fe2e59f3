"""A revision takes the place of its predecessor: what that changes is shown first, then done in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from indicators.models import Observation, ObservationStatus
from reports import publishing, twins
from reports.comparison import Change, Comparison, compare
from reports.deeds import decided
from reports.errors import ServiceError
from reports.likeness import fold
from reports.models import Claim, Finding, Report, Twin
from reports.publishing import Published
from reports.replacing import lock_both, reason_of, refuse_replaced, refuse_unread, stand_down
from reports.returning import refuse_returned
from reports.undoing import Kind, Reach, kept, settle
from trail.actions import Action
from trail.services import record

OUTCOMES = ("revised", "withdrawn", "contested", "waits", "held", "kept")
DEEDS = {
    Claim.State.ACCEPTED: Action.ACCEPT,
    Claim.State.CORRECTED: Action.CORRECT,
    Claim.State.REJECTED: Action.REJECT,
}
COPIED = (
    "indicator_id", "breakdown", "measure", "accounting", "value", "unit_kind", "comparator",
    "start", "end", "area", "entity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one value that rests on the predecessor.

    ``outcome``: revised (the new value takes its place), withdrawn (nothing does), waits (withdrawn, and the new value
    waits for a person), contested (another report holds the old value, so a doubt is opened), held (another report
    holds it), kept (the revision says the same).
    """

    value: Published
    claim: Claim
    new: Claim | None
    outcome: str

    @property
    def measure(self) -> str:
        return self.value.measure if isinstance(self.value, Observation) else "target"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the revision would change, worked out and not yet done."""

    comparison: Comparison
    effects: Sequence[Effect]
    findings: Sequence[Finding]
    carried: Sequence[Change]
    waiting: int
    mark: str

    @property
    def by_outcome(self) -> list[tuple[str, list[Effect]]]:
        """The effects, the gravest first."""
        grouped = [(name, [e for e in self.effects if e.outcome == name]) for name in OUTCOMES]
        return [(name, effects) for name, effects in grouped if effects]


def foresee(report: Report, revision: Report) -> Plan:
    """What happens when the revision supersedes the report. A fixed number of queries; nothing is changed."""
    comparison = compare(report, revision)
    doubted = _doubted(report, revision)
    effects = _effects(report, revision, comparison, doubted)
    carried = [c for c in comparison.same if carries(c)]
    findings = Finding.objects.open().doubts().exclude(rule=Finding.Rule.TWIN).filter(claims__report=report)
    return Plan(
        comparison=comparison,
        effects=effects,
        findings=list(findings.distinct().with_context()),
        carried=carried,
        waiting=report.claims.pending().count(),
        mark=_mark(report, revision, comparison, effects),
    )


def _doubted(report: Report, revision: Report) -> set[int]:
    """The revision's claims under an open doubt that the succession itself does not settle."""
    open_ones = revision.findings.open().doubts().exclude(pk__in=_against(report, revision).values("pk"))
    return set(open_ones.filter(claims__report=revision).values_list("claims", flat=True))


def _against(report: Report, revision: Report):
    """Open doubts of the revision that only its predecessor raises: the same figures, as they were."""
    others = Claim.objects.exclude(report__in=[report, revision])
    own = revision.findings.open().filter(rule=Finding.Rule.PUBLISHED, claims__report=report)
    return own.exclude(claims__in=others)


def _effects(report: Report, revision: Report, comparison: Comparison, doubted: set[int]) -> list[Effect]:
    partners = {c.old.pk: (c.new, True) for c in comparison.same if c.old}
    partners |= {c.old.pk: (c.new, False) for c in comparison.changed if c.old}
    held = _held_by_others(report, revision)
    effects = {}
    for claim in report.claims.with_context().order_by("pk"):
        value = claim.observation or claim.target
        if value is None or value.superseded_at is not None or not _is_evidence(claim, value):
            continue
        claim.report = report
        new, is_same = partners.get(claim.pk, (None, False))
        effect = Effect(value, claim, new, _outcome(claim, new, is_same, doubted, _place(value) in held))
        known = effects.get(_place(value))
        if known is None or OUTCOMES.index(effect.outcome) > OUTCOMES.index(known.outcome):
            effects[_place(value)] = effect
    return sorted(effects.values(), key=lambda e: (OUTCOMES.index(e.outcome), e.claim.span_start))


def _outcome(claim: Claim, new: Claim | None, is_same: bool, doubted: set[int], is_held: bool) -> str:
    if new is None or new.state == Claim.State.REJECTED:
        return "held" if is_held else "withdrawn"
    if is_same:
        return "kept"
    if new.state == Claim.State.PENDING and new.pk in doubted:
        return "held" if is_held else "waits"
    return "contested" if is_held else "revised"


def _is_evidence(claim: Claim, value: Published) -> bool:
    """Whether the claim states the value itself; 突破9万 only supports it."""
    return claim.value == value.value and claim.comparator == value.comparator


def _place(value: Published) -> tuple[str, int]:
    return publishing.field_of(value), value.pk


def _held_by_others(report: Report, revision: Report) -> set[tuple[str, int]]:
    """Values of the predecessor that a third report states as well."""
    held = set()
    for field in ("observation", "target"):
        own = report.claims.filter(**{f"{field}__isnull": False}).values(field)
        others = Claim.objects.filter(**{f"{field}__in": own}).exclude(report__in=[report, revision])
        rows = others.select_related(field)
        held |= {_place(getattr(c, field)) for c in rows if _is_evidence(c, getattr(c, field))}
    return held


def _mark(report: Report, revision: Report, comparison: Comparison, effects: Iterable[Effect]) -> str:
    """A name for exactly this plan: what a person agreed to is what is done, or nothing."""
    changes = [*comparison.changed, *comparison.added, *comparison.removed, *comparison.same]
    rows = [(c.old and (c.old.pk, c.old.state), c.new and (c.new.pk, c.new.state)) for c in changes]
    told = (report.pk, revision.pk, rows, [(_place(e.value), e.outcome) for e in effects])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def carries(change: Change) -> str:
    """Which decision on the old claim holds for the new one: accept, reject, correct, or none.

    A rejection and a correction judge the words, so they need the same sentence; an acceptance judges the figure.
    """
    old, new = change.old, change.new
    if old is None or new is None or new.state != Claim.State.PENDING or old.state == Claim.State.PENDING:
        return ""
    same_words = fold(old.sentence) == fold(new.sentence)
    if old.state == Claim.State.REJECTED:
        return "reject" if same_words else ""
    if any(getattr(old, name) != getattr(new, name) for name in COPIED):
        return "correct" if same_words and _moved_span(old, new) else ""
    return "accept"


def _moved_span(old: Claim, new: Claim) -> tuple[int, int] | None:
    """Where the correction's figure stands in the new text; None where other words stand there."""
    shift = new.span_start - (old.corrects or old).span_start
    start, end = old.span_start + shift, old.span_end + shift
    return (start, end) if start >= 0 and new.report.text[start:end] == old.quote else None


@transaction.atomic
def supersede_report(
    *, report: Report, revision: Report, by: AbstractUser, note: str = "", seen: str = ""
) -> Plan:
    """The revision, in the place of its predecessor; returns what was done. Raises ServiceError.

    Figures that both state keep the decisions that people made on the older, though a new doubt may name them;
    changed ones whose predecessor was accepted are accepted and take the place of the published value, which is
    superseded citing the revision; what the revision does not state is withdrawn. ``seen`` is the mark of the plan
    that was looked at: another one is refused.
    """
    if report.pk == revision.pk:
        raise ServiceError(_t("一份报告不能取代自己；请选择另一份。"))
    report, revision = lock_both(report.pk, revision.pk)
    refuse_replaced(report, revision)
    refuse_unread(report, revision)
    refuse_returned(revision)
    _refuse_strangers(report, revision)
    plan = foresee(report, revision)
    if seen and seen != plan.mark:
        raise ServiceError(_t("您查看之后，数据或结论又有变化，没有取代；请按下面的新清单再看一遍。"))
    reach = Reach(reports={report.pk, revision.pk})
    with kept(Kind.SUCCESSION, by=by, report=report, reach=reach):
        _carry_out(plan, report, revision, by, note)
    return plan


def _carry_out(plan: Plan, report: Report, revision: Report, by: AbstractUser, note: str) -> None:
    """Do what was foreseen, in the order that lets each value pass from the one report to the other."""
    reason = reason_of(revision, Report.Replacement.REVISION)
    _settle_doubts(report, revision, by, reason)
    resting = _resting_on(plan.effects, revision)
    for effect in plan.effects:
        if effect.outcome in {"revised", "contested"} and effect.new:
            _accept(effect.new, by, _was(effect.claim))
            because = reason if effect.outcome == "revised" else ""
            _adopt(effect.new, by, not effect.value.is_draft, because)
    for change in plan.carried:
        _carry(change, by)
    resting |= _resting_on(plan.effects, revision)
    stand_down(report=report, by=by, replaced_by=revision, how=Report.Replacement.REVISION, note=note)
    _adopt_again(resting, by)
    settle(revision)


def _refuse_strangers(report: Report, revision: Report) -> None:
    for one, other in ((report.region_id, revision.region_id), (report.year, revision.year)):
        if one and other and one != other:
            raise ServiceError(_t("两份报告的地区或年份不同，不能互相取代；读错了的，请先指定地区和年份。"))


def _settle_doubts(report: Report, revision: Report, by: AbstractUser, reason: str) -> None:
    """Close what asked whether the two are one report, and where they contradict each other."""
    pair = {report.pk, revision.pk}
    for twin in Twin.objects.filter(report__in=pair, earlier__in=pair, verdict=""):
        twins.settle(twin, Twin.Verdict.REVISION, by, _("是修订稿，较早的一份由它取代"))
    ruled = {"state": Finding.State.RULED, "ruling": reason[:500], "ruled_by": by}
    Finding.objects.filter(pk__in=list(_against(report, revision).values_list("pk", flat=True))).update(
        **ruled, ruled_at=timezone.now()
    )


def _carry(change: Change, by: AbstractUser) -> None:
    """Decide on the new claim as people did on the old one, and say whose decision it was."""
    old, new, how = change.old, change.new, carries(change)
    if old is None or new is None:
        return
    note = _("沿用前稿的核实结论（%(who)s）") % {"who": old.decided_by or "—"}
    if how == "reject":
        _decide(new, Claim.State.REJECTED, by, note)
    elif how == "correct":
        _decide(new, Claim.State.CORRECTED, by, note)
        _adopt(_correction(old, new, by, note), by, _is_public(old))
    else:
        _accept(new, by, note)
        _adopt(new, by, _is_public(old))


def _correction(old: Claim, new: Claim, by: AbstractUser, note: str) -> Claim:
    start, end = _moved_span(old, new) or (new.span_start, new.span_end)
    fields = {name: getattr(old, name) for name in COPIED}
    return Claim.objects.create(
        report=new.report, corrects=new, section=new.section, confidence=old.confidence, rule=old.rule,
        step=old.step, span_start=start, span_end=end, sentence_start=new.sentence_start,
        sentence_end=new.sentence_end, state=Claim.State.ACCEPTED, decided_by=by, decided_at=timezone.now(),
        note=note[:300], **fields,
    )  # fmt: skip


def _is_public(claim: Claim) -> bool:
    value = claim.observation or claim.target
    return value is not None and not value.is_draft


def _was(old: Claim) -> str:
    return _("前稿为“%(quote)s”，随修订稿更正") % {"quote": old.quote[:60]}


def _accept(claim: Claim, by: AbstractUser, note: str) -> None:
    if claim.state == Claim.State.PENDING:
        _decide(claim, Claim.State.ACCEPTED, by, note)


def _decide(claim: Claim, state: str, by: AbstractUser, note: str) -> None:
    claim.state, claim.decided_by, claim.decided_at, claim.note = state, by, timezone.now(), note[:300]
    claim.aside_at, claim.aside_by, claim.aside_note = None, None, ""
    claim.version += 1
    told = ["state", "decided_by", "decided_at", "note", "version"]
    claim.save(update_fields=[*told, "aside_at", "aside_by", "aside_note"])
    record(DEEDS[state], by=by, target=claim, detail=decided(claim, note))


def _adopt(claim: Claim, by: AbstractUser, at_once: bool, reason: str = "") -> None:
    """Give the claim its value; where that can't be, it says why and stays accepted."""
    try:
        publishing.adopt(claim=claim, by=by, at_once=at_once, reason=reason)
    except publishing.Unpublishable as error:
        claim.note = f"{claim.note} {error}".strip()[:300]
        claim.save(update_fields=["note"])


def _resting_on(effects: Iterable[Effect], revision: Report) -> dict[int, Published]:
    """The revision's own claims that hold or support those values, by number, and what they hold."""
    found: dict[int, Published] = {}
    for effect in effects:
        rows = revision.claims.filter(**{publishing.field_of(effect.value): effect.value})
        found |= dict.fromkeys(rows.values_list("pk", flat=True), effect.value)
    return found


def _adopt_again(resting: dict[int, Published], by: AbstractUser) -> None:
    """Give a place to what lost it with the predecessor's value: 突破9万 now supports the new one, or stands alone."""
    for claim in Claim.objects.filter(pk__in=resting).with_context().select_related("report__region"):
        value, was = claim.observation or claim.target, resting[claim.pk]
        if value is not None and value.superseded_at is None:
            continue
        claim.observation = claim.target = None
        claim.save(update_fields=["observation", "target"])
        _adopt(claim, by, not was.is_draft)
        now = claim.observation
        if now is not None and not now.is_draft and now.value != was.value:
            Observation.objects.filter(pk=now.pk).update(status=ObservationStatus.REVISED)
