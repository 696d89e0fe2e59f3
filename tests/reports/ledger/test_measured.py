"""The floors of the ledger on every pair that was written for it (docs/ledger.md tells what was blind)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reports.ledger.measuring import CASES, figures_of, judged

PREFIXES = ("seen", "blind")


def test_there_are_at_least_120_items_in_12_pairs() -> None:
    items = [one for prefix in PREFIXES for one in judged(prefix)]
    assert len(items) >= 120
    assert len(list(CASES.glob("*.yaml"))) >= 12


@pytest.mark.parametrize("prefix", PREFIXES)
def test_matching_holds_its_floors(prefix: str) -> None:
    reached = figures_of(judged(prefix))
    assert reached.precision >= 0.97
    assert reached.recall >= 0.93


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_status_is_right_for_more_than_nine_in_ten(prefix: str) -> None:
    assert figures_of(judged(prefix)).status >= 0.92


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_planned_item_is_read(prefix: str) -> None:
    assert [one.case["of"] for one in judged(prefix) if one.entry is None] == []


def test_every_status_is_among_the_cases() -> None:
    told = {one.case["is"] for prefix in PREFIXES for one in judged(prefix)}
    assert told == {"done", "partly", "changed", "repeated", "not_mentioned"}


def test_told_outcomes_are_read_for_nine_in_ten() -> None:
    told = [one for prefix in PREFIXES for one in judged(prefix) if "outcome" in one.case]
    right = [one for one in told if one.entry and one.entry.outcome == Decimal(one.case["outcome"])]
    assert len(right) >= 0.9 * len(told)
