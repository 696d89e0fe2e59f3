"""When one report takes another's place: what the other stands for is taken back, its words stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from reports import publishing
from reports.errors import ServiceError
from reports.models import Claim, Finding, Report, Return
from reports.places import lock_places_of
from trail.actions import Action
from trail.services import record

LONGEST_TITLE = 200


def lock_both(one: int, other: int) -> tuple[Report, Report]:
    """The two reports, locked with their claims, reports first as every decision does, each in the order of its number:
    so two people whose changes cross wait for each other and never in a circle."""
    rows = Report.objects.filter(pk__in=[one, other]).order_by("pk")
    rows = rows.select_related("region", "office", "replaced_by")
    found = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    claims = Claim.objects.filter(report__in=[one, other]).order_by("pk")
    lock_places_of(_under(claims, found))
    list(claims.select_for_update(no_key=True).values_list("pk"))
    return found[one], found[other]


def _under(claims: Iterable[Claim], reports: dict[int, Report]) -> list[Claim]:
    """The claims with the report's one copy each."""
    rows = list(claims)
    for claim in rows:
        claim.report = reports[claim.report_id]
    return rows


def refuse_replaced(*reports: Report) -> None:
    """Raise ServiceError for a report that has stood down: nothing is decided on it, and it replaces no other.

    So no circle can come about: whoever would close it would have to stand down first.
    """
    for report in reports:
        if report.replaced_by_id:
            words = _t("《%(title)s》%(how)s，请看取代它的《%(other)s》。")
            names = {"title": report, "how": report.get_replaced_as_display(), "other": report.replaced_by}
            raise ServiceError(words % names)


def refuse_unread(*reports: Report) -> None:
    """Raise ServiceError for a report that is still being read, or could not be."""
    for report in reports:
        if report.state not in {Report.State.REVIEW, Report.State.REVIEWED}:
            words = _t("《%(title)s》%(state)s，还不能取代；请等它读完。")
            raise ServiceError(words % {"title": report, "state": report.get_state_display()})


def reason_of(other: Report, how: str) -> str:
    """The sentence that stays with what is taken back: by which report, received when."""
    if how == Report.Replacement.REVISION:
        words = _("由修订稿取代：《%(title)s》（%(date)s 收到）")
    else:
        words = _("重复报送，以《%(title)s》（%(date)s 收到）为准")
    date = f"{timezone.localtime(other.uploaded_at):%Y-%m-%d}"
    return words % {"title": str(other)[:LONGEST_TITLE], "date": date}


def stand_down(*, report: Report, by: AbstractUser, replaced_by: Report, how: str, note: str = "") -> None:
    """Take back what rests on the locked report and say what replaced it; within the caller's transaction.

    Its published values fall where no other report holds them; what waited is rejected with the reason; decided claims
    keep their decisions, open doubts are ruled on. Nothing of it is deleted.
    """
    reason, now = reason_of(replaced_by, how), timezone.now()
    deed = Action.SUPERSEDE if how == Report.Replacement.REVISION else Action.WITHDRAW
    claims = report.claims.select_related("observation", "target")
    for claim in claims:
        if claim.is_published:
            claim.report = report
            publishing.withdraw(claim=claim, by=by, reason=reason)
    report.claims.filter(state=Claim.State.PENDING).update(
        state=Claim.State.REJECTED, decided_by=by, decided_at=now, note=reason[:300],
        aside_at=None, aside_by=None, aside_note="", version=F("version") + 1,
    )  # fmt: skip
    report.findings.open().update(
        state=Finding.State.RULED, ruling=reason[:500], ruled_by=by, ruled_at=now, version=F("version") + 1
    )
    report.returns.open().update(state=Return.State.CLOSED, closing=reason[:500], closed_by=by, closed_at=now)
    report.state, report.state_since = Report.State.REVIEWED, now
    report.replaced_by, report.replaced_as, report.replaced_at = replaced_by, how, now
    report.replacer, report.replaced_note = by, note[:300]
    report.save(
        update_fields=[
            "state", "state_since", "replaced_by", "replaced_as", "replaced_at", "replacer", "replaced_note",
        ]
    )  # fmt: skip
    detail = {"old": {"report": report.pk}, "new": {"report": replaced_by.pk}, "note": note or reason}
    record(deed, by=by, target=report, detail=detail, also=[replaced_by, *claims])
