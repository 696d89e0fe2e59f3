"""The story of a figure: from what the machine read to what is shown now, told from the trail and the rows themselves.

What was decided before there was a trail is told from the rows' own columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Observation, Target
from reports.models import Claim
from reports.querysets import long_columns
from reports.reextraction import PERSON
from reports.wording import STATES, period_words, plain_number, value_words
from trail.actions import Action
from trail.models import Event
from trail.querysets import subject
from trail.story import LOOKS, Step, interleave, step_of

Value = Observation | Target
OF_REPORT = (Action.PLACE, Action.REVISE, Action.RETURN)
DECISIONS = frozenset(
    {Action.ACCEPT, Action.CORRECT, Action.REJECT, Action.ASSIGN, Action.RULE, Action.REVISE}
)
STATE_LOOKS = {"accepted": "accepted", "corrected": "corrected", "rejected": "rejected"}


def story_of_claim(claim: Claim) -> list[Step]:
    """What happened to the figure, its corrections and the values that rested on it, in order."""
    return _story(_family([claim.corrects_id or claim.pk]))


def story_of_value(value: Value) -> list[Step]:
    """What happened to the published value and to the figures that it rests or rested on, in order."""
    names = Event.objects.about([value]).values_list("subjects", flat=True)
    claims = {int(pk) for pk in _keys("reports.claim", names)}
    field = "observation" if isinstance(value, Observation) else "target"
    claims |= set(Claim.objects.filter(**{field: value}).values_list("pk", flat=True))
    roots = {root or pk for pk, root in Claim.objects.filter(pk__in=claims).values_list("pk", "corrects")}
    return _story(_family(roots), value)


def _family(roots: Iterable[int]) -> list[Claim]:
    """The machine's claims with all their corrections, oldest first."""
    roots = list(roots)
    rows = Claim.objects.filter(Q(pk__in=roots) | Q(corrects__in=roots)).order_by("pk")
    return list(rows.select_related("report", "indicator", "decided_by").defer(*long_columns("report")))


def _keys(label: str, subjects: Iterable[Iterable[str]]) -> set[str]:
    names = (name for row in subjects for name in row)
    return {name.partition(":")[2] for name in names if name.startswith(f"{label}:")}


def _story(claims: list[Claim], value: Value | None = None) -> list[Step]:
    about: list[Any] = [*claims, *([value] if value else [])]
    first = list(Event.objects.about(about))
    values = _values(first, claims, value)
    known = {subject(row): row for row in (*claims, *values)}
    reports = list({claim.report_id: claim.report for claim in claims}.values())
    on_reports = (
        Q(pk__in=Event.objects.about(reports).filter(action__in=OF_REPORT).values("pk")) if reports else Q()
    )
    events = list(
        Event.objects.filter(
            Q(pk__in=[event.pk for event in first])
            | Q(pk__in=Event.objects.about(values).values("pk"))
            | (on_reports or Q(pk=None))
        ).order_by("pk")
    )
    steps = [step_of(event, _words(event, known)) for event in events]
    return interleave(steps, [*_read(claims), *_before_the_trail(claims, values, events)])


def _values(events: list[Event], claims: list[Claim], value: Value | None) -> list[Value]:
    """Every published value that the figures ever stood for."""
    subjects = [event.subjects for event in events]
    observations = {int(pk) for pk in _keys("indicators.observation", subjects)}
    targets = {int(pk) for pk in _keys("indicators.target", subjects)}
    observations |= {claim.observation_id for claim in claims if claim.observation_id}
    targets |= {claim.target_id for claim in claims if claim.target_id}
    related = ("indicator", "region", "published_by", "superseded_by")
    found: list[Value] = [
        *Observation.objects.filter(pk__in=observations).select_related(*related),
        *Target.objects.filter(pk__in=targets).select_related(*related),
    ]
    return found if value is None or value in found else [*found, value]


def _read(claims: list[Claim]) -> list[Step]:
    """What the machine read, before anybody looked."""
    words = _("机器从《%(report)s》读出 %(value)s（把握 %(share)s%%）")
    return [
        Step(
            at=claim.report.processed_at or claim.report.uploaded_at,
            who="",
            words=words
            % {"report": claim.report, "value": value_words(claim), "share": int(claim.confidence * 100)},
        )
        for claim in claims
        if claim.corrects_id is None and claim.rule != PERSON
    ]


def _before_the_trail(claims: list[Claim], values: list[Value], events: list[Event]) -> list[Step]:
    """Decisions and publications that no row of the trail tells, from the rows that they left."""
    told = {(event.action, name) for event in events for name in event.subjects}
    steps = []
    for claim in claims:
        if claim.decided_at and not any((action, subject(claim)) in told for action in DECISIONS):
            words = _("结论：%(state)s，%(value)s") % {
                "state": _(STATES[claim.state]),
                "value": value_words(claim),
            }
            look = STATE_LOOKS.get(claim.state, "noise")
            steps.append(Step(claim.decided_at, str(claim.decided_by or ""), words, claim.note, look))
    for value in values:
        name = subject(value)
        if value.published_at and (Action.PUBLISH, name) not in told:
            steps.append(
                Step(value.published_at, str(value.published_by or ""), _published(value), look="accepted")
            )
        ended = {(Action.SUPERSEDE, name), (Action.WITHDRAW, name)}
        if value.superseded_at and not ended & told:
            words = _("不再显示：%(value)s") % {"value": words_of(value)}
            who, note = str(value.superseded_by or ""), value.supersede_reason
            steps.append(Step(value.superseded_at, who, words, note, LOOKS[Action.SUPERSEDE]))
    return steps


def words_of(value: Value) -> str:
    """A published value as a reader says it, in its own unit."""
    like = {name: getattr(value, name) for name in ("value", "unit_kind", "comparator", "indicator")}
    return value_words(SimpleNamespace(**like, measure=getattr(value, "measure", "target")))


def _published(value: Value) -> str:
    names = {
        "value": words_of(value),
        "what": value.indicator.name,
        "where": value.region.shown_name,
        "when": period_words(value.start, value.end),
    }
    return _("发布：%(where)s %(when)s %(what)s %(value)s") % names


def _words(event: Event, known: dict[str, Any]) -> str:
    """The sentence of one row of the trail."""
    rows = [known[name] for name in event.subjects if name in known]
    if event.object_model == "report" and event.action in {Action.SUPERSEDE, Action.WITHDRAW, Action.REVISE}:
        return _("所在的报告由另一份取代")
    if event.action in {Action.PUBLISH, Action.SUPERSEDE, Action.WITHDRAW}:
        return _words_of_publishing(event, [row for row in rows if not isinstance(row, Claim)])
    if event.action in {Action.CORRECT, Action.ASSIGN}:
        claims = [row for row in rows if isinstance(row, Claim)]
        shown = value_words(claims[-1]) if claims else _number(event, "new")
        words = (
            _("更正为 %(value)s")
            if event.action == Action.CORRECT
            else _("归入指标“%(what)s”，采用 %(value)s")
        )
        return words % {"value": shown, "what": claims[-1].indicator.name if claims else "—"}
    if event.action == Action.RULE:
        upheld = (event.detail.get("new") or {}).get("upheld")
        if upheld is None:
            return _("裁定：都不采信")
        return _("裁定：采信 %(value)s") % {"value": plain_number(Decimal(str(upheld)))}
    plain = {
        Action.ACCEPT: pgettext("story", "采用"),
        Action.REJECT: pgettext("story", "否决"),
        Action.REOPEN: _("撤回结论，重新等待核实"),
        Action.UNDO: _("撤销这一步，恢复原样"),
        Action.SET_ASIDE: _("看不准，先搁置"),
        Action.PLACE: _("重新指定报告的地区或年份"),
        Action.RETURN: _("报告退回报送单位"),
    }
    return plain.get(event.action) or event.action_words


def _words_of_publishing(event: Event, values: list[Value]) -> str:
    own = next((v for v in values if subject(v) == event.subject), None)
    if event.action == Action.PUBLISH:
        return _published(own) if own else _("发布：%(value)s") % {"value": _number(event, "new")}
    was = words_of(own) if own else _number(event, "old")
    if event.action == Action.WITHDRAW:
        return _("撤下已发布的 %(value)s") % {"value": was}
    successor = next((v for v in values if v is not own), None)
    now = words_of(successor) if successor else _number(event, "new")
    return _("已发布的 %(was)s 由 %(now)s 取代") % {"was": was, "now": now}


def _number(event: Event, side: str) -> str:
    """The value that the row itself holds, where what it spoke of is gone."""
    value = (event.detail.get(side) or {}).get("value")
    return plain_number(Decimal(str(value))) if value is not None else "—"
