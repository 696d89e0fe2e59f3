"""Names that texts give an indicator and the catalogue lacks: suggested by reviewers, taken up by its editor."""

from __future__ import annotations

import re

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.catalogue import CatalogueError
from indicators.catalogue_store import read_catalogue
from indicators.models import IndicatorName
from reports.errors import ServiceError
from reports.models import AliasSuggestion, Claim
from trail.actions import Action
from trail.services import record

LONGEST = 20
_BREAKS = re.compile(r"[，。；：、（）()《》“”,;:\s]|\d")
_LEADING = re.compile(
    r"^(?:全[年省市县区州]|今年|去年|本年|当年|年|月|日|截至|目前|其中|共计?|累计|新增|实现|完成|办理|开展|组织|举办|受理|收到|查处|的|和|与|及)+"
)
_TRAILING = re.compile(r"(?:达到|达|为|是|共计?|合计|完成|实现|约|近|超过|突破|有|了|等|至|到|新增|累计)+$")


def guess_name(text: str, start: int) -> str:
    """The name right before a number: the end of its clause without verbs and dates; "" where none is left."""
    before = text[max(0, start - 60) : start]
    clause = _BREAKS.split(before)[-1]
    name = _LEADING.sub("", _TRAILING.sub("", clause))
    return name if 2 <= len(name) <= LONGEST else ""


def suggest(*, name: str, claim: Claim, by: AbstractUser) -> AliasSuggestion | None:
    """The suggestion that the name means the claim's indicator; None where the catalogue knows the name already."""
    name = " ".join(name.split())[:80]
    if not name or IndicatorName.objects.filter(name=name).exists():
        return None
    suggestion, _is_new = AliasSuggestion.objects.get_or_create(
        name=name,
        indicator=claim.indicator,
        defaults={"claim": claim, "sentence": claim.sentence[:600], "suggested_by": by},
    )
    return suggestion


@transaction.atomic
def take_up(*, suggestion: AliasSuggestion, by: AbstractUser) -> IndicatorName:
    """The catalogue's new name, which the next reading uses. Raises ServiceError."""
    suggestion = _locked(suggestion)
    try:
        with transaction.atomic():
            name = IndicatorName.objects.create(indicator=suggestion.indicator, name=suggestion.name)
            read_catalogue()
    except IntegrityError as error:
        raise ServiceError(
            _("“%(name)s”已经是目录里的名称，不能再收。") % {"name": suggestion.name}
        ) from error
    except CatalogueError as error:
        raise ServiceError(_("目录不接受这个名称：%(reason)s") % {"reason": str(error)}) from error
    _decide(suggestion, AliasSuggestion.State.ACCEPTED, by, "")
    detail = {"new": {"name": suggestion.name, "indicator": suggestion.indicator_id}}
    record(Action.CATALOGUE_CHANGE, by=by, target=suggestion.indicator, detail=detail)
    return name


@transaction.atomic
def decline(*, suggestion: AliasSuggestion, by: AbstractUser, reason: str) -> None:
    """The suggestion, put away with the reason. Raises ServiceError."""
    suggestion = _locked(suggestion)
    if not reason.strip():
        raise ServiceError(_("请写明不收的理由。"))
    _decide(suggestion, AliasSuggestion.State.DECLINED, by, reason.strip()[:300])


def _locked(suggestion: AliasSuggestion) -> AliasSuggestion:
    suggestion = (
        AliasSuggestion.objects.select_for_update(of=("self",))
        .select_related("indicator")
        .get(pk=suggestion.pk)
    )
    if suggestion.state != AliasSuggestion.State.PENDING:
        raise ServiceError(_("这条建议已经有人处理过。"))
    return suggestion


def _decide(suggestion: AliasSuggestion, state: str, by: AbstractUser, reason: str) -> None:
    suggestion.state, suggestion.decided_by, suggestion.reason = state, by, reason
    suggestion.decided_at = timezone.now()
    suggestion.save(update_fields=["state", "decided_by", "decided_at", "reason"])
