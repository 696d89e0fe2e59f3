from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from indicators.models import Region
from reports.expectations import Whom, set_expectations
from reports.management.commands.ingest import files_of
from reports.models import Claim, Membership, Report
from reports.processing import process
from reports.receiving import receive
from reports.releasing import publish_report
from reports.services import accept_all

SAMPLES = settings.BASE_DIR / "samples" / "reports"
THRESHOLD = Decimal("0.9")
PROVINCE, ASKED_YEAR = "360000", 2023


class Command(BaseCommand):
    help = "Take the sample reports in and accept what is certain in them, so that charts have something to show."

    def handle(self, **options: Any) -> None:
        reviewer = get_user_model().objects.filter(membership__role=Membership.Role.REVIEWER).first()
        if reviewer is None:
            raise CommandError("还没有核实人员账号；请先运行 manage.py demo_accounts。")
        if not Report.objects.exists():
            self.ask_for_summaries(reviewer)
        files = files_of([SAMPLES])
        for number, path in enumerate(files, start=1):
            self.load(path, reviewer, f"第 {number} 份，共 {len(files)} 份")

    def ask_for_summaries(self, reviewer: Any) -> None:
        """One year's summary asked of every city: the coverage page then tells of late and missing ones."""
        province = Region.objects.filter(pk=PROVINCE).first()
        if province:
            cities = Whom(level=Region.Level.PREFECTURE, parent=province)
            due = date(ASKED_YEAR + 1, 1, 31)
            set_expectations(by=reviewer, template="annual", year=ASKED_YEAR, whom=cities, due=due)

    def load(self, path: Path, reviewer: Any, place: str) -> None:
        with path.open("rb") as file:
            receipt = receive(
                chunks=iter(lambda: file.read(65536), b""), name=path.name, by=reviewer, is_sample=True
            )
        report = receipt.report
        if report.state in {Report.State.QUEUED, Report.State.PROCESSING}:
            process(report.pk)
            report.refresh_from_db()
        if not report.claims.exclude(state=Claim.State.PENDING).exists():
            accepted = accept_all(report=report, by=reviewer, threshold=THRESHOLD)
            publish_report(report=report, by=reviewer)
            self.stdout.write(f"{place}：{path.name} {report.get_state_display()}，采用 {accepted} 条")
