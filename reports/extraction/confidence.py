"""How sure a stated value is: the rule that made it, its doubts, and what the arithmetic of the document says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from reports.extraction.frozen import changed
from reports.extraction.types import Check, Span, StatedValue

# The share of values that a rule is trusted to get right; docs/extraction.md has what was measured for each.
BY_RULE = {
    "named": 0.97,  # the name stands before the number in the same clause
    "part": 0.95,  # 其中发明…: a part of what was told before it
    "table": 0.95,
    "elided": 0.95,  # growth, share or rank of the value before it
    "ranked": 0.92,  # the rank of the only count that its sentence told so far
    "by-name": 0.95,
    "by-statement": 0.94,
    "by-place": 0.94,
    "by-period": 0.93,
    "bare": 0.93,  # 申请…件, 授权…件
    "restated": 0.92,  # 突破…, 达到…
    "listed": 0.9,
    "topic": 0.9,  # …笔、…亿元
    "behind": 0.91,  # the name stands behind the number
    "average": 0.85,
    "heading": 0.9,  # the name is the heading right before: (1)申请:全年33212件
    "by-position": 0.85,  # 三类相应是…: parts in the order in which they were told before
    "part-alone": 0.8,  # 发明占比…: nothing else says of what
    "earlier": 0.8,  # the name stands in a clause before
    "part-before": 0.8,
    "before": 0.75,  # the name stands in a sentence before
}
# What blind texts showed to be weaker than its rule is elsewhere (docs/extraction.md): the rule and the measure.
WEAKER = {
    ("elided", "rank"): 0.88,  # of which of several counts, and within what
    ("elided", "placed share"): 0.88,  # a park's or a district's: of what, and whose
    ("restated", "target"): 0.84,  # a goal that only its date or a word before it tells
    ("by-name", "target"): 0.86,
    ("by-statement", "target"): 0.86,
    ("by-statement", "level"): 0.88,
    ("by-statement", "share"): 0.88,
    ("table", "undated"): 0.88,
}
UNKNOWN_RULE = 0.7
DOUBT = 0.12
EVIDENCE = 0.02
LOWEST, HIGHEST = 0.05, 0.99
IN_CONFLICT = 0.5


def confidence_by_rule(rule: str, reasons: Sequence[str], measure: str = "level") -> float:
    """Return the confidence that a rule and its doubts alone give, from 0.05 to 0.97.

    ``measure`` is what ``kind_of`` gives for the value.
    """
    return _with_doubts(rule, len(reasons), measure)


@lru_cache(maxsize=256)
def _with_doubts(rule: str, doubts: int, measure: str) -> float:
    start = WEAKER.get((rule, measure), BY_RULE.get(rule, UNKNOWN_RULE))
    return round(max(LOWEST, start - DOUBT * doubts), 2)


def kind_of(rule: str, measure: str, placed: bool, undated: bool) -> str:
    """Return the measure, or what makes it weaker: undated in a table, placed for a share of a place's or park's."""
    if undated and rule == "table":
        return "undated"
    return "placed share" if placed and measure == "share" else measure


def confidence_of(value: StatedValue, checks: Sequence[Check]) -> float:
    """Return the confidence of a value, from 0.05 to 0.99; ``checks`` are those that speak of it."""
    placed = bool(value.area or value.entity)
    kind = kind_of(value.rule, value.measure, placed, value.end is None)
    sure = confidence_by_rule(value.rule, value.reasons, kind)
    severities = [check.severity for check in checks]
    if "error" in severities:
        return max(LOWEST, min(sure, IN_CONFLICT))
    if "warning" in severities:
        return round(max(LOWEST, sure - 2 * DOUBT), 2)
    if checks:
        sure += EVIDENCE
    return round(max(LOWEST, min(HIGHEST, sure)), 2)


def with_confidence(values: Iterable[StatedValue], checks: Iterable[Check]) -> tuple[StatedValue, ...]:
    """Return the values with their confidences, after the checks have spoken."""
    by_span: dict[Span, list[Check]] = {}
    for check in checks:
        for span in check.spans:
            by_span.setdefault(span, []).append(check)
    if not by_span:
        return tuple(values)
    return tuple([
        changed(value, confidence=confidence_of(value, by_span[value.span]))
        if value.span in by_span
        else value
        for value in values
    ])  # fmt: skip
