"""What was said, and by whom it was judged. A claim is never overwritten; a doubt is a row."""

from reports.models.claim import Claim
from reports.models.finding import Finding
from reports.models.people import Membership
from reports.models.report import Report
from reports.models.work_item import WorkItem

__all__ = ["Claim", "Finding", "Membership", "Report", "WorkItem"]
