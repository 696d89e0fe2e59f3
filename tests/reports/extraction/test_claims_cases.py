"""Sentences and what they state, as tables: every value with its place, its period and whom it is about."""

from pathlib import Path

import pytest
import yaml

from reports.extraction import extract
from reports.extraction.output import plain

CASES = Path(__file__).parents[2] / "cases"


def load_cases() -> list:
    found = []
    for path in sorted(CASES.glob("claims_*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        for number, case in enumerate(data["cases"], 1):
            marks = []
            if "known_failure" in case:
                marks.append(pytest.mark.xfail(strict=True, reason=case["known_failure"]))
            found.append(pytest.param(data["head"], case, marks=marks, id=f"{path.stem}-{number:02d}"))
    return found


def stated(head: str, text: str) -> list[dict]:
    document = head + text + "\n"
    found = []
    for value in extract(document).values:
        start, end = value.span
        row = {
            "at": [start - len(head), end - len(head)],
            "says": document[start:end],
            "indicator": value.indicator,
        }
        row |= {"measure": value.measure, "value": plain(value.value), "accounting": value.accounting}
        optional = {
            "part": value.breakdown,
            "comparator": value.comparator if value.comparator != "exact" else None,
            "start": value.start and value.start.isoformat(),
            "end": value.end and value.end.isoformat(),
            "area": value.area,
            "entity": value.entity,
        }
        found.append(row | {name: told for name, told in optional.items() if told is not None})
    return found


@pytest.mark.parametrize(("head", "case"), load_cases())
def test_a_sentence_states_what_its_case_says(head: str, case: dict) -> None:
    assert stated(head, case["text"]) == case["states"]


@pytest.mark.parametrize(("head", "case"), [p for p in load_cases() if "checks" in p.values[1]])
def test_its_checks_are_those_of_the_case(head: str, case: dict) -> None:
    checks = extract(head + case["text"] + "\n").checks
    assert [{"rule": check.rule, "severity": check.severity} for check in checks] == case["checks"]
