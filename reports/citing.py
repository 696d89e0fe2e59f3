"""Rulings where published values are shown: the evidence, chart notes and exports cite what was ruled."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from indicators.models import Citation
from reports.models import Claim, Finding


def ruling_on(claim: Claim) -> tuple[str, str]:
    """The last ruling that speaks of the claim and its page; two empty texts where there is none."""
    return rulings_on([claim])[claim.pk]


def rulings_on(claims: Sequence[Claim]) -> dict[int, tuple[str, str]]:
    """The same for each of many claims, by number; one query."""
    found = dict.fromkeys((claim.pk for claim in claims), ("", ""))
    rows = Finding.objects.filter(claims__in=found, state=Finding.State.RULED)
    for claim, pk, ruling in rows.order_by("ruled_at", "pk").values_list("claims", "pk", "ruling"):
        if claim in found:
            found[claim] = (ruling, reverse("reports:finding-rule", args=[pk]))
    return found


def cite_ruling(finding: Finding) -> int:
    """How many citations now name the ruling: those of the claims that it speaks of."""
    page = reverse("reports:finding-rule", args=[finding.pk])
    links = [
        f"{reverse('reports:report-detail', args=[report])}?claim={claim}"
        for claim, report in finding.claims.values_list("pk", "report_id")
    ]
    return Citation.objects.filter(link__in=links).update(ruling=finding.ruling[:600], ruling_link=page)
