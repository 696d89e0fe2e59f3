"""From drafts to what all may see: what publishing a report would change, and the step itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Observation, Target
from reports.errors import ServiceError
from reports.models import Claim, Report
from reports.places import lock_places, place_under
from reports.publishing import Published, make_public
from reports.returning import refuse_returned
from reports.versions import lock_report


@dataclass(frozen=True, slots=True)
class Change:
    """One draft of a report: the value shown now under its key, if any, and whether an open doubt holds it back."""

    draft: Published
    live: Published | None
    claim: Claim
    is_held: bool

    @property
    def kind(self) -> str:
        """``held``, ``new``, ``same`` (stated more exactly, or again) or ``replaced``."""
        if self.is_held:
            return "held"
        if self.live is None:
            return "new"
        return "same" if self.live.value == self.draft.value else "replaced"


def changes_of(report: Report) -> list[Change]:
    """What publishing the report would change, in the order of its text; five queries whatever its length."""
    rows = report.claims.resting_on_drafts().with_drafts()
    free = set(report.claims.free_of_doubt().values_list("pk", flat=True))
    drafts: dict[tuple[str, int], tuple[Published, list[Claim]]] = {}
    for claim in rows:
        draft = claim.observation or claim.target
        drafts.setdefault((draft._meta.model_name, draft.pk), (draft, []))[1].append(claim)
    live = _live(draft for draft, _claims in drafts.values())
    return [
        Change(draft, live.get(_key(draft)), claims[0], any(claim.pk not in free for claim in claims))
        for draft, claims in drafts.values()
    ]


def _key(value: Published) -> tuple[object, ...]:
    return (value._meta.model_name, *(getattr(value, name) for name in value.KEY))


def _live(drafts: Iterable[Published]) -> dict[tuple[object, ...], Published]:
    """What is shown under the drafts' keys: found by indicator and region, told apart by the whole key."""
    found: dict[tuple[object, ...], Published] = {}
    by_model: dict[type[Published], list[Published]] = {}
    for draft in drafts:
        by_model.setdefault(type(draft), []).append(draft)
    for model, rows in by_model.items():
        wanted = {_key(row) for row in rows}
        near = (
            model.objects.published()
            .select_related("indicator")
            .filter(
                indicator__in={row.indicator_id for row in rows}, region__in={row.region_id for row in rows}
            )
        )
        found |= {_key(row): row for row in near if _key(row) in wanted}
    return found


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page shows before publishing: what will be shown, what is held back, what stays outside series."""

    ready: tuple[Change, ...]
    held: tuple[Change, ...]
    outside: tuple[Claim, ...]


def preview(report: Report) -> Preview:
    """The report's changes in two heaps, and its accepted claims that enter no series, each with its note."""
    changes = changes_of(report)
    return Preview(
        ready=tuple(change for change in changes if not change.is_held),
        held=tuple(change for change in changes if change.is_held),
        outside=tuple(report.claims.outside_series().select_related("indicator", "report")),
    )


@transaction.atomic
def publish_report(*, report: Report, by: AbstractUser) -> int:
    """How many of the report's drafts are shown to all from now on; those under an open doubt stay drafts.

    Raises ServiceError where there is none to publish, or where the report was returned to its office.
    """
    lock_report(report.pk)
    refuse_returned(report)
    lock_places(place_under(change.draft) for change in changes_of(report))
    changes = changes_of(report)  # as they are now that nobody else can change them
    ready = [change for change in changes if not change.is_held]
    if not ready:
        raise ServiceError(_held_words() if changes else _("这份报告没有待发布的数据，可能已由别人发布。"))
    for draft in _locked(ready):
        make_public(draft, by=by)
    return len(ready)


def _held_words() -> str:
    return _("这份报告待发布的数据都还有疑点没有裁定，请先裁定疑点。")


def _locked(changes: list[Change]) -> Iterator[Published]:
    """The drafts in one order for everybody, so that two who publish at once wait instead of blocking each other."""
    for model in (Observation, Target):
        keys = [change.draft.pk for change in changes if isinstance(change.draft, model)]
        yield from model.objects.drafts().filter(pk__in=keys).order_by("pk").select_for_update()
