"""What the ledger finds in the pairs of tests/cases/ledger, against what a careful reader finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reports.extraction import extract, load_engine
from reports.ledger import Entry, build_ledger, paper_of

CASES = Path(__file__).parents[2] / "cases" / "ledger"


@dataclass(frozen=True)
class Judged:
    """One expected item with what was found for it; ``entry`` is None where the plan's reading lost the item."""

    name: str
    case: dict[str, Any]
    report: str
    entry: Entry | None

    def spans(self) -> list[tuple[int, int]]:
        return [_span(self.report, words) for words in self.case.get("by", [])]

    def hits(self) -> int:
        """How many expected pieces of evidence were found."""
        return sum(any(_touch(g, e.span) for e in self.evidence()) for g in self.spans())

    def right(self) -> int:
        """How many found pieces were expected."""
        return sum(any(_touch(g, e.span) for g in self.spans()) for e in self.evidence())

    def evidence(self) -> Iterable[Any]:
        return self.entry.evidence if self.entry else ()

    @property
    def status_is_right(self) -> bool:
        return self.entry is not None and self.entry.status == self.case["is"]


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=4)
def judged(prefix: str) -> tuple[Judged, ...]:
    """Every expected item of the pairs whose file begins so."""
    return tuple(one for path in sorted(CASES.glob(f"{prefix}_*.yaml")) for one in _of_pair(path))


def _of_pair(path: Path) -> Iterator[Judged]:
    data = yaml.safe_load(path.read_text("utf-8"))
    engine = load_engine()
    plan, report = (paper_of(extract(data[key], engine=engine)) for key in ("plan", "report"))
    entries = build_ledger(plan, report, engine.names)
    for case in data["items"]:
        wanted = _span(data["plan"], case["of"])
        entry = next((e for e in entries if _touch(wanted, e.item.span)), None)
        yield Judged(path.stem, case, data["report"], entry)


@dataclass(frozen=True)
class Figures:
    """Precision and recall of the evidence, and the share of items whose status is right."""

    items: int
    precision: float
    recall: float
    status: float


def figures_of(items: Iterable[Judged]) -> Figures:
    items = list(items)
    found = sum(len(list(one.evidence())) for one in items)
    wanted = sum(len(one.spans()) for one in items)
    return Figures(
        len(items),
        sum(one.right() for one in items) / max(1, found),
        sum(one.hits() for one in items) / max(1, wanted),
        sum(one.status_is_right for one in items) / max(1, len(items)),
    )
