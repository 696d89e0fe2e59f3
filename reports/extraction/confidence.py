"""How sure a stated value is: the rule that made it and its doubts, in shares measured on documents read by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.extraction.types import Check, StatedValue

BY_RULE = {"named": 0.97}


def confidence_of(value: StatedValue, checks: Sequence[Check]) -> StatedValue:
    """Return the value with its confidence."""
    sure = BY_RULE.get(value.rule, 0.9)
    return replace(value, confidence=sure - 0.1 * len(value.reasons))
