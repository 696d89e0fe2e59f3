"""What the bureau has switched on: set by a person, carried out on each report that was read."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext_noop as stored

from indicators.scope import below
from reports.models import Policy, Report
from reports.services import accept_all
from trail.actions import Action
from trail.services import record


@transaction.atomic
def set_policy(*, by: AbstractUser, accept_from: Decimal | None, publish_on_accept: bool) -> Policy:
    """The bureau's policy from now on; what was decided before stays as it is."""
    was = Policy.objects.select_for_update().filter(pk=1).first() or Policy(pk=1)
    old = {"accept_from": was.accept_from, "publish_on_accept": was.publish_on_accept}
    new = {"accept_from": accept_from, "publish_on_accept": publish_on_accept}
    policy, _created = Policy.objects.update_or_create(pk=1, defaults=new)
    record(Action.SETTING_CHANGE, by=by, target=policy, detail={"old": old, "new": new})
    return policy


def accept_by_policy(*, report: Report) -> int:
    """How many of the report's claims were accepted by rule: none where the switch is off, or where the report speaks
    for a region that is not its office's own."""
    policy = Policy.current()
    if policy.accept_from is None or not is_within_rights(report):
        return 0
    note = stored("把握不低于规则的 %(threshold)s，自动采用") % {"threshold": f"{policy.accept_from:.0%}"}
    return accept_all(report=report, by=None, threshold=policy.accept_from, note=note)


def is_within_rights(report: Report) -> bool:
    """Whether an office speaks of itself or of what lies below it; the bureau itself may hand in anybody's report."""
    if report.office_id is None or report.region_id is None:
        return report.office_id is None
    return below(report.office_id).includes(report.region_id)
