"""Whose report it is and of which year, said by a person where the text does not tell or was misread."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as stored

from indicators.models import Region
from reports import publishing
from reports.errors import ServiceError
from reports.models import Claim, Policy, Report
from reports.places import lock_places_of
from reports.reextraction import place_of, read_again, reextract
from reports.replacing import refuse_replaced
from reports.twins import find_twins
from trail.actions import Action
from trail.services import record

EARLIEST, LATEST = 1949, 2100


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a report's claims: how many waiting ones were read anew, how many accepted ones moved."""

    renewed: int
    moved: int


@transaction.atomic
def place_report(
    *, report: Report, by: AbstractUser, region: Region | None, year: int | None, note: str
) -> Placed:
    """The report, given its region and year for the reason in ``note``; None leaves what it has.

    Waiting claims are read again with them. An accepted claim keeps its reading, but takes a period where it had
    none, and its published value moves to the region that it now speaks of. Raises ServiceError.
    """
    report = (
        Report.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "office")
        .get(pk=report.pk)
    )
    if report.state not in {Report.State.REVIEW, Report.State.REVIEWED}:
        raise ServiceError(_("这份报告还没有读完，请等处理完毕再指定地区和年份。"))
    refuse_replaced(report)
    if not note.strip():
        raise ServiceError(_("请写明依据，以后看图的人要知道为什么。"))
    if year is not None and not EARLIEST <= year <= LATEST:
        raise ServiceError(_("年份不对，请写四位公历年份。"))
    was = {"region": report.region_id, "year": report.year}
    _write(report, region, year, note.strip())
    now = {"region": report.region_id, "year": report.year}
    record(Action.PLACE, by=by, target=report, detail={"old": was, "new": now, "note": note.strip()})
    difference = reextract(report=report, by=by)
    report.refresh_from_db()
    find_twins(report)
    accepted = _accepted_again(report)
    lock_places_of(accepted)
    return Placed(
        renewed=len(difference.gained) + len(difference.lost) + len(difference.changed),
        moved=sum(_move(claim, report, by, note.strip()) for claim in accepted),
    )


def _write(report: Report, region: Region | None, year: int | None, note: str) -> None:
    reason = stored("人工指定：%(note)s") % {"note": note[:300]}
    known = dict(report.basis.get("known") or {})
    if region is not None:
        report.region, known["region"] = region, region.pk
        report.basis["region"] = reason
    if year is not None:
        report.year, known["year"] = year, year
        report.basis["year"] = reason
    report.basis["known"] = known
    report.save(update_fields=["region", "year", "basis"])


def _accepted_again(report: Report) -> list[Claim]:
    """The accepted claims, those without a period with the one that the text gives now that the year is known."""
    accepted = report.claims.filter(state=Claim.State.ACCEPTED).select_related(
        "indicator", "observation", "target"
    )
    rows = list(accepted)
    for claim in rows:
        claim.report = report
    if any(claim.end is None for claim in rows):
        now = {place_of(claim): claim for claim in read_again(report)}
        for claim in rows:
            again = now.get(place_of(claim))
            if claim.end is None and again and claim.accounting == again.accounting:
                claim.start, claim.end = again.start, again.end
                claim.save(update_fields=["start", "end"])
    return rows


def _move(claim: Claim, report: Report, by: AbstractUser, note: str) -> bool:
    """Whether the claim's published value came to another place, or to one at all."""
    live = claim.observation or claim.target
    try:
        place = publishing.place_of(claim)
        if live and live.region_id == place.key["region_id"]:
            return False
        if live:
            publishing.withdraw(claim=claim, by=by, reason=stored("人工指定：%(note)s") % {"note": note})
        # What was public stays so, and what was nowhere goes where newly accepted figures go.
        at_once = not live.is_draft if live else Policy.current().publish_on_accept
        return publishing.adopt(claim=claim, by=by, at_once=at_once) is not None
    except publishing.Unpublishable as error:
        claim.note = str(error)[:300]
        claim.save(update_fields=["note"])
        return False
