"""Doubts and evidence: values that contradict each other, sums and growths that hold or do not."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.catalogue import Catalogue
from reports.extraction.report_facts import YearConflict
from reports.extraction.types import Check, StatedValue


def find_checks(
    values: Sequence[StatedValue], catalogue: Catalogue, conflict: YearConflict | None
) -> tuple[Check, ...]:
    """Return every check of a document."""
    return ()
