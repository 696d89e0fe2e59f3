"""Which indicators have no figure for whom: 不适用 is told apart from 未报, with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.models import Indicator, Region
from reports.errors import ServiceError
from reports.models import NotApplicable
from trail.actions import Action
from trail.services import record


@transaction.atomic
def set_not_applicable(
    *, by: AbstractUser, indicator: Indicator, reason: str, level: str = "", region: Region | None = None
) -> NotApplicable:
    """The rule that no figure is asked for, of a level or of one region. Raises ServiceError."""
    if bool(level) == (region is not None):
        raise ServiceError(_("请选择级别，或写出一个地区：二者选一。"))
    if not reason.strip():
        raise ServiceError(_("请写明不适用的理由。"))
    try:
        with transaction.atomic():
            rule = NotApplicable.objects.create(
                indicator=indicator, level=level, region=region, reason=reason.strip()[:300], set_by=by
            )
    except IntegrityError as error:
        raise ServiceError(_("这一条已经设过；要改理由，请先撤销再重设。")) from error
    record(Action.SETTING_CHANGE, by=by, target=rule, detail={"new": told(rule), "note": rule.reason})
    return rule


@transaction.atomic
def drop_not_applicable(*, rule: NotApplicable, by: AbstractUser) -> None:
    """Ask for the figure again. Raises ServiceError where the rule was withdrawn meanwhile."""
    row = NotApplicable.objects.select_for_update(of=("self",)).filter(pk=rule.pk).first()
    if row is None:
        raise ServiceError(_("这一条刚刚已被撤销，请刷新后再看。"))
    record(Action.SETTING_CHANGE, by=by, target=row, detail={"old": told(row)})
    row.delete()


def codes_without(indicator: Indicator, regions: Iterable[Region]) -> set[str]:
    """Those of the regions that have no figure of the indicator, by a rule for their level or for themselves."""
    rules = set(NotApplicable.objects.filter(indicator=indicator).values_list("level", "region_id"))
    return {region.pk for region in regions if (region.level, None) in rules or ("", region.pk) in rules}


def told(rule: NotApplicable) -> dict[str, str | None]:
    return {"indicator": rule.indicator_id, "level": rule.level, "region": rule.region_id}
