"""What the trail says of decisions on figures: readings as plain values, and what differs between two of them."""

from __future__ import annotations

from typing import Any

from reports.models import Claim

READING = (
    "indicator_id", "breakdown", "measure", "accounting", "value", "unit_kind", "comparator",
    "start", "end", "area", "entity",
)  # fmt: skip
Reading = dict[str, Any]


def reading_of(claim: Claim) -> Reading:
    """What the claim says, by field; the indicator's code under ``indicator``."""
    return {name.removesuffix("_id"): getattr(claim, name) for name in READING}


def decided(claim: Claim, note: str = "") -> Reading:
    """The detail of a decision that left the reading as it was."""
    detail = {"new": {"value": claim.value, "state": claim.state}, "old": {"state": Claim.State.PENDING}}
    return detail | ({"note": note} if note else {})


def corrected(before: Claim, after: Claim, note: str = "") -> Reading:
    """The detail of a correction: the value on both sides, and every other field that changed."""
    was, now = reading_of(before), reading_of(after)
    names = [name for name in was if name == "value" or was[name] != now[name]]
    detail = {"old": {name: was[name] for name in names}, "new": {name: now[name] for name in names}}
    return detail | ({"note": note} if note else {})
