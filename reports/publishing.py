"""From an accepted claim to a published value, and back.

A published value is never edited: it is superseded, with a reason, or withdrawn when its last claim falls.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _  # stored in Chinese, read in any language

from indicators.models import (
    Accounting,
    Citation,
    Measure,
    Observation,
    ObservationStatus,
    Region,
    Source,
    Target,
)
from indicators.regions import load_gazetteer
from indicators.wording import format_exact
from reports.citing import ruling_on
from reports.extraction.intervals import Interval, interval_of
from reports.growth_check import check_growth
from reports.models import Claim, Finding, Report
from trail.actions import Action
from trail.services import record

NATION = "000000"
_ESTIMATED = re.compile("预计|估计|估算|测算")
_PROVISIONAL = re.compile("初步统计|初步核算|初步数|快报")
Published = Observation | Target  # one published value of either table


class Unpublishable(Exception):
    """Why a claim enters no region's series; ``str()`` is the sentence shown beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: its table and the key of its statistic."""

    model: type[Observation] | type[Target]
    key: dict[str, Any]


def field_of(published: Published) -> str:
    """Under which name claims and citations point to a value of its table."""
    return "observation" if isinstance(published, Observation) else "target"


def place_of(claim: Claim, known: Mapping[str, Region] | None = None) -> Place:
    """The statistic that the claim speaks of; ``known`` spares asking for its region. Raises Unpublishable with the
    reason where there is none."""
    if claim.report.replaced_by_id:
        raise Unpublishable(_("这份报告已被另一份取代，数字不再进入序列。"))
    if claim.entity:
        raise Unpublishable(_("“%(entity)s”的数字不进入地区序列，已保留备查。") % {"entity": claim.entity})
    if claim.end is None:
        raise Unpublishable(_("时间不明，请先更正期间。"))
    if (claim.accounting == Accounting.FLOW) != (claim.start is not None):
        raise Unpublishable(_("期间与口径不符：时期数要有起止，时点数和累计数只有期末。"))
    key = {
        "indicator_id": claim.indicator_id,
        "breakdown": claim.breakdown,
        "accounting": claim.accounting,
        "region_id": region_of(claim, known).pk,
        "start": claim.start,
        "end": claim.end,
    }
    if claim.measure == Measure.TARGET:
        return Place(Target, key | {"unit_kind": claim.unit_kind, "comparator": claim.comparator})
    return Place(Observation, key | {"measure": claim.measure})


def region_of(claim: Claim, known: Mapping[str, Region] | None = None) -> Region:
    """The region whose statistic it is: the named one, else the report's own. Raises Unpublishable."""
    home = claim.report.region_id
    if not claim.area:
        if home is None:
            raise Unpublishable(_("报告的地区不明，请先指定地区。"))
        return claim.report.region
    code = NATION if claim.area == "全国" else resolve_area(claim.area, home)
    region = known.get(code or "") if known is not None else Region.objects.filter(pk=code or "").first()
    if region is None:
        raise Unpublishable(_("认不出“%(area)s”是哪个地区，请更正所指地区。") % {"area": claim.area})
    return region


def resolve_area(name: str, home: str | None) -> str | None:
    """The code of a name as a text has it, read from the reporting region; None where it is not plain."""
    if name in {"全省", "全自治区"} and home:
        return home[:2] + "0000"
    if name in {"全市", "全地区", "全州"} and home:
        return home[:4] + "00"
    entry = load_gazetteer().resolve(name, home)
    return entry.code if entry else None


@transaction.atomic
def adopt(*, claim: Claim, by: AbstractUser | None, at_once: bool, reason: str = "") -> Published | None:
    """The value that now rests on the accepted claim, or None where a doubt stands in the way.

    A new value is a draft until a person publishes it, or is published ``at_once``. A rounded claim supports the exact
    value and is not put beside it. Another value under the same key gives way only for a ``reason``; without one a
    finding is opened. Raises Unpublishable.
    """
    place = place_of(claim)
    at_once = at_once and not claim.report.returns.open().exists()  # what was sent back stays a draft
    rows = place.model.objects.current().select_for_update().filter(**place.key)
    standing = rows.order_by(
        F("published_at").desc(nulls_first=True)
    ).first()  # the draft, else what is shown
    if standing is None:
        return _enter(place, claim, by, at_once)
    if standing.value == claim.value and standing.comparator == claim.comparator:
        _attach(claim, standing, Citation.Role.EVIDENCE)
        if at_once and standing.is_draft:
            make_public(standing, by=by)
        return standing
    stated, shown = allowed(claim), allowed(speaker_of(standing))
    if stated.meets(shown):  # 突破9万 and 8.2亿元 hold for every value they may have been said of
        if not is_finer(stated, shown):
            return _attach(claim, standing, Citation.Role.SUPPORT)
        reason = reason or _("精确值取代约数")
    if not reason:
        _refuse_another_scope(claim, standing)
        _open_finding(claim, standing)
        return None
    if standing.is_draft:
        discard(standing)
    return _enter(place, claim, by, at_once, reason)


def _enter(place: Place, claim: Claim, by: AbstractUser | None, at_once: bool, reason: str = "") -> Published:
    draft = value_of(place, claim, reason)
    draft.save(force_insert=True)
    _attach(claim, draft, Citation.Role.EVIDENCE)
    if isinstance(draft, Observation):
        check_growth(draft, claim)
    if at_once:
        make_public(draft, by=by)
    return draft


def make_public(draft: Published, *, by: AbstractUser | None) -> None:
    """Show the draft to all from now on; what was shown under its key is superseded."""
    key = {name: getattr(draft, name) for name in draft.KEY}
    live = type(draft).objects.published().select_for_update().filter(**key).first()
    if live is not None:
        supersede(live, by=by, reason=draft.replaces_because or _("由新的数值取代"), successor=draft)
    draft.published_at, draft.published_by = timezone.now(), by
    fields = ["published_at", "published_by"]
    if live is not None and isinstance(draft, Observation) and live.value != draft.value:
        draft.status = ObservationStatus.REVISED
        fields.append("status")
    draft.save(update_fields=fields)
    record(Action.PUBLISH, by=by, target=draft, detail=told_of(draft), also=claims_on(draft))


def told_of(value: Published) -> dict[str, Any]:
    """What the trail says of a value that is shown from now on."""
    return {"new": {"value": value.value, "status": getattr(value, "status", "")}}


def claims_on(published: Published) -> list[Claim]:
    """The claims that the value rests on now; their keys only."""
    return list(Claim.objects.filter(**{field_of(published): published}).only("pk").order_by("pk"))


def discard(draft: Published) -> None:
    """Take the draft away: nobody but staff has seen it, and the claims it rested on keep their decisions."""
    Claim.objects.filter(**{field_of(draft): draft}).update(**{field_of(draft): None})
    draft.delete()


def _refuse_another_scope(claim: Claim, live: Published) -> None:
    """Raise Unpublishable where two values differ in scope, not in truth.

    Ranks in two fields (全国第十、中部第二), or what one report counts twice under one indicator without contradicting
    itself: a series has room for one of them.
    """
    if claim.measure == Measure.RANK:
        raise Unpublishable(_("该位次与已发布的位次范围不同，未并入序列，已保留备查。"))
    if live.citations.filter(source__key=source_key(claim.report)).exists():
        raise Unpublishable(_("本报告的另一数值已发布在这一序列，本条未并入，已保留备查。"))


def is_finer(one: Interval, other: Interval) -> bool:
    """Whether the one tells the number more exactly than the other."""
    return one.high - one.low < other.high - other.low


def allowed(stated: Claim | Published) -> Interval:
    """Every value that the words can be true of; a number written out stands for itself alone."""
    step = getattr(stated, "step", None)
    return interval_of(stated, step if step and step > 1 else Decimal(0))


def speaker_of(live: Published) -> Claim | Published:
    """The claim that the published value was taken from, which knows how exactly it was written."""
    field = field_of(live)
    same = Claim.objects.filter(**{field: live}, value=live.value, comparator=live.comparator)
    return same.order_by("pk").first() or live


def supersede(
    live: Published, *, by: AbstractUser | None, reason: str, successor: Published | None = None
) -> None:
    """End the value's time on display, for a successor or for none; the row and its citations stay."""
    live.superseded_at, live.superseded_by, live.supersede_reason = timezone.now(), by, reason[:300]
    live.save(update_fields=["superseded_at", "superseded_by", "supersede_reason"])
    told = {"old": {"value": live.value}, "note": reason} | (
        {"new": {"value": successor.value}} if successor else {}
    )
    also = [*([successor] if successor else []), *claims_on(live)]
    record(Action.SUPERSEDE if successor else Action.WITHDRAW, by=by, target=live, detail=told, also=also)


@transaction.atomic
def withdraw(*, claim: Claim, by: AbstractUser, reason: str) -> None:
    """Take the claim from under its published value, and the value from display where nothing else holds it."""
    published = claim.observation or claim.target
    if published is None:
        return
    field = field_of(published)
    claim.observation = claim.target = None
    claim.save(update_fields=["observation", "target"])
    if published.superseded_at is not None:
        return
    others = Claim.objects.filter(**{field: published})
    if others.filter(value=claim.value, comparator=claim.comparator).exists():
        published.citations.filter(link=link_to(claim)).delete()
    elif published.is_draft:
        discard(published)
    else:
        supersede(published, by=by, reason=reason)
        others.update(**{field: None})


def link_to(claim: Claim) -> str:
    """The path that opens the document at the claim's place."""
    return f"{reverse('reports:report-detail', args=[claim.report_id])}?claim={claim.pk}"


def value_of(place: Place, claim: Claim, reason: str = "") -> Published:
    """The claim's value as a row of its place, a draft that is not stored yet."""
    fields = place.key | {"value": claim.value, "unit_kind": claim.unit_kind, "comparator": claim.comparator}
    if place.model is Observation:
        fields["status"] = status_of(claim)
    return place.model(**fields, replaces_because=reason[:300])


def status_of(claim: Claim) -> str:
    """The value's SDMX status by the words of its sentence: 初步统计 is provisional, 预计 and 估算 are estimates."""
    if _ESTIMATED.search(claim.sentence):
        return ObservationStatus.ESTIMATED
    return ObservationStatus.PROVISIONAL if _PROVISIONAL.search(claim.sentence) else ObservationStatus.NORMAL


def _attach(claim: Claim, published: Published, role: str) -> Published:
    field = field_of(published)
    setattr(claim, field, published)
    claim.save(update_fields=[field])
    citation = citation_of(claim, published, source_of(claim.report), role, ruling_on(claim))
    Citation.objects.bulk_create([citation], ignore_conflicts=True)  # the same claim is cited once
    return published


def citation_of(
    claim: Claim, published: Published, source: Source, role: str, ruling: tuple[str, str]
) -> Citation:
    """What ties the value to the claim's sentence, not stored; ``ruling`` is the last one on it and that one's page."""
    return Citation(
        **{field_of(published): published},
        link=link_to(claim),
        source=source,
        role=role,
        sentence=claim.sentence,
        quote_start=claim.span_start - claim.sentence_start,
        quote_end=claim.span_end - claim.sentence_start,
        section=" › ".join(claim.section)[:500],
        ruling=ruling[0][:600],
        ruling_link=ruling[1],
    )


def source_key(report: Report) -> str:
    return f"report:{report.pk}"


def source_of(report: Report) -> Source:
    """The report as a source of statistics; made at its first published claim, brought up to date at the next."""
    fields = {
        "title": str(report)[:300],
        "issuer": report.region or report.office,
        "year": report.year,
        "digest": report.digest,
        "received_at": report.uploaded_at,
        "is_sample": report.is_sample,
    }
    source, is_new = Source.objects.get_or_create(key=source_key(report), defaults=fields)
    stale = [name for name, value in fields.items() if not is_new and getattr(source, name) != value]
    if stale:
        for name in stale:
            setattr(source, name, fields[name])
        source.save(update_fields=stale)
    return source


def _open_finding(claim: Claim, live: Published) -> None:
    words = _("与待发布的数值不同：待发布 %(live)s，本报告为 %(claim)s。")
    if not live.is_draft:
        words = _("与已发布的数值不同：已发布 %(live)s，本报告为 %(claim)s。")
    message = words % {
        "live": format_exact(live.value),
        "claim": format_exact(claim.value),
    }
    finding, _created = Finding.objects.get_or_create(
        report=claim.report,
        rule=Finding.Rule.PUBLISHED,
        indicator=claim.indicator,
        measure=claim.measure,
        state=Finding.State.OPEN,
        spans=[[claim.span_start, claim.span_end]],
        defaults={
            "severity": Finding.Severity.ERROR,
            "values": [live.value, claim.value],
            "message": message,
        },
    )
    field = field_of(live)
    finding.claims.add(
        claim, *Claim.objects.filter(**{field: live})
    )  # so that the sentences stand side by side
