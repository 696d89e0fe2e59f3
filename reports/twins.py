"""Reports of one office and year that say nearly the same: found after reading, decided on by a person."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from reports.errors import ServiceError
from reports.likeness import fold, likeness, most_likeness
from reports.models import Finding, Report, Twin
from reports.replacing import lock_both, refuse_replaced, stand_down
from trail.actions import Action
from trail.services import record

TWIN_FROM = Decimal("0.75")  # the sample reports of one office for two years reach 0.52
COMPARED = 5  # candidates whose text is looked at: those that share most of the signature
SHOWN = 3
LONGEST_TITLE = 200


def find_twins(report: Report) -> list[Twin]:
    """The reports that say nearly what this one says, the likest first; each is stored, with an open doubt.

    Within the transaction that stores the report with its signature: two that are read at the same moment wait here
    for each other's end, so that the second sees the first.
    """
    if not report.signature:
        return []
    _wait_for_the_other(report)
    near = list(Report.objects.near(report).order_by().values_list("pk", "signature"))
    if not near:
        return []
    pairs = Twin.objects.filter(Q(report=report) | Q(earlier=report)).values_list("report", "earlier")
    known, bands = {pk for pair in pairs for pk in pair}, set(report.signature)
    near.sort(key=lambda row: (-len(bands.intersection(row[1])), -row[0]))
    likeliest = [row for row in near if row[0] not in known][:COMPARED]
    own = fold(report.text, report.noise)
    rows = Report.objects.filter(pk__in=[pk for pk, _signature in likeliest])
    measured = [(share_of(own, fold(other.text, other.noise)), other) for other in rows]
    measured.sort(key=lambda pair: (-pair[0], -pair[1].pk))
    return [_keep(report, other, share) for share, other in measured[:SHOWN] if share >= TWIN_FROM]


def share_of(one: str, other: str) -> Decimal:
    """The likeness of two folded texts; 0 where their lengths alone tell that they are no twins."""
    return likeness(one, other) if most_likeness(len(one), len(other)) >= TWIN_FROM else Decimal(0)


def _wait_for_the_other(report: Report) -> None:
    """Hold, to the end of the transaction, the right to look for twins of this office and year."""
    homes = sorted({report.region_id or "", report.office_id or ""} - {""}) or [""]
    with connection.cursor() as cursor:
        for home in homes:
            key = f"twins:{home}:{report.year}"
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _keep(report: Report, other: Report, share: Decimal) -> Twin:
    message = _("与《%(title)s》（%(date)s 收到）正文 %(share)s%% 相同") % {
        "title": str(other)[:LONGEST_TITLE],
        "date": f"{timezone.localtime(other.uploaded_at):%Y-%m-%d}",
        "share": int(share * 100),
    }
    finding = Finding.objects.create(
        report=report, rule=Finding.Rule.TWIN, severity=Finding.Severity.WARNING, message=message
    )
    return Twin.objects.create(report=report, earlier=other, likeness=share, finding=finding)


@transaction.atomic
def keep_both(*, twin: Twin, by: AbstractUser) -> Twin:
    """The twin, told to be a report of its own: both stay, the doubt is settled. Raises ServiceError."""
    twin = undecided(twin)
    settle(twin, Twin.Verdict.SEPARATE, by, _("是另一份报告，两份都保留"))
    return twin


@transaction.atomic
def withdraw_duplicate(*, twin: Twin, by: AbstractUser) -> Twin:
    """The twin, told to be the same report once more: the newer one stands down. Raises ServiceError."""
    report, earlier = lock_both(twin.report_id, twin.earlier_id)
    twin = undecided(twin)
    refuse_replaced(report, earlier)
    settle(twin, Twin.Verdict.DUPLICATE, by, _("与较早的一份重复，撤下这一份"))
    stand_down(report=report, by=by, replaced_by=earlier, how=Report.Replacement.DUPLICATE)
    return twin


def undecided(twin: Twin) -> Twin:
    """The twin, locked. Raises ServiceError where somebody has decided on it meanwhile."""
    twin = (
        Twin.objects.select_for_update(of=("self",)).select_related("finding", "decided_by").get(pk=twin.pk)
    )
    if twin.verdict:
        words = _t("%(who)s 已决定：%(verdict)s；请刷新后再看。")
        raise ServiceError(words % {"who": twin.decided_by, "verdict": twin.get_verdict_display()})
    return twin


def settle(twin: Twin, verdict: str, by: AbstractUser, ruling: str) -> None:
    """Write the decision into the twin and close its doubt."""
    now = timezone.now()
    twin.verdict, twin.decided_by, twin.decided_at = verdict, by, now
    twin.save(update_fields=["verdict", "decided_by", "decided_at"])
    open_doubt = Finding.objects.open().filter(pk=twin.finding_id)
    open_doubt.update(state=Finding.State.RULED, ruling=ruling, ruled_by=by, ruled_at=now)
    detail = {"new": {"verdict": str(verdict), "earlier": twin.earlier_id}, "note": ruling}
    record(Action.RULE, by=by, target=twin.finding, detail=detail, also=[twin.report])
