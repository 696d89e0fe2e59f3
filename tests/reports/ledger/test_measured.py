"""The floors of the ledger on every pair that was written for it (docs/ledger.md tells what was blind)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reports.ledger.measuring import CASES, figures_of, judged

# precision and recall of the evidence, and the share of right statuses; "others": four hands that know no rule
FLOORS = {"seen": (0.97, 0.93, 0.92), "blind": (0.97, 0.93, 0.92), "others": (0.93, 0.93, 0.9)}
PREFIXES = tuple(FLOORS)


def test_there_are_at_least_120_items_in_12_pairs() -> None:
    items = [one for prefix in PREFIXES for one in judged(prefix)]
    assert len(items) >= 120
    assert len(list(CASES.glob("*.yaml"))) >= 12


@pytest.mark.parametrize("prefix", PREFIXES)
def test_matching_and_status_hold_their_floors(prefix: str) -> None:
    reached = figures_of(judged(prefix))
    assert reached.precision >= FLOORS[prefix][0]
    assert reached.recall >= FLOORS[prefix][1]
    assert reached.status >= FLOORS[prefix][2]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_planned_item_is_read(prefix: str) -> None:
    assert [one.case["of"] for one in judged(prefix) if one.entry is None] == []


def test_every_status_is_among_the_cases() -> None:
    told = {one.case["is"] for prefix in PREFIXES for one in judged(prefix)}
    assert told == {"done", "partly", "changed", "repeated", "not_mentioned"}


def test_most_told_outcomes_are_read() -> None:
    told = [one for prefix in PREFIXES for one in judged(prefix) if "outcome" in one.case]
    right = [one for one in told if one.entry and one.entry.outcome == Decimal(one.case["outcome"])]
    assert len(right) >= 0.87 * len(told)
