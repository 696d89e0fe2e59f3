"""Compares what the extractor reads in the samples with what they state: `python -m samples.compare`.

Prints precision and recall of the core indicators, every figure missed or read otherwise, and every core value
that no placeholder stands behind.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from indicators.catalogue import load_catalogue
from reports.extraction import Engine, extract, load_engine
from reports.extraction.types import Check, Extraction, StatedValue
from reports.reading import read_file
from samples.build import REPORTS
from samples.figures import Stated
from samples.places import Places
from samples.source import Sample, load_samples

CORE = (
    "patent_applications",
    "patent_grants",
    "valid_patents",
    "valid_invention_patents_per_10k_population",
    "pledge_financing_amount",
    "pledge_financing_contracts",
    "pledge_financing_enterprises",
    "enforcement_cases",
    "dispute_cases",
    "counterfeit_cases",
)


@dataclass(frozen=True)
class Match:
    """One stated figure, where it stands in the document, and the values read there (none or several)."""

    stated: Stated
    span: tuple[int, int]
    read: tuple[StatedValue, ...]
    wrong: tuple[str, ...]

    @property
    def is_statistic(self) -> bool:
        """Whether the number, what it counts and how it measures were read right."""
        return bool(self.read) and not set(self.wrong) & {"indicator", "breakdown", "measure", "value"}

    @property
    def is_full(self) -> bool:
        return bool(self.read) and not self.wrong


@cache
def _engine() -> Engine:
    return load_engine(load_catalogue())


def read_sample(sample: Sample) -> Extraction:
    """Return what the extractor makes of the built document."""
    document = read_file(REPORTS / sample.file)
    return extract(document.text, engine=_engine(), blocks=document.blocks, file_name=sample.file)


def match_figures(sample: Sample, extraction: Extraction) -> list[Match]:
    """Return one Match for each figure that the sample states, in reading order."""
    places = Places(extraction.text)
    matches = []
    for stated in sample.stated:
        span = places.find(stated)
        here = tuple(value for value in extraction.values if _overlap(value.span, span))
        best = min((_differences(stated, value, sample) for value in here), key=len, default=())
        matches.append(Match(stated, span, here, best))
    return matches


def find_extras(matches: list[Match], extraction: Extraction) -> list[StatedValue]:
    """Return the core values that stand on no stated figure."""
    spans = [match.span for match in matches]
    return [
        value
        for value in extraction.values
        if value.indicator in CORE and not any(_overlap(value.span, span) for span in spans)
    ]


def find_doubts(extraction: Extraction) -> list[Check]:
    """Return the checks that a person has to settle."""
    return [check for check in extraction.checks if check.severity in ("error", "warning")]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _differences(stated: Stated, value: StatedValue, sample: Sample) -> tuple[str, ...]:
    start, end = expected_period(stated)
    pairs: dict[str, tuple[Any, Any]] = {
        "indicator": (stated.indicator, value.indicator),
        "breakdown": (stated.breakdown or None, value.breakdown),
        "measure": (stated.measure, value.measure),
        "value": (stated.value, value.value),
        "comparator": (stated.comparator, value.comparator),
        "start": (start, value.start),
        "end": (end, value.end),
        "area": (stated.region != sample.meta["region"], value.area is not None),
        "entity": (None, value.entity),
    }
    return tuple(name for name, (ours, theirs) in pairs.items() if ours != theirs)


def expected_period(stated: Stated) -> tuple[date | None, date]:
    """Return the start and end that the stated figure is about; a stock has no start."""
    year, window = int(stated.period[:4]), stated.period[4:]
    first, last = {"H1": (1, 6), "H2": (7, 12), "M01-10": (1, 10)}.get(window, (1, stated.month or 12))
    end = date(year, last, 30 if last in (6, 11) else 31)
    return (date(year, first, 1) if load_catalogue()[stated.indicator].accounting == "flow" else None), end


def main() -> int:
    """Print the comparison; returns the exit status."""
    totals: Counter[str] = Counter()
    for sample in load_samples():
        extraction = read_sample(sample)
        matches = match_figures(sample, extraction)
        extras = find_extras(matches, extraction)
        _count(totals, matches, extras)
        _print_sample(sample, extraction, matches, extras)
    core = max(totals["core"], 1)
    sys.stdout.write(f"\ncore figures stated {totals['core']}\n")
    sys.stdout.write(
        f"recall, statistic {totals['statistic'] / core:.3f}, full {totals['full'] / core:.3f}\n"
    )
    sys.stdout.write(f"precision, statistic {totals['statistic'] / max(totals['claimed'], 1):.3f}\n")
    sys.stdout.write(
        f"all figures {totals['all']}, statistic {totals['all_statistic']}, full {totals['all_full']}\n"
    )
    return 0


def _count(totals: Counter[str], matches: list[Match], extras: list[StatedValue]) -> None:
    core = [match for match in matches if match.stated.indicator in CORE]
    totals["core"] += len(core)
    totals["statistic"] += sum(match.is_statistic for match in core)
    totals["full"] += sum(match.is_full for match in core)
    totals["claimed"] += sum(bool(match.read) for match in core) + len(extras)
    totals["all"] += len(matches)
    totals["all_statistic"] += sum(match.is_statistic for match in matches)
    totals["all_full"] += sum(match.is_full for match in matches)


def _print_sample(
    sample: Sample, extraction: Extraction, matches: list[Match], extras: list[StatedValue]
) -> None:
    report = extraction.report
    sys.stdout.write(f"\n## {sample.file} ({report.year}, {report.region})\n")
    for match in matches:
        if not match.is_full:
            sys.stdout.write(_describe(match, extraction.text))
    for value in extras:
        name = f"{value.indicator}.{value.breakdown or ''} {value.measure} {value.value}"
        sys.stdout.write(f"- EXTRA {name}: {_around(extraction.text, value.span)}\n")
    for check in find_doubts(extraction):
        sys.stdout.write(f"- CHECK {check.rule} {check.severity} {check.indicator}: {check.message}\n")


def _describe(match: Match, text: str) -> str:
    stated = match.stated
    name = f"{stated.indicator}.{stated.breakdown} {stated.measure} {stated.value}"
    place = _around(text, match.span)
    if not match.read:
        return f"- MISSED {name}: {place}\n"
    read = "; ".join(
        f"{v.indicator}.{v.breakdown or ''} {v.measure} {v.value} {v.start}–{v.end} {v.area} {v.entity} [{v.rule}]"
        for v in match.read
    )
    return f"- WRONG {','.join(match.wrong)} {name}, read as {read}: {place}\n"


def _around(text: str, span: tuple[int, int]) -> str:
    before, after = text[max(0, span[0] - 24) : span[0]], text[span[1] : span[1] + 8]
    return f"{before}【{text[span[0] : span[1]]}】{after}".replace("\n", "⏎")


if __name__ == "__main__":
    raise SystemExit(main())
