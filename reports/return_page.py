"""What a report can be sent back for: its open doubts and the figures that somebody could not judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.utils import timezone

from reports import access
from reports.coverage import Owed, owed_by
from reports.finding_page import FindingCard, finding_card, with_sentences
from reports.models import Claim, Finding, Report, Return

MOST_CLAIMS = 60


@dataclass(frozen=True, slots=True)
class ReturnChoices:
    """Doubts as cards, and claims with ``sentence_text`` and ``quote_text``."""

    doubts: Sequence[FindingCard]
    claims: Sequence[Claim]


def open_doubts(report: Report) -> Any:
    """Open doubts that the report takes part in; those between reports are kept at the later one."""
    rows = Finding.objects.open().doubts().exclude(rule=Finding.Rule.TWIN)
    own = rows.filter(Q(report=report) | Q(claims__report=report))
    return rows.filter(pk__in=own.values("pk"))


def unsettled_claims(report: Report) -> Any:
    """Waiting figures that were set aside or read with a reason against them, as the text has them."""
    rows = report.claims.pending().filter(Q(aside_at__isnull=False) | Q(reasons__len__gt=0))
    return rows.with_quotes().select_related("indicator")


def return_choices(report: Report) -> ReturnChoices:
    """What the form of a return lists."""
    doubts = [finding_card(finding) for finding in with_sentences(open_doubts(report))]
    return ReturnChoices(doubts, list(unsettled_claims(report)[:MOST_CLAIMS]))


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits for an office: reports that came back to it, and reports that it owes."""

    returns: Sequence[Return]
    owed: Sequence[Owed]


def duties_of(user: AbstractUser) -> Duties | None:
    """The office's duties, the nearest deadline first; None for those who belong to no office."""
    region = access.home_region(user)
    if region is None:
        return None
    back = access.visible(Return, user).filter(state=Return.State.RETURNED).with_context()
    far = timezone.localdate().max
    return Duties(sorted(back, key=lambda one: (one.reply_by or far, -one.pk)), owed_by(user, region))
