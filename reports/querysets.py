"""The questions that pages ask of reports, claims, work items and findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Now, Substr
from procrastinate.contrib.django.models import ProcrastinateJob

from reports.extraction.recognised import RECOGNISED

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from indicators.models import Region
    from reports.models import Report


LONG = ("text", "blocks", "figures", "noise", "basis", "signature")
"""What is long of a report: lists need none of it, and PostgreSQL opens it for each row that it sorts."""


def long_columns(*relations: str, but: Collection[str] = ()) -> list[str]:
    """The long columns of the reports at these relations, for ``defer``."""
    return [f"{relation}__{name}" for relation in relations for name in LONG if name not in but]


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

    def with_returns(self) -> ReportQuerySet:
        """With ``return_state``: how far the return of a report is that is not closed, null for the others."""
        from reports.models import Return

        open_ones = Return.objects.open().filter(report=OuterRef("pk"))
        return self.annotate(return_state=Subquery(open_ones.order_by().values("state")[:1]))

    def with_drafts(self) -> ReportQuerySet:
        """Reports with values to publish, ``draft_count`` of them, those that wait longest first."""
        from reports.models import Claim

        drafts = Claim.objects.resting_on_drafts()
        rows = self.filter(Exists(drafts.filter(report=OuterRef("pk"))))
        return (
            rows.annotate(draft_count=counted(drafts)).select_related("region").order_by("state_since", "pk")
        )

    def without_text(self) -> ReportQuerySet:
        """A list needs neither the text nor the layout, which are long."""
        return self.defer(*LONG)

    def standing(self) -> ReportQuerySet:
        """Those that no other report has replaced."""
        return self.filter(replaced_by__isnull=True)

    def near(self, report: Report) -> ReportQuerySet:
        """Standing reports of the same office or region, year and end of period that share a band of the signature."""
        home = Q(region=report.region_id) if report.region_id else Q()
        if report.office_id:
            home |= Q(office=report.office_id)
        home = home or Q(region__isnull=True, office__isnull=True)
        same_end = Q(end=report.end) | Q(end__isnull=True) if report.end else Q()
        read = self.standing().filter(state__in=["review", "reviewed"], year=report.year)
        return read.filter(home, same_end, signature__overlap=report.signature).exclude(pk=report.pk)

    def read(self) -> ReportQuerySet:
        """Those whose text was read, decided on or not."""
        return self.filter(state__in=["review", "reviewed"])

    def waiting(self) -> ReportQuerySet:
        return self.filter(state__in=["queued", "processing"])

    def of_sender(self, report: Report) -> ReportQuerySet:
        """Filed by the same office; by the same person where the bureau itself files."""
        own = {"office": report.office_id} if report.office_id else {"uploaded_by": report.uploaded_by_id}
        return self.filter(**{"office": None} | own)

    def uploaded_within(self, time: timedelta, by: AbstractUser) -> ReportQuerySet:
        return self.filter(uploaded_by=by, uploaded_at__gt=Now() - time)

    def filed_within(self, codes: Iterable[str], since: datetime, until: datetime) -> ReportQuerySet:
        """Those about the regions, or handed in by their offices, that came after ``since`` and not after ``until``."""
        codes = list(codes)
        rows = self.filter(uploaded_at__gt=since, uploaded_at__lte=until)
        return rows.filter(Q(region__any_of=codes) | Q(region__isnull=True, office__any_of=codes))

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
        """Not part of an open finding that is more than evidence, nor of a report that may be another's twin."""
        from reports.models import Finding

        doubts = Finding.objects.doubts().open()
        doubted = doubts.filter(claims__isnull=False).values("claims")
        return self.exclude(pk__in=doubted).exclude(report__in=doubts.filter(rule="twin").values("report"))

    def written(self) -> ClaimQuerySet:
        """Not recognised from a picture, whose digits a person must compare one by one, whatever the confidence."""
        return self.exclude(reasons__contains=[RECOGNISED])

    def resting_on_drafts(self) -> ClaimQuerySet:
        """Accepted claims whose value is not shown to all yet, in the order of the text."""
        rows = self.filter(Q(observation__isnull=False) | Q(target__isnull=False))
        shown = Q(observation__published_at__isnull=False) | Q(target__published_at__isnull=False)
        return rows.exclude(shown).order_by("span_start", "pk")

    def outside_series(self) -> ClaimQuerySet:
        """Accepted claims on which no value rests: a company's figure, a second rank, one without a period."""
        return self.filter(state="accepted", observation__isnull=True, target__isnull=True)

    def with_drafts(self) -> ClaimQuerySet:
        """With the values that rest on them, for a list of what publishing would change."""
        return self.select_related("indicator", "observation__region", "target__region")

    def acceptable(self, threshold: Decimal) -> ClaimQuerySet:
        """Waiting claims that nothing speaks against: written, at the threshold or above, and free of doubt."""
        return self.pending().written().free_of_doubt().filter(confidence__gte=threshold)

    def with_context(self) -> ClaimQuerySet:
        return self.select_related("indicator", "decided_by", "observation", "target", "corrects")

    def by_damage(self) -> ClaimQuerySet:
        """With ``damage``, the worst if wrong first; what was set aside comes last."""
        from reports import damage

        rows = self.annotate(damage=damage.damage())
        return rows.order_by(F("aside_at").asc(nulls_first=True), "-damage", "report_id", "span_start", "pk")

    def with_quotes(self) -> ClaimQuerySet:
        """With ``quote_text`` and ``sentence_text``, cut out by the database, and the report without its long texts.

        For the rows of a page: the database opens a report's whole text for each row that it sorts.
        """
        return self.annotate(
            quote_text=Substr("report__text", F("span_start") + 1, F("span_end") - F("span_start")),
            sentence_text=Substr(
                "report__text", F("sentence_start") + 1, F("sentence_end") - F("sentence_start")
            ),
        ).defer(*long_columns("report"))

    def doubted_by(self, rule: str) -> ClaimQuerySet:
        """Part of an open finding of the rule."""
        from reports.models import Finding

        found = Finding.objects.doubts().open().filter(rule=rule).values("claims")
        return self.filter(pk__in=found.filter(claims__isnull=False))

    def unsure(self) -> ClaimQuerySet:
        """Read with little confidence, or with a reason against it."""
        return self.filter(Q(confidence__lt=Decimal("0.8")) | Q(reasons__len__gt=0))

    def alike(self) -> ClaimQuerySet:
        """As dicts: which (indicator, measure, rule, reason) wait, and ``count`` of each, the most first."""
        return (
            self.order_by()
            .annotate(reason=Coalesce(F("reasons__0"), Value("")))
            .values("indicator", "indicator__name_zh", "indicator__name_en", "measure", "rule", "reason")
            .annotate(count=Count("pk"), reports=Count("report", distinct=True))
            .order_by("-count", "indicator", "measure", "rule", "reason")
        )


class WorkItemQuerySet(models.QuerySet):
    def planned(self) -> WorkItemQuerySet:
        return self.filter(kind="planned")

    def done(self) -> WorkItemQuerySet:
        return self.filter(kind="done")

    def by_urgency(self) -> WorkItemQuerySet:
        """The nearest day first, those without one behind, then in the order of their reports."""
        return self.order_by(
            F("due").asc(nulls_last=True), "report__region__code", "report", "span_start", "pk"
        )

    def of_place(self, region: Region) -> WorkItemQuerySet:
        """Of the region's reports, or given to it."""
        return self.filter(Q(report__region=region) | Q(region=region))

    def of_year(self, year: int) -> WorkItemQuerySet:
        """Of the year; and what a meeting gave and nobody has ended, which stays in view until then."""
        waiting = Q(report__isnull=True, progress__in=["not_started", "going"])
        return self.filter(Q(year=year) | waiting)

    def overdue(self, today: date) -> WorkItemQuerySet:
        """Plans whose day has passed and that nobody recorded as done or dropped."""
        return self.planned().filter(due__lt=today).exclude(progress__in=["done", "dropped"])

    def standing(self) -> WorkItemQuerySet:
        """Without those of reports that a later one took the place of."""
        return self.filter(report__replaced_by__isnull=True)

    def with_context(self) -> WorkItemQuerySet:
        return self.select_related("report__region", "region", "given_by").defer(*long_columns("report"))


class FindingQuerySet(models.QuerySet):
    def open(self) -> FindingQuerySet:
        return self.filter(state="open")

    def of_regions(self, codes: Iterable[str]) -> FindingQuerySet:
        """In reports about the regions; in those of their offices where nobody knows about which they are."""
        codes = list(codes)
        return self.filter(
            Q(report__region__in=codes) | Q(report__region__isnull=True, report__office__in=codes)
        )

    def of_this_text(self, report: Report) -> FindingQuerySet:
        """What reading the report found in it alone; doubts against other reports come from elsewhere."""
        from reports.models import Claim

        others = Claim.objects.filter(findings__report=report).exclude(report=report)
        across = self.model.objects.filter(claims__in=others)
        return self.exclude(rule__in=["published", "twin"]).exclude(pk__in=across.values("pk"))

    def doubts(self) -> FindingQuerySet:
        """Findings a person must look at; what holds (info) is evidence, not doubt."""
        return self.exclude(severity="info")

    def with_context(self) -> FindingQuerySet:
        rows = self.select_related("report__region", "indicator", "ruled_by", "upheld")
        return rows.defer(*long_columns("report", but=["text"]))


class ReturnQuerySet(models.QuerySet):
    def open(self) -> ReturnQuerySet:
        """Not closed yet: answered ones and those with a new version wait for the bureau."""
        return self.exclude(state="closed")

    def with_context(self) -> ReturnQuerySet:
        rows = self.select_related("report__region", "returned_by", "answered_by", "closed_by", "revision")
        return rows.defer(*long_columns("report", "revision")).order_by("-pk")

    def open_at(self, moment: datetime | None) -> ReturnQuerySet:
        """Open at that moment; open now where none is given."""
        if moment is None:
            return self.open()
        return self.filter(returned_at__lte=moment).exclude(closed_at__lte=moment)
