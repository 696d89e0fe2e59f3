"""The cases of tests/cases/work_items_*.yaml: a report, and what was done and is planned in it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators.regions import load_gazetteer
from reports.extraction.report_facts import find_report_facts
from reports.extraction.structure import find_structure
from reports.extraction.work_items import find_work_items

FOLDER = Path(__file__).parents[2] / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}:{case['name']}")
    for path in sorted(FOLDER.glob("work_items_*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_report_yields_the_items_that_a_reader_lists(case: dict[str, Any]) -> None:
    text = case["text"]
    structure = find_structure(text)
    facts = find_report_facts(text, structure, load_gazetteer())
    items = find_work_items(text, structure, facts)
    for kind in ("done", "planned"):
        assert [item.text for item in items if item.kind == kind] == case.get(kind, [])
    if "year" in case:
        assert {item.year for item in items} == {case["year"]}
    assert all(text[slice(*item.span)] == item.text for item in items)


def test_there_are_cases_for_work_items() -> None:
    assert len(CASES) >= 20
