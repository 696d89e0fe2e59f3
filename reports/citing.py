"""Rulings where published values are shown: the evidence, chart notes and exports cite what was ruled."""

from __future__ import annotations

from django.urls import reverse

from indicators.models import Citation
from reports.models import Claim, Finding


def ruling_on(claim: Claim) -> tuple[str, str]:
    """The last ruling that speaks of the claim and its page; two empty texts where there is none."""
    finding = (
        Finding.objects.filter(claims=claim, state=Finding.State.RULED)
        .order_by("-ruled_at", "-pk")
        .only("pk", "ruling")
        .first()
    )
    return (finding.ruling, reverse("reports:finding-rule", args=[finding.pk])) if finding else ("", "")


def cite_ruling(finding: Finding) -> int:
    """How many citations now name the ruling: those of the claims that it speaks of."""
    page = reverse("reports:finding-rule", args=[finding.pk])
    links = [
        f"{reverse('reports:report-detail', args=[report])}?claim={claim}"
        for claim, report in finding.claims.values_list("pk", "report_id")
    ]
    return Citation.objects.filter(link__in=links).update(ruling=finding.ruling[:600], ruling_link=page)
