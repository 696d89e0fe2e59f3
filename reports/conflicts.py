"""Two people on one claim: what stands there now beside what the second wanted, and a way to choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from reports import desk
from reports.errors import Stale
from reports.models import Claim
from reports.templatetags.claim_words import claim_period
from reports.wording import STATES, breakdown_words, value_words

OVER = "over"  # posted with the version that was seen in the comparison: my decision in place of theirs
NOT_SENT_AGAIN = frozenset({"csrfmiddlewaretoken", "version", OVER})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison."""

    name: str
    theirs: str
    yours: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.yours


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a person is shown who decided on something that had changed; ``fields`` are posted again to insist."""

    words: str
    claim: Claim
    lines: tuple[Line, ...]
    fields: tuple[tuple[str, str], ...]
    version: int


def conflict_of(stale: Stale, state: str, data: QueryDict, wanted: Claim | None = None) -> Conflict:
    """The comparison: how the claim stands now, and the ``state`` with the reading that the person wanted.

    ``wanted`` is their reading as an unsaved claim, None where they took the claim as it was shown.
    """
    claim: Claim = stale.row
    shown = standing(claim)
    mine = wanted or claim
    yours = [(_("结论"), _(STATES[state])), *_reading(mine), (_("说明"), data.get("note", "").strip() or "—")]
    theirs = [(_("结论"), _(STATES[claim.state])), *_reading(shown), (_("说明"), claim.note or "—")]
    return Conflict(
        words=str(stale),
        claim=claim,
        lines=tuple(Line(name, now, own) for (name, now), (_name, own) in zip(theirs, yours, strict=True)),
        fields=tuple((k, v) for k, values in data.lists() if k not in NOT_SENT_AGAIN for v in values),
        version=claim.version,
    )


def standing(claim: Claim) -> Claim:
    """The reading that holds now: the person's where the claim was corrected, else the claim's own."""
    own = claim.corrections.exclude(state=Claim.State.REJECTED).select_related("indicator", "report").first()
    return own or claim


def _reading(claim: Claim) -> list[tuple[str, str]]:
    part = f" · {breakdown_words(claim.breakdown)}" if claim.breakdown else ""
    return [
        (_("指标"), f"{claim.indicator.name}{part}"),
        (_("数值"), value_words(claim)),
        (_("期间"), claim_period(claim)),
    ]


@transaction.atomic
def decide_again(
    *, claim: Claim, by: AbstractUser, version: int | None, verb: Callable[..., Claim], **told: Any
) -> Claim:
    """The claim after the verb, which takes the place of somebody else's decision: that one is taken back first.

    Raises Stale where the claim has changed once more since the two were compared.
    """
    claim = Claim.objects.get(pk=claim.pk)
    if claim.state != Claim.State.PENDING:
        claim = desk.reopen(claim=claim, by=by, version=version)
        version = claim.version
    return verb(claim=claim, by=by, version=version, **told)
