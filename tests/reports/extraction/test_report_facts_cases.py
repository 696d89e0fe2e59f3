"""The cases of tests/cases/report_facts_*.yaml: a document, and whose report of which year it is."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators.regions import load_gazetteer
from reports.extraction.report_facts import find_report_facts, find_year_conflict
from reports.extraction.structure import find_structure

FOLDER = Path(__file__).parents[2] / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}:{case['name']}")
    for path in sorted(FOLDER.glob("report_facts_*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_document_is_dated_and_placed_as_its_text_allows(case: dict[str, Any]) -> None:
    text = case["text"]
    structure = find_structure(text)
    facts = find_report_facts(text, structure, load_gazetteer(), case.get("file"))
    found = {
        "year": facts.year,
        "region": facts.region,
        "region_name": facts.region_name,
        "kind": facts.kind,
        "start": facts.start,
        "end": facts.end,
        "title": facts.title,
    }
    wanted = {key: value for key, value in case.items() if key in found}
    assert {key: found[key] for key in wanted} == wanted
    conflict = find_year_conflict(text, structure, facts)
    if "conflict" in case:
        told = [conflict.title_year, conflict.body_year] if conflict else None
        assert told == case["conflict"]
    for key, reason in case.get("basis", {}).items():
        assert reason in facts.basis[key]


def test_there_are_cases_for_report_facts() -> None:
    assert len(CASES) >= 30
