"""Why two figures of a report may contradict each other: each way that is common, tried by arithmetic.

Pure: statements in, trials out. Nothing is decided here; a trial that fits tells a person where to look first.
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.hypotheses.conflicts import explain_conflict, explain_range
from reports.hypotheses.growths import explain_growth
from reports.hypotheses.statement import FAILS, FITS, POSSIBLE, UNTRIED, Statement, Trial
from reports.hypotheses.sums import explain_sum

__all__ = [
    "FAILS",
    "FITS",
    "POSSIBLE",
    "UNTRIED",
    "Statement",
    "Trial",
    "explain",
    "explain_conflict",
    "explain_growth",
    "explain_range",
    "explain_sum",
]

ORDER = {FITS: 0, POSSIBLE: 1, FAILS: 2, UNTRIED: 3}


def explain(
    rule: str, statements: Sequence[Statement], neighbours: Sequence[Statement] = ()
) -> tuple[Trial, ...]:
    """The trials of a finding, those that fit first; empty where the statements don't make up its rule.

    ``neighbours`` are other statements and published values of the same indicator: what a figure may have been
    taken for.
    """
    trials: Sequence[Trial] = ()
    if rule in ("conflict", "published"):
        pair = _apart(statements)
        trials = explain_conflict(*pair, neighbours) if pair else ()
    elif rule == "sum":
        totals = [one for one in statements if not one.breakdown]
        parts = [one for one in statements if one.breakdown]
        trials = explain_sum(totals[0], parts, neighbours) if len(totals) == 1 and len(parts) > 1 else ()
    elif rule == "growth":
        levels = sorted(
            (one for one in statements if one.measure == "level" and one.end), key=lambda one: str(one.end)
        )
        stated = [one for one in statements if one.measure == "yoy"]
        if len(levels) == 2 and len(stated) == 1:
            trials = explain_growth(stated[0], levels[1], levels[0], neighbours)
    elif rule == "range" and len(statements) == 1:
        trials = explain_range(statements[0])
    return tuple(sorted(trials, key=lambda trial: ORDER[trial.verdict]))


def _apart(statements: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The first two that differ in their value."""
    for at, one in enumerate(statements):
        for other in statements[at + 1 :]:
            if one.value != other.value:
                return one, other
    return None
