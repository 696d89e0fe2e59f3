from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from indicators.wording import format_exact
from reports.models import Claim, Report
from reports.reextraction import Difference, reextract


class Command(BaseCommand):
    help = "Read stored documents again with today's engine and catalogue; human decisions stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "reports", nargs="*", type=int, help="report numbers; all that were read, if none is given"
        )
        parser.add_argument("--dry-run", action="store_true", help="only list what would change")

    def handle(self, reports: list[int], dry_run: bool, **options: Any) -> None:
        read = Report.objects.standing().filter(state__in=[Report.State.REVIEW, Report.State.REVIEWED])
        rows = read.order_by("pk")
        if reports:
            rows = rows.filter(pk__in=reports)
        totals = [0, 0, 0]
        for report in rows.only("pk", "file_name").iterator():
            difference = reextract(report=report, keep=not dry_run)
            self.tell(report, difference)
            sizes = (len(difference.gained), len(difference.lost), len(difference.changed))
            totals = [a + b for a, b in zip(totals, sizes, strict=True)]
        self.stdout.write("gained {}, lost {}, changed {}".format(*totals))

    def tell(self, report: Report, difference: Difference) -> None:
        if difference:
            self.stdout.write(f"#{report.pk} {report.file_name}")
        for sign, claims in (("+", difference.gained), ("-", difference.lost)):
            for claim in claims:
                self.stdout.write(f"  {sign} {self.describe(claim)}")
        for old, new in difference.changed:
            kept = "" if old.state == Claim.State.PENDING else f" (kept: {old.state})"
            self.stdout.write(f"  ~ {self.describe(old)} → {self.describe(new)}{kept}")

    @staticmethod
    def describe(claim: Claim) -> str:
        period = f"{claim.start or ''}..{claim.end or '?'}"
        where = claim.entity or claim.area
        name = "/".join(
            filter(None, [claim.indicator_id, claim.breakdown, claim.measure, claim.accounting, where])
        )
        return f"{name} {format_exact(claim.value)} {claim.comparator} {period} [{claim.span_start}:{claim.span_end}]"
