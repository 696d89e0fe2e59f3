"""Numbers, expressions of time and names, each as a table of phrases."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from reports.extraction import load_engine
from reports.extraction.folding import fold
from reports.extraction.mentions import find_mentions
from reports.extraction.output import plain
from reports.extraction.periods import Window, find_periods
from reports.extraction.quantities import find_quantities

CASES = Path(__file__).parents[2] / "cases"


def cases(name: str) -> list:
    data = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
    return [pytest.param(case["text"], case["finds"], id=case["text"]) for case in data["cases"]]


@pytest.mark.parametrize(("text", "expected"), cases("quantities"))
def test_a_phrase_holds_these_numbers(text: str, expected: list[dict]) -> None:
    found = []
    for quantity in find_quantities(fold(text)):
        row = {
            "at": list(quantity.span),
            "value": plain(quantity.value),
            "unit": quantity.unit,
            "kind": quantity.kind,
        }
        row |= {"comparator": quantity.comparator} if quantity.comparator != "exact" else {}
        found.append(row | ({"per": quantity.per} if quantity.per else {}))
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), cases("periods"))
def test_a_phrase_tells_this_time(text: str, expected: list[dict]) -> None:
    window = Window(2018, date(2018, 1, 1), date(2018, 12, 31))
    found = [
        {
            "at": list(period.span),
            "kind": period.kind,
            "start": period.start and period.start.isoformat(),
            "end": period.end and period.end.isoformat(),
        }
        for period in find_periods(fold(text), window)
    ]
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), cases("mentions"))
def test_a_phrase_names_these_indicators(text: str, expected: list[dict]) -> None:
    found = []
    for mention in find_mentions(fold(text), load_engine().names):
        row = {"at": list(mention.span), "indicators": list(mention.codes)}
        told = {"part": mention.part, "bare": mention.bare, "open": mention.open_dimension}
        found.append(row | {name: value for name, value in told.items() if value})
    assert found == expected


def test_an_unknown_year_leaves_dates_open() -> None:
    found = find_periods("截至6月底", Window(None, None, None))
    assert [(period.kind, period.start, period.end) for period in found] == [("asof", None, None)]
