"""From a sentence on: every value, chart, ruling, doubt and letter that rests on what a claim says."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Citation, Observation, Target
from indicators.uses import Use, uses_of_value
from reports import access
from reports.models import Claim, Finding, QueryLetter
from reports.stored_sentences import in_readers_language
from reports.story import words_of
from reports.wording import period_words


def uses_of_claim(claim: Claim, user: AbstractUser) -> list[Use]:
    """What rests on the claim and its corrections, as far as the user may see it: values with their charts first, then
    rulings and doubts, then letters. At most seven queries."""
    family = list(
        Claim.objects.filter(Q(pk=claim.corrects_id or claim.pk) | Q(corrects=claim.corrects_id or claim.pk))
        .select_related(
            "observation__indicator", "observation__region", "target__indicator", "target__region"
        )
        .order_by("pk")
    )
    values = dict.fromkeys(one.observation or one.target for one in family if one.observation or one.target)
    uses = [use for value in values for use in (_value(value), *uses_of_value(value, user))]
    findings = list(access.visible(Finding, user).filter(claims__in=family).distinct().order_by("pk"))
    return uses + [_finding(one) for one in findings] + _letters(findings, user)


def uses_of_observation(observation: Observation, user: AbstractUser) -> list[Use]:
    """What rests on a published value: charts and views, and the other documents and rulings tied to it."""
    rulings = {one.ruling: one for one in _citations(observation) if one.ruling}
    reads = access.can_review(user)
    told = [
        Use(_("裁定"), in_readers_language(words), one.ruling_link if reads else "")
        for words, one in rulings.items()
    ]
    return uses_of_value(observation, user) + told


def _citations(observation: Observation) -> Iterable[Citation]:
    return observation.citations.all()


def _value(value: Observation | Target) -> Use:
    """The value itself, with how it stands."""
    names = {
        "where": value.region.shown_name,
        "when": period_words(value.start, value.end),
        "what": value.indicator.name,
        "value": words_of(value),
    }
    words = _("%(where)s %(when)s %(what)s %(value)s") % names
    if isinstance(value, Target):
        return Use(_("目标值"), words, note=_standing(value))
    return Use(
        _("数值"), words, reverse("indicators:observation-evidence", args=[value.pk]), _standing(value)
    )


def _standing(value: Observation | Target) -> str:
    if value.superseded_at is not None:
        return _("已被替换")
    return _("草稿，未发布") if value.is_draft else _("已发布")


def _finding(finding: Finding) -> Use:
    page = reverse("reports:finding-rule", args=[finding.pk])
    words = in_readers_language(finding.message)
    if finding.state == Finding.State.RULED:
        return Use(_("裁定"), words, page, finding.ruling)
    if finding.severity == Finding.Severity.INFO:
        return Use(_("印证"), words, page)
    return Use(_("疑点"), words, page, _("待裁定"))


def _letters(findings: list[Finding], user: AbstractUser) -> list[Use]:
    rows = access.visible(QueryLetter, user).filter(findings__in=findings).distinct() if findings else ()
    return [
        Use(
            _("问询函"),
            _("致%(addressee)s") % {"addressee": row.addressee},
            reverse("reports:letter-detail", args=[row.pk]),
        )
        for row in rows
    ]
