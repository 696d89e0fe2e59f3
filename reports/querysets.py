"""The questions that pages ask of reports, claims, work items and findings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Now
from procrastinate.contrib.django.models import ProcrastinateJob

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from indicators.models import Region
    from reports.models import Report


def counted(rows: models.QuerySet) -> Coalesce:
    """How many of the rows belong to the report of the outer query."""
    own = rows.filter(report=OuterRef("pk")).order_by().values("report")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


class ReportQuerySet(models.QuerySet):
    def of_office(self, region: Region) -> ReportQuerySet:
        """Reports about the region or filed by it, and by what lies below it."""
        below = type(region).objects.within(region.pk).values("pk")
        return self.filter(Q(region__in=below) | Q(office__in=below))

    def with_counts(self) -> ReportQuerySet:
        """With ``claim_count``, ``pending_count``, ``item_count`` and ``doubt_count``, as a list shows them.

        Each is a query of its own on an index, run for the rows of the page only: joined together, claims, items and
        findings multiply.
        """
        from reports.models import Claim, Finding, WorkItem

        return self.annotate(
            claim_count=counted(Claim.objects.machine_made()),
            pending_count=counted(Claim.objects.pending()),
            item_count=counted(WorkItem.objects.all()),
            doubt_count=counted(Finding.objects.open().doubts()),
        ).select_related("region", "uploaded_by")

    def without_text(self) -> ReportQuerySet:
        """A list needs neither the text nor the layout, which are long."""
        return self.defer("text", "blocks", "figures", "noise", "basis")

    def waiting(self) -> ReportQuerySet:
        return self.filter(state__in=["queued", "processing"])

    def of_sender(self, report: Report) -> ReportQuerySet:
        """Filed by the same office; by the same person where the bureau itself files."""
        own = {"office": report.office_id} if report.office_id else {"uploaded_by": report.uploaded_by_id}
        return self.filter(**{"office": None} | own)

    def uploaded_within(self, time: timedelta, by: AbstractUser) -> ReportQuerySet:
        return self.filter(uploaded_by=by, uploaded_at__gt=Now() - time)

    def without_job(self, after: timedelta) -> ReportQuerySet:
        """Waiting for longer than that, by the database's clock, while no job of the queue will end it."""
        jobs = ProcrastinateJob.objects.filter(task_name="reports.process", status__in=["todo", "doing"])
        own = jobs.annotate(report=Cast(KT("args__report_id"), models.BigIntegerField())).values("report")
        return self.waiting().filter(state_since__lt=Now() - after).exclude(pk__in=own)


class ClaimQuerySet(models.QuerySet):
    def machine_made(self) -> ClaimQuerySet:
        return self.filter(corrects__isnull=True)

    def standing(self) -> ClaimQuerySet:
        """The reading that counts at each place: a person's correction in place of what it corrects."""
        return self.exclude(state="corrected")

    def pending(self) -> ClaimQuerySet:
        return self.filter(state="pending")

    def free_of_doubt(self) -> ClaimQuerySet:
        """Not part of an open finding that is more than evidence."""
        from reports.models import Finding

        doubted = Finding.objects.doubts().open().values("claims")
        return self.exclude(pk__in=doubted.filter(claims__isnull=False))

    def with_context(self) -> ClaimQuerySet:
        return self.select_related("indicator", "decided_by", "observation", "target", "corrects")


class WorkItemQuerySet(models.QuerySet):
    def planned(self) -> WorkItemQuerySet:
        return self.filter(kind="planned")

    def done(self) -> WorkItemQuerySet:
        return self.filter(kind="done")

    def with_context(self) -> WorkItemQuerySet:
        return self.select_related("report__region").defer(
            "report__text", "report__blocks", "report__figures", "report__noise"
        )


class FindingQuerySet(models.QuerySet):
    def open(self) -> FindingQuerySet:
        return self.filter(state="open")

    def doubts(self) -> FindingQuerySet:
        """Findings a person must look at; what holds (info) is evidence, not doubt."""
        return self.exclude(severity="info")

    def with_context(self) -> FindingQuerySet:
        return self.select_related("report__region", "indicator", "ruled_by", "upheld").defer(
            "report__blocks", "report__figures", "report__noise"
        )
