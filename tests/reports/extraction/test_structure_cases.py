"""The cases of tests/cases/structure_*.yaml: a text, and the title, headings, parts, noise and cells found in it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from reports.extraction.structure import find_structure

FOLDER = Path(__file__).parents[2] / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}:{case['name']}")
    for path in sorted(FOLDER.glob("structure_*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_text_has_the_skeleton_that_a_reader_sees(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_structure(text)
    if "title" in case:
        assert found.title == case["title"]
    if "headings" in case:
        assert [section.path[-1] for section in found.sections] == case["headings"]
    if "paths" in case:
        assert [list(section.path) for section in found.sections] == case["paths"]
    if "parts" in case:
        shown = [[s.part, text[slice(*s.span)]] for s in found.sentences]
        assert [pair for pair in case["parts"] if pair not in shown] == []
    if "sentences" in case:
        assert [text[slice(*s.span)] for s in found.sentences] == case["sentences"]
    if "noise" in case:
        assert [text[slice(*span)] for span in found.noise] == case["noise"]
    if "cells" in case:
        cells = [
            [text[slice(*c.span)], list(c.row_headers), list(c.column_headers)]
            for c in found.cells
            if c.row_headers
        ]
        assert cells == case["cells"]


def test_there_are_cases_for_the_structure() -> None:
    assert len(CASES) >= 30
