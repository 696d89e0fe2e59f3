"""From a document's text to what it states: figures, statistics, work items, and doubts about them."""

from reports.extraction.output import to_json
from reports.extraction.pipeline import Engine, extract, load_engine
from reports.extraction.report_facts import Known

__all__ = ["Engine", "Known", "extract", "load_engine", "to_json"]
