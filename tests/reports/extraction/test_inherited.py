"""What values take over from their document is doubted where the document's own facts were only inferred."""

from pathlib import Path

import pytest
import yaml

from reports.extraction import extract
from reports.extraction.inherited import (
    ISSUER_INFERRED,
    MOST_WITH_TWO,
    REGION_INFERRED,
    YEAR_INFERRED,
    YEAR_OPEN,
)
from reports.extraction.report_facts import Known

REASONS = {"region": REGION_INFERRED, "year": YEAR_INFERRED, "open": YEAR_OPEN, "issuer": ISSUER_INFERRED}
FILE = Path(__file__).parents[2] / "cases" / "inherited_doubts.yaml"
CASES = [pytest.param(case, id=case["name"]) for case in yaml.safe_load(FILE.read_text("utf-8"))]


def values_of(text: str, **more) -> dict:
    return {text[slice(*value.span)]: value for value in extract(text, **more).values}


@pytest.mark.parametrize("case", CASES)
def test_only_what_takes_over_an_inferred_fact_is_doubted(case):
    found = extract(case["text"], file_name=case.get("file"))
    values = values_of(case["text"], file_name=case.get("file"))
    assert found.report.inferred == set(case["inferred"])
    for number in case.get("sure", ()):
        assert values[number].confidence >= 0.9, number
        assert not set(values[number].reasons) & set(REASONS.values()), number
    for number, doubts in case.get("doubted", {}).items():
        assert values[number].confidence < 0.9, number
        assert [REASONS[doubt] for doubt in doubts.split()] == list(values[number].reasons), number


def test_two_inferred_facts_are_less_sure_than_one():
    case = next(p.values[0] for p in CASES if "two doubts" in p.id)
    assert values_of(case["text"])["1200件"].confidence == MOST_WITH_TWO


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2019年，全市授权专利1200件，增速高于广东。", Known(region="440500")),
        ("长沙市知识产权工作总结\n一、专利\n全市授权专利1200件。\n2019年3月5日", Known(year=2018)),
    ],
)
def test_what_people_said_of_a_document_leaves_its_values_sure(text, known):
    assert extract(text).report.inferred
    assert not extract(text, known=known).report.inferred
    assert values_of(text, known=known)["1200件"].confidence >= 0.9
