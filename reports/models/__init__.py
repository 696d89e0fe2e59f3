"""What was said, and by whom it was judged. A claim is never overwritten; a doubt is a row."""

from reports.models.alias import AliasSuggestion
from reports.models.claim import Claim
from reports.models.decision import Decision
from reports.models.filing import Expectation, NotApplicable
from reports.models.finding import Finding
from reports.models.letter import QueryLetter
from reports.models.people import Membership
from reports.models.policy import Policy
from reports.models.promise import Promise, YearPair
from reports.models.report import Report
from reports.models.returns import Return
from reports.models.twin import Twin
from reports.models.undo_step import UndoStep
from reports.models.work_item import ProgressNote, WorkItem

__all__ = [
    "AliasSuggestion",
    "Claim",
    "Decision",
    "Expectation",
    "Finding",
    "Membership",
    "NotApplicable",
    "Policy",
    "ProgressNote",
    "Promise",
    "QueryLetter",
    "Report",
    "Return",
    "Twin",
    "UndoStep",
    "WorkItem",
    "YearPair",
]
