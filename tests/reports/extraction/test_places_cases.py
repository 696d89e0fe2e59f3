"""The cases of tests/cases/places_*.yaml: a sentence of a region's report, and the places in it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators.regions import load_gazetteer
from reports.extraction.places import find_places
from reports.extraction.structure import find_structure
from reports.extraction.types import ReportFacts

FOLDER = Path(__file__).parents[2] / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}:{case['name']}")
    for path in sorted(FOLDER.glob("places_*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_names_the_places_that_a_reader_sees(case: dict[str, Any]) -> None:
    text = case["text"]
    facts = ReportFacts(None, None, case.get("region"), None, "summary", {})
    places = find_places(text, find_structure(text), load_gazetteer(), facts)
    assert [[place.kind, place.text] for place in places] == [entry[:2] for entry in case["places"]]
    coded = [[place.text, place.code] for place in places]
    assert all([entry[1], entry[2]] in coded for entry in case["places"] if len(entry) > 2)


def test_there_are_cases_for_places() -> None:
    assert len(CASES) >= 30
