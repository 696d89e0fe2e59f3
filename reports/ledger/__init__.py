"""The promise ledger: what became of each planned item of a report in the next year's report of the same office."""

from reports.ledger.carried import Carried, carried_over
from reports.ledger.cases import strength_of
from reports.ledger.ledger import build_ledger
from reports.ledger.output import to_json
from reports.ledger.paper import Paper, build_paper, paper_of
from reports.ledger.types import STATUSES, Entry, Evidence

__all__ = [
    "STATUSES",
    "Carried",
    "Entry",
    "Evidence",
    "Paper",
    "build_ledger",
    "build_paper",
    "carried_over",
    "paper_of",
    "strength_of",
    "to_json",
]
